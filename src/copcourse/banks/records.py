"""A bank of questions as other homes know it: kinds, texts, shares of the points, tags."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from attrs import evolve, frozen
from bs4 import BeautifulSoup

Kind = Literal["single", "several", "order", "match", "essay"]

TAG = 50
"""Letters that a tag may have in Moodle (its ``TAG_MAX_LENGTH``)."""


@frozen(kw_only=True)
class Entry:
    """One option: its text, what is said to whoever chooses it, and what it earns.

    ``share`` is the share of the points, -1 to 1; in an order the entries stand in theirs. ``pair``
    is the right side in a match.
    """

    text: str
    feedback: str = ""
    share: float = 0.0
    pair: str = ""


@frozen(kw_only=True)
class Question:
    """One question. ``grading`` is what only the person who marks an essay reads."""

    id: str
    kind: Kind
    ask: str
    explain: str = ""
    points: int = 1
    entries: tuple[Entry, ...] = ()
    grading: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    def tagged(self, name: str) -> list[str]:
        """What stands behind ``name:`` in each of the tags that begin so."""
        return [tag[len(name) + 1 :] for tag in self.tags if tag.startswith(f"{name}:")]


@frozen(kw_only=True)
class Bank:
    """The questions of a quiz, and notes about the whole as ``(name, text)``."""

    title: str
    questions: tuple[Question, ...]
    notes: tuple[tuple[str, str], ...] = ()


Lost = list[str]
"""What a format cannot hold, each as a sentence that names the question."""


def short_tags(bank: Bank) -> tuple[Bank, Lost]:
    """The bank with only those tags that Moodle would not cut off, and the others by name."""
    lost = [
        f'question "{question.id}": the tag "{tag}" has more than {TAG} letters'
        for question in bank.questions
        for tag in question.tags
        if len(tag) > TAG
    ]
    kept = (
        evolve(question, tags=tuple(tag for tag in question.tags if len(tag) <= TAG))
        for question in bank.questions
    )
    return evolve(bank, questions=tuple(kept)), lost


def without(lost: Lost, what: str, found: Iterable[Question]) -> None:
    """Note in ``lost`` that a format leaves something of these questions out."""
    lost.extend(f'question "{question.id}": {what}' for question in found)


def percent(share: float) -> str:
    """A share as Moodle lists them: five decimals at most, and no needless ones."""
    return f"{share * 100:.5f}".rstrip("0").rstrip(".")


def plain(text: str, form: str) -> str:
    """A text without markup. ``form`` is Moodle's name for what it is written in."""
    if form != "html":
        return text.strip()
    # What comes from Moodle's editor is HTML; here a question is text.
    return BeautifulSoup(text, "html.parser").get_text("\n", strip=True)
