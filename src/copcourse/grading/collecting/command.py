"""``copcourse collect``: from what was sent to submissions, and what became of each file."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from copcourse.grading.collecting.collection import collect_all
from copcourse.grading.collecting.report import report_lines, write_report
from copcourse.grading.collecting.roster import put_into_gradebook, read_roster
from copcourse.grading.settings import course_folder


def run_collect(
    files: Iterable[Path],
    course: Path | None = None,
    *,
    roster: Path | None = None,
    report: Path | None = None,
    every: bool = False,
) -> int:
    """Collect, and say what became of the files. 1 when any was refused or none was found, else 0.

    With a roster its people are put into the gradebook first. A fault of the roster or gradebook
    is raised as CourseError before anything is placed.
    """
    course = course_folder(course)
    people = read_roster(roster) if roster else None
    if people:
        put_into_gradebook(people.people, course)
    collection = collect_all(files, course, people)
    _say_anything()
    for line in report_lines(collection, every=every):
        print(line)
    if report:
        write_report(collection, report)
    return 1 if collection.refused or not collection.collected else 0


def _say_anything() -> None:
    # A learner's name may hold letters that this terminal cannot show.
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
