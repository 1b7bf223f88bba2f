"""What is older than a day: a pure look at the folders and the gradebook; nothing is changed.

No symbolic link is followed. What lies behind one is not the course's, and is told instead.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from attrs import Factory, frozen
from nbgrader.api import (
    Assignment,
    Comment,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import parse_utc
from sqlalchemy import select

from copcourse.grading.keeping.places import ATTEMPTS, HANDED_IN, WHOLE_CLASS

Pair = tuple[str, str]
"""A learner and a quiz."""


@frozen(kw_only=True)
class Old:
    """A learner's hand-in that is old, all or in part: its folders, and rows of the gradebook."""

    learner: str
    quiz: str
    when: datetime
    folders: tuple[Path, ...] = ()
    comments: tuple[str, ...] = ()
    marks: bool = False


@frozen(kw_only=True)
class Found:
    """All that is old, and what is not touched."""

    hand_ins: tuple[Old, ...]
    files: tuple[Path, ...]
    links: tuple[Path, ...]
    copies: tuple[Path, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to forget."""
        return not self.hand_ins and not self.files


@frozen
class _Rows:
    """What the gradebook has of a hand-in."""

    when: datetime | None
    comments: tuple[str, ...]


@frozen
class _Walk:
    """A walk through folders that keeps the links that it did not follow."""

    links: list[Path] = Factory(list)

    def entries(self, folder: Path) -> Iterator[Path]:
        """What is in a folder, by name; nothing where it is a link or is not there."""
        if folder.is_symlink():
            self.links.append(folder)
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for entry in sorted(os.scandir(folder), key=lambda one: one.name):
                if entry.is_symlink():
                    self.links.append(Path(entry.path))
                else:
                    yield Path(entry.path)


def find_old(course: Path, gradebook: Gradebook | None, before: datetime, *, marks: bool) -> Found:
    """Everything of hand-ins that came before a moment.

    A folder's age is that of the hand-in in it, not that of its files. Files on a whole class go
    with any hand-in, as it may stand in them.

    Parameters
    ----------
    course
        The nbgrader course's folder.
    gradebook
        Its gradebook, if there is one.
    before
        The moment, with its time zone.
    marks
        Whether marks are old too, and not only what was written.
    """
    walk = _Walk()
    rows = _rows(gradebook) if gradebook is not None else {}
    times: dict[Pair, datetime] = {}
    folders: dict[Pair, list[Path]] = {}
    stray: list[Path] = []
    for name in (*HANDED_IN, ATTEMPTS):
        for pair, folder in _hand_ins(walk, course / name):
            attempts = walk.entries(folder) if name == ATTEMPTS else [folder]
            for place in attempts:
                when = _when(place) or _marked(course, pair, rows) or _changed(place)
                if when < before:
                    folders.setdefault(pair, []).append(place)
                    times[pair] = max(when, times.get(pair, when))
        # A program that was killed leaves a hidden folder behind.
        stray += [
            one
            for one in walk.entries(course / name)
            if one.name.startswith(".") and _changed(one) < before
        ]
    for pair, row in rows.items():
        known = row.when or times.get(pair)
        if known is not None and known < before and (marks or row.comments):
            folders.setdefault(pair, [])
            times.setdefault(pair, known)
    hand_ins = tuple(
        Old(
            learner=learner,
            quiz=quiz,
            when=times[learner, quiz],
            folders=tuple(found),
            comments=_old_comments(rows.get((learner, quiz)), times[learner, quiz], before),
            marks=marks and _is_old(rows.get((learner, quiz)), times[learner, quiz], before),
        )
        for (learner, quiz), found in sorted(folders.items())
    )
    files = [
        entry
        for name in WHOLE_CLASS
        for entry in walk.entries(course / name)
        if hand_ins or _changed(entry) < before
    ]
    return Found(
        hand_ins=hand_ins,
        files=(*stray, *files),
        links=tuple(dict.fromkeys(walk.links)),
        copies=tuple(one for one in sorted(course.glob("gradebook.db?*")) if _is_copy(one)),
    )


def _hand_ins(walk: _Walk, folder: Path) -> Iterator[tuple[Pair, Path]]:
    for learner in walk.entries(folder):
        if not learner.name.startswith("."):
            for quiz in walk.entries(learner):
                yield (learner.name, quiz.name), quiz


def _rows(gradebook: Gradebook) -> dict[Pair, _Rows]:
    found: dict[Pair, tuple[datetime | None, list[str]]] = {}
    for learner, quiz, when, comment in gradebook.db.execute(
        select(
            SubmittedAssignment.student_id,
            Assignment.name,
            SubmittedAssignment.timestamp,
            Comment.id,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .outerjoin(
            Comment,
            (Comment.notebook_id == SubmittedNotebook.id) & Comment.manual_comment.is_not(None),
        )
    ):
        # nbgrader keeps UTC without saying so.
        aware = when.replace(tzinfo=UTC) if when else None
        found.setdefault((learner, quiz), (aware, []))[1].extend([comment] if comment else [])
    return {pair: _Rows(when, tuple(comments)) for pair, (when, comments) in found.items()}


def _is_old(row: _Rows | None, when: datetime, before: datetime) -> bool:
    return row is not None and (row.when or when) < before


def _old_comments(row: _Rows | None, when: datetime, before: datetime) -> tuple[str, ...]:
    return row.comments if row is not None and _is_old(row, when, before) else ()


def _when(folder: Path) -> datetime | None:
    """When the hand-in in a folder came: by nbgrader's timestamp, or by an attempt's name."""
    try:
        text = (folder / "timestamp.txt").read_text(encoding="utf-8").strip()
        return parse_utc(text).replace(tzinfo=UTC)
    except (OSError, ValueError):
        stamp = re.match(r"\d{8}T\d{6}Z", folder.name)
        return datetime.fromisoformat(stamp[0]) if stamp else None


def _marked(course: Path, pair: Pair, rows: dict[Pair, _Rows]) -> datetime | None:
    """When what was marked came in: feedback says nothing of its own age."""
    learner, quiz = pair
    row = rows.get(pair)
    return _when(course / "autograded" / learner / quiz) or (row.when if row else None)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.lstat().st_mtime, UTC)


def _is_copy(path: Path) -> bool:
    return path.suffix not in (".db-journal", ".db-wal", ".db-shm")
