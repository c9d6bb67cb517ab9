"""What may stand after each keyword, as the compiler reads it, by its English name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """What a keyword holds."""

    kind: str
    """A name of `values`, or "group", "groups" (a list of them) and "include"."""
    place: str = ""
    """The place of the vocabulary that the groups are of."""
    is_needed: bool = False


def shapes(text: str) -> dict[str, Shape]:
    """Keyword to shape, of "keyword:kind needed*:kind group:{place} groups:[place]"."""
    return dict(_shape(word) for word in text.split())


def _shape(word: str) -> tuple[str, Shape]:
    name, _, kind = word.partition(":")
    is_needed, name = name.endswith("*"), name.removesuffix("*")
    if kind[0] in "[{":
        return name, Shape("groups" if kind[0] == "[" else "group", kind[1:-1], is_needed)
    return name, Shape(kind, "", is_needed)


_RULES = "needs:[need] alerts:[alert] cadence:[cadence] closings:[closing]"

SCRIPT_SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "script": shapes(
        "script*:name title*:text language:text version:text purpose:said notice:said"
        " openings:{openings} guidance:{guidance} voicemail:said sections:[section]"
        f" include:include {_RULES} cases:[case]"
    ),
    "block": shapes(
        "language:text title:text version:text notice:said sections:[section]"
        " questions:[question]"
        f" include:include {_RULES}"
    ),
    "guidance": shapes("tone:said never:said stop:said"),
    "openings": shapes("first:said follow_up:said callback:said inbound:said"),
    "include": shapes("include*:text prefix:text when:condition"),
    "section": shapes("id*:id title*:text when:condition questions*:[question]"),
    "question": shapes(
        "id*:id type*:types say*:said hint:said avoid:said when:condition required:flag"
        " default:answer constraint:condition message:said choices:[choice] min:number max:number"
        " step:number unit:text"
    ),
    "choice": shapes(
        "code*:code label*:text need:text urgency:urgencies detail:flag outcome:outcomes"
    ),
    "need": shapes("theme*:text when:condition urgency:urgencies to:partner note:text consent:id"),
    "alert": shapes("id*:id when:condition say*:said dial:dial"),
    "cadence": shapes("when:condition every*:text until:text"),
    "closing": shapes("when:condition say*:said"),
    "case": shapes(
        "name*:text tenant:{tenant} reason:reasons answers:answers expected*:{expected}"
    ),
    "tenant": shapes(
        "title:text first_name:text last_name:text age:number lives_alone:flag segments:texts"
        " flags:texts agency:text days_since_contact:number"
    ),
    "expected": shapes(
        "questions:texts needs:expected_needs alerts:texts cadence:text complete:flag"
    ),
    "expected_need": shapes("theme*:text urgency:urgencies to:partner"),
}

CAMPAIGN_SHAPES: Mapping[str, Mapping[str, Shape]] = {
    "campaign": shapes(
        "campaign*:name title*:text language:text landlord:text purpose:text legal_basis:text"
        " start:text end:text retention:text timezone:text script*:text segments:[segment]"
        " waves:[wave] cadence:[cadence] hours:{hours} attempts:{attempts} relays:[relay]"
        " assignment:{assignment} partners:text alert_mode:{alert_mode} contact:text"
        " secured_for:text history:histories faq:text messages:[message]"
    ),
    "segment": shapes("id*:id title*:text when:condition priority:whole"),
    "wave": shapes("id*:id segments*:texts from:text"),
    "cadence": shapes("when:condition every*:text until:text"),
    "hours": shapes("days:days slots:slots holidays:flag"),
    "slot": shapes("id*:name from*:hour to*:hour days:days weight:whole"),
    "attempts": shapes(
        "per_day:whole maximum:whole slots:whole days:whole delays:{delays} callback_grace:text"
    ),
    "delays": shapes(
        "no_answer:text busy:text voicemail_left:text voicemail:text phone_problem:text"
        " dropped:text reached_other:text callback:text refused_soft:text partial:text"
    ),
    "relay": shapes("channel*:channels after:whole by:hour within:text owner:text parallel:flag"),
    "assignment": shapes(
        "by:assignments size:whole ahead:count ahead_for:text load:count grace:text"
        " callers:[caller]"
    ),
    "caller": shapes("name*:text agencies:texts load:count"),
    "alert_mode": shapes("every:text by:hour"),
    "message": shapes("id*:id title:text text*:said when:condition segments:texts communes:texts"),
    "faq_file": shapes("language:text faq*:[faq_entry]"),
    "faq_entry": shapes("id*:name question*:text answer*:text words:texts to:text"),
    "partner_file": shapes("language:text partners*:[partner]"),
    "partner": shapes(
        "id:name kind*:partner name*:text communes:texts channel:partner_channels email:email"
        " phone:text address:text themes:texts note:text"
    ),
}
