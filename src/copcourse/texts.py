"""What the course's Markdown may hold beyond Markdown: citations, folds, safety blocks, lists.

An author writes ``[@source-id]``, ``:::{more} Title``, ``:::{block} danger-now``,
``:::{story} Title``, ``:::{picture} id``, lists such as ``:::{helplines}``, and
``<!-- part: section-1 -->``; the functions here find them or put plain Markdown in their place.
They are pure.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import mistune

if TYPE_CHECKING:
    from copcourse.content import Source

_CITATION = re.compile(r"\s*\[(@[\w.-]+(?:\s*;\s*@[\w.-]+)*)\]")
_DIRECTIVE = re.compile(
    r"^:::\{(?P<name>\w+)\}[ \t]*(?P<argument>[^\n]*)\n(?P<body>.*?)^:::[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_PART = re.compile(r"^<!--\s*part:\s*([\w-]+)\s*-->\s*$", re.MULTILINE)
_FENCE = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```\s*$", re.DOTALL | re.MULTILINE)


def cited(text: str) -> list[str]:
    """The source ids that a text cites, each once, in the order of their first mention."""
    found = (
        one.strip().lstrip("@") for match in _CITATION.finditer(text) for one in match[1].split(";")
    )
    return list(dict.fromkeys(found))


def number_citations(
    text: str, numbers: Mapping[str, int], sources: Mapping[str, Source], no_year: str
) -> str:
    """The text with each citation as small numbers that lead to the list of sources."""

    def link(source_id: str) -> str:
        label = html.escape(sources[source_id].label(no_year), quote=True)
        number = numbers[source_id]
        return f'<a href="#source-{source_id}" title="{label}">{number}</a>'

    def replace(match: re.Match[str]) -> str:
        ids = [one.strip().lstrip("@") for one in match[1].split(";")]
        return f'<sup class="cop-cite">{", ".join(link(one) for one in ids)}</sup>'

    return _CITATION.sub(replace, text)


def without_citations(text: str) -> str:
    """The text as it is read aloud."""
    return _CITATION.sub("", text)


def directives(text: str) -> Iterator[tuple[str, str, str]]:
    """Each directive as (name, argument, body)."""
    for match in _DIRECTIVE.finditer(text):
        yield match["name"], match["argument"].strip(), match["body"]


def replace_directives(text: str, replace: Callable[[str, str, str], str]) -> str:
    """The text with each directive replaced by what ``replace(name, argument, body)`` gives."""
    return _DIRECTIVE.sub(
        lambda match: replace(match["name"], match["argument"].strip(), match["body"]), text
    )


def fold(title: str, body: str, anchor: str = "") -> str:
    """A folded text that JupyterLab, Voilà and a plain page all show.

    The anchor stands inside, because a browser unfolds what a link leads into.
    """
    named = f'<span id="{anchor}"></span>\n\n' if anchor else ""
    summary = f"<summary>{html.escape(title)}</summary>"
    return f"<details>\n{summary}\n\n{named}{body.strip()}\n\n</details>"


def headings(text: str) -> dict[str, str]:
    """The headings of a page's parts, by part."""
    found = {}
    for part, body in split_parts(text):
        heading = re.search(r"^## (.+)$", body, re.MULTILINE)
        if part and heading:
            found[part] = heading[1].strip()
    return found


def split_parts(text: str) -> Iterator[tuple[str | None, str]]:
    """The text cut before each second-level heading, as (part, text without its part comment)."""
    for piece in re.split(r"(?m)^(?=## )", text):
        part = _PART.search(piece)
        body = _PART.sub("", piece)
        if body.strip():
            yield (part[1] if part else None), re.sub(r"\n{3,}", "\n\n", body).strip()


def code_lines(text: str) -> list[str]:
    """The code cells of a text."""
    return [match[1].strip() for match in _FENCE.finditer(text)]


def without_code(text: str) -> str:
    """The text without its code cells."""
    return _FENCE.sub("", text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each ``{name}`` put in; other braces stay."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def to_html(markdown: str) -> str:
    """Markdown of our own (blocks, never a learner's text) as HTML."""
    return str(mistune.html(markdown)).strip()


def source_list(
    ids: Iterable[str], sources: Mapping[str, Source], tables: Mapping[str, Mapping[str, str]]
) -> str:
    """A Markdown list of sources with the anchors that citations lead to.

    ``tables`` are the interface words.
    """
    lines = []
    for number, one in enumerate(ids, 1):
        source = sources[one]
        label = html.escape(source.label(tables["sources"]["no_year"]))
        if source.link:
            address = html.escape(source.url, quote=True)
            name = html.escape(
                tables["frame"]["source_open_of"].format(title=source.title), quote=True
            )
            label += (
                f' <a href="{address}" rel="noreferrer noopener" aria-label="{name}">'
                f"{html.escape(tables['frame']['source_open'])}</a>"
            )
        lines.append(f'{number}. <span id="source-{one}">{label}</span>')
    return "\n".join(lines)
