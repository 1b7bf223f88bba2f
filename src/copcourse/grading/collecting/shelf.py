"""The course's submissions and attempts on the disk, while hand-ins are placed among them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Literal

from copcourse.grading.layout import NOTEBOOK
from copcourse.grading.learners import learner_among, learner_folder
from copcourse.marking import ANSWERS, QUIZZES

TIMESTAMP = "timestamp.txt"
"""When a submission was handed in, as nbgrader writes it."""

_MAKING = ".placing-"
_STALE = 24 * 3600.0
"""Seconds after which a folder in the making belongs to a program that was killed."""

Placed = Literal["accepted", "replaced", "older kept", "duplicate"]


class Shelf:
    """Where hand-ins are placed: ``submitted/`` and ``attempts/`` of a course.

    What stands there is looked at once, and then remembered: placing takes as long for the
    ten-thousandth hand-in as for the first.

    Parameters
    ----------
    course
        The nbgrader course, the folder that holds ``source/``.
    into
        Where new hand-ins are put instead of ``submitted/``, as ``<learner>/<quiz>/`` too; nbgrader
        itself then carries them there.
    """

    def __init__(self, course: Path, into: Path | None = None) -> None:
        self.course = course
        self.submitted = course / "submitted"
        self.attempts = course / "attempts"
        self.into = into or self.submitted
        self._folders: dict[str, list[Path]] = {}
        self._held: dict[tuple[str, str], set[bytes]] = {}
        self._numbers: dict[Path, Iterator[int]] = {}
        self._notebooks: dict[str, str] = {}
        for folder in self._standing():
            self._folders.setdefault(folder.name.casefold(), []).append(folder)

    def learner(self, name: str) -> str:
        """The folder for a learner. Raises AnswersError where the name cannot be one's alone."""
        # Some file systems see no difference between Ana and ana.
        alike = self._folders.get(learner_folder(name).casefold(), ())
        return learner_among((folder for folder in alike if folder.exists()), name)

    def place(
        self, learner: str, slug: str, data: bytes, handed_in: datetime
    ) -> tuple[Placed, str]:
        """Place one attempt, and say what became of it and where.

        The newest stands; of two of the same time the first. Raises OSError where nothing could be
        placed, and what stood then stands.
        """
        attempts = self.attempts / learner / slug
        known = self._known(learner, slug)
        digest = hashlib.sha256(data).digest()
        if digest in known:
            return "duplicate", "this very hand-in was collected before; nothing changed."
        stands = self._stands(learner, slug)
        held = _held_since(stands) if stands else None
        place = self.into / learner / slug
        done: tuple[Placed, str]
        if stands and held and handed_in <= held:
            self._put(self._free(attempts, handed_in), slug, data, handed_in)
            done = "older kept", f"a newer attempt stands; this one is in {attempts}."
        elif stands:
            aside = self._free(attempts, held or handed_in)
            self._put(place, slug, data, handed_in, old=stands, aside=aside)
            if stands != place:
                # An empty folder would be taken for somebody else's.
                with suppress(OSError):
                    stands.parent.rmdir()
            done = "replaced", f"the older attempt is in {aside}."
        else:
            self._put(place, slug, data, handed_in)
            done = "accepted", f"placed in {place}."
        known.add(digest)
        self._remember(self.into / learner)
        return done

    def has(self, learner: str, slug: str) -> bool:
        """Whether a hand-in of the learner stands."""
        return self._stands(learner, slug) is not None

    def _standing(self) -> Iterator[Path]:
        if not self.submitted.is_dir():
            return
        for path in self.submitted.iterdir():
            if not path.name.startswith("."):
                yield path
            elif path.name.startswith(_MAKING) and path.stat().st_mtime < time.time() - _STALE:
                shutil.rmtree(path, ignore_errors=True)

    def _remember(self, folder: Path) -> None:
        alike = self._folders.setdefault(folder.name.casefold(), [])
        if folder not in alike:
            alike.append(folder)

    def _stands(self, learner: str, slug: str) -> Path | None:
        places = (self.into / learner / slug, self.submitted / learner / slug)
        return next((place for place in places if place.exists()), None)

    def _known(self, learner: str, slug: str) -> set[bytes]:
        if (learner, slug) not in self._held:
            folders = [self.submitted / learner / slug]
            attempts = self.attempts / learner / slug
            if attempts.is_dir():
                folders += attempts.iterdir()
            found = (_bytes(folder / ANSWERS) for folder in folders)
            self._held[learner, slug] = {hashlib.sha256(one).digest() for one in found if one}
        return self._held[learner, slug]

    def _put(
        self,
        place: Path,
        slug: str,
        data: bytes,
        handed_in: datetime,
        *,
        old: Path | None = None,
        aside: Path | None = None,
    ) -> None:
        """Make the folder elsewhere and rename it into place, so that no half is ever seen."""
        notebook = self._notebook(slug)
        # Hidden, and on the disk that it is renamed on.
        home = self.submitted if self.submitted.is_dir() else self.course
        made = Path(tempfile.mkdtemp(prefix=_MAKING, dir=home))
        try:
            made.chmod(0o755)
            (made / ANSWERS).write_bytes(data)
            (made / f"{NOTEBOOK}.ipynb").write_text(notebook, encoding="utf-8")
            (made / TIMESTAMP).write_text(f"{handed_in:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
            place.parent.mkdir(parents=True, exist_ok=True)
            if old and aside:
                aside.parent.mkdir(parents=True, exist_ok=True)
                old.rename(aside)
            try:
                made.rename(place)
            except OSError:
                if old and aside:
                    aside.rename(old)
                raise
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def _notebook(self, slug: str) -> str:
        """What nbgrader releases, which takes seconds to import and is the same for everybody."""
        if slug not in self._notebooks:
            import nbformat

            from copcourse.grading.plugin import release_of

            notebook = release_of(self.course / "source" / slug / f"{NOTEBOOK}.ipynb")
            self._notebooks[slug] = nbformat.writes(notebook) + "\n"
        return self._notebooks[slug]

    def _free(self, attempts: Path, handed_in: datetime) -> Path:
        """A new folder for an attempt: its time, and for another of the same second a number."""
        first = attempts / f"{handed_in:%Y%m%dT%H%M%SZ}"
        if not first.exists():
            return first
        numbers = self._numbers.setdefault(first, count(2))
        names = (first.with_name(f"{first.name}-{number}") for number in numbers)
        return next(name for name in names if not name.exists())


def _held_since(place: Path) -> datetime | None:
    from nbgrader.utils import parse_utc

    text = (_bytes(place / TIMESTAMP) or b"").decode("utf-8", "replace").strip()
    try:
        return parse_utc(text).replace(tzinfo=UTC) if text else None
    except (ValueError, OverflowError):
        return None


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def quizzes_of(course: Path) -> Path:
    """The folder of the trainer's quiz files, which hold the keys."""
    return Path(os.environ.get(QUIZZES) or course / "quizzes")
