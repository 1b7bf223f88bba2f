"""The ``copcourse feedback`` command. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.errors import CourseError

if TYPE_CHECKING:
    from copcourse.grading.feedback.writing import Told

_NAMED = 10


def add_feedback(commands: Any) -> None:
    """Add the command to a parser's own."""
    feedback = commands.add_parser("feedback", help="write a page for each learner who was marked")
    feedback.add_argument("quizzes", nargs="*", metavar="QUIZ", help="by default, every quiz")
    feedback.add_argument("--learner", metavar="X", help="only this learner's page")
    feedback.add_argument(
        "--out", type=Path, metavar="DIR", help="where to write (the course's feedback/)"
    )
    feedback.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    feedback.set_defaults(run=_feedback)


def _feedback(options: argparse.Namespace) -> int:
    from copcourse.grading.feedback.background import quiz_files, read_background
    from copcourse.grading.feedback.writing import marked_learners, unmarked_learners, write_pages
    from copcourse.grading.gradebook import open_gradebook
    from copcourse.grading.settings import course_folder

    course = course_folder(options.course)
    out = options.out or course / "feedback"
    wanted = {}
    for slug in options.quizzes or quiz_files(course):
        learners = marked_learners(course, slug)
        wanted[slug] = [one for one in learners if _is(one, options.learner)]
    # Every fault of a quiz file is said before the first page is written.
    shared = {
        slug: read_background(course, slug) for slug in wanted if options.quizzes or wanted[slug]
    }
    if not any(wanted.values()):
        whose = f"no hand-in of {options.learner!r}" if options.learner else "no hand-in"
        raise CourseError(
            f"{whose} is marked yet",
            "Collect the hand-ins and mark them first: copcourse mark.",
            file=course / "autograded",
        )
    strange = []
    with open_gradebook(course) as gradebook:
        for slug, background in shared.items():
            learners = wanted[slug]
            pages = write_pages(course, background, learners, gradebook, out)
            told = list(_shown(slug, pages, len(learners)))
            unknown = [one.learner for one in told if one.page is None]
            strange += [f"{slug}: {one}" for one in unknown]
            print(f"{slug}: {_count(len(told) - len(unknown), 'page')} in {out}.")
            waiting = unmarked_learners(course, slug)
            if waiting:
                print(f"{slug}: {_count(len(waiting), 'hand-in')} not marked yet. "
                      f"Run copcourse mark {slug}, then this again.")  # fmt: skip
    if strange:
        print(
            f"Not in the gradebook, so without a page: {_names(strange)}. "
            "Mark them again with copcourse mark.",
            file=sys.stderr,
        )
    return 1 if strange else 0


def _is(folder: str, named: str | None) -> bool:
    from copcourse.grading.learners import learner_folder

    return named is None or folder in (named, learner_folder(named))


def _shown(slug: str, pages: Iterable[Told], total: int) -> Iterator[Told]:
    """The same, with a bar that says how far it is, where somebody looks at a terminal."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn()
    console = Console(stderr=True)
    with Progress(
        *columns,
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as progress:
        yield from progress.track(pages, total=total, description=f"{slug}: pages")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    # A folder's name need not be text, and a terminal that cannot show it must not stop us.
    return (shown + more).encode("utf-8", "backslashreplace").decode()
