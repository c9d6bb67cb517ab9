"""Where this system keeps the authorities whose certificates it trusts, as a file."""

from __future__ import annotations

import atexit
import functools
import os
import ssl
import sys
import tempfile
from pathlib import Path

_BUNDLES = (
    "/etc/ssl/certs/ca-certificates.crt",  # Debian, Ubuntu, Arch
    "/etc/pki/tls/certs/ca-bundle.crt",  # Fedora, Red Hat
    "/etc/ssl/ca-bundle.pem",  # SUSE
    "/etc/ssl/cert.pem",  # macOS, Alpine
)


@functools.cache
def authorities() -> Path | None:
    """One file that holds them all; None when they are nowhere to be found."""
    if sys.platform == "win32":
        return _windows()
    told = ssl.get_default_verify_paths().cafile
    return next((Path(one) for one in (told, *_BUNDLES) if one and Path(one).is_file()), None)


def _windows() -> Path | None:
    """A copy of Windows's own, for as long as this program runs: libpq reads nothing but files."""
    trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
    if not trusted:
        return None
    descriptor, name = tempfile.mkstemp(prefix="veille-", suffix=".pem")
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.writelines(map(ssl.DER_cert_to_PEM_cert, trusted))
    file = Path(name)
    atexit.register(file.unlink, missing_ok=True)
    return file
