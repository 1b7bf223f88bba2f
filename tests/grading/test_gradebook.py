"""What our commands say when the gradebook cannot be used, and which gradebook they use."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from copcourse.errors import CourseError
from copcourse.grading.gradebook import open_gradebook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty gradebook of nbgrader's own making."""
    path = tmp_path_factory.mktemp("made") / "gradebook.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent))
        with Gradebook(f"sqlite:///{path}") as gradebook:
            gradebook.add_student("ana")
    return path


@pytest.fixture
def book(made: Path, tmp_path: Path) -> Path:
    """A copy of it, in a course's folder."""
    return Path(shutil.copy(made, tmp_path))


def refused(course: Path) -> str:
    """What is said when a course's gradebook is opened and cannot be."""
    with pytest.raises(CourseError) as told, open_gradebook(course, wait=0.1):
        pass
    return str(told.value)


def version(book: Path, change: str) -> None:
    """Change which version of nbgrader a gradebook says it is of."""
    with sqlite3.connect(book) as connection:
        connection.execute(change)


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
    assert "no gradebook yet. Run nbgrader generate_assignment" in refused(tmp_path)
    (tmp_path / "gradebook.db").write_bytes(b"")
    assert "no gradebook yet. Run nbgrader generate_assignment" in refused(tmp_path)
    (tmp_path / "gradebook.db").write_text("not a database, but long enough to be read as one" * 20)
    assert "cannot be used: file is not a database. Put back" in refused(tmp_path)


def test_a_gradebook_of_another_nbgrader(book: Path) -> None:
    """An older one is to be upgraded, a newer one needs a newer nbgrader; neither is touched."""
    version(book, "update alembic_version set version_num = '724cde206c17'")
    older = (
        f"{book}: the gradebook was made by an older nbgrader. "
        "Make a copy of it, then run nbgrader db upgrade in the course's folder."
    )
    before = book.read_bytes()
    assert refused(book.parent) == older
    assert book.read_bytes() == before
    version(book, "update alembic_version set version_num = 'ffffffffffff'")
    assert refused(book.parent) == (
        f"{book}: the gradebook was made by another nbgrader than this one (its version is "
        "'ffffffffffff'). Install the nbgrader that made it, most likely a newer one: "
        "pip install -U nbgrader."
    )
    version(book, "drop table alembic_version")
    assert refused(book.parent) == older


def test_the_configuration_says_which_gradebook(book: Path) -> None:
    """The address is read as nbgrader reads it, and a file is named from the course's folder."""
    course = book.parent / "elsewhere"
    course.mkdir()
    config = course / "nbgrader_config.py"
    config.write_text('c = get_config()\nc.CourseDirectory.db_url = "sqlite:///../gradebook.db"\n')
    with open_gradebook(course) as gradebook:
        assert [student.id for student in gradebook.students] == ["ana"]
    config.write_text('c = get_config()\nc.CourseDirectory.db_url = "sqlite:/"\n')
    assert "db_url is no address of a database. Write it" in refused(course)
    config.write_text('c = get_config()\nc.CourseDirectory.db_url = "nosuch://x"\n')
    assert "needs a driver that is not here" in refused(course)
    config.write_text("c = get_config()\nc.CourseDirectory.db_url = 1 / 0\n")
    assert refused(course) == (
        f"{config}: the configuration fails: ZeroDivisionError: division by zero. "
        "Mend it, then run this again. Nothing was changed."
    )


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    """Whoever looks over the trainer's shoulder sees no password."""
    address = "postgresql+pg8000://ana:secret@127.0.0.1:9/grades"
    (tmp_path / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {address!r}\n"
    )
    said = refused(tmp_path)
    assert said.startswith("postgresql+pg8000://ana:***@127.0.0.1:9/grades: the gradebook cannot")
    assert "secret" not in said
