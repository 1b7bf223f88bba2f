"""A copy of the real course that a test may break in one place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import REPOSITORY

from copcourse.checking import CleanTexts, check_course


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A checkout of the course alone: its ``modules/``, its quizzes and what markers read."""
    shutil.copytree(REPOSITORY / "modules", tmp_path / "modules")
    for part in ("quizzes", "blocks"):
        shutil.copytree(REPOSITORY / "course" / part, tmp_path / "course" / part)
    shutil.copy(REPOSITORY / "course" / "comments.toml", tmp_path / "course")
    return tmp_path


@pytest.fixture
def edit(course: Path) -> Callable[[str, str, str], None]:
    """Replace a text once in a file of the copy, and fail when it is not there to replace."""

    def replace(file: str, old: str, new: str) -> None:
        path = course / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


@pytest.fixture(scope="session")
def clean_texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the course's own texts were found to be; a test judges those alone that it breaks."""
    path = tmp_path_factory.mktemp("clean") / "clean-texts"
    check_course(REPOSITORY / "modules", clean=CleanTexts(path))
    return path


@pytest.fixture
def problems(course: Path, clean_texts: Path) -> Callable[[], list[str]]:
    """What the check says of the copy, one sentence a problem, without the folder."""

    def check() -> list[str]:
        clean = CleanTexts(shutil.copy(clean_texts, course / "clean-texts"))
        found = check_course(course / "modules", clean=clean, figures=False)[1]
        return [str(problem).replace(f"{course}/", "") for problem in found]

    return check
