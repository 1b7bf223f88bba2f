"""Pages for many learners, where ``nbgrader release_feedback`` looks for them, each whole."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from attrs import frozen
from nbgrader.api import Gradebook

from copcourse.errors import CourseError
from copcourse.grading.feedback.given import given_to
from copcourse.grading.feedback.page import page
from copcourse.grading.feedback.records import Background, Given
from copcourse.grading.feedback.telling import feedback
from copcourse.grading.layout import NOTEBOOK, SECRET, TIMESTAMP
from copcourse.marking import mark_folder

PAGE = f"{NOTEBOOK}.html"
"""The page's name: nbgrader releases it under the notebook's."""

AT_ONCE = 500
"""Learners a query, so that memory does not grow with the class."""

_SMALL = 1000


@frozen
class Told:
    """What became of one learner's page; None where the gradebook does not know the learner."""

    learner: str
    page: Path | None


def marked_learners(course: Path, slug: str) -> list[str]:
    """Whose hand-in for a quiz was marked."""
    return sorted(path.parent.name for path in _folders(course, "autograded", slug))


def unmarked_learners(course: Path, slug: str) -> list[str]:
    """Whose hand-in for a quiz was collected, or collected anew, and is not marked yet."""
    waiting = []
    for path in _folders(course, "submitted", slug):
        marked = course / "autograded" / path.parent.name / slug
        if not marked.is_dir() or _small(path / TIMESTAMP) != _small(marked / TIMESTAMP):
            waiting.append(path.parent.name)
    return sorted(waiting)


def write_pages(
    course: Path, background: Background, learners: Sequence[str], gradebook: Gradebook, out: Path
) -> Iterator[Told]:
    """Write the page of each learner to ``out/<learner>/<quiz>/``, and say so one by one.

    Whatever stops this, each page that is there is whole. Raises CourseError where one cannot be
    written.
    """
    for start in range(0, len(learners), AT_ONCE):
        some = learners[start : start + AT_ONCE]
        given = given_to(gradebook, background.quiz.slug, some)
        for learner in some:
            if learner not in given:
                yield Told(learner, None)
                continue
            yield Told(learner, _write(course, background, learner, given[learner], out))


def learner_page(course: Path, background: Background, learner: str, given: Given) -> str:
    """The page of one learner, from what was marked."""
    marked = mark_folder(background.quiz, course / "autograded" / learner / background.quiz.slug)
    return page(background, feedback(background, marked, given, learner))


def release_files(course: Path, learner: str, slug: str, given: Given) -> dict[str, bytes]:
    """What ``release_feedback`` wants beside a page: when it was handed in, and a secret.

    The learner's own secret comes with a hand-in through nbgrader's exchange. One that came as a
    file has none, and nbgrader would stop there, so it gets one that nobody else can guess; nobody
    fetches under it, and it stays the same when pages are made again.
    """
    places = [course / step / learner / slug for step in ("autograded", "submitted")]

    def first(name: str) -> bytes:
        return next((data for place in places if (data := _small(place / name))), b"")

    made = hashlib.sha256(f"copcourse feedback {given.submission}".encode()).hexdigest()
    return {TIMESTAMP: first(TIMESTAMP), SECRET: first(SECRET) or made.encode()}


def _folders(course: Path, step: str, slug: str) -> Iterator[Path]:
    for path in (course / step).glob(f"*/{slug}"):
        if path.is_dir() and not path.parent.name.startswith("."):
            yield path


def _write(course: Path, background: Background, learner: str, given: Given, out: Path) -> Path:
    slug = background.quiz.slug
    files = release_files(course, learner, slug, given)
    # The page comes last: what it needs for its release is then there.
    files[PAGE] = learner_page(course, background, learner, given).encode()
    place = out / learner / slug
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            if name == PAGE or _small(place / name) != data or not data:
                _replace(place / name, data)
    except OSError as error:
        raise CourseError(
            f"the page cannot be written ({error.strerror or error})",
            "See that you may write there and that the disk has room, then run this again. "
            "The pages written before it are whole.",
            file=place,
        ) from None
    return place / PAGE


def _replace(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # As nbgrader does: the folder says who may come in.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _small(path: Path) -> bytes:
    """A short text file of nbgrader's; nothing where there is none, or a link in its place."""
    try:
        if path.is_symlink() or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_SMALL).strip()
    except OSError:
        return b""
