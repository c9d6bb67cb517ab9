"""One thing that `veille doctor` looked at."""

from __future__ import annotations

from dataclasses import dataclass

from veille_tui.language import _


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    code: str
    """Stable, in English."""
    ok: bool
    message: str
    hint: str = ""
    status: int = 1
    """The exit status when it fails."""

    def line(self) -> str:
        """As people read it: a word first, the remedy under it."""
        word = _("bien") if self.ok else _("à voir")
        line = _("{word} : {message}").format(word=word, message=self.message)
        return line + (f"\n    {self.hint}" if self.hint else "")

    def to_data(self) -> dict[str, object]:
        """As programs read it."""
        return {"code": self.code, "ok": self.ok, "message": self.message, "hint": self.hint}
