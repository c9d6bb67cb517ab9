"""What is installed to test schemas is exact, and comes from whichever registry npm is set to."""

from __future__ import annotations

import json
import re

import pytest

from tests.language_server.installing import HERE, install

LOCK = (HERE / "package-lock.json").read_text(encoding="utf-8")
PACKAGES = {name: one for name, one in json.loads(LOCK)["packages"].items() if name}


def test_every_package_has_its_version_and_its_fingerprint():
    assert "node_modules/yaml-language-server" in PACKAGES
    for one in PACKAGES.values():
        assert re.fullmatch(r"\d+\.\d+\.\d+\S*", one["version"])
        assert one["integrity"].startswith("sha512-")


def test_no_package_names_where_it_is_fetched():
    assert "://" not in LOCK
    assert not any("resolved" in one for one in PACKAGES.values())


def test_without_a_network_the_failure_says_so(tmp_path, monkeypatch):
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "empty"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(pytest.fail.Exception, match=r"could not be installed.*needs the network"):
        install(tmp_path)
