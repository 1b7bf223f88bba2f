"""The shared safety texts with their gaps filled: where help is, who has read the course."""

from __future__ import annotations

from collections.abc import Mapping

from copcourse.content import Review
from copcourse.texts import fill
from copcourse.words import words


def filled_blocks(
    blocks: Mapping[str, str], *, help_url: str, review: Review, report: str, lang: str
) -> dict[str, str]:
    """Every block as Markdown, ready to show. Gaps: ``{help}``, ``{review}``, ``{report}``."""
    values = {"help": help_url, "review": review_sentence(review, lang), "report": report}
    return {name: fill(text, values) for name, text in blocks.items()}


def review_sentence(review: Review, lang: str) -> str:
    """Whether somebody qualified has read the course, as the pages say it."""
    said = words(lang)["frame"]
    if review.role and review.date:
        return said["reviewed"].format(role=review.role, date=review.date)
    return said["not_reviewed"]
