"""The ids that a script gives to its parts: spelt so that conditions can name them, each once."""

from __future__ import annotations

import re
import unicodedata

from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.tree import Place, Scalar
from veille_tui.domain.condition_tokens import is_reserved
from veille_tui.language import _

_ID = re.compile(r"[^\W\d]\w{0,79}")
_WHOLE = re.compile(r"\w[\w.-]{0,79}")
_FREE_ID = re.compile(r"\w[\w-]{0,79}")


class Names:
    """The ids of one kind that were given so far."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def claim(self, context: Context, name: str, place: Place) -> bool:
        """Take `name`; False, and reported, when it is taken."""
        first = self._places.get(name)
        if first is None:
            self._places[name] = place
            return True
        context.report.error(
            "duplicate-id",
            place,
            _("« {name} » est déjà pris à la ligne {line}.").format(name=name, line=first.line),
            _("Donner un autre nom à l'un des deux."),
        )
        return False


def read_id(
    fields: Fields, names: Names, *, is_named_by_conditions: bool = False, is_free: bool = False
) -> str:
    """The id of a group, with its include's prefix; "" once its problem is reported.

    With `is_free` the name may hold hyphens, as long as no condition can name it.
    """
    scalar = fields.scalar("id")
    if scalar is None:
        fields.missing("id", _("Ajouter un nom court, sans espace ni accent : « id: moral »."))
        return ""
    name = prefixed(scalar)
    if not (_FREE_ID if is_free else _ID).fullmatch(name):
        fields.wrong(
            "bad-id",
            "id",
            _("« {name} » ne peut pas servir de nom.").format(name=name[:60]),
            _("Des lettres, des chiffres et « _ » seulement, en commençant par une lettre."),
        )
        return ""
    if is_named_by_conditions and is_reserved(name):
        fields.wrong(
            "reserved-id",
            "id",
            _("« {name} » a déjà un sens dans les conditions.").format(name=name),
            _("Choisir un autre nom, par exemple « {name}_reponse ».").format(name=name),
        )
        return ""
    return name if names.claim(fields.context, name, scalar.place) else ""


def read_name(fields: Fields, key: str, hint: str) -> str:
    """The name of a whole script or campaign; `hint` is for when there is none."""
    name = fields.text(key)
    if not name:
        fields.missing(key, hint)
    elif not _WHOLE.fullmatch(name):
        fields.wrong(
            "bad-id",
            key,
            _("« {name} » ne peut pas servir de nom.").format(name=name[:60]),
            _("Des lettres, des chiffres, « _ », « - » et « . » seulement."),
        )
    return name


def prefixed(scalar: Scalar) -> str:
    """The name that `scalar` gives, with its include's prefix, accents composed."""
    return scalar.prefix + unicodedata.normalize("NFC", scalar.text.strip())


def referred(scalar: Scalar) -> str:
    """The question that `scalar` names, with the include's prefix if it is the include's."""
    name = unicodedata.normalize("NFC", scalar.text.strip())
    return scalar.names.get(name, name)


def code_of(label: str) -> str:
    """A code for an answer that only has words: « Très bien » is `tres_bien`."""
    folded = unicodedata.normalize("NFD", label.casefold())
    letters = "".join(one for one in folded if not unicodedata.combining(one))
    return re.sub(r"\W+", "_", letters).strip("_")[:40] or "reponse"
