"""``copcourse twee`` and ``copcourse schemas``: for an author's other tools."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from copcourse.errors import ContentError


def add_authoring(commands: Any) -> None:
    """Add the commands to a parser's own."""
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
