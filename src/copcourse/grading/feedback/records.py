"""What stands on a page, as records: no word of the interface, no markup."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import Factory, frozen

from copcourse.content import Quiz, Source

Result = Literal["right", "partly", "wrong", "open", "unreadable"]
"""How an answer came out. ``open`` is no answer; ``unreadable`` is not the same as wrong."""


@frozen(kw_only=True)
class Given:
    """What the gradebook holds of one submission, by the names of nbgrader's cells.

    ``points`` are in points; ``by_hand`` are the cells that a person has marked; ``late`` is what
    was taken off.
    """

    submission: str
    late: float = 0.0
    points: Mapping[str, float] = Factory(dict)
    by_hand: frozenset[str] = frozenset()
    comments: Mapping[str, str] = Factory(dict)


@frozen(kw_only=True, eq=False)
class Background:
    """What the pages of one quiz share; each reading of it is its own.

    ``again`` names the parts of the module to read for an item; ``help`` is HTML of our own.
    """

    quiz: Quiz
    words: Mapping[str, Mapping[str, str]]
    sources: Mapping[str, Source]
    again: Mapping[str, tuple[str, ...]]
    module: str
    help: str
    help_title: str
    reviewed: str


@frozen(kw_only=True)
class Line:
    """One thing that a learner chose: its text, whether it fits, and its feedback.

    ``side`` is what it was matched with; ``fits`` is None where the whole answer is judged.
    """

    text: str
    reason: str
    side: str = ""
    fits: bool | None = None


@frozen(kw_only=True)
class Question:
    """One question as it was answered. ``found`` of ``sought`` say how much of it is there."""

    number: int
    kind: str
    ask: str
    critical: bool
    lines: tuple[Line, ...]
    result: Result
    problem: str
    found: int
    sought: int
    points: float
    max: float
    changed: bool
    sure: int | None
    why: str
    sources: tuple[Source, ...]
    again: tuple[str, ...]

    @property
    def outcome(self) -> Literal["right", "partly", "wrong"]:
        """The result, where an answer that is missing or unreadable counts as not right."""
        return self.result if self.result in ("right", "partly") else "wrong"


@frozen(kw_only=True)
class Written:
    """The reflection; ``points`` is None until a person has marked it."""

    case: str
    ask: str
    text: str
    points: float | None
    max: float
    comment: str
    sources: tuple[Source, ...]


@frozen(kw_only=True)
class Score:
    """Points for the questions and all together, and how far they are from a pass."""

    points: float
    max: float
    total: float
    total_max: float
    late: float
    pass_mark: int | None
    short: float
    critical_open: int

    @property
    def passed(self) -> bool:
        """Enough points for the questions, before anything was taken off, and no critical one."""
        return not self.short and not self.critical_open


@frozen(kw_only=True)
class Sureness:
    """Of the questions answered with one level of sureness: how many, and how they came out."""

    level: int
    count: int
    right: int
    partly: int


@frozen(kw_only=True)
class Feedback:
    """All that one learner is told."""

    learner: str
    problem: str
    questions: tuple[Question, ...]
    written: Written | None
    confidence: tuple[tuple[str, int | None], ...]
    sureness: tuple[Sureness, ...]
    score: Score
    again: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def critical(self) -> tuple[Question, ...]:
        """The critical questions, those that are not right yet first."""
        critical = [one for one in self.questions if one.critical]
        return tuple(sorted(critical, key=lambda one: one.result == "right"))

    @property
    def others(self) -> tuple[Question, ...]:
        """All other questions, in their order."""
        return tuple(one for one in self.questions if not one.critical)
