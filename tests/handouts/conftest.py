"""The handouts of real modules, written once."""

from __future__ import annotations

from pathlib import Path

import pytest

from copcourse.content import Course
from copcourse.handouts import write
from copcourse.reading import read_course
from whole.playing import ROOT

MODULES = ROOT / "modules"


@pytest.fixture(scope="session")
def course() -> Course:
    """The real course."""
    return read_course(MODULES)


@pytest.fixture(scope="session")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every module's handouts for Germany, as HTML on A4."""
    out = tmp_path_factory.mktemp("handouts") / "für alle"
    write(MODULES, [path.parent.name for path in MODULES.glob("*/text.md")], "DE", out)
    return out
