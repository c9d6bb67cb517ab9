"""French numbers judged as the telephone library judges them, from its own metadata but faster."""

from __future__ import annotations

import re
from functools import lru_cache

from veille_tui.domain.phones import OVERSEAS, digits, is_fiction
from veille_tui.domain.tenants import PhoneNumber

_CODES = {"FR": "33", "RE": "262", "YT": "262", "GP": "590", "GF": "594", "MQ": "596", "PM": "508"}
_BY_POSTCODE = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT"}
_REGION_OF_CODE = {"262": "RE", "590": "GP", "594": "GF", "596": "MQ"}
_BY_PREFIX = {
    prefix: tuple(_REGION_OF_CODE[code] for code in OVERSEAS if prefix in OVERSEAS[code])
    for prefixes in OVERSEAS.values()
    for prefix in prefixes
}
_KINDS = (
    "premium_rate toll_free shared_cost voip personal_number pager uan voicemail fixed_line mobile"
).split()


def region_of(postcode: str) -> str:
    """The numbering region where a postcode lies: "FR" for the mainland and Corsica."""
    if postcode[:3] in ("977", "978"):
        return "GP"
    return _BY_POSTCODE.get(postcode[:3], "FR")


@lru_cache(maxsize=16)
def _valid_pattern(code: str) -> re.Pattern[str]:
    """What a valid nine-digit national number of a calling code looks like, per the library."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = []
    for region in COUNTRY_CODE_TO_REGION_CODE[int(code)]:
        metadata = PhoneMetadata.metadata_for_region(region)
        if metadata is None or metadata.general_desc is None:
            continue
        kinds = [getattr(metadata, kind) for kind in _KINDS]
        patterns = [
            f"(?:{kind.national_number_pattern})"
            for kind in kinds
            if kind is not None and (9 in kind.possible_length or not kind.possible_length)
        ]
        general = metadata.general_desc.national_number_pattern
        if patterns:
            regions.append(f"(?=(?:{general})\\Z)(?:{'|'.join(patterns)})\\Z")
    return re.compile("|".join(f"(?:{region})" for region in regions))


def read_national(ten: str, region: str) -> tuple[str, bool]:
    """E.164 and validity of ten digits `0[1-9]........` dialled in `region`.

    The region of the postcode comes first, then the mainland, then the department that the
    first four digits belong to; the first where the number is valid wins. Fiction belongs to the
    mainland. Saint-Pierre-et-Miquelon's own numbers are the six digits after 0508.
    """
    if region == "FR" and ten[:4] not in _BY_PREFIX:
        return "+33" + ten[1:], _mainland().match(ten, 1) is not None
    if is_fiction(ten):
        return "+33" + ten[1:], _mainland().match(ten, 1) is not None
    if region == "PM" and ten[:4] == "0508":
        return "+" + ten[1:], exact("+" + ten[1:], region)[1]
    candidates = [region, "FR", *_BY_PREFIX.get(ten[:4], ())]
    codes = [_CODES[name] for name in candidates if name != "PM"]
    for code in codes:
        if _valid_pattern(code).match(ten, 1):
            return f"+{code}{ten[1:]}", True
    return f"+{codes[0]}{ten[1:]}", False


@lru_cache(maxsize=1)
def _mainland() -> re.Pattern[str]:
    return _valid_pattern("33")


def read_number(text: str, region: str = "FR") -> PhoneNumber | None:
    """One number as somebody typed it at the telephone; None when it cannot be dialled."""
    typed = text.strip()
    ten = digits(typed)
    if len(ten) == 10 and ten[0] == "0" and ten[1] != "0" and not typed.startswith("+"):
        e164, valid = read_national(ten, region)
    else:
        e164, valid = exact(typed.replace("(0)", ""), region)
    return PhoneNumber(e164, typed, valid=valid) if e164 else None


def exact(text: str, region: str) -> tuple[str, bool]:
    """E.164 and validity of one number by the library itself; ("", False) when impossible."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return "", False
    if not phonenumbers.is_possible_number(number):
        return "", False
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return e164, phonenumbers.is_valid_number(number)
