"""What the pages of one quiz share, read once: key, words, sources, what to read again, help."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from copcourse.blocks import filled_blocks, review_sentence
from copcourse.content import Page, Quiz, Review
from copcourse.errors import CourseError
from copcourse.grading.feedback.records import Background
from copcourse.items import Item
from copcourse.locating import course_root
from copcourse.marking import QUIZZES
from copcourse.reading import (
    read_blocks,
    read_helplines,
    read_page,
    read_practice,
    read_quiz,
    read_sources,
    read_toml,
)
from copcourse.texts import cited, split_parts, to_html
from copcourse.words import words

# More names than these help nobody to begin.
_PARTS = 2


def quiz_files(course: Path) -> dict[str, Path]:
    """The trainer's quiz files of a course, by slug."""
    folder = Path(os.environ.get(QUIZZES) or course / "quizzes")
    return {path.stem: path for path in sorted(folder.glob("*.toml"))}


def read_background(course: Path, slug: str) -> Background:
    """Read all that the pages of a quiz share.

    Raises CourseError for a quiz that the course does not have, and CourseErrors for its files.
    """
    files = quiz_files(course)
    if slug not in files:
        raise CourseError(
            f"there is no quiz {slug!r} here",
            f"This course has: {', '.join(files) or 'no quiz file at all'}.",
            file=Path(os.environ.get(QUIZZES) or course / "quizzes"),
        )
    quiz, root = read_quiz(files[slug]), course_root(course)
    head = read_toml(root / "course.toml")
    review = Review(**head.get("review", {}))
    # A page that was mailed has no page beside it, so its way to help leads to where every
    # country's help line can be found.
    worldwide = read_helplines(root / "helplines.toml").worldwide
    address = next(line.url for line in worldwide if line.kind == "child" and line.url)
    blocks = filled_blocks(
        read_blocks(root), help_url=address, review=review, report=head["report"], lang=quiz.lang
    )
    module, again = _module(root, quiz)
    return Background(
        quiz=quiz,
        words=words(quiz.lang),
        sources=read_sources(root / "sources.toml"),
        again=again,
        module=module,
        help=to_html(blocks["danger-now"]),
        help_title=read_page(root / "help.md").title,
        reviewed=review_sentence(review, quiz.lang),
    )


def _module(root: Path, quiz: Quiz) -> tuple[str, dict[str, tuple[str, ...]]]:
    folder = root / quiz.module
    # A trainer may have a quiz of their own, on nothing that is here to be read.
    if not (folder / "text.md").is_file():
        return "", {}
    page = read_page(folder / "text.md")
    practice = read_practice(folder / "practice.toml")
    return page.title, read_again(quiz.items, practice, page)


def read_again(
    items: Iterable[Item], practice: Iterable[Item], page: Page
) -> dict[str, tuple[str, ...]]:
    """The headings of the sections to read for each item, by item id; none where none is known.

    A section teaches what its practice asks about, by objective. Among those, and where no section
    has practice on it, the ones are named that rest on the most of the item's own sources.
    """
    sections = {
        part: set(cited(body))
        for part, body in split_parts(page.body)
        if part and part.startswith("section-")
    }
    taught: dict[str, list[str]] = {}
    for one in practice:
        if one.objective and one.when in sections:
            taught.setdefault(one.objective, []).append(one.when)
    found = {}
    for item in items:
        parts = list(dict.fromkeys(taught.get(item.objective or "", ())))
        shared = {part: len(sections[part] & set(item.sources)) for part in parts or sections}
        most = max(shared.values(), default=0)
        best = [part for part, count in shared.items() if count == most] if most else parts
        found[item.id] = tuple(page.headings[part] for part in best[:_PARTS])
    return found
