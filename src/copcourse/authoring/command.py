"""An author's commands: ``new``, ``preview``, ``translate``, ``twee`` and ``schemas``."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path
from typing import Any

from copcourse.errors import ContentError
from copcourse.overlay import add_with


def add_authoring(commands: Any) -> None:
    """Add the commands to a parser's own."""
    _add_new(commands)
    preview = commands.add_parser("preview", help="show what you write in a browser, with problems")
    preview.add_argument(
        "path", nargs="?", type=Path, metavar="PATH", help="a text, story or quiz (the last saved)"
    )
    preview.add_argument("--port", type=int, default=0, help="default: one that is free")
    preview.add_argument("--no-browser", action="store_true", help="do not open a browser")
    preview.set_defaults(run=_preview)
    translate = commands.add_parser("translate", help="list what a translation lacks, by id")
    translate.add_argument("lang", metavar="LANG", help="a language's code, such as de")
    translate.add_argument(
        "--done", action="store_true", help="note that what is translated is of today's originals"
    )
    translate.set_defaults(run=_translate)
    schemas = commands.add_parser("schemas", help="write JSON Schemas, with which editors help")
    schemas.add_argument("--out", type=Path, default=Path("schemas"), metavar="DIR")
    schemas.set_defaults(run=_schemas)

    twee = commands.add_parser("twee", help="write a story for Twine, or read one from it")
    ways = twee.add_subparsers(required=True, metavar="way")
    for name, told, run in (
        ("write", "a story file as Twee 3, which Twine imports", _write),
        ("read", "a story file from Twee 3; says what is missing", _read),
    ):
        way = ways.add_parser(name, help=told)
        way.add_argument("file", type=Path, metavar="FILE")
        way.add_argument("--out", type=Path, required=True, metavar="FILE")
        way.set_defaults(run=run)


def _add_new(commands: Any) -> None:
    new = commands.add_parser("new", help="write a start to fill: a module, story, question ...")
    kinds = new.add_subparsers(required=True, metavar="kind")
    for kind, told, places in (
        ("module", "a module with a story and questions", ("id",)),
        ("scenario", "a story of nine scenes", ("module", "id")),
        ("item", "a question of a module's practice", ("module", "id")),
        ("source", "something that the texts rest on", ("id",)),
        ("helpline", "somewhere to turn to, by country", ("country",)),
        ("school", "a folder of your school's own, for --with", ("folder",)),
    ):
        one = kinds.add_parser(kind, help=told)
        for place in places:
            one.add_argument(place, metavar=place.upper())
        one.set_defaults(run=_new, kind=kind, places=places, school=None)
        if kind == "scenario":
            add_with(one)


def _new(options: argparse.Namespace) -> int:
    from copcourse.authoring import starting
    from copcourse.locating import course_root

    make = getattr(starting, f"new_{options.kind}")
    told = [getattr(options, place) for place in options.places]
    if options.school:
        make = starting.new_own_scenario
        told.append(options.school)
    files = make(course_root(), *told)
    for file in files:
        print(file)
    school = options.folder if options.kind == "school" else options.school
    check = f"copcourse check --with {shlex.quote(str(school))}" if school else "copcourse check"
    print(f"Fill in what says TO FILL. `{check}` names each place.")
    if school:
        return 0
    if options.kind not in ("source", "helpline"):
        print(f"`copcourse preview {_short(files[0])}` shows it while you write.")
    return 0


def _short(file: Path) -> Path:
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _preview(options: argparse.Namespace) -> int:
    from copcourse.authoring.preview import preview
    from copcourse.locating import course_root

    start = options.path.absolute().parent if options.path else None
    preview(course_root(start), options.path, options.port, open_browser=not options.no_browser)
    return 0


def _translate(options: argparse.Namespace) -> int:
    from copcourse.authoring.translating import gaps, keep_originals
    from copcourse.locating import course_root

    if options.done:
        print(f"{keep_originals(course_root(), options.lang)} texts are of today's originals.")
        return 0
    found = list(gaps(course_root(), options.lang))
    for gap in found:
        print(gap)
    states = [gap.state for gap in found]
    counts = [f"{states.count(one)} {one}" for one in ("missing", "stale", "left over")]
    print(f"{', '.join(counts)}.")
    return 1 if found else 0


def _schemas(options: argparse.Namespace) -> int:
    from copcourse.authoring.schemas import schemas
    from copcourse.writing import write_whole

    options.out.mkdir(parents=True, exist_ok=True)
    for name, data in schemas().items():
        write_whole(options.out / name, data)
    print(f"{options.out}: {len(schemas())} schemas.")
    return 0


def _write(options: argparse.Namespace) -> int:
    from copcourse.authoring import twee
    from copcourse.reading import read_scenario, read_toml
    from copcourse.writing import write_whole

    read_scenario(options.file)  # says all faults of the story before any of it is written
    text = twee.write(read_toml(options.file), options.file.stem)
    write_whole(options.out, text.encode())
    print(f"{options.out}: open it in Twine with Import.")
    return 0


def _read(options: argparse.Namespace) -> int:
    from copcourse.authoring import twee
    from copcourse.writing import read_text, write_new

    try:
        told = twee.read(read_text(options.file))
    except ContentError as error:
        raise ContentError(
            error.fault, error.remedy, file=options.file, place=error.place
        ) from None
    write_new(options.out, twee.story_toml(told.story).encode())
    print(f"{options.out}: {len(told.story['scene'])} scenes.")
    if told.missing:
        print('Missing, and marked "TO FILL":', file=sys.stderr)
    for line in told.missing:
        print(f"- {line}", file=sys.stderr)
    return 0
