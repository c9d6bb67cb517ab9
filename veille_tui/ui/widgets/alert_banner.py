"""What cannot wait, at the top of the screen: in words, with the number to dial."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert that holds."""

    id: str
    say: str
    dial: str = ""
    is_new: bool = True
    """It has just come up: it is said in full."""


class AlertBanner(Static):
    """In words and contrast; gone as soon as nothing holds any more."""

    def show(self, alerts: Sequence[Alert], is_told: bool | None) -> None:
        """Say these alerts; `is_told`: the supervisor knows, None where nothing is said of it."""
        self.display = bool(alerts)
        if alerts:
            self.update(worded(alerts, is_told))


def worded(alerts: Sequence[Alert], is_told: bool | None) -> Content:
    """New alerts and an only one in full, others shortly; then what to do about them."""
    parts: list[Content | str | tuple[str, str]] = []
    for alert in alerts:
        head = _("APPELER LE {number}").format(number=alert.dial) if alert.dial else _("ATTENTION")
        is_whole = alert.is_new or len(alerts) == 1
        said = alert.say if is_whole else first_sentence(alert.say)
        parts += [(f"{head}  ", "bold"), said, "\n"]
    if is_told is None:
        parts.pop()
    elif is_told:
        parts.append(_("Le superviseur est prévenu."))
    else:
        parts += [("A", "bold"), "  ", _("prévenir le superviseur")]
    return Content.assemble(*parts)


def first_sentence(text: str) -> str:
    """`text` up to its first full stop."""
    end = text.find(". ")
    return text if end < 0 else text[: end + 1]
