"""Rules for the shared safety texts: each page carries its own, and nobody rewrites them."""

from __future__ import annotations

from collections.abc import Iterator

from copcourse.checking.passages import plain, sentences
from copcourse.checking.problems import problem
from copcourse.content import Course
from copcourse.errors import ContentError
from copcourse.texts import directives

PAGE_BLOCKS = {
    "home": {"danger-now", "not-a-substitute", "mistake"},
    "help": {"danger-now", "under-18", "not-safe-at-home", "images"},
    "text": {"danger-now", "under-18", "not-safe-at-home", "not-a-substitute", "mistake"},
    "activities": {"danger-now"},
    "workshop": {"danger-now"},
    "simpler": {"danger-now", "under-18", "not-safe-at-home"},
    "about": {"danger-now", "not-a-substitute", "mistake"},
    "agreements": {"danger-now", "mistake"},
    "place": {"danger-now", "mistake"},
    "certificate": {"danger-now", "mistake"},
    "placement": {"danger-now"},
    "help-simpler": {"danger-now", "under-18", "not-safe-at-home", "images"},
}
BLOCKS = {"danger-now", "under-18", "not-safe-at-home", "images", "not-a-substitute", "mistake"}


def check_blocks(course: Course) -> Iterator[ContentError]:
    """Each page carries its safety blocks, and nobody writes their words anew."""
    for one in sorted(BLOCKS - set(course.blocks)):
        path = course.root / "blocks" / f"{one}.md"
        yield problem("blocks", path, "", "the block is missing", "Write it.")
    pages = [("home", course.home), ("help", course.help_page), *course.pages.items()]
    for module in course.modules:
        pages += [("simpler", module.simpler)] if module.simpler else []
        pages += [
            ("text", module.text),
            ("activities", module.activities),
            ("workshop", module.workshop),
        ]
    first = {
        name: sentences(plain(text))[1:2] for name, text in course.blocks.items() if text.strip()
    }
    for kind, page in pages:
        there = {argument for name, argument, _ in directives(page.body) if name == "block"}
        for one in sorted(PAGE_BLOCKS[kind] - there):
            remedy = f"Add a line :::{{block}} {one} and a line :::."
            yield problem("blocks", page.path, "", f"the safety block {one!r} is missing", remedy)
        said = plain(page.body)
        for name, opening in first.items():
            if opening and opening[0] in said:
                remedy = f"Use :::{{block}} {name} instead."
                yield problem("blocks", page.path, "", f"the words of {name!r} stand here", remedy)
