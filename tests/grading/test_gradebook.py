"""What our commands say when the gradebook cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from copcourse.errors import CourseError
from copcourse.grading.gradebook import open_gradebook


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty gradebook of nbgrader's own making."""
    import sys

    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_student("ana")
    return tmp_path / "gradebook.db"


def test_a_locked_gradebook_is_said_in_a_sentence(book: Path) -> None:
    """While another program writes, the user is told to wait, and nothing is changed."""
    other = sqlite3.connect(book)
    other.execute("begin exclusive")
    with (
        pytest.raises(
            CourseError, match=r"another program is writing to the gradebook\. Wait until"
        ),
        open_gradebook(book.parent, wait=0.1) as gradebook,
    ):
        gradebook.add_student("ben")
    other.rollback()
    with open_gradebook(book.parent) as gradebook:
        assert [student.id for student in gradebook.students] == ["ana"]


def test_a_damaged_or_missing_gradebook(tmp_path: Path) -> None:
    """Each has its own sentence with what to do."""
    with pytest.raises(CourseError, match=r"no gradebook yet\. Run nbgrader generate_assignment"):
        open_gradebook(tmp_path).__enter__()
    (tmp_path / "gradebook.db").write_text("not a database, but long enough to be read as one" * 20)
    with pytest.raises(CourseError, match=r"cannot be used: file is not a database\. Put back"):
        open_gradebook(tmp_path).__enter__()
