"""A list to walk through by keys; left and right are left to the screen."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Lines(OptionList, inherit_bindings=False):
    """Rows of one or several lines; a heading is a row that cannot be chosen."""

    BINDINGS = [
        Binding("down", "cursor_down", show=False),
        Binding("up", "cursor_up", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("pagedown", "page_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("enter", "select", show=False),
    ]

    def show(self, rows: Sequence[Content], headings: frozenset[int] = frozenset()) -> None:
        """Other rows; the cursor stays where it was as far as there is a row."""
        at = self.highlighted or 0
        self.clear_options()
        self.add_options(
            [Option(row, disabled=number in headings) for number, row in enumerate(rows)]
        )
        self.point(at)

    def point(self, at: int) -> None:
        """Put the cursor on the first row from `at` on that can be chosen, else on the last."""
        rows = range(self.option_count)
        chosen = [number for number in rows if not self.get_option_at_index(number).disabled]
        after = [number for number in chosen if number >= at]
        self.highlighted = after[0] if after else chosen[-1] if chosen else None
