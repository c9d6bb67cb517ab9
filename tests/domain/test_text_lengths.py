"""A text message is weighed as the network weighs it."""

import pytest

from veille_tui.domain.text_lengths import text_length


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("é" * 160, "GSM-7", 160, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("€" * 81, "GSM-7", 162, 2),
        ("ê" * 70, "UCS-2", 70, 1),
        ("ê" + "a" * 70, "UCS-2", 71, 2),
        ("ê" * 134, "UCS-2", 134, 2),
        ("ê" * 135, "UCS-2", 135, 3),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
    ],
)
def test_units_and_messages_are_counted(text: str, encoding: str, units: int, parts: int):
    found = text_length(text)
    assert (found.encoding, found.units, found.parts) == (encoding, units, parts)


def test_the_signs_that_make_a_message_dear_are_named_once():
    assert text_length("L’été, même à l’ombre ça brûle").costly == "’êçû"
