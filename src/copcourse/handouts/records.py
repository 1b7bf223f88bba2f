"""What is handed out: one record a sheet or set of cards."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Paper = Literal["a4", "letter"]
PAPERS: tuple[Paper, ...] = ("a4", "letter")
# For whom one copy is, as the words [handouts] call it.
Copies = Literal["each", "pair", "table", "family"]


@frozen(kw_only=True)
class Handout:
    """One handout: ``name`` is the file's without its ending, ``module`` 0 for the whole course.

    ``title`` is shown by the browser and tells no topic; ``heading`` is what the index calls it.
    """

    name: str
    title: str
    heading: str
    copies: Copies
    module: int
    html: str
