"""The course's Markdown as it stands on paper: boxes to tick, lines to write on, no dead links."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from copcourse.content import Page
from copcourse.errors import ContentError
from copcourse.texts import replace_directives, to_html, without_citations, without_code

_DOTS = re.compile(r"\.{8,}")
# Either a page of the course, which paper cannot open, or a place on such a page.
_INSIDE = re.compile(r"\[([^\]]+)\]\((?:[\w./-]*\.ipynb)?(?:#[\w-]+)?\)")
_HELP = re.compile(r"\[([^\]]+)\]\((?:\.\./)*help\.ipynb(?:#[\w-]+)?\)")
# Dots: up to so many are a short gap, from so many a whole line.
SHORT, WHOLE = 24, 44


def on_paper(text: str, help_url: str, blocks: Mapping[str, str], page: Page | None = None) -> str:
    """Markdown as HTML for print; ``blocks`` are the safety texts, filled.

    Raises ContentError where a directive is none that paper can show.
    """

    def replace(name: str, argument: str, body: str) -> str:
        if name == "story":
            return f"## {argument}\n\n{body.strip()}"
        if name == "more":
            return body.strip()
        if name == "block" and argument in blocks:
            return safety(blocks[argument])
        fault = f"the directive {name!r} with {argument!r} cannot be shown on paper"
        remedy = "Use story, more, or block with a safety text."
        raise ContentError(fault, remedy, file=page.path if page else None)

    plain = without_code(without_citations(replace_directives(text, replace)))
    linked = _INSIDE.sub(r"\1", _HELP.sub(rf"[\1]({help_url})", plain))
    return ticked(to_html(linked)).replace("<th>", '<th scope="col">')


def safety(markdown: str) -> str:
    """A safety text, which stands out from what is around it."""
    return f'<div class="safety" role="note">\n\n{markdown}\n\n</div>'


def ticked(made: str) -> str:
    """HTML with boxes for its ☐, and lines to write on for its dots."""
    # Not every font has the one, and nobody wants to hear the other read aloud.
    boxes = re.sub(r"☐\s*", '<span class="tick"></span>', made)
    return _DOTS.sub(lambda dots: blank(len(dots[0])), boxes)


def blank(dots: int) -> str:
    """A line to write on, as long as that many dots ask for."""
    size = "short" if dots <= SHORT else "whole" if dots > WHOLE else "half"
    return f'<span class="blank {size}"></span>'


def line(text: str) -> str:
    """A line of a plan as HTML: its links as their words, its dots to write on."""
    return ticked(html.escape(_INSIDE.sub(r"\1", text), quote=False))
