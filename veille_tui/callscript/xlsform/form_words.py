"""What a form says where a script of ours has a type or a keyword, by the script's language."""

from __future__ import annotations

from collections.abc import Mapping

YES_NO: Mapping[str, tuple[str, str]] = {"fr": ("Oui", "Non"), "en": ("Yes", "No")}
LEFT_OPEN: Mapping[str, Mapping[str, str]] = {
    "fr": {"dk": "Ne sait pas", "refused": "Ne souhaite pas répondre"},
    "en": {"dk": "Does not know", "refused": "Does not wish to answer"},
}
AVOID: Mapping[str, str] = {"fr": "À éviter : ", "en": "To avoid: "}
"""What a guidance begins with that is not to be said."""
DETAIL: Mapping[str, str] = {"fr": "Préciser : ", "en": "Please specify: "}
"""What asks for the details of a choice begins with."""
