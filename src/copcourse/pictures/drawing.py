"""Records of pictures to SVG. Pure: the same record gives the same bytes.

A picture is 400 units wide, so that on a narrow phone its letters are as large as the text's. It
takes no font and no style from elsewhere, and turns dark with the page.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable
from functools import partial

from attrs import define, field

from copcourse.pictures.records import Part, Picture

# Not the one of xml.sax, which brings half of the network's modules into a learner's kernel.
escape = partial(html.escape, quote=False)

WIDTH = 400
EDGE = 16
GAP = 12
PAD = 14
HUES = 6

_STYLE = (
    "text{font-family:system-ui,-apple-system,'Segoe UI','Noto Sans',sans-serif;fill:#1e2328}"
    ".t{font-size:19px;font-weight:700}.h{font-size:17px;font-weight:700}.b{font-size:15px}"
    ".n{font-size:13.5px}.w{fill:#fff}.bg{fill:#fbfaf6}.box{fill:#fff;stroke-width:2.5}"
    ".h1,.s1{stroke:#1d5a8c}.h2,.s2{stroke:#8a4b08}.h3,.s3{stroke:#2b6b3f}"
    ".h4,.s4{stroke:#6b3a7d}.h5,.s5{stroke:#0e5c63}.h6,.s6{stroke:#8a2c3c}"
    ".f1{fill:#1d5a8c}.f2{fill:#8a4b08}.f3{fill:#2b6b3f}.f4{fill:#6b3a7d}.f5{fill:#0e5c63}"
    ".f6{fill:#8a2c3c}.track{fill:#e4e8e6}.line{stroke:#7b8a8d;stroke-width:2.5}"
    "@media (prefers-color-scheme:dark){text{fill:#e5eceb}.bg{fill:#172023}"
    ".box{fill:#10171a}.w{fill:#10171a}.track{fill:#2b393d}"
    ".s1{stroke:#8fc1ee}.s2{stroke:#ebc681}.s3{stroke:#93d6b1}.s4{stroke:#d5aee6}"
    ".s5{stroke:#88d1d1}.s6{stroke:#f2a8b2}.f1{fill:#8fc1ee}.f2{fill:#ebc681}"
    ".f3{fill:#93d6b1}.f4{fill:#d5aee6}.f5{fill:#88d1d1}.f6{fill:#f2a8b2}}"
)
# The width of a letter over the size of its font: a careful average of common system fonts.
_LETTER = {"t": 19 * 0.64, "h": 17 * 0.64, "b": 15 * 0.57, "n": 13.5 * 0.57}
_LINE = {"t": 25, "h": 23, "b": 20, "n": 18}


def wrap(text: str, style: str, width: float) -> list[str]:
    """A text cut into lines that fit into a width, in a style's letters."""
    most = max(8, int(width / _LETTER[style]))
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


@define
class _Sheet:
    """What has been drawn so far, and how far down it reaches."""

    y: float = EDGE
    marks: list[str] = field(factory=list)

    def text(self, x: float, lines: Iterable[str], style: str) -> None:
        """Lines of text below one another, from the present height on."""
        for line in lines:
            self.y += _LINE[style]
            size = style.split()[0]
            self.marks.append(
                f'<text x="{x:g}" y="{self.y - 0.28 * _LINE[size]:g}" class="{style}">'
                f"{escape(line)}</text>"
            )

    def box(self, x: float, y: float, width: float, height: float, hue: int) -> None:
        """A framed box, drawn below what has been written into it."""
        self.marks.insert(
            0,
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="10" '
            f'class="box s{hue}"/>',
        )


def draw(picture: Picture) -> str:
    """A picture as the text of an SVG file."""
    sheet = _Sheet()
    sheet.text(EDGE, wrap(picture.title, "t", WIDTH - 2 * EDGE), "t")
    sheet.y += GAP
    _KINDS[picture.kind](sheet, picture)
    if picture.note:
        sheet.y += GAP / 2
        sheet.text(EDGE, wrap(picture.note, "n", WIDTH - 2 * EDGE), "n")
    height = sheet.y + EDGE
    name = picture.id
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" '
        f'width="{WIDTH}" height="{height:g}" role="img" aria-labelledby="{name}-title {name}-alt">'
        f'\n<title id="{name}-title">{escape(picture.title)}</title>'
        f'\n<desc id="{name}-alt">{escape(picture.alt)}</desc>\n<style>{_STYLE}</style>'
        f'\n<rect class="bg" width="{WIDTH}" height="{height:g}" rx="14"/>\n'
        + "\n".join(sheet.marks)
        + "\n</svg>\n"
    )


