"""Pages of feedback made without a gradebook, and what a reader sees of them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from trainer import ROOT, record

from copcourse.answers import canonical, checksum
from copcourse.content import Quiz
from copcourse.grading.feedback.background import read_background
from copcourse.grading.feedback.page import page
from copcourse.grading.feedback.records import Background, Given
from copcourse.grading.feedback.telling import feedback
from copcourse.marking import Marked, mark_bytes

COURSE = ROOT / "course"
NOTHING_GIVEN = Given(submission="1")


@cache
def background(slug: str, course: Path = COURSE) -> Background:
    """What the pages of a quiz share, read once."""
    return read_background(course, slug)


def handed_in(quiz: Quiz, answers: Mapping[str, Any], learner: str = "Ana") -> Marked:
    """Answers as they come: through the bytes of a hand-in."""
    whole = record(quiz, learner, answers)
    return mark_bytes(quiz, canonical({**whole, "checksum": checksum(whole)}))


def told(
    shared: Background,
    answers: Mapping[str, Any],
    given: Given = NOTHING_GIVEN,
    learner: str = "Ana",
) -> str:
    """The page for some answers."""
    marked = handed_in(shared.quiz, answers, learner)
    return page(shared, feedback(shared, marked, given, "folder"))


def seen(text: str) -> str:
    """The words on a page, with single spaces, as they are read."""
    body = re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)
    return plain(html.unescape(re.sub(r"<[^>]+>", " ", body)))


def plain(text: str) -> str:
    """Words with single spaces between them."""
    return " ".join(text.split())


def shown_by_hand(item_id: str, points: float, comment: str = "") -> Given:
    """A gradebook in which a person has marked one reflection."""
    cell = f"reflection-{item_id}"
    return Given(
        submission="1",
        points={cell: points},
        by_hand=frozenset({cell}),
        comments={cell: comment},
    )
