"""``copcourse reflections``: a page to mark from, a spreadsheet to fill, its marks read back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.errors import CourseError, CourseErrors
from copcourse.grading.files import printable

if TYPE_CHECKING:
    from copcourse.content import Quiz
    from copcourse.grading.reflections.handins import Decided
    from copcourse.grading.reflections.sheet import Row


def add_reflections(commands: Any) -> None:
    """Add the command to a parser's own."""
    parser = commands.add_parser(
        "reflections",
        help="mark the written answers: a page and a spreadsheet, and their marks read back",
    )
    parser.add_argument("quiz", nargs="?", metavar="QUIZ", help="one quiz (default: all)")
    parser.add_argument(
        "--read",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="read marks from a filled spreadsheet, or from those of two markers",
    )
    parser.add_argument(
        "--replace", action="store_true", help="with --read: change marks that were given before"
    )
    parser.add_argument(
        "--take",
        choices=("first", "second"),
        help="with two files: whose mark is written where they differ (default: neither's)",
    )
    parser.add_argument(
        "--blank", action="store_true", help="without the marks given so far, for a second marker"
    )
    parser.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    parser.set_defaults(run=_reflections)


def _reflections(options: argparse.Namespace) -> int:
    from copcourse.grading.settings import course_folder

    files = options.read or []
    if len(files) > 2 or (files and not options.quiz):
        said = "Name the quiz" if not options.quiz else "Give one file, or those of two markers"
        print(f"copcourse reflections: {said}: QUIZ --read FILE [FILE].", file=sys.stderr)
        return 2
    course = course_folder(options.course)
    if files:
        quiz = _quizzes(course, options.quiz)[0]
        try:
            return _read(course, quiz, files, replace=options.replace, take=options.take)
        except CourseErrors as errors:
            print(f"{errors}\nNothing was written.", file=sys.stderr)
            return 1
    for quiz in _quizzes(course, options.quiz):
        _write(course, quiz, blank=options.blank)
    return 0


def _quizzes(course: Path, slug: str | None) -> list[Quiz]:
    """The quizzes that are meant; one that was named must have a reflection."""
    import os

    from copcourse.marking import QUIZZES
    from copcourse.reading import read_quiz

    folder = Path(os.environ.get(QUIZZES) or course / "quizzes")
    known = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if slug is not None and slug not in known:
        has = f"This course has: {', '.join(known)}." if known else "Put the quiz files there."
        raise CourseError(f"there is no quiz {slug!r}", has, file=folder)
    quizzes = [read_quiz(known[one]) for one in ([slug] if slug else known)]
    if slug and quizzes[0].reflection is None:
        raise CourseError(
            "this quiz has no reflection, so there is nothing to mark by hand",
            "Its marks are whole once copcourse mark has run.",
            file=known[slug],
        )
    return [quiz for quiz in quizzes if quiz.reflection is not None]


def _write(course: Path, quiz: Quiz, *, blank: bool) -> None:
    from datetime import date

    from copcourse.grading.files import replace_file
    from copcourse.grading.gradebook import open_gradebook
    from copcourse.grading.reflections.aids import read_aids
    from copcourse.grading.reflections.handins import given_marks, waiting, written
    from copcourse.grading.reflections.page import reflections_page
    from copcourse.grading.reflections.sheet import read_rows, sheet_bytes, unread

    aids = read_aids(course)
    folder = course / "reflections"
    page, sheet = folder / f"{quiz.slug}.html", folder / f"{quiz.slug}.csv"
    with open_gradebook(course) as gradebook:
        given = given_marks(gradebook, quiz.slug)
    everybody = written(course, quiz)
    found = [one for one in everybody if one.learner in given]
    late = {*waiting(course, quiz.slug), *(o.learner for o in everybody if o.learner not in given)}
    if not found:
        said = (
            f"{len(late)} collected and not marked: run copcourse mark" if late else "no hand-ins"
        )
        print(f"{quiz.slug}: {said}.")
        return
    # Whatever somebody has filled in stays, however often the page is made anew.
    kept = unread(read_rows(sheet), given) if sheet.exists() else []
    made = reflections_page(
        quiz, aids, found, given, waiting=len(late), sheet=sheet.name, today=date.today()
    )
    names = [one.learner for one in found]
    replace_file(sheet, sheet_bytes(names, given, kept, blank=blank))
    replace_file(page, made.encode("utf-8", "replace"))
    print(f"{quiz.slug}: {len(found)} to read in {page}, with {sheet.name} beside it to fill in.")
    if kept:
        print(f"  {len(kept)} rows of it were filled in and not read yet; they stay as they are.")
    if late:
        print(f"  {len(late)} more were collected and are not marked yet: run copcourse mark.")


