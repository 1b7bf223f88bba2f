"""Hand-ins to submissions: each file is read, judged and placed where nbgrader looks for it.

``course/submitted/<learner>/<quiz>/`` holds the newest attempt: ``answers.json``, ``quiz.ipynb``
(ours) and ``timestamp.txt``. ``course/attempts/<learner>/<quiz>/<time>/`` holds each older one;
nbgrader never looks there.

A hand-in is only ever read as JSON. Nothing in it names a path: the quiz must be one of the
course's, and the learner's folder is made from letters and digits of what the learner typed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import nbformat
from attrs import frozen
from nbgrader.utils import parse_utc

from copcourse.answers import FORMAT, LIMIT, Answers, canonical, checksum, read_answers, unreadable
from copcourse.content import Quiz
from copcourse.errors import AnswersError, KeyMissing
from copcourse.grading.assignment import NOTEBOOK
from copcourse.grading.learners import learner_among
from copcourse.grading.plugin import TIMESTAMP, release_of
from copcourse.locating import course_root
from copcourse.marking import ANSWERS, QUIZZES
from copcourse.reading import read_quiz

CONFIG = "nbgrader_config.py"

State = Literal["accepted", "replaced", "older kept", "duplicate", "refused"]


@frozen(kw_only=True)
class Outcome:
    """What became of one file, and for a refused one why and what to do."""

    file: Path
    state: State
    learner: str = ""
    quiz: str = ""
    detail: str = ""

    def __str__(self) -> str:
        place = f"{self.learner}, {self.quiz}: " if self.learner else ""
        line = f"{self.state:<10}  {self.file.name}: {place}{self.detail}"
        # A file's name need not be text, and a terminal that cannot show it must not stop us.
        return line.encode("utf-8", "backslashreplace").decode()


def collect(files: Iterable[Path], course: Path) -> list[Outcome]:
    """Place hand-ins as submissions of a course. One outcome a file, in the order given.

    Parameters
    ----------
    files
        Hand-ins, and folders in which every ``.json`` is one.
    course
        The nbgrader course, the folder that holds ``source/``.

    Raises KeyMissing where the course has no quiz keys, and CourseError where it is not built.
    """
    shelf = _Shelf(course)
    return [shelf.take(file) for file in _expand(files)]


def run_collect(files: Iterable[Path], course: Path | None = None) -> int:
    """``copcourse collect``: say what became of each file. 1 when any was refused, else 0.

    Without ``course``, the current folder is meant where it is an nbgrader course, else the
    ``course/`` beside the modules.
    """
    if course is None:
        here = Path.cwd()
        course = here if (here / CONFIG).is_file() else course_root().parent / "course"
    outcomes = collect(files, course)
    for outcome in outcomes:
        print(outcome)
    refused = sum(outcome.state == "refused" for outcome in outcomes)
    print(f"{len(outcomes) - refused} of {len(outcomes)} collected.")
    return 1 if refused or not outcomes else 0


class _Shelf:
    """The course's submissions while hand-ins are placed on it."""

    def __init__(self, course: Path) -> None:
        self.course = course
        self.submitted = course / "submitted"
        self.quizzes = Path(os.environ.get(QUIZZES) or course / "quizzes")
        self.slugs = {path.stem for path in self.quizzes.glob("*.toml")}
        if not self.slugs:
            raise KeyMissing(
                "there are no quiz files here, so no hand-in can be checked",
                f"Put the trainer's <quiz>.toml there, or set {QUIZZES} to the folder that has it.",
                file=self.quizzes,
            )
        self.quiz = cache(lambda slug: read_quiz(self.quizzes / f"{slug}.toml"))
        self.notebook = cache(lambda slug: _notebook(course, slug))

    def take(self, file: Path) -> Outcome:
        try:
            return self._place(file, self._read(file))
        except AnswersError as error:
            place = f"{error.place}: " if error.place else ""
            detail = f"{place}{error.fault}. {error.remedy}"
        except OSError as error:
            detail = (
                f"{error.filename or file}: {error.strerror or error}. Nothing was placed. "
                "See that you may read it and write to the course's folder, then collect it again."
            )
        return Outcome(file=file, state="refused", detail=detail)

    def _read(self, file: Path) -> Answers:
        size = file.stat().st_size
        if size > LIMIT:
            raise AnswersError(
                f"the file has {size / 1e6:.1f} MB, and a hand-in has a few kB",
                "This is another file; ask the learner for the one that Hand in saved.",
                reason="too-large",
            )
        data = file.read_bytes()
        slug = _slug(data)
        if slug is not None and slug not in self.slugs:
            raise AnswersError(
                f"the hand-in is for the quiz {slug[:60]!r}, which this course does not have",
                f"This course has: {', '.join(sorted(self.slugs))}. Collect it where it belongs.",
                reason="other-quiz",
            )
        # Without a slug the file is no hand-in at all, and read_answers says in what way.
        quiz = self.quiz(slug) if slug else None
        answers = read_answers(data, quiz=slug or "", edition=quiz.edition if quiz else None)
        _check(answers, quiz)
        return answers

    def _place(self, file: Path, answers: Answers) -> Outcome:
        learner, slug = learner_among(self._folders(), answers.learner), answers.quiz
        time = _time(file, answers)
        record = {
            "format": FORMAT,
            "quiz": slug,
            "edition": answers.edition,
            "learner": answers.learner,
            "answers": answers.answers,
        }
        data = canonical({**record, "checksum": checksum(record)})
        place = self.submitted / learner / slug
        attempts = self.course / "attempts" / learner / slug

        def outcome(state: State, detail: str) -> Outcome:
            return Outcome(file=file, state=state, learner=learner, quiz=slug, detail=detail)

        if any(_bytes(kept / ANSWERS) == data for kept in (place, *attempts.glob("*"))):
            return outcome("duplicate", "this very hand-in was collected before; nothing changed.")
        held = _held_since(place)
        if held is not None and time <= held:
            self._put(attempts / _stamp(time), data, slug, time)
            return outcome("older kept", f"a newer attempt stands; this one is in {attempts}.")
        if place.exists():
            aside = _free(attempts / _stamp(held or time))
            aside.parent.mkdir(parents=True, exist_ok=True)
            self._put(place, data, slug, time, aside)
            return outcome("replaced", f"the older attempt is in {aside}.")
        self._put(place, data, slug, time)
        return outcome("accepted", f"placed in {place}.")

    def _folders(self) -> Iterator[Path]:
        if self.submitted.exists():
            yield from (path for path in self.submitted.iterdir() if not path.name.startswith("."))

    def _put(
        self, place: Path, data: bytes, slug: str, time: datetime, aside: Path | None = None
    ) -> None:
        """Make the folder elsewhere and rename it into place, so that no half is ever seen."""
        place = place if aside else _free(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=".placing-", dir=self.submitted_or_course()))
        try:
            made.chmod(0o755)
            (made / ANSWERS).write_bytes(data)
            (made / f"{NOTEBOOK}.ipynb").write_text(self.notebook(slug), encoding="utf-8")
            (made / TIMESTAMP).write_text(f"{time:%Y-%m-%d %H:%M:%S} UTC\n", encoding="utf-8")
            if aside:
                place.rename(aside)
            try:
                made.rename(place)
            except OSError:
                if aside:
                    aside.rename(place)
                raise
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise

    def submitted_or_course(self) -> Path:
        """Where a folder in the making stands: hidden, and on the disk that it is renamed on."""
        return self.submitted if self.submitted.is_dir() else self.course


