"""The ``copcourse`` command: its options, its messages, its exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from copcourse import __version__
from copcourse.authoring.command import add_authoring
from copcourse.badge.command import add_badge
from copcourse.banks.command import add_banks
from copcourse.doctor.command import add_doctor, port
from copcourse.errors import CourseError
from copcourse.grading.bulk.command import add_mark
from copcourse.grading.feedback.command import add_feedback
from copcourse.grading.gradefiles.command import add_grades
from copcourse.grading.keeping.command import add_data_note, add_forget
from copcourse.grading.reflections.command import add_reflections
from copcourse.grading.results.command import add_results
from copcourse.handouts.command import add_handouts
from copcourse.kit.command import add_kit


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0, 1 for a fault of the user's files, 2 for a wrong call."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except PermissionError as error:
        print(f"{error.filename}: cannot be written to. Choose another folder.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="copcourse",
        description="A course on child online protection for parents and educators.",
    )
    parser.add_argument("--version", action="version", version=f"copcourse {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")

    serve = commands.add_parser("serve", help="show the course in a browser, on this machine")
    serve.add_argument("--port", type=port, default=8866)
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on")
    serve.add_argument("--no-browser", action="store_true", help="do not open a browser")
    serve.add_argument(
        "--max-kernels", type=int, default=24, metavar="N", help="live kernels (default 24)"
    )
    serve.add_argument(
        "--idle-minutes", type=float, default=10, metavar="M", help="idle kernels end (default 10)"
    )
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="check every text, story and question")
    check.add_argument("--report", action="store_true", help="print the figures too")
    check.set_defaults(run=_check)

    build = commands.add_parser("build", help="make the notebooks from the texts")
    build.add_argument("--check", action="store_true", help="only say which made files are stale")
    build.set_defaults(run=_build)

    export = commands.add_parser("export", help="write the course as plain files, without server")
    export.add_argument("folder", type=Path, metavar="DIR")
    export.set_defaults(run=_export)

    collect = commands.add_parser("collect", help="put hand-ins where nbgrader finds them")
    collect.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="hand-ins, folders and zips of them"
    )
    collect.add_argument("--course", type=Path, default=None, help="the nbgrader course's folder")
    collect.add_argument(
        "--roster", type=Path, metavar="ROSTER.csv", help="id,first_name,last_name,email of each"
    )
    collect.add_argument(
        "--report", type=Path, metavar="FILE.csv", help="write what became of each file"
    )
    collect.add_argument("--all", action="store_true", help="say what became of each of many files")
    collect.set_defaults(run=_collect)

    add_mark(commands)
    add_reflections(commands)
    add_feedback(commands)
    add_results(commands)
    add_grades(commands)
    add_forget(commands)
    add_data_note(commands)
    add_badge(commands)
    add_banks(commands)
    add_authoring(commands)
    add_handouts(commands)
    add_kit(commands)
    add_doctor(commands)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from copcourse.locating import course_root
    from copcourse.serving import serve

    serve(
        course_root(),
        host=options.host,
        port=options.port,
        max_kernels=options.max_kernels,
        idle_minutes=options.idle_minutes,
        open_browser=not options.no_browser,
    )
    return 0


def _check(options: argparse.Namespace) -> int:
    from copcourse.checking import CleanTexts, check_course
    from copcourse.locating import course_root

    report, problems = check_course(
        course_root(), clean=CleanTexts.of_this_user(), figures=options.report
    )
    for problem in problems:
        print(problem, file=sys.stderr)
    if options.report:
        print(report)
    if problems:
        print(f"{len(problems)} to mend.", file=sys.stderr)
        return 1
    print("Everything is in order.")
    return 0


def _build(options: argparse.Namespace) -> int:
    from copcourse.building import build, stale
    from copcourse.locating import course_root
    from copcourse.reading import read_course, read_quizzes

    root = course_root()
    course, quizzes = read_course(root), read_quizzes(root)
    if options.check:
        old = stale(course, quizzes)
        for path in old:
            print(
                f"{path}: not what its source makes. Run copcourse build and commit the file.",
                file=sys.stderr,
            )
        return 1 if old else 0
    for path in build(course, quizzes):
        print(f"made {path}")
    return 0


def _export(options: argparse.Namespace) -> int:
    from copcourse.exporting import export
    from copcourse.locating import course_root

    files = export(course_root(), options.folder)
    print(f"{len(files)} files. Open {options.folder / 'index.html'} in a browser.")
    return 0


def _collect(options: argparse.Namespace) -> int:
    from copcourse.grading.collecting import run_collect

    return run_collect(
        options.files,
        options.course,
        roster=options.roster,
        report=options.report,
        every=options.all,
    )


if __name__ == "__main__":
    raise SystemExit(main())
