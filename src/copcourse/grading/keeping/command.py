"""``copcourse forget`` and ``copcourse data-note``."""

from __future__ import annotations

import argparse
import re
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from copcourse.errors import CourseError
from copcourse.grading.files import printable

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

    from copcourse.grading.keeping.finding import Found

_DAYS = {"d": 1, "w": 7, "y": 365}
_BEYOND = (
    "Not reached by this, delete it yourself: e-mails with hand-ins, the folder they were "
    "downloaded to, what Moodle, Canvas or nbgrader's exchange hold, printed pages, and backups."
)


def age(said: str) -> int:
    """Days, from ``90d``, ``12w`` or ``1y``."""
    found = re.fullmatch(r"(\d{1,5})([dwy])", said)
    if not found:
        raise argparse.ArgumentTypeError(f"{said!r}: write days, weeks or years as 90d, 12w or 1y")
    return int(found[1]) * _DAYS[found[2]]


def add_forget(commands: Any) -> None:
    """Add the command to a parser's own."""
    parser = commands.add_parser("forget", help="delete old hand-ins and what was written on them")
    parser.add_argument(
        "--older-than",
        type=age,
        required=True,
        metavar="AGE",
        help="by the day of handing in: 90d, 12w or 1y",
    )
    parser.add_argument("--marks", action="store_true", help="delete their marks and names too")
    parser.add_argument("--dry-run", action="store_true", help="only say what would go")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    parser.set_defaults(run=_forget)


def add_data_note(commands: Any) -> None:
    """Add the command to a parser's own."""
    parser = commands.add_parser(
        "data-note", help="write a page for learners and the school: what is kept, and how long"
    )
    parser.add_argument("--keep", type=age, metavar="AGE", help="how long you keep it: 90d, 12w")
    parser.add_argument("--to", type=Path, metavar="FILE", help="default: data-note.html")
    parser.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    parser.set_defaults(run=_data_note)


def _data_note(options: argparse.Namespace) -> int:
    from copcourse.grading.files import replace_file
    from copcourse.grading.keeping.note import data_note
    from copcourse.grading.settings import course_folder

    path = options.to or course_folder(options.course) / "data-note.html"
    replace_file(path, data_note(options.keep).encode())
    print(f"{path}: read it, fill in its lines by hand, and give it out before anybody hands in.")
    return 0


def _forget(options: argparse.Namespace) -> int:
    from copcourse.grading.keeping.finding import find_old
    from copcourse.grading.keeping.forgetting import forget
    from copcourse.grading.settings import course_folder

    course = course_folder(options.course).resolve()
    before = datetime.now(UTC) - timedelta(days=options.older_than)
    with ExitStack() as stack:
        gradebook = _gradebook(stack, course)
        found = find_old(course, gradebook, before, marks=options.marks)
        print(_told(found, before, marks=options.marks))
        if found.nothing or options.dry_run:
            return 0
        _nothing_unread(found, gradebook)
        if not options.yes:
            if not sys.stdin.isatty():
                print("Nothing was deleted: nobody can be asked here. Add --yes.", file=sys.stderr)
                return 2
            if input("Delete all this for good? Type yes: ").strip().casefold() != "yes":
                print("Nothing was deleted.")
                return 0
        forget(course, gradebook, found)
    print("Deleted.")
    return 0


def _gradebook(stack: ExitStack, course: Path) -> Gradebook | None:
    """The gradebook, or None where nothing was ever marked."""
    from copcourse.grading.gradebook import NoGradebook, open_gradebook

    try:
        return stack.enter_context(open_gradebook(course))
    except NoGradebook:
        return None


def _told(found: Found, before: datetime, *, marks: bool) -> str:
    if found.nothing:
        lines = [f"Nothing was handed in before {before:%Y-%m-%d}, so there is nothing to delete."]
    else:
        lines = [f"Handed in before {before:%Y-%m-%d}:"]
    for one in found.hand_ins:
        what = [*dict.fromkeys(_kind(folder) for folder in one.folders)]
        what += ["comment"] * bool(one.comments) + ["marks"] * one.marks
        lines.append(
            f"  {printable(one.learner)}, {printable(one.quiz)}, {one.when:%Y-%m-%d}: "
            f"{', '.join(what)}"
        )
    if found.files:
        lines.append("Files on a whole class; all but downloads can be made again:")
        lines += [f"  {printable(path.parent.name)}/{printable(path.name)}" for path in found.files]
    if not found.nothing:
        lines.append(
            "Does one of these tell of something real? Ask your safeguarding lead before you "
            "delete it."
        )
        if not marks:
            lines.append("Kept: the marks and names in the gradebook (--marks deletes them too).")
    for path in (*found.links, *found.copies):
        why = "a link, not followed" if path in found.links else "a copy of the gradebook"
        lines.append(f"Not touched: {printable(str(path))} ({why}).")
    lines.append(_BEYOND)
    return "\n".join(lines)


def _kind(folder: Path) -> str:
    parents = [parent.name for parent in folder.parents]
    return "attempt" if len(parents) > 2 and parents[2] == "attempts" else parents[1]


def _nothing_unread(found: Found, gradebook: Gradebook | None) -> None:
    """Raise CourseError for a spreadsheet with marks that are nowhere else yet."""
    from copcourse.grading.reflections.handins import given_marks
    from copcourse.grading.reflections.sheet import read_rows, unread

    for path in found.files:
        if path.parent.name != "reflections" or path.suffix != ".csv":
            continue
        given = given_marks(gradebook, path.stem) if gradebook is not None else {}
        if rows := unread(read_rows(path), given):
            raise CourseError(
                f"{len(rows)} rows hold marks that are not in the gradebook",
                f"Read them with copcourse reflections {path.stem} --read, or move the file away. "
                "Nothing was deleted.",
                file=path,
            )
