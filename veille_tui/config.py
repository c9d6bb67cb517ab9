"""Settings and where files live: option, then VEILLE_* variable, then config.toml, then default."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import LANGUAGES, _


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of one workstation; nothing is created by naming them."""

    config: Path
    data: Path
    logs: Path

    @property
    def config_file(self) -> Path:
        """What the guided first run wrote, and people may edit."""
        return self.config / "config.toml"

    @property
    def journal(self) -> Path:
        """The workstation's own journal (SQLite)."""
        return self.data / "journal.db"

    @property
    def embedded_store(self) -> Path:
        """The shared store of a workstation that shares with nobody (SQLite)."""
        return self.data / "store.db"

    @property
    def scripts(self) -> Path:
        """The call scripts of whoever supervises here, unless a setting names another folder."""
        return self.data / "scripts"

    @property
    def log_file(self) -> Path:
        """What went wrong, without any tenant's data."""
        return self.logs / "veille.log"


@dataclass(frozen=True, slots=True)
class Settings:
    """One workstation's settings."""

    paths: Paths
    store: str = ""
    """URL of the shared store; "" is the embedded one."""
    is_store_given: bool = False
    """Whether VEILLE_STORE or --store says where it is, so that nobody is asked."""
    language: str = "fr"
    user: str = ""
    """The caller's name, as colleagues know it; "" until the first run asked."""
    campaign: str = ""
    """The campaign offered at start; "" is the only open one, or a question."""
    theme: str = ""
    scripts: str = ""
    """The folder of the supervisor's own call scripts; "" is the one among this post's data."""
    lease_minutes: int = 30
    """How long a claim lasts without renewal (field.md)."""
    connect_seconds: int = 3
    """How long a connection to the shared store may take."""
    answer_seconds: int = 10
    """How long any answer of the shared store may take."""
    sync_seconds: int = 20
    """The courier's rhythm when there is nothing to hurry for."""

    @property
    def store_url(self) -> str:
        """The shared store's URL, the embedded default spelt out. It may hold a password."""
        return self.store or f"sqlite:///{self.paths.embedded_store}"

    @property
    def scripts_folder(self) -> Path:
        """Where the supervisor's own call scripts are; it may not be there yet."""
        return Path(self.scripts).expanduser().absolute() if self.scripts else self.paths.scripts

    @property
    def is_first_run(self) -> bool:
        """Whether the guided first run still has to ask for a name."""
        return not self.user


def default_paths(env: Mapping[str, str]) -> Paths:
    """The platform's folders, or the one folder that VEILLE_HOME names."""
    home = env.get("VEILLE_HOME", "")
    if home:
        root = Path(home).expanduser().absolute()
        return Paths(config=root, data=root, logs=root)
    import platformdirs

    return Paths(
        config=platformdirs.user_config_path("veille"),
        data=platformdirs.user_data_path("veille"),
        logs=platformdirs.user_log_path("veille"),
    )


