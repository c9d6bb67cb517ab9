"""Reading the text messages of a campaign, weighed as the network weighs them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from veille_tui.callscript.campaign_publics import read_publics
from veille_tui.callscript.communes import read_communes
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, read_id
from veille_tui.domain.campaign import TextMessage
from veille_tui.domain.text_lengths import TextLength, text_length
from veille_tui.language import _


def read_messages(
    context: Context, parent: Fields, segments: Sequence[str]
) -> tuple[TextMessage, ...]:
    """The messages, in order; those that cost more than one are told, with their length."""
    return tuple(_messages(context, parent, segments))


def _messages(context: Context, parent: Fields, segments: Sequence[str]) -> Iterator[TextMessage]:
    names = Names()
    for table in parent.tables("messages"):
        fields = Fields(context, table, "message")
        name = read_id(fields, names)
        text = fields.said("text")
        if not fields.text("text"):
            fields.missing("text", _("Ajouter le texte du message."))
        when = fields.condition("when", before=0)
        publics = read_publics(context, fields, segments)
        communes = read_communes(fields)
        _check_length(fields, text)
        if name and text:
            title = fields.text("title") or name
            yield TextMessage(name, title, text, when.text if when else "", publics, communes)


def _check_length(fields: Fields, text: str) -> None:
    length = text_length(text)
    if length.parts < 2:
        return
    node = fields.node_of("text")
    fields.context.report.warning(
        "long-message",
        node.place if node else fields.node.place,
        _(
            "Ce message compte {units} signes : il part en {parts} messages, et se paie {parts}"
            " fois."
        ).format(units=length.units, parts=length.parts),
        _shorter(length),
    )


def _shorter(length: TextLength) -> str:
    if not length.costly:
        return _("Le raccourcir à {most} signes.").format(most=length.single)
    signs = " ".join(length.costly[:12])
    return _(
        "Les signes {signs} ramènent un message de 160 à 70 signes : les remplacer, ou raccourcir."
    ).format(signs=signs)
