"""Telephone numbers as people read and search them; E.164 is what is stored."""

from __future__ import annotations

OVERSEAS = {
    "262": ("0262", "0263", "0269", "0639", "0692", "0693", "0709"),
    "590": ("0590", "0690", "0691", "0709"),
    "594": ("0594", "0694", "0709"),
    "596": ("0596", "0696", "0697", "0709"),
}
"""Calling codes of the overseas departments dialled like the mainland, with their beginnings."""

FICTION = ("019900", "026191", "035301", "046571", "053649", "063998")
"""Beginnings that no real subscriber has: demonstrations, tests, training."""

_DEPARTMENT_CODES = ("262", "590", "594", "596")


def national(e164: str) -> str:
    """What to dial from France: `0556115050`; a foreign number keeps its `+`."""
    if e164.startswith("+33") and len(e164) == 12:
        return "0" + e164[3:]
    if e164.startswith("+508") and len(e164) == 10:
        return "0" + e164[1:]
    if e164[1:4] in _DEPARTMENT_CODES and len(e164) == 13:
        return "0" + e164[4:]
    return e164


def display(e164: str) -> str:
    """The number as people read it aloud: `05 56 11 50 50`, `+34 612 345 678`."""
    number = national(e164)
    if not number.startswith("+"):
        return " ".join(number[at : at + 2] for at in range(0, len(number), 2))
    code, rest = number[:3], number[3:]
    return f"{code} " + " ".join(rest[at : at + 3] for at in range(0, len(rest), 3))


def digits(text: str) -> str:
    """The decimal digits of `text`, in their order, as plain 0-9."""
    if text.isascii():
        return "".join([sign for sign in text if sign.isdigit()])
    return "".join([str(int(sign)) for sign in text if sign.isdecimal()])


def holds(e164: str, part: str) -> bool:
    """Whether the number a person would dial contains the digits of `part`, however written."""
    wanted = digits(part)
    if part.strip().startswith("+"):
        return bool(wanted) and wanted in e164
    return bool(wanted) and (wanted in national(e164) or wanted in e164)


def is_fiction(national_number: str) -> bool:
    """Whether a ten-digit French number lies in the ranges kept for fiction."""
    return national_number[:6] in FICTION