def _read(
    course: Path, quiz: Quiz, files: Sequence[Path], *, replace: bool, take: str | None
) -> int:
    from copcourse.grading.gradebook import open_gradebook
    from copcourse.grading.reflections.handins import given_marks, write_marks
    from copcourse.grading.reflections.sheet import check_rows, check_unchanged, read_rows

    assert quiz.reflection is not None  # _quizzes has seen to it
    with open_gradebook(course) as gradebook:
        given = given_marks(gradebook, quiz.slug)
        sheets: list[dict[str, Decided]] = []
        faults: list[CourseError] = []
        rows: list[list[Row]] = []
        for file in files:
            try:
                rows.append(read_rows(file))
                most = quiz.reflection.points
                sheets.append(check_rows(rows[-1], given, most))
            except CourseErrors as errors:
                faults += errors.errors
            except CourseError as error:
                faults.append(error)
        if faults:
            raise CourseErrors(faults)
        decided, told = sheets[0], ""
        if len(sheets) == 2:
            decided, told = _two(sheets[0], sheets[1], _names(rows, files), take)
        if not replace:
            check_unchanged(decided.values(), [row for sheet in rows for row in sheet], given)
        write_marks(gradebook, given, decided.values())
    done = {*decided, *(one for one in given if given[one].points is not None)}
    print(f"{told}{quiz.slug}: {len(decided)} marks are in the gradebook now.", end=" ")
    print(f"Still to mark: {len(given) - len(done)}.")
    return 0


def _names(rows: Sequence[Sequence[Row]], files: Sequence[Path]) -> list[str]:
    """What the two markers are called: as they wrote it, else by their files."""
    found = []
    for sheet, file in zip(rows, files, strict=True):
        said = {row.marker for row in sheet if row.marker}
        found.append(printable(said.pop()) if len(said) == 1 else file.name)
    return found if len(set(found)) == 2 else [str(file) for file in files]


def _two(
    first: Mapping[str, Decided],
    second: Mapping[str, Decided],
    names: Sequence[str],
    take: str | None,
) -> tuple[dict[str, Decided], str]:
    """What is to be written of two markers' marks, and what is to be said of them.

    What they agree on and what only one of them marked is written; the rest is for a talk between
    them, unless one of them is to be taken.
    """
    from copcourse.grading.reflections.agreement import agreement

    both = [one for one in first if one in second]
    found = agreement([first[o].points for o in both], [second[o].points for o in both])
    told = [f"Two markers: {names[0]} and {names[1]}.", _agreed(found)]
    apart = {
        one: abs(first[one].points - second[one].points)
        for one in both
        if first[one].points != second[one].points
    }
    if apart:
        written = f"the {take} file's mark is written" if take else "no mark is written"
        told.append(f"They differ in {len(apart)}; {written}:")
    for one, gap in sorted(apart.items(), key=lambda item: (-item[1], item[0])):
        far = "  more than one point apart" if gap > 1 else ""
        told.append(f"  {printable(one)}: {first[one].points:g} and {second[one].points:g}{far}")
    if apart and not take:
        told.append("Talk these over, write the same points into both files, and read them again.")
    decided = {**second, **first}
    for one in both:
        if one not in apart:
            decided[one] = first[one] if first[one].comment else second[one]
        elif take is None:
            del decided[one]
        elif take == "second":
            decided[one] = second[one]
    return decided, "".join(f"{line}\n" for line in told)


def _agreed(found: Any) -> str:
    from copcourse.grading.reflections.agreement import FEWEST

    same = f"Marked by both: {found.n}, with the same points {found.same} times."
    if found.n < FEWEST:
        return f"{same} Cohen's kappa: too few to judge (fewer than {FEWEST})."
    if found.kappa is None or found.weighted is None or found.interval is None:
        return f"{same} Cohen's kappa cannot be told: every mark is the same."
    low, high = found.interval
    return (
        f"{same} Cohen's kappa {found.kappa:.2f}; weighted by how far apart {found.weighted:.2f} "
        f"(95% interval {low:.2f} to {high:.2f}). 1 is full agreement, 0 is what chance gives."
    )
