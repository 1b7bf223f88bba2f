"""The ``copcourse results`` command. It imports pandas and nbgrader only when it runs."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from copcourse.errors import CourseError

FORMATS = ("csv", "xlsx", "parquet")


def add_results(commands: Any) -> None:
    """Add the command to a parser's own."""
    results = commands.add_parser(
        "results", help="what a class's quizzes show, and must hear again"
    )
    results.add_argument("quizzes", nargs="*", metavar="QUIZ", help="all that were handed in")
    results.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    results.add_argument(
        "--for-my-eyes", action="store_true", help="small numbers too, here and in no file"
    )
    results.add_argument(
        "--export",
        nargs="+",
        choices=FORMATS,
        default=[],
        metavar="FORMAT",
        help="csv xlsx parquet",
    )
    results.add_argument(
        "--with-learners", action="store_true", help="export a row a learner too: personal data"
    )
    results.add_argument(
        "--with-text", action="store_true", help="export what learners wrote too: personal data"
    )
    results.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    from rich.console import Console

    from copcourse.grading.results.analysing import analyse, handed_in, read_forms
    from copcourse.grading.results.export import write_page, write_tables
    from copcourse.grading.results.hiding import for_others
    from copcourse.grading.results.page import page
    from copcourse.grading.results.tables import delete_by, learner_tables, summary_tables
    from copcourse.grading.results.terminal import tell
    from copcourse.grading.settings import course_folder

    with_learners = options.with_learners or options.with_text
    if with_learners and not options.export:
        raise CourseError(
            "learners' rows go into exported files only", "Add --export with csv, xlsx or parquet."
        )
    course, day = course_folder(options.course), date.today()
    folder, console = course / "results", Console(highlight=False)
    for slug in handed_in(course, options.quizzes):
        forms = read_forms(course, slug, with_text=options.with_text)
        found = analyse(slug, forms)
        shown = for_others(found)
        tell(found if options.for_my_eyes else shown, console)
        written = [write_page(folder / f"{slug}.html", page(shown, day))]
        for kind in options.export:
            written += write_tables(folder, slug, summary_tables(shown), kind)
            if with_learners:
                rows = learner_tables(slug, forms, day, with_text=options.with_text)
                written += write_tables(folder, f"{slug}-delete-by-{delete_by(day)}", rows, kind)
        for path in written:
            console.print(f"wrote {path}", soft_wrap=True, markup=False)
        if with_learners:
            console.print("The files delete-by hold personal data: share them with nobody.")
    return 0
