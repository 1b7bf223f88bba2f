"""``copcourse grades``: a quiz's marks as a file that Moodle or Canvas imports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.grading.files import printable

if TYPE_CHECKING:
    from copcourse.grading.gradefiles.marks import Mark

_HOW = {
    "moodle": (
        'In Moodle: Grades, Import, CSV file. Map from the column "{column}" to the same field of '
        "the user, the quiz's column to its grade item, Feedback to its feedback."
    ),
    "canvas": "In Canvas: Grades, Import. Look at what it says it will change before you save.",
}


def add_grades(commands: Any) -> None:
    """Add the command to a parser's own."""
    parser = commands.add_parser("grades", help="write a grade file for Moodle or Canvas")
    parser.add_argument("quiz", metavar="QUIZ")
    parser.add_argument("--for", choices=("moodle", "canvas"), required=True, dest="lms")
    parser.add_argument(
        "--roster",
        type=Path,
        metavar="CSV",
        help="who is who: id,first_name,last_name,email, or what Moodle or Canvas exports",
    )
    parser.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    parser.set_defaults(run=_grades)


def _grades(options: argparse.Namespace) -> int:
    from copcourse.grading.files import replace_file
    from copcourse.grading.gradefiles.formats import canvas, moodle, user_columns
    from copcourse.grading.gradefiles.marks import marks
    from copcourse.grading.gradefiles.roster import check_ids, match, own, read_roster
    from copcourse.grading.settings import course_folder

    course = course_folder(options.course)
    found = marks(course, options.quiz)
    waiting = [mark for mark in found if not mark.whole]
    whole = [mark for mark in found if mark.whole]
    columns: tuple[str, ...] = ()
    strangers: list[Mark] = []
    if options.roster is None:
        rows = [(mark, own(mark)) for mark in whole]
    else:
        people, columns = read_roster(options.roster)
        rows, strangers = match(whole, people, options.roster)
    check_ids(rows, options.roster or course)
    path = course / "grades" / f"{options.quiz}-{options.lms}.csv"
    title = _title(course, options.quiz)
    if rows:
        data = moodle(title, rows) if options.lms == "moodle" else canvas(title, rows, columns)
        replace_file(path, data)
        print(f"{path}: {len(rows)} marks, out of {rows[0][0].most:g} points.")
        column = user_columns(rows)[0] if options.lms == "moodle" else ""
        print(_HOW[options.lms].format(column=column))
    else:
        print("No mark is whole and on the roster, so no file was written.", file=sys.stderr)
    if waiting:
        print(f"Left out, as a person has still to mark them: {_names(waiting)}.")
        print(f"  Mark them with copcourse reflections {options.quiz}, then run this again.")
    if strangers:
        print(f"Left out, as they are not on the roster: {_names(strangers)}.", file=sys.stderr)
    return 1 if strangers or not rows else 0


def _names(marks: Sequence[Mark]) -> str:
    return ", ".join(printable(mark.learner) for mark in marks)


def _title(course: Path, slug: str) -> str:
    """The quiz's own title, or its slug where the trainer keeps no quiz file here."""
    import os

    from copcourse.marking import QUIZZES
    from copcourse.reading import read_quiz

    path = Path(os.environ.get(QUIZZES) or course / "quizzes") / f"{slug}.toml"
    return read_quiz(path).title if path.is_file() else slug
