"""How long a text message is for the network that carries it: units, and messages paid for."""

from __future__ import annotations

from veille_tui.domain.late_dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38, one unit each."""
_EXTENDED = frozenset("\f^{}\\[~]|€")
"""Two units each."""


@dataclass(frozen=True, slots=True)
class TextLength:
    """What a text weighs."""

    units: int
    """Septets in GSM 7-bit, 16-bit units in UCS-2."""
    parts: int
    """Messages that the provider counts."""
    costly: str = ""
    """The signs that GSM 7-bit lacks: with one of them a message holds 70 units, not 160."""

    @property
    def encoding(self) -> str:
        """ "GSM-7" or "UCS-2"."""
        return "UCS-2" if self.costly else "GSM-7"

    @property
    def single(self) -> int:
        """Units that go in one message."""
        return 70 if self.costly else 160


def text_length(text: str) -> TextLength:
    """How long `text` is; 160 or 70 units in one message, 153 or 67 in each of several."""
    costly = "".join(dict.fromkeys(one for one in text if one not in _BASIC | _EXTENDED))
    if costly:
        units = sum(2 if ord(one) > 0xFFFF else 1 for one in text)
        return TextLength(units, _parts(units, 70, 67), costly)
    units = sum(2 if one in _EXTENDED else 1 for one in text)
    return TextLength(units, _parts(units, 160, 153))


def _parts(units: int, alone: int, joined: int) -> int:
    return 1 if units <= alone else -(-units // joined)
