"""A new script of one's own: from one that exists with its shared blocks, or from a small model."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from veille_tui.errors import Refused
from veille_tui.language import _

_LONGEST = 60
_REST = r"[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*"
"""The rest of a value, the indented lines it goes on with included."""
_IDENTITY = {
    "id": re.compile(rf"(?m)^(script[ \t]*:){_REST}"),
    "title": re.compile(rf"(?m)^((?:titre|title)[ \t]*:){_REST}"),
}
MODELS: Mapping[str, str] = {
    "fr": """\
# {title}
#
#   dire    ce qui se lit à voix haute, ou se redit avec ses propres mots
#   aide    pour les yeux de l'appelant seulement
#   si      la question n'est posée que si la condition est vraie

script: {id}
titre: {quoted}

ouvertures:
  premier: >-
    Bonjour {{civilite}} {{nom}}, ici {{benevole}}, pour {{bailleur}}. Je prends de vos nouvelles.

sections:
  - id: nouvelles
    titre: Nouvelles
    questions:
      - id: moral
        type: choix
        dire: Comment vous sentez-vous ces jours-ci ?
        aide: Laisser parler.
        choix:
          - {{code: bien, libelle: Bien}}
          - {{code: fatigue, libelle: Fatigué}}
          - {{code: mal, libelle: Mal, besoin: sante, urgence: aujourdhui}}

      - id: raconter
        type: texte
        si: moral == "mal"
        dire: Voulez-vous m'en dire un peu plus ?

conclusions:
  - dire: Merci, {{civilite}} {{nom}}. Prenez soin de vous.

essais:
  - nom: tout va bien
    reponses: {{moral: bien}}
    attendu: {{questions: [moral], besoins: []}}
  - nom: ça ne va pas
    reponses: {{moral: mal}}
    attendu: {{questions: [moral, raconter], besoins: [sante]}}
""",
    "en": """\
# {title}
#
#   say     what is read aloud, or said again in one's own words
#   hint    for the caller's eyes only
#   when    the question is asked only if the condition is true

script: {id}
title: {quoted}
language: en

openings:
  first: >-
    Hello {{title}} {{last_name}}, this is {{caller}}, from {{landlord}}. I am calling to hear how
    you are.

sections:
  - id: news
    title: News
    questions:
      - id: mood
        type: choice
        say: How have you been feeling these days?
        hint: Let them talk.
        choices:
          - {{code: well, label: Well}}
          - {{code: tired, label: Tired}}
          - {{code: unwell, label: Not well, need: health, urgency: today}}

      - id: more
        type: text
        when: mood == "unwell"
        say: Would you like to tell me a little more?

closings:
  - say: Thank you, {{title}} {{last_name}}. Take care.

cases:
  - name: all is well
    answers: {{mood: well}}
    expected: {{questions: [mood], needs: []}}
  - name: not well
    answers: {{mood: unwell}}
    expected: {{questions: [mood, more], needs: [health]}}
""",
}
"""The smallest script worth starting from, by language; every line of it is meant to be changed."""


@dataclass(frozen=True, slots=True)
class NewScript:
    """What was made."""

    path: Path
    copied: tuple[Path, ...] = ()
    """Shared blocks that came with it."""
    kept: tuple[Path, ...] = ()
    """Shared blocks that were there already, different: they stay as they are."""


def file_of(name: str, folder: Path) -> Path:
    """The file a script of this name is written to."""
    return folder / f"{identifier(name) or 'script'}.yaml"


def identifier(name: str) -> str:
    """A name as an identifier: "Canicule, Toulouse" is canicule_toulouse."""
    flat = unicodedata.normalize("NFKD", name.casefold().replace("œ", "oe").replace("æ", "ae"))
    plain = flat.encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:_LONGEST].strip("_")
    return f"script_{words}" if words[:1].isdigit() else words


def from_model(name: str, folder: Path, language: str) -> NewScript:
    """A small script to start from. Raises Refused when its file exists or cannot be written."""
    path = _free(file_of(name, folder))
    made = MODELS[language].format(id=path.stem, title=_in_a_line(name), quoted=_quoted(name))
    _write_new(path, made.encode("utf-8"), folder)
    return NewScript(path)


def from_script(name: str, source: Path, root: Path, folder: Path) -> NewScript:
    """A copy of `source` under another name, with the shared blocks it includes.

    "" leaves it its own name, and its id. `root` is the folder that holds the source and its
    blocks: the copies lie to each other as they did there. Nothing that exists is written over.
    Raises Refused as `from_model`.
    """
    from veille_tui.callscript.included_files import blocks_of

    there = folder / _inside(source, root).parent
    path = _free(file_of(name, there) if name else there / source.name)
    content = _renamed(_read(source), path.stem, name) if name else _read(source)
    copied: list[Path] = []
    kept: list[Path] = []
    for block in blocks_of(source):
        target = folder / _inside(block, root)
        text = _read(block)
        if not target.exists():
            _write_new(target, text, folder)
            copied.append(target)
        elif _read(target) != text:
            kept.append(target)
    _write_new(path, content, folder)
    return NewScript(path, tuple(copied), tuple(kept))


def _inside(block: Path, root: Path) -> Path:
    try:
        return block.resolve().relative_to(root.resolve())
    except ValueError as error:
        raise Refused(
            _("Ce script inclut {file}, qui n'est pas dans son dossier.").format(file=block.name),
            _("Copier d'abord ce fichier à côté du script."),
        ) from error


def _free(path: Path) -> Path:
    if path.exists():
        raise Refused(_("{file} existe déjà.").format(file=path.name), _("Choisir un autre nom."))
    return path


def _renamed(content: bytes, name: str, title: str) -> bytes:
    """The same text under its own id and title, everything else untouched."""
    text = content.decode("utf-8-sig")
    quoted = _quoted(title)
    text = _IDENTITY["id"].sub(lambda match: f"{match[1]} {name}", text, count=1)
    text = _IDENTITY["title"].sub(lambda match: f"{match[1]} {quoted}", text, count=1)
    return text.encode("utf-8")


def _in_a_line(name: str) -> str:
    return " ".join(name.split())


def _quoted(name: str) -> str:
    """A title as YAML takes it whatever it holds."""
    return '"' + _in_a_line(name).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refused(
            _("{file} ne peut pas être lu.").format(file=path.name),
            _("Vérifier qu'il est toujours là, et ses droits."),
        ) from error


def _write_new(path: Path, content: bytes, folder: Path) -> None:
    """A file that was not there; its folders are made for their owner alone."""
    try:
        for one in (folder, *reversed(path.parents)):
            if one == folder or folder in one.parents:
                one.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
    except FileExistsError as error:
        raise Refused(
            _("{file} existe déjà.").format(file=path.name), _("Choisir un autre nom.")
        ) from error
    except OSError as error:
        raise Refused(
            _("{file} ne peut pas être écrit dans {folder}.").format(
                file=path.name, folder=path.parent
            ),
            _("Vérifier les droits du dossier et la place sur le disque."),
        ) from error