def _expand(files: Iterable[Path]) -> Iterator[Path]:
    for file in files:
        if not file.is_dir():
            yield file
            continue
        yield from sorted(
            path
            for path in file.rglob("*.json")
            if path.is_file() and not path.name.startswith(".")
        )


def _slug(data: bytes) -> str | None:
    """The quiz that a file says it is for, before anything else in it is believed."""
    try:
        record: Any = json.loads(data.decode("utf-8-sig"))
        return record["quiz"] if isinstance(record["quiz"], str) else None
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _check(answers: Answers, quiz: Quiz | None) -> None:
    problems = unreadable(answers, quiz) if quiz else []
    if problems:
        said = "; ".join(f"{item_id[:40]!r} {why}" for item_id, why in problems[:5])
        raise AnswersError(
            f"answers that cannot be read: {said}",
            "Ask the learner to open the quiz, answer these again and send the new file.",
            reason="unreadable-answer",
        )


def _notebook(course: Path, slug: str) -> str:
    notebook = release_of(course / "source" / slug / f"{NOTEBOOK}.ipynb")
    written: str = nbformat.writes(notebook)
    return written + "\n"


def _time(file: Path, answers: Answers) -> datetime:
    """When it was handed in: as the file's name says, else the last answer, else the file's own."""
    named = re.search(r"\d{8}T\d{6}Z", file.name)
    for text in (named[0] if named else "", answers.latest):
        try:
            time = datetime.fromisoformat(text)
            return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)


def _held_since(place: Path) -> datetime | None:
    text = (_bytes(place / TIMESTAMP) or b"").decode("utf-8", "replace").strip()
    try:
        return parse_utc(text).replace(tzinfo=UTC) if text else None
    except ValueError:
        return None


def _stamp(time: datetime) -> str:
    return f"{time:%Y%m%dT%H%M%SZ}"


def _free(path: Path) -> Path:
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 1000)))
    return next(name for name in names if not name.exists())


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
