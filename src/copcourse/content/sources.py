"""What the texts rest on, and who has read them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen


@frozen(kw_only=True)
class Source:
    """Evidence that the texts rest on; ``link`` says whether a frightened parent may open it."""

    id: str
    title: str
    publisher: str
    kind: Literal["official", "research", "charity", "press", "commercial"]
    url: str
    link: bool
    review_by: date
    year: int | None = None

    def label(self, no_year: str) -> str:
        """Title, publisher and year as one line; ``no_year`` stands where no year is known."""
        return f"{self.title}. {self.publisher}, {self.year or no_year}."


@frozen(kw_only=True)
class Review:
    """Who qualified has read the course, and when; both empty until somebody has."""

    role: str = ""
    date: str = ""
