"""``copcourse export-quiz`` and ``copcourse import-quiz``: questions to other homes and back."""

from __future__ import annotations

import argparse
import os
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

from copcourse.errors import ContentError

_ENDINGS = {"gift": ".gift.txt", "moodle-xml": ".xml", "qti": ".zip"}


def add_banks(commands: Any) -> None:
    """Add the commands to a parser's own."""
    out = commands.add_parser("export-quiz", help="write a quiz for a learning platform")
    out.add_argument("quiz", metavar="QUIZ", help="the quiz's name, such as online-threats")
    out.add_argument("--to", required=True, choices=sorted(_ENDINGS), help="the format")
    out.add_argument("--out", type=Path, metavar="FILE", help="the file to write")
    out.set_defaults(run=_export)

    back = commands.add_parser("import-quiz", help="read a quiz from GIFT or Moodle XML")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--out", type=Path, required=True, metavar="QUIZ.toml")
    back.set_defaults(run=_import)


def _export(options: argparse.Namespace) -> int:
    from copcourse.banks import gift, moodle, qti
    from copcourse.banks.conversion import bank_of
    from copcourse.locating import course_root
    from copcourse.marking import QUIZZES
    from copcourse.reading import quizzes_folder, read_quiz
    from copcourse.writing import write_whole

    folder = Path(os.environ.get(QUIZZES) or quizzes_folder(course_root()))
    path = folder / f"{options.quiz}.toml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in folder.glob("*.toml"))) or "none"
        raise ContentError(
            f"there is no quiz {options.quiz!r}", f"There are: {known}.", file=folder
        )
    quiz = read_quiz(path)
    bank = bank_of(quiz)
    if options.to == "qti":
        files, lost = qti.write(bank)
        data = BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in files.items():
                package.writestr(name, text)
        written = data.getvalue()
    else:
        write = gift.write if options.to == "gift" else moodle.write
        text, lost = write(bank)
        written = text.encode()
    lost += [f'"{one.id}": a question about confidence has no marks' for one in quiz.confidence]
    out = options.out or Path(f"{options.quiz}{_ENDINGS[options.to]}")
    write_whole(out, written)
    print(f"{out}: {len(bank.questions)} questions. It holds the key: it is not for learners.")
    _tell(lost)
    return 0


def _import(options: argparse.Namespace) -> int:
    from copcourse.banks import gift, moodle
    from copcourse.banks.conversion import TO_FILL, quiz_toml
    from copcourse.writing import read_text, write_new

    text = read_text(options.file)
    reader: Callable[[str], Any] = moodle.read if text.lstrip().startswith("<") else gift.read
    try:
        bank = reader(text)
    except ContentError as error:
        raise ContentError(
            error.fault, error.remedy, file=options.file, place=error.place
        ) from None
    if not bank.questions:
        raise ContentError(
            "there is no question in it", "Give a file in GIFT or Moodle XML.", file=options.file
        )
    toml = quiz_toml(bank)
    write_new(options.out, toml.encode())
    print(f"{options.out}: {len(bank.questions)} questions.")
    if missing := toml.count(f'"{TO_FILL}"'):
        print(f'{missing} places say "{TO_FILL}": fill them, then run copcourse check.')
    return 0


def _tell(lost: list[str]) -> None:
    if lost:
        print("It cannot hold:", file=sys.stderr)
    for line in lost:
        print(f"- {line}", file=sys.stderr)
