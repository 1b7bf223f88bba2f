"""A school's Markdown: what it may not hold, and how the rest is shown as text.

A school's words stand on the course's pages, where a code cell would run, and a picture from
elsewhere would tell another host who reads.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from copcourse.errors import ContentError
from copcourse.texts import directives

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_MARKS = re.compile(r"[^\w\s,.;'\"?/()’“”–-]|_")
# Pattern, what is wrong, what to do.
_REFUSED = (
    (r"^[\s>*+\-\d.)]*(`{3,}|~{3,})", "code stands here, and nothing in a school's folder is run",
     "Take the lines with ``` out."),
    (r"^\+\+\+|^%", "a line begins with a mark that cuts pages in parts", "Begin it with a word."),
    (r"^---\s*$|^replace\b.*[:=]", "a line for a page's header stands here",
     "Write the text alone: what the course says cannot be replaced."),
    (r"!\[", "a picture stands here, and it would be fetched from elsewhere",
     "Describe it in words."),
    (r"\]\(\s*(?!https://|mailto:|tel:|#[\w-]|(?:\.\./)?[\w/-]+\.ipynb[)#])",
     "an address stands here that may lead anywhere",
     "Lead to https://, mailto: or tel: addresses, or to a page such as help.ipynb."),
    (r"^[\s>*+\-\d.)]*\[[^\]]*\]:", "an address stands on a line of its own",
     "Write [the words](https://...) in the sentence."),
    (r"^\s*(=+|-{2,})\s*$", "a line of marks stands here", "Leave an empty line instead."),
)  # fmt: skip
_HEADING = (r"^\s{0,3}#{1,6}(\s|$)", "a heading stands here", "Write it as a sentence.")


def without_comments(text: str) -> str:
    """The text without what its author notes for authors; its lines keep their numbers."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)


def shown(text: str) -> str:
    """Markdown whose HTML is shown as text, and never taken for a page's own."""
    return without_comments(text).replace("<", "&lt;").strip()


def as_text(plain: str) -> str:
    """A text in which Markdown finds no mark at all."""
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", " ".join(plain.split()))


def problems(
    text: str, file: Path, *, place: str = "", may: Collection[str] = (), headings: bool = False
) -> Iterator[ContentError]:
    """What a school's Markdown may not hold; ``may`` names the directives that it may."""
    whole = without_comments(text)
    refused = _REFUSED if headings else (*_REFUSED, _HEADING)
    said: set[str] = set()
    for number, line in enumerate(whole.splitlines(), 1):
        broken = next((one for one in refused if re.search(one[0], line)), None)
        # A block of lines breaks one rule, and is said once.
        if broken and broken[1] not in said:
            said.add(broken[1])
            # In a text that stands in TOML the lines are counted from elsewhere.
            where = place or f"line {number}"
            yield ContentError(broken[1], broken[2], file=file, place=where)
    known = {(name, argument) for name, argument, _ in directives(whole)}
    for name, argument in sorted(known):
        if name not in may:
            fault = f"the directive {name!r} has no place here"
            remedy = f"Use {', '.join(sorted(may))}." if may else "Write plain sentences."
            yield ContentError(fault, remedy, file=file, place=place or f":::{{{name}}} {argument}")
    if whole.count(":::") != 2 * len(list(directives(whole))):
        fault = "the marks ::: do not pair"
        remedy = "Each :::{name} on a line ends with ::: on a line of its own."
        yield ContentError(fault, remedy, file=file, place=place)
