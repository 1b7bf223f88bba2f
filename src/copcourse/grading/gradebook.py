"""The gradebook that nbgrader keeps; one that is locked or damaged is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import DatabaseError

from copcourse.errors import CourseError
from copcourse.locating import course_root

CONFIG = "nbgrader_config.py"


def course_folder(option: Path | None) -> Path:
    """The nbgrader course that a command means.

    Without ``option`` it is the current folder where that is one, else the ``course/`` beside the
    modules.
    """
    if option is not None:
        return option
    here = Path.cwd()
    return here if (here / CONFIG).is_file() else course_root().parent / "course"


@contextmanager
def open_gradebook(course: Path, wait: float = 5.0) -> Iterator[Gradebook]:
    """The gradebook of a course, waiting some seconds for another program to let go of it.

    Raises CourseError where there is none, where another program holds it locked, or where the
    file is no gradebook; nothing that was not committed is then kept.
    """
    path = course / "gradebook.db"
    if not path.is_file():
        raise CourseError(
            "there is no gradebook yet",
            "Run nbgrader generate_assignment in the course's folder first.",
            file=path,
        )
    try:
        with Gradebook(f"sqlite:///{path.resolve()}?timeout={wait}") as gradebook:
            yield gradebook
    except DatabaseError as error:
        if "locked" in str(error.orig):
            raise CourseError(
                "another program is writing to the gradebook",
                "Wait until it is done, or close it (nbgrader, formgrader, a database browser), "
                "then run this again. Nothing was changed.",
                file=path,
            ) from None
        raise CourseError(
            f"the gradebook cannot be used: {error.orig}",
            "Put back a sound copy of it. Nothing was changed.",
            file=path,
        ) from None
