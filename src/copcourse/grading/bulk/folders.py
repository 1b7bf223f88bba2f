"""The folders of hand-ins on the disk: what was submitted is read, what was marked is put in place.

Nothing of a submission is followed or run: only ``answers.json`` and the time are read, as bytes.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from copcourse.answers import LIMIT
from copcourse.errors import CourseError
from copcourse.grading.settings import Settings

Files = Mapping[str, bytes]

_ASIDE = ".marking"


def submitted(course: Path, slug: str) -> list[str]:
    """The learners with a folder for an assignment under ``submitted/``, by name."""
    return [one.name for one in _learners(course) if os.path.isdir(f"{one.path}/{slug}")]


def assignments(course: Path) -> list[str]:
    """The assignments that somebody has a folder for under ``submitted/``, by name."""
    folders = (one for learner in _learners(course) for one in os.scandir(learner.path))
    return sorted({one.name for one in folders if one.is_dir()})


def _learners(course: Path) -> list[os.DirEntry[str]]:
    try:
        entries = list(os.scandir(course / "submitted"))
    except FileNotFoundError:
        return []
    folders = (one for one in entries if not one.name.startswith(".") and one.is_dir())
    return sorted(folders, key=lambda one: one.name)


def read_file(folder: str, name: str, limit: int = LIMIT) -> bytes | None:
    """What a file of a hand-in holds, up to one byte more than ``limit``; None if there is none.

    Raises OSError for what cannot be read, and for a link, a pipe or a folder of that name.
    """
    # A hand-in may hold a link to any file of the trainer's, or a pipe that never ends.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(f"{folder}/{name}", flags | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(f"{name} is not a file")
        data = os.read(handle, limit + 1)
        while len(data) < min(found.st_size, limit + 1):
            more = os.read(handle, limit + 1 - len(data))
            if not more:
                break
            data += more
        return data
    finally:
        os.close(handle)


def parse_time(data: bytes | None) -> datetime | None:
    """The time in a ``timestamp.txt``, in UTC without a zone, as nbgrader keeps it.

    None where there is none. Raises ValueError where it is no time.
    """
    text = (data or b"").decode("utf-8").strip()
    if not text:
        return None
    if text.endswith(" UTC") and len(text) == 23:
        return datetime.fromisoformat(text[:19])
    from dateutil import parser, tz  # type: ignore[import-untyped]  # it publishes no types

    # nbgrader.utils.parse_utc does the same.
    parts = text.split(" ")
    if len(parts) == 3:
        zone = int(parts[2]) if parts[2].lstrip("+-").isdigit() else tz.gettz(parts[2])
        time = parser.parse(" ".join([*parts[:2], "TZ"]), tzinfos={"TZ": zone})
    else:
        time = parser.parse(text)
    offset = time.utcoffset()
    return (time - offset).replace(tzinfo=None) if offset is not None else time


def shared_files(course: Path, slug: str) -> dict[str, bytes]:
    """The files of the source that stand beside each marked notebook, such as ``quiz.json``."""
    folder = course / "source" / slug
    return {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.is_file() and path.suffix != ".ipynb" and not path.name.startswith(".")
    }


class Shelf:
    """The marked folders of an assignment, and new ones on their way there."""

    def __init__(self, settings: Settings, slug: str) -> None:
        self.root = settings.course / "autograded"
        self.slug = slug
        self._aside = self.root / _ASIDE
        self._staged: list[str] = []
        self._put_away: list[str] = []
        group = bool(settings.of("CourseDirectory", "groupshared", False))
        mode = settings.of("BaseConverter", "permissions", 664 if group else 444)
        self._mode = int(str(settings.of("Autograde", "permissions", mode)), 8)
        self._group = group

    def holds(self, learner: str, files: Files) -> bool:
        """Whether a learner's marked folder has these files just as they are."""
        folder = f"{self.root}/{learner}/{self.slug}"
        try:
            return all(
                read_file(folder, name, max(len(data), LIMIT)) == data
                for name, data in files.items()
            )
        except OSError:
            return False

    def stage(self, learner: str, files: Files) -> None:
        """Write a learner's new folder, where nobody looks yet."""
        folder = f"{self._aside}/new/{learner}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        os.makedirs(folder)
        for name, data in files.items():
            handle = os.open(f"{folder}/{name}", flags, 0o600)
            try:
                view = memoryview(data)
                while view:
                    view = view[os.write(handle, view) :]
                if hasattr(os, "fchmod"):
                    os.fchmod(handle, self._mode)
            finally:
                os.close(handle)
        self._staged.append(learner)

    def put_old_away(self) -> None:
        """Take the folders that the staged ones replace out of sight."""
        if not self._staged:
            return
        os.makedirs(self._aside / "old", exist_ok=True)
        for learner in self._staged:
            try:
                (self.root / learner / self.slug).rename(self._aside / "old" / learner)
            except FileNotFoundError:
                continue
            self._put_away.append(learner)

    def put_back(self) -> None:
        """Undo what was staged and put away, as far as the disk lets it."""
        for learner in self._put_away:
            place = self.root / learner / self.slug
            if not place.exists():
                (self._aside / "old" / learner).rename(place)
        self._put_away.clear()
        self.clear()

    def put_in_place(self) -> None:
        """Show the staged folders, and delete those that they replace."""
        for learner in self._staged:
            place = f"{self.root}/{learner}"
            if not os.path.isdir(place):
                os.mkdir(place)
            os.rename(f"{self._aside}/new/{learner}", f"{place}/{self.slug}")
            if self._group:
                for folder in (place, f"{place}/{self.slug}"):
                    os.chmod(folder, os.stat(folder).st_mode & 0o7777 | 0o2770)
        self._put_away.clear()
        self.clear()

    def clear(self) -> None:
        """Delete everything that is on its way, also what a killed run has left."""
        self._staged.clear()
        if self._aside.exists():
            shutil.rmtree(self._aside)


@contextmanager
def alone(course: Path) -> Iterator[None]:
    """Let no second marking of the course run beside this one.

    Raises CourseError where one runs. The system frees the lock when this process ends, however.
    """
    path = course / ".marking.lock"
    # SQLite locks files on every system that Python knows; nothing is ever written to this one.
    lock = None
    try:
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if lock is not None:
            lock.close()
        if "locked" not in str(error):
            raise CourseError(
                f"the course's folder cannot be written to ({error})",
                "Give yourself the right to, or make room on its disk, then run this again.",
                file=course,
            ) from None
        raise CourseError(
            "another copcourse mark is at work in this course",
            "Wait until it is done, then run this again. Nothing was changed.",
            file=course,
        ) from None
    try:
        yield
    finally:
        lock.close()
