"""The ``copcourse kit`` command. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from copcourse.overlay import add_with, effective_root


def add_kit(commands: Any) -> None:
    """Add the command to a parser's own."""
    kit = commands.add_parser("kit", help="write the whole workshop as one zip for a memory stick")
    kit.add_argument(
        "--country", required=True, metavar="XX", help="whose help lines: two letters, such as IE"
    )
    kit.add_argument("--out", type=Path, required=True, metavar="FILE.zip")
    kit.add_argument(
        "--modules", nargs="+", default=(), metavar="SLUG", help="those of the workshop (all)"
    )
    kit.add_argument("--paper", choices=["a4", "letter"], default="a4")
    kit.add_argument("--pdf", action="store_true", help="add a tagged PDF of each handout")
    add_with(kit)
    kit.set_defaults(run=_kit)


def _kit(options: argparse.Namespace) -> int:
    from copcourse.handouts.writing import country_note
    from copcourse.kit.contents import write
    from copcourse.kit.packing import megabytes
    from copcourse.kit.start import START
    from copcourse.reading import read_helplines

    paper, pdf = options.paper, options.pdf
    with effective_root(options.school) as root:
        files = write(root, options.modules, options.country, options.out, paper, pdf)
        note = country_note(read_helplines(root / "helplines.toml"), options.country)
    size = megabytes(options.out.stat().st_size)
    print(f"{options.out}: {len(files)} files, {size}.")
    if not options.pdf:
        print("The handouts print from any browser; with --pdf the kit holds them as PDF too.")
    print(f"Unpack it onto the stick or the laptop (Windows: Extract all), then open {START}.")
    if note:
        print(note, file=sys.stderr)
    return 0
