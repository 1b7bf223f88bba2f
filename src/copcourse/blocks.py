"""The shared safety texts with their gaps filled: where help is, who has read the course."""

from __future__ import annotations

from collections.abc import Mapping

from copcourse.content import Review
from copcourse.texts import fill


def filled_blocks(
    blocks: Mapping[str, str], *, help_url: str, review: Review, report: str
) -> dict[str, str]:
    """Every block as Markdown, ready to show. Gaps: ``{help}``, ``{review}``, ``{report}``."""
    values = {"help": help_url, "review": review.sentence, "report": report}
    return {name: fill(text, values) for name, text in blocks.items()}
