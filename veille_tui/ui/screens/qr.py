"""A code that a mobile telephone dials, black on white whatever the theme."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import Static

from veille_tui.domain import phones
from veille_tui.domain.text_messages import sms_link
from veille_tui.language import _
from veille_tui.ui.screens.window import Window
from veille_tui.ui.widgets.said import Said

AROUND = 8
"""Lines of the window that are not the code's."""
HALVES = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}


class QrScreen(Window[None]):
    """Returns nothing. `text` makes it a text message to this number."""

    BINDINGS = [Binding("q,enter", "close", show=False)]
    CSS_PATH = ["window.tcss", "qr.tcss"]

    def __init__(self, e164: str, text: str = "") -> None:
        super().__init__()
        self._e164 = e164
        self._text = text
        self._code = code(self._link(), "l" if text else "m")

    def heading(self) -> str:
        """The number, for those who would rather type it."""
        return phones.display(self._e164)

    def content(self) -> ComposeResult:
        """The code; a long message needs a higher window, and may be typed by hand."""
        if self._has_room:
            yield Static(Content.styled(self._code, "#000000 on #ffffff"), id="code")
            return
        yield Said(self._text)
        words = _("Ce code demande une fenêtre de {n} lignes ; sinon, taper ce texte.")
        yield Said(words.format(n=self._needed))

    @property
    def _needed(self) -> int:
        """Lines of the window that shows the code."""
        return len(self._code.splitlines()) + AROUND

    @property
    def _has_room(self) -> bool:
        return not self._text or self._needed <= self.app.size.height

    def _link(self) -> str:
        if not self._text:
            return f"tel:{self._e164}"
        return sms_link(self._e164, self._text)

    def keys(self) -> str:
        """How to use it, how to leave."""
        if not self._has_room:
            return _("Échap   fermer")
        return _("Viser avec l'appareil photo du téléphone.     Échap   fermer")


def code(text: str, error: str = "m") -> str:
    """`text` as a QR code of half blocks, with the quiet border that cameras need."""
    import segno

    rows = [bytes(row) for row in segno.make(text, error=error, micro=False).matrix_iter(border=2)]
    if len(rows) % 2:
        rows.append(bytes(len(rows[0])))
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join(
        "".join(HALVES[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs
    )
