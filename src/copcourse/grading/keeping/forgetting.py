"""Deleting what is old: first in the gradebook, then the folders; running it again finishes it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Comment, Gradebook
from sqlalchemy import text, update

from copcourse.errors import CourseError, CourseErrors
from copcourse.grading.keeping.finding import Found, Old


def forget(course: Path, gradebook: Gradebook | None, found: Found) -> None:
    """Delete what was found.

    Raises CourseErrors with every folder that could not be deleted, after deleting the others.
    """
    if gradebook is not None:
        forget_rows(gradebook, found.hand_ins)
    faults = []
    folders = [folder for one in found.hand_ins for folder in one.folders]
    for path in (*folders, *found.files):
        try:
            # Neither follows a link, even one that was put there a moment ago.
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            fault = f"could not be deleted ({error.strerror or error})"
            faults.append(CourseError(fault, "Delete it yourself, or run this again.", file=path))
    for folder in folders:
        for parent in folder.parents:
            if parent == course:
                break
            with contextlib.suppress(OSError):
                parent.rmdir()
    if faults:
        raise CourseErrors(faults)


def forget_rows(gradebook: Gradebook, old: Iterable[Old]) -> None:
    """Delete comments, and marks where they are to go, so that the file does not hold them either.

    SQLite only marks deleted text as free; with secure_delete it overwrites it, and VACUUM writes
    the file anew. PostgreSQL's own autovacuum does its part in its own time.
    """
    old = tuple(old)
    comments = [{"id": one, "manual_comment": None} for each in old for one in each.comments]
    going = [one for one in old if one.marks]
    if not comments and not going:
        return
    sqlite = gradebook.db.get_bind().dialect.name == "sqlite"
    if sqlite:
        gradebook.db.execute(text("PRAGMA secure_delete = ON"))
    if comments:
        gradebook.db.execute(update(Comment), comments)
    gradebook.db.commit()
    for one in going:
        gradebook.remove_submission(one.quiz, one.learner)
    for learner in sorted({one.learner for one in going}):
        # A name and an address are kept for marks only.
        if not gradebook.find_student(learner).submissions:
            gradebook.remove_student(learner)
    if sqlite:
        with gradebook.db.get_bind().connect() as connection:
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            alone.execute(text("VACUUM"))
            alone.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