def shipped_scripts() -> Path:
    """The folder of the call scripts and campaigns that come with the program.

    An installed program has it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).parent
    inside = package / "call_scripts"
    return inside if inside.is_dir() else package.parent / "call_scripts"


def load(env: Mapping[str, str]) -> Settings:
    """The settings in force. Raises WrongUsage, naming file and key, when they make no sense."""
    paths = default_paths(env)
    settings = _from_file(Settings(paths=paths), paths.config_file)
    for variable, name in (
        ("VEILLE_STORE", "store"),
        ("VEILLE_LANG", "language"),
        ("VEILLE_USER", "user"),
        ("VEILLE_CAMPAIGN", "campaign"),
        ("VEILLE_SCRIPTS", "scripts"),
    ):
        if env.get(variable):
            given: dict[str, Any] = {name: env[variable]}
            settings = replace(settings, **given)
    settings = replace(settings, is_store_given=bool(env.get("VEILLE_STORE")))
    short = settings.language[:2].lower()
    return replace(settings, language=short if short in LANGUAGES else "fr")


_TEXTS = ("store", "language", "user", "campaign", "theme", "scripts")
_NUMBERS = ("lease_minutes", "connect_seconds", "answer_seconds", "sync_seconds")


def _from_file(settings: Settings, file: Path) -> Settings:
    try:
        content = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsage(
            _("Le fichier de réglages {file} ne peut pas être lu.").format(file=file),
            _("Corriger ses droits ou son encodage (UTF-8), ou l'effacer."),
        ) from error
    plain = _plain_texts(content)
    if plain is not None:
        return replace(settings, **plain)
    import tomllib

    try:
        values: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise WrongUsage(
            _("Le fichier de réglages {file} est mal écrit, ligne {line}.").format(
                file=file, line=_line_of(error, content)
            ),
            _("Corriger la ligne indiquée, ou effacer le fichier."),
        ) from error
    for key, value in values.items():
        kind = str if key in _TEXTS else int if key in _NUMBERS else None
        if kind is None:
            raise WrongUsage(
                _("Réglage inconnu « {key} » dans {file}.").format(key=key, file=file),
                _("Réglages connus : {names}.").format(names=", ".join(_TEXTS + _NUMBERS)),
            )
        if type(value) is not kind or (isinstance(value, int) and value < 1):
            raise WrongUsage(
                _("Le réglage « {key} » de {file} n'a pas une valeur possible.").format(
                    key=key, file=file
                ),
                _("Écrire un texte entre guillemets, ou un nombre entier positif."),
            )
        settings = _with(settings, key, value)
    return settings


def _line_of(error: Exception, content: str) -> int:
    """The line where TOML's reader stopped, from its words, which are in English; else the last."""
    words = str(error).rpartition("(at line ")[2].partition(",")[0]
    return int(words) if words.isdecimal() else len(content.splitlines())


def _plain_texts(content: str) -> dict[str, Any] | None:
    """What `keep` wrote, when it is that and nothing else: TOML's own reader is slow to load."""
    texts: dict[str, Any] = {}
    for line in content.splitlines():
        key, _equals, value = line.partition(" = ")
        text = value[1:-1]
        if key not in _TEXTS or key in texts or value != _toml_text(text) or "\\" in text:
            return None
        texts[key] = text
    return texts


def _with(settings: Settings, name: str, value: Any) -> Settings:
    return replace(settings, **{name: value})


def save(settings: Settings) -> None:
    """Write all the texts of a workstation that was made on purpose: a demonstration, a bench."""
    keep(settings.paths, {name: getattr(settings, name) for name in _TEXTS})


def keep(paths: Paths, chosen: Mapping[str, str]) -> None:
    """Write what a person chose to config.toml (0600), whole or not at all; the rest stays.

    Only texts that were chosen: what a VEILLE_* variable says is not the file's. A password in the
    store's URL is never written: PGPASSFILE or the prompt hold it. Raises Refused when the file
    cannot be written.
    """
    if "store" in chosen:
        chosen = {**chosen, "store": without_password(chosen["store"])[0]}
    written = [f"{name} = {_toml_text(value)}" for name, value in chosen.items() if value]
    try:
        kept = [
            line
            for line in _lines_of(paths.config_file)
            if line.partition("=")[0].strip() not in chosen
        ]
        _write(paths, "\n".join([*kept, *written]) + "\n")
    except OSError as error:
        raise Refused(
            _("Le fichier de réglages {file} ne peut pas être écrit.").format(
                file=paths.config_file
            ),
            _("Vérifier les droits du dossier et la place sur le disque."),
        ) from error


def without_password(address: str) -> tuple[str, str]:
    """A store's address without the password it may hold, and that password."""
    if "://" not in address or address.startswith("sqlite"):
        return address, ""
    from urllib.parse import unquote

    scheme, _slashes, rest = address.partition("://")
    # A password with an "@" or a "/" that should have been escaped ends at the last "@".
    who, at, host = rest.partition("?")[0].rpartition("@")
    user, colon, password = who.partition(":")
    query = rest.partition("?")[2]
    kept = [part for part in query.split("&") if not part.lower().startswith("password=")]
    others = [part.partition("=")[2] for part in query.split("&") if part not in kept]
    found = password if colon else "".join(others[:1])
    if not (colon or others):
        return address, ""
    shown = f"{user}{at}{host}" + (f"?{'&'.join(kept)}" if any(kept) else "")
    return f"{scheme}://{shown}", unquote(found)


def _lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def _write(paths: Paths, text: str) -> None:
    paths.config.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = paths.config_file.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(text)
    temporary.replace(paths.config_file)


def _toml_text(value: str) -> str:
    """`value` as a TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '"'
