"""The kit of the whole course for Ireland, made once by the command and unpacked on a stick."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from copcourse.cli import main
from copcourse.content import Course
from copcourse.reading import read_course
from whole.playing import ROOT

MODULES = ROOT / "modules"


@pytest.fixture(scope="session")
def course() -> Course:
    """The real course."""
    return read_course(MODULES)


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip."""
    out = tmp_path_factory.mktemp("kit") / "kit.zip"
    assert main(["kit", "--country", "ie", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def stick(packed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The kit's folder on a stick whose name has a space and an accent."""
    folder = tmp_path_factory.mktemp("media") / "clé USB 1"
    with zipfile.ZipFile(packed) as zipped:
        zipped.extractall(folder)
    return folder / "workshop-ie"
