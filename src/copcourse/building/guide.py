"""A workshop guide as the educator's window takes it: plans in minutes, and the texts for them.

Nothing is added to what the guide says. Its shape tells what is what, in any language: the part
with tables of minutes is the timetable, the part after it holds a text for each line of them, and
the one after that holds what to say when something happens.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from copcourse.texts import to_html

_HEADING = re.compile(r"(?m)^(#{1,3}) (.+)$")
_ROW = re.compile(r"(?m)^\|\s*(\d+)\s*\|\s*(.+?)\s*\|\s*$")
_TABLE_LINE = re.compile(r"(?m)^\|.*\|\s*$\n?")


@frozen
class Piece:
    """A heading of the guide with the text below it, up to the next heading."""

    level: int
    title: str
    text: str


def pieces(markdown: str) -> list[Piece]:
    """The guide cut at its headings."""
    found = list(_HEADING.finditer(markdown))
    ends = [one.start() for one in found[1:]] + [len(markdown)]
    return [
        Piece(len(one[1]), one[2].strip(), markdown[one.end() : end].strip())
        for one, end in zip(found, ends, strict=True)
    ]


def guide_facts(markdown: str, cut_list: str) -> dict[str, Any]:
    """Plans, texts and scripts of a guide whose directives and citations are replaced.

    ``cut_list`` is how the guide names what to leave out when time is short. Minutes are whole
    minutes; a part's ``text`` and each of ``scripts`` is the id of one of ``texts``.
    """
    parts, incidents, tables = _thirds(pieces(markdown))
    texts = [
        {"id": f"text-{number}", "title": one.title, "html": to_html(one.text)}
        for number, one in enumerate([*parts, *incidents], 1)
    ]
    told = texts[: len(parts)]
    # The opening comes first and the close last, and between them whatever may happen.
    scripts = [*told[:1], *texts[len(parts) :], *told[1:][-1:]]
    return {
        "plans": [_plan(one, told) for one in tables],
        "texts": texts,
        "scripts": [one["id"] for one in scripts],
        "cut": to_html(_bullet(markdown, cut_list)),
    }


def _thirds(every: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """The texts of the parts, of what may happen, and the tables of minutes."""
    chapters: list[list[Piece]] = []
    for one in every:
        if one.level < 3:
            chapters.append([])
        elif chapters:
            chapters[-1].append(one)
    for number, chapter in enumerate(chapters):
        if tables := [one for one in chapter if _ROW.search(one.text)]:
            after = [*chapters[number + 1 :], [], []]
            return after[0], after[1], tables
    return [], [], []


def _plan(piece: Piece, texts: Sequence[dict[str, str]]) -> dict[str, Any]:
    named = {_stem(one["title"]): one["id"] for one in texts}
    parts = [
        {"minutes": int(minutes), "title": title, "text": named.get(_stem(title))}
        for minutes, title in _ROW.findall(piece.text)
    ]
    return {
        "title": piece.title,
        "minutes": sum(int(one["minutes"] or 0) for one in parts),
        "parts": parts,
        "note": to_html(_TABLE_LINE.sub("", piece.text).strip()),
    }


def _stem(title: str) -> str:
    """What a line of the timetable and the heading of its text have in common."""
    return re.split(r"[,:]", title)[0].strip().casefold()


def _bullet(markdown: str, name: str) -> str:
    """The point of a list that begins with a name in bold, without the name."""
    found = re.search(rf"(?m)^- \*\*{re.escape(name)}\.?\*\*(.*(?:\n[ \t]+\S.*)*)", markdown)
    return " ".join(found[1].split()) if found else ""
