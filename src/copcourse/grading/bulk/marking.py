"""The run through an assignment's hand-ins, batch by batch, each whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice

from attrs import Factory, define, frozen
from sqlalchemy import Connection, Engine

from copcourse.content import Quiz
from copcourse.errors import CourseError
from copcourse.grading.bulk.folders import (
    Files,
    Shelf,
    parse_time,
    read_file,
    shared_files,
    submitted,
)
from copcourse.grading.bulk.notebooks import Template
from copcourse.grading.bulk.penalties import late_penalty
from copcourse.grading.bulk.roster import Assignment, Held, held_of, waiting
from copcourse.grading.bulk.writing import Penalty, Result, write_penalties, write_results
from copcourse.grading.layout import NOTEBOOK, SECRET, TIMESTAMP
from copcourse.grading.settings import Settings
from copcourse.marking import ANSWERS, mark_bytes

BATCH = 500
"""Hand-ins in one transaction: a second's work, and some 15 MB of notebooks on the disk."""

Progress = Callable[[int], None]


@define
class Report:
    """What became of the hand-ins of one quiz."""

    quiz: Quiz
    found: int = 0
    marked: int = 0
    unchanged: int = 0
    penalties: int = 0
    waiting: int = 0
    invalid: dict[str, dict[str, str]] = Factory(dict)
    unreadable: dict[str, str] = Factory(dict)
    left_out: dict[str, str] = Factory(dict)


@frozen(kw_only=True)
class _HandIn:
    """A hand-in as read and marked: what to write to the gradebook, and the folder's files."""

    result: Result
    files: Files

    def is_held(self, held: Held | None) -> bool:
        """Whether the gradebook has these marks already."""
        time, points = self.result.timestamp, self.result.points
        return (
            held is not None
            and (time is None or time == held.timestamp)
            and all(held.grades.get(cell, ("", None))[1] == one for cell, one in points.items())
        )


class Marking:
    """The marking of one assignment.

    Parameters
    ----------
    settings
        The course's.
    engine
        To its gradebook.
    quiz
        The quiz with its key.
    assignment
        The quiz in the gradebook.
    """

    def __init__(
        self, settings: Settings, engine: Engine, quiz: Quiz, assignment: Assignment
    ) -> None:
        self.report = Report(quiz)
        self._engine = engine
        self._course = settings.course
        self._assignment = assignment
        self._template = Template(settings.course, quiz)
        self._shared = shared_files(settings.course, quiz.slug)
        self._shelf = Shelf(settings, quiz.slug)
        # A course without due dates pays nothing for what it does not need.
        self._penalty: Penalty | None = late_penalty(settings) if assignment.duedate else None

    def run(self, progress: Progress) -> Report:
        """Mark everybody's hand-in. ``progress`` is told after each batch how many are done.

        Raises CourseError, and whatever the database or the disk raise; each batch before it is
        kept whole, and nothing of the batch in work.
        """
        learners = submitted(self._course, self.report.quiz.slug)
        self.report.found = len(learners)
        self._shelf.clear()
        done = 0
        for batch in _batches(learners):
            self._mark(batch)
            done += len(batch)
            progress(done)
        with self._engine.connect() as connection:
            self.report.waiting = waiting(connection, self._assignment)
        return self.report

    def _mark(self, batch: list[str]) -> None:
        batch = [learner for learner in batch if self._can_be_marked(learner)]
        with self._engine.connect() as connection:
            held = held_of(connection, self._assignment, batch)
            # PostgreSQL would see the others' changes of before this moment only.
            connection.rollback()
            try:
                results = list(self._staged(batch, held))
                self._write(connection, results, held)
            except BaseException:
                # The database undoes its own even where it can no longer be reached.
                self._shelf.put_back()
                raise
            self._shelf.put_in_place()
        self.report.marked += len(results)
        self.report.unchanged += len(batch) - len(results)

    def _staged(self, batch: list[str], held: Mapping[str, Held]) -> Iterator[Result]:
        for learner in batch:
            hand_in = self._read(learner)
            if hand_in.is_held(held.get(learner)) and self._shelf.holds(learner, hand_in.files):
                continue
            self._shelf.stage(learner, hand_in.files)
            yield hand_in.result

    def _write(
        self, connection: Connection, results: list[Result], held: Mapping[str, Held]
    ) -> None:
        write_results(connection, self._assignment, results, held)
        if self._assignment.duedate or any(one.penalty is not None for one in held.values()):
            marked = {one.learner for one in results}
            now = held_of(connection, self._assignment, sorted({*held, *marked}))
            self.report.penalties += write_penalties(
                connection, self._assignment, now, self._penalty, marked
            )
        self._shelf.put_old_away()
        connection.commit()

    def _read(self, learner: str) -> _HandIn:
        report, quiz = self.report, self.report.quiz
        folder = f"{self._course}/submitted/{learner}/{quiz.slug}"
        try:
            data = read_file(folder, ANSWERS)
        except OSError as error:
            data = b""
            report.unreadable[learner] = f"{ANSWERS}: {error.strerror or error}"
        marked = mark_bytes(quiz, data)
        if marked.problem:
            report.unreadable.setdefault(learner, f"{ANSWERS}: {marked.problem}")
        elif marked.invalid:
            report.invalid[learner] = marked.invalid
        stamp = timestamp = secret = None
        try:
            stamp = read_file(folder, TIMESTAMP, 1000)
            timestamp = parse_time(stamp)
        except (OSError, ValueError, OverflowError):
            report.unreadable.setdefault(
                learner, f"{TIMESTAMP}: it holds no time, so the hand-in does not count as late"
            )
        files = {f"{NOTEBOOK}.ipynb": self._template.render(marked), **self._shared}
        # Only what came through nbgrader's exchange has one; a link of that name is none.
        with suppress(OSError):
            secret = read_file(folder, SECRET, 1000)
        for name, read in ((ANSWERS, data), (TIMESTAMP, stamp), (SECRET, secret)):
            if read is not None:
                files[name] = read
        points = {
            self._assignment.graded[f"item-{item}"]: mark.points
            for item, mark in marked.marks.items()
        }
        return _HandIn(
            result=Result(learner=learner, timestamp=timestamp, points=points), files=files
        )

    def _can_be_marked(self, learner: str) -> bool:
        why = ""
        try:
            learner.encode()
        except UnicodeEncodeError:
            why = "the folder's name is not text. Rename it, then run this again"
        if len(learner) > 128:
            why = "the folder's name has more than 128 characters. Rename it, then run this again"
        folder = self._course / "submitted" / learner / self.report.quiz.slug
        names = (ANSWERS, f"{NOTEBOOK}.ipynb")
        if not why and not any(
            (folder / name).is_symlink() or (folder / name).exists() for name in names
        ):
            why = f"there is no {ANSWERS} in it. Collect the hand-in again"
        if why:
            self.report.left_out[learner] = why
        return not why


def _batches(learners: list[str]) -> Iterator[list[str]]:
    rest = iter(learners)
    while batch := list(islice(rest, BATCH)):
        yield batch


def not_generated(quiz: Quiz) -> CourseError:
    """The assignment is not in the gradebook."""
    return CourseError(
        "the assignment was never generated, so the gradebook does not know it",
        f"Run nbgrader generate_assignment {quiz.slug} in the course's folder, then this again.",
        place=quiz.slug,
    )
