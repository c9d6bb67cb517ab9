"""Handing a number to this computer's telephone program."""

from __future__ import annotations

import shutil
import subprocess
import sys
import webbrowser


def open_number(e164: str) -> bool:
    """Whether something on this computer took `tel:`; called in a thread, it may take a second."""
    address = f"tel:{e164}"
    opener = shutil.which("xdg-open")
    if not sys.platform.startswith("linux") or opener is None:
        return webbrowser.open(address)
    try:
        done = subprocess.run(  # noqa: S603 - the address is digits, the program is the desktop's
            [opener, address], capture_output=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
