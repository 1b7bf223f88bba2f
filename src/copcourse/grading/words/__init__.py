"""What the marked notebook and the feedback say: one TOML file a language."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent


@cache
def grading_words(lang: str) -> dict[str, str]:
    """The words of a language, or the English ones where it has none."""
    path = _HERE / f"{lang}.toml"
    return tomllib.loads((path if path.is_file() else _HERE / "en.toml").read_text("utf-8"))