def _hue(number: int) -> int:
    return number % HUES + 1


def _boxes(sheet: _Sheet, picture: Picture) -> None:
    """Two boxes a row; the lower of a row sets its height."""
    width = (WIDTH - 2 * EDGE - GAP) / 2
    for first in range(0, len(picture.parts), 2):
        top, lowest = sheet.y, sheet.y
        row = picture.parts[first : first + 2]
        for column, part in enumerate(row):
            sheet.y = top + PAD / 2
            _said(sheet, EDGE + column * (width + GAP) + PAD, width - 2 * PAD, part)
            lowest = max(lowest, sheet.y + PAD)
        for column in range(len(row)):
            x = EDGE + column * (width + GAP)
            sheet.box(x, top, width, lowest - top, _hue(first + column))
        sheet.y = lowest + GAP
    sheet.y -= GAP


def _said(sheet: _Sheet, x: float, width: float, part: Part) -> None:
    sheet.text(x, wrap(part.title, "h", width), "h")
    sheet.text(x, wrap(part.text, "b", width), "b")


def _steps(sheet: _Sheet, picture: Picture) -> None:
    """Numbered discs on a line, each with its step beside it."""
    x = EDGE + 16
    tops: list[float] = []
    for number, part in enumerate(picture.parts, 1):
        tops.append(sheet.y + 16)
        sheet.y += 2
        _said(sheet, x + 30, WIDTH - EDGE - x - 30, part)
        sheet.y = max(sheet.y, tops[-1] + 18) + GAP
        sheet.marks.append(
            f'<circle cx="{x}" cy="{tops[-1]:g}" r="16" class="f5"/>'
            f'<text x="{x}" y="{tops[-1] + 6:g}" text-anchor="middle" class="h w">{number}</text>'
        )
    sheet.y -= GAP
    sheet.marks.insert(0, f'<path d="M{x} {tops[0]:g}V{tops[-1]:g}" class="line" fill="none"/>')


def _columns(sheet: _Sheet, picture: Picture) -> None:
    """A box a list. Side by side they would be too narrow for a phone, so they stand in rows."""
    width = WIDTH - 2 * EDGE
    for number, part in enumerate(picture.parts):
        top = sheet.y
        sheet.y += PAD / 2
        sheet.text(EDGE + PAD, wrap(part.title, "h", width - 2 * PAD), "h")
        for line in part.lines:
            first, *rest = wrap(line, "b", width - 2 * PAD - 16)
            sheet.text(EDGE + PAD, [f"• {first}"], "b")
            sheet.text(EDGE + PAD + 13, rest, "b")
        sheet.y += PAD
        sheet.box(EDGE, top, width, sheet.y - top, _hue(number))
        sheet.y += GAP
    sheet.y -= GAP


def _bars(sheet: _Sheet, picture: Picture) -> None:
    """Bars from nothing to the largest value, or to a hundred per cent; the number beside each."""
    values = [part.value or 0.0 for part in picture.parts]
    whole = 100.0 if picture.unit == "%" else max(values)
    room = WIDTH - 2 * EDGE - 74
    for part, value in zip(picture.parts, values, strict=True):
        sheet.text(EDGE, wrap(part.title, "b", WIDTH - 2 * EDGE), "b")
        sheet.y += 4
        length = max(2.0, room * value / whole)
        sheet.marks.append(
            f'<rect x="{EDGE}" y="{sheet.y:g}" width="{room}" height="18" rx="4" class="track"/>'
            f'<rect x="{EDGE}" y="{sheet.y:g}" width="{length:.1f}" height="18" rx="4" class="f5"/>'
            f'<text x="{EDGE + room + 8}" y="{sheet.y + 15:g}" class="h">'
            f"{value:g}{escape(_spaced(picture.unit))}</text>"
        )
        sheet.y += 18 + GAP
    sheet.y -= GAP


def _spaced(unit: str) -> str:
    return unit if not unit or unit == "%" else f"\u00a0{unit}"


_KINDS: dict[str, Callable[[_Sheet, Picture], None]] = {
    "bars": _bars,
    "boxes": _boxes,
    "steps": _steps,
    "columns": _columns,
}
