"""A picture as its author wrote it: what kind it is, its parts, and what it says in words."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Kind = Literal["bars", "boxes", "steps", "columns"]

# How many parts a kind takes, how many lines a column, and how many letters fit into a place.
PARTS = {"bars": (2, 8), "boxes": (2, 6), "steps": (3, 7), "columns": (2, 3)}
LINES = (2, 5)
LETTERS = {"title": 60, "part title": 28, "part text": 80, "line": 40}


@frozen(kw_only=True)
class Part:
    """One bar, box, step or column."""

    title: str
    text: str = ""
    lines: tuple[str, ...] = ()
    value: float | None = None


@frozen(kw_only=True)
class Picture:
    """One picture of a module; ``alt`` says all that it says, for whoever does not see it.

    ``note`` (who, where, when), ``unit`` and ``sources`` belong to a chart of cited numbers.
    """

    id: str
    kind: Kind
    title: str
    alt: str
    parts: tuple[Part, ...]
    note: str = ""
    unit: str = ""
    sources: tuple[str, ...] = ()
