"""The ``copcourse handouts`` command. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from copcourse.overlay import add_with, effective_root


def add_handouts(commands: Any) -> None:
    """Add the command to a parser's own."""
    handouts = commands.add_parser("handouts", help="write what a workshop needs on paper")
    handouts.add_argument("modules", nargs="+", metavar="MODULE", help="such as online-threats")
    handouts.add_argument(
        "--country", required=True, metavar="XX", help="whose help list: two letters, such as IE"
    )
    handouts.add_argument("--out", type=Path, required=True, metavar="DIR")
    handouts.add_argument("--paper", choices=["a4", "letter"], default="a4")
    handouts.add_argument("--pdf", action="store_true", help="write a tagged PDF of each too")
    handouts.add_argument(
        "--with-keys", action="store_true", help="write the forms' right answers, in a file apart"
    )
    add_with(handouts)
    handouts.set_defaults(run=_handouts)


def _handouts(options: argparse.Namespace) -> int:
    from copcourse.handouts.writing import KEYS, country_note, write
    from copcourse.reading import read_helplines

    with effective_root(options.school, pages=False, keys=options.with_keys) as root:
        files = write(
            root,
            options.modules,
            options.country,
            options.out,
            options.paper,
            options.pdf,
            options.with_keys,
        )
        note = country_note(read_helplines(root / "helplines.toml"), options.country)
    print(f"{len(files)} files. Open {options.out / 'index.html'} in a browser, and print.")
    if KEYS in files:
        print(f"{options.out / KEYS} holds the right answers: keep it to yourself.")
    if note:
        print(note, file=sys.stderr)
    return 0
