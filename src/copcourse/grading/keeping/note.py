"""The data note: what is kept of a learner, taken from the formats, said in plain words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from copcourse.answers import FIELDS
from copcourse.errors import CourseError
from copcourse.grading.keeping.places import PLACES
from copcourse.items import KINDS

_HERE = Path(__file__).parent
_WORDS = _HERE / "note.toml"

# Besides what its kind of question asks for: see the docstring of copcourse.items.
ANSWER_FIELDS = ("sure", "scale", "text", "at")


def formats() -> dict[str, tuple[str, ...]]:
    """All that is kept, as the formats have it: a group of names each, by where it stands."""
    from nbgrader.api import Base

    chosen = dict.fromkeys(kind.field for kind in KINDS.values())
    tables = {
        f"gradebook.{name}": tuple(column.name for column in table.columns)
        for name, table in sorted(Base.metadata.tables.items())
    }
    return {"hand-in": FIELDS, "answer": (*chosen, *ANSWER_FIELDS), "place": PLACES, **tables}


def described(words: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The same groups, as far as there are words for them."""
    return {
        **{group: tuple(words[group]) for group in ("hand-in", "answer", "place")},
        **{f"gradebook.{name}": tuple(rows) for name, rows in words["gradebook"].items()},
        **{f"gradebook.{name}": tuple(columns) for name, columns in words["course-only"].items()},
    }


def missing(kept: Mapping[str, Iterable[str]], words: Mapping[str, Any]) -> list[str]:
    """What is kept and has no words yet, each as ``group: name``."""
    said = described(words)
    return [
        f"{group}: {name}"
        for group, names in kept.items()
        for name in names
        if name not in said.get(group, ())
    ]


def read_words() -> dict[str, Any]:
    """The words of the note."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def data_note(days: int | None, today: date | None = None) -> str:
    """The page as HTML.

    Parameters
    ----------
    days
        How long answers are kept after they were handed in; None where the trainer has not said.
    today
        The day that the page gives as its own.

    Raises CourseError where something is kept that has no words yet.
    """
    words, kept = read_words(), formats()
    if unsaid := missing(kept, words):
        raise CourseError(
            f"these are kept and the note has no words for them: {', '.join(unsaid)}",
            "Say there what they are; or use the nbgrader that this copcourse was made for.",
            file=_WORDS,
        )
    until = f"until {days} days after you hand in" if days else "until the trainer deletes them"
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined
    )
    today = today or date.today()
    return environment.get_template("note.html.j2").render(
        made=f"{today.day} {today:%B %Y}",
        until=until,
        hand_in={name: words["hand-in"][name] for name in kept["hand-in"]},
        answer={name: words["answer"][name] for name in kept["answer"]},
        places=[
            {
                "name": name,
                "holds": words["place"][name]["holds"],
                "long": _sentence(words["long"][words["place"][name]["long"]].format(until=until)),
            }
            for name in kept["place"]
        ],
        gradebook=words["gradebook"],
        course_only=list(words["course-only"]),
    )


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
