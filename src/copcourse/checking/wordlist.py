"""The data file of words, and how its patterns are looked for."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def wording() -> dict[str, Any]:
    """The data file of words."""
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


@cache
def word(pattern: str) -> re.Pattern[str]:
    """A pattern of the file, at word boundaries and without regard to case."""
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
