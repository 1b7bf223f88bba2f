"""What became of a file."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from attrs import frozen

from copcourse.grading.collecting.senders import Sender

State = Literal["accepted", "replaced", "older kept", "duplicate", "refused", "other file"]

COLLECTED: tuple[State, ...] = ("accepted", "replaced", "older kept", "duplicate")
"""The states of a file that is a hand-in and safely kept."""


@frozen(kw_only=True)
class Outcome:
    """What became of one file, and for a refused one why and what to do.

    ``name`` is the file's as a person knows it, with its folder or archive; ``typed`` what the
    learner typed where the roster has another id for them; ``sender`` who sent it, where a learning
    platform says so.
    """

    file: Path
    name: str
    state: State
    learner: str = ""
    quiz: str = ""
    detail: str = ""
    typed: str = ""
    sender: Sender | None = None

    def __str__(self) -> str:
        place = f"{self.learner}, {self.quiz}: " if self.learner else ""
        return plain(f"{self.state:<10}  {self.name}: {place}{self.detail}")


def plain(text: str) -> str:
    """Somebody else's words on a terminal: nothing in them may steer it, and none is lost.

    The two joiners, invisible themselves, are letters' own in Persian and in India's scripts.
    """
    return "".join(
        one if one.isprintable() or one in "\u200c\u200d" else ascii(one)[1:-1] for one in text
    )
