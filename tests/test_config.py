"""What is wrong in config.toml is said in the reader's language, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from veille_tui.config import load
from veille_tui.errors import WrongUsage


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("user = Hélène", 1),
        ('user = "Hélène"\nlease_minutes = 3x\n', 2),
        ('user = "Hélène"\n\nstore = """jamais fermé\n', 3),
        ("[user", 1),
    ],
)
def test_a_badly_written_file_names_its_line_and_speaks_no_other_language(
    tmp_path: Path, content: str, line: int
):
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    with pytest.raises(WrongUsage) as caught:
        load({"VEILLE_HOME": str(tmp_path)})
    assert caught.value.message.endswith(f"est mal écrit, ligne {line}.")
    assert "at line" not in caught.value.message
