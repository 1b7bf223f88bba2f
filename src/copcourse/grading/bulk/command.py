"""The ``copcourse mark`` command. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.errors import CourseError, KeyMissing

if TYPE_CHECKING:
    from copcourse.content import Quiz
    from copcourse.grading.bulk.marking import Report
    from copcourse.grading.settings import Settings


def add_mark(commands: Any) -> None:
    """Add the command to a parser's own."""
    mark = commands.add_parser("mark", help="mark all hand-ins at once, into nbgrader's gradebook")
    mark.add_argument("quizzes", nargs="*", metavar="QUIZ", help="by default each with hand-ins")
    mark.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    mark.set_defaults(run=_mark)


def _mark(options: argparse.Namespace) -> int:
    from copcourse.grading.settings import course_folder

    return run_mark(options.quizzes, course_folder(options.course))


def run_mark(slugs: list[str], course: Path) -> int:
    """Mark the quizzes of a course, by default all with hand-ins, and say what became of them.

    Gives 1 when a file could not be read or a folder was left out, else 0. Raises CourseError where
    it cannot go on; what was marked until then stays marked.
    """
    from copcourse.grading.bulk.folders import alone
    from copcourse.grading.bulk.reporting import summary
    from copcourse.grading.settings import read_settings

    settings = read_settings(course)
    quizzes = _quizzes(settings, slugs)
    code = 0
    with alone(settings.course):
        for quiz in quizzes:
            report = _mark_quiz(settings, quiz)
            print(summary(report), flush=True)
            if report.unreadable or report.left_out:
                code = 1
    return code


def _mark_quiz(settings: Settings, quiz: Quiz) -> Report:
    from copcourse.grading.bulk.folders import submitted
    from copcourse.grading.bulk.generating import generate
    from copcourse.grading.bulk.marking import Marking, not_generated
    from copcourse.grading.bulk.reporting import shown_progress
    from copcourse.grading.bulk.roster import find_assignment
    from copcourse.grading.gradebook import open_engine

    if not _is_known(settings, quiz):
        print(f"{quiz.slug}: nbgrader does not know it yet; it is generated now.", flush=True)
        generate(settings, quiz.slug)
    total = len(submitted(settings.course, quiz.slug))
    marking = None
    try:
        with open_engine(settings) as engine:
            with engine.connect() as connection:
                assignment = find_assignment(connection, quiz)
            if assignment is None:
                raise not_generated(quiz)
            marking = Marking(settings, engine, quiz, assignment)
            with shown_progress(quiz.title, total) as progress:
                return marking.run(progress)
    except OSError as error:
        fault = f"the marks cannot be written: {error.strerror or error}"
        remedy = "Make room or give yourself the right to write there, then run this again."
        stopped = CourseError(fault, remedy, file=error.filename or settings.course)
    except CourseError as error:
        stopped = error
    if marking is not None:
        done = marking.report.marked
        kept = f"{done} of {total} hand-ins were marked until then and stay so." if done else ""
        stopped = CourseError(
            stopped.fault,
            f"{stopped.remedy} {kept or 'Nobody was marked.'}",
            file=stopped.file,
            place=stopped.place,
        )
    raise stopped


def _is_known(settings: Settings, quiz: Quiz) -> bool:
    from copcourse.grading.bulk.roster import find_assignment
    from copcourse.grading.gradebook import NoGradebook, open_engine

    try:
        with open_engine(settings) as engine, engine.connect() as connection:
            return find_assignment(connection, quiz) is not None
    except NoGradebook:
        return False


def _quizzes(settings: Settings, slugs: list[str]) -> list[Quiz]:
    """The quizzes that are meant, with their keys, all found before anybody is marked."""
    from copcourse.reading import read_quiz

    keys = {path.stem: path for path in sorted(settings.quizzes.glob("*.toml"))}
    if not keys:
        raise KeyMissing(
            "there are no quiz files here, so nobody can be marked",
            "Put the trainer's <quiz>.toml there, or set COPCOURSE_QUIZZES to the folder that "
            "has them.",
            file=settings.quizzes,
        )
    found = []
    for slug in slugs or _handed_in(settings, keys):
        if slug in keys:
            found.append(read_quiz(keys[slug]))
        elif (settings.course / "source" / slug).is_dir():
            raise KeyMissing(
                f"nobody can be marked: the key of the quiz {slug!r} is not there",
                "Put it there, or set COPCOURSE_QUIZZES to the folder that has it.",
                file=settings.quizzes / f"{slug}.toml",
            )
        else:
            raise CourseError(
                f"there is no quiz {slug!r} in this course",
                f"It has: {', '.join(keys)}.",
                file=settings.course,
            )
    if not found:
        raise CourseError(
            "there are no hand-ins for any of its quizzes",
            "Put them there with copcourse collect.",
            file=settings.course / "submitted",
        )
    return found


def _handed_in(settings: Settings, keys: Collection[str]) -> list[str]:
    """The quizzes that somebody handed in, also one whose key is missing; no other assignments."""
    from copcourse.grading.bulk.folders import assignments
    from copcourse.grading.layout import NOTEBOOK

    source = settings.course / "source"
    return [
        slug
        for slug in assignments(settings.course)
        if slug in keys or (source / slug / f"{NOTEBOOK}.ipynb").is_file()
    ]
