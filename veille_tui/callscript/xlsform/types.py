"""The question types of XLSForm, in all their spellings, and what each is in a call."""

from __future__ import annotations

import re
from dataclasses import dataclass

_KINDS = {
    "text": "text string q_string add_text_prompt email",
    "integer": "integer int q_int add_integer_prompt",
    "decimal": "decimal q_decimal add_decimal_prompt",
    "percentage": "percentage",
    "range": "range",
    "date": "date q_date add_date_prompt",
    "time": "time q_time",
    "datetime": (
        "datetime date_time q_datetime q_date_time add_datetime_prompt add_date_time_prompt"
    ),
    "note": "note q_note add_note_prompt",
    "consent": "acknowledge trigger q_acknowledge add_acknowledge_prompt",
    "phone": "phone_number phone tel",
    "calculate": "calculate q_calculate add_calculate_prompt calculate_here",
    "hidden": "hidden",
    "metadata": (
        "start end today deviceid device_id username simserial subscriberid subscriber_id"
        " phonenumber"
        " imei audit uri:username uri:email uri:phonenumber uri:deviceid uri:simserial"
        " uri:subscriberid start_time end_time start-geopoint background-audio background-geopoint"
        " get_start_time get_end_time get_today get_device_id get_sim_id get_phone_number sim_id"
        " get_subscriber_id caseid comments text_audit audio_audit speed_violations_audit"
        " speed_violations_count speed_violations_list sensor_statistic sensor_stream"
    ),
    "geo": (
        "geopoint gps location geotrace geoshape q_geopoint q_geotrace q_geoshape q_location"
        " add_location_prompt osm"
    ),
    "media": (
        "image photo picture audio video file barcode signature q_picture q_image q_audio q_video"
        " q_barcode add_image_prompt add_photo_prompt add_audio_prompt add_video_prompt"
        " add_file_prompt add_barcode_prompt"
    ),
    "external": "csv-external xml-external",
}
_SIMPLE = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_SELECT = re.compile(
    r"(?P<verb>select_one_from_file|select_multiple_from_file|select_one_external"
    r"|select_multiple_external|add_select_one_prompt_using|add_select_multiple_prompt_using"
    r"|select_all_that_apply_from|select_all_that_apply|select_one_from|select_multiple_from"
    r"|select_one_using|select_multiple_using|select_one|select_multiple|select1|rank)"
    r"(?:_(?P<rest>.*))?"
)
_CONTROL = re.compile(
    r"(?P<what>begin|end)[_ ]+(?P<kind>group|repeat|loop|lgroup|looped[_ ]group)\b"
)


@dataclass(frozen=True, slots=True)
class FormType:
    """What a row is: a kind, and of a select the list and whether "other" is offered."""

    kind: str
    """One of the keys above, choice, multiple, file, begin, end, comment, or "" when unknown."""
    list_name: str = ""
    has_other: bool = False


def read_type(text: str) -> FormType:
    """The type written in a row's first cell."""
    words = " ".join(text.split())
    plain = words.lower()
    if plain.startswith("#"):
        return FormType("comment")
    if control := _CONTROL.match(plain):
        inside = "group" if control["kind"] == "group" else "repeat"
        return FormType(control["what"], inside)
    if kind := _SIMPLE.get(plain.replace(" ", "_")):
        return FormType(kind)
    return _select(words)


def _select(words: str) -> FormType:
    """A select: its verb in any case, the name of its list as it stands."""
    underlined = words.replace(" ", "_")
    match = _SELECT.fullmatch(underlined.lower())
    if match is None:
        return FormType("")
    verb, length = match["verb"], len(match["rest"] or "")
    listed = words[len(words) - length :] if length else ""
    if verb == "rank":
        return FormType("rank", listed)
    if verb.endswith(("_file", "_external")):
        return FormType("file", listed)
    has_other = False
    if found := re.search(r"(?:^|\s)(or[ _]other|or[ _]specify[ _]other)$", listed, re.IGNORECASE):
        has_other, listed = True, listed[: found.start()].strip()
    if listed.startswith("${"):
        return FormType("file", listed)
    several = "multiple" in verb or "all_that_apply" in verb
    return FormType("multiple" if several else "choice", listed, has_other)
