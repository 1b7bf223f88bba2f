"""A school's colours: their contrast wherever they are used, and the style that brings them.

Contrast is WCAG 2.2's ratio of relative luminances (https://www.w3.org/TR/WCAG22/#contrast-minimum):
at least 4.5 for text, at least 3 for the outlines of controls and of what has the focus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from attrs import asdict, frozen

from copcourse.errors import ContentError
from copcourse.school import Colours, Palette

TEXT, OUTLINE = 4.5, 3.0
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_VARIABLE = re.compile(r"--cop-([\w-]+):\s*(#[0-9a-fA-F]{6})\b")
_DARK = re.compile(r"@media \(prefers-color-scheme: dark\) \{(.*?)\n\}", re.DOTALL)
# How much of the accent is left under a pressed button, as shared.css mixes it.
_PRESSED = 0.86
# What a school may choose, by the names that the pages' and the widgets' styles have for it.
_NAMES = {
    "accent": ("accent",),
    "background": ("bg", "wash"),
    "tint": ("tint", "accent-wash"),
}
# The widgets' own styles come later in a page, so this says more exactly what it is for. A screen
# that the room has turned dark stays so.
_PAGE = ":root:not(:has(.is-dark-screen))"
_BLACK, _WHITE = "#000000", "#ffffff"


@frozen
class Pair:
    """A colour on another: what is written or drawn, on what, and the least ratio."""

    what: str
    front: str
    on: str
    back: str
    least: float


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb``, from 0 (black) to 1 (white), as WCAG defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(accent: str) -> str:
    """Black or white, whichever is easier to read on a colour: one of them always reaches 4.5."""
    return max((_WHITE, _BLACK), key=lambda one: ratio(one, accent))


@cache
def course_colours(scheme: str) -> Mapping[str, str]:
    """The course's own colours of the ``light`` or ``dark`` page, from its stylesheets."""
    from copcourse.serving.page import TEMPLATES
    from copcourse.widgets.loader import style

    sheet = TEMPLATES / "voila" / "templates" / "copcourse" / "static" / "copcourse.css"
    found: dict[str, str] = {}
    for css in (style("shared"), sheet.read_text(encoding="utf-8")):
        dark = _DARK.search(css)
        if dark is None:
            raise ValueError("the stylesheet has no colours for the dark")
        head = css[: dark.start()]
        found |= dict(_VARIABLE.findall(dark[1] if scheme == "dark" else head))
    return found


def check_colours(colours: Colours, file: Path) -> Iterator[ContentError]:
    """What is no colour, and each colour that cannot be read or seen where it is used."""
    for scheme, palette in (("light", colours.light), ("dark", colours.dark)):
        place = f"colours.{scheme}"
        given = {name: one for name, one in asdict(palette).items() if one}
        wrong = {name: one for name, one in given.items() if not _HEX.fullmatch(one)}
        for name, one in wrong.items():
            fault = f"{name} = {one!r} is no colour"
            remedy = 'Write # and six digits from 0 to f, such as "#0e5c63".'
            yield ContentError(fault, remedy, file=file, place=place)
        if wrong or not given:
            continue
        for name in given:
            # One sentence a colour: the place where it is hardest to see stands for the others.
            broken = [
                (ratio(pair.front, pair.back) / pair.least, pair)
                for pair in pairs(palette, scheme)
                if name in (pair.what, pair.on) and ratio(pair.front, pair.back) < pair.least
            ]
            if broken:
                yield _too_faint(name, min(broken, key=lambda one: one[0])[1], scheme, file)


def _too_faint(name: str, pair: Pair, scheme: str, file: Path) -> ContentError:
    # Rounded down, or 4.499 would read as enough.
    measured = int(ratio(pair.front, pair.back) * 100) / 100
    fault = (
        f"{pair.what} {pair.front} on {pair.on} {pair.back} has a contrast of {measured:.2f} to 1, "
        f"and {pair.least:g} to 1 is needed"
    )
    darker = (name == pair.what) == (scheme == "light")
    remedy = f"Choose a {'darker' if darker else 'lighter'} {name}."
    return ContentError(fault, remedy, file=file, place=f"colours.{scheme}", rule="contrast")


def pairs(palette: Palette, scheme: str) -> Iterator[Pair]:
    """Every colour on every other that a page of the course shows with these of the school."""
    own = course_colours(scheme)
    accent = palette.accent or own["accent"]
    grounds = {
        ("background", palette.background or own["bg"]),
        ("background", palette.background or own["wash"]),
        ("tint", palette.tint or own["tint"]),
        ("tint", palette.tint or own["accent-wash"]),
        ("the white of boxes" if scheme == "light" else "the dark of boxes", own["surface"]),
    }
    written = ("text", "muted", "soft-ink", "good", "mixed", "harm")
    for on, back in sorted(grounds):
        yield Pair("accent", accent, on, back, TEXT)
        for name in written:
            yield Pair(f"the course's {name}", own[name], on, back, TEXT)
        for name in ("focus", "edge"):
            yield Pair(f"the course's {name}", own[name], on, back, OUTLINE)
    front = text_on(accent)
    pressed = _mixed(accent, own["ink"], _PRESSED)
    yield Pair("the words", front, "accent", accent, TEXT)
    yield Pair("the words", front, "accent", pressed, TEXT)


def _mixed(one: str, other: str, share: float) -> str:
    numbers = (
        round(int(one[at : at + 2], 16) * share + int(other[at : at + 2], 16) * (1 - share))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{number:02x}" for number in numbers)


def school_style(colours: Colours) -> str:
    """The style that gives a page the school's colours; empty where it has none of its own.

    Paper keeps its black on white.
    """
    parts = []
    for palette, media in (
        (colours.light, "screen and (prefers-color-scheme: light)"),
        (colours.dark, "screen and (prefers-color-scheme: dark)"),
    ):
        if lines := "".join(_variables(palette)):
            parts.append(f"@media {media} {{ {_PAGE}, {_PAGE} body .cop {{ {lines}}} }}")
    return "\n".join(parts)


def _variables(palette: Palette) -> Iterator[str]:
    for name, variables in _NAMES.items():
        if colour := getattr(palette, name):
            for variable in variables:
                yield f"--cop-{variable}: {colour}; "
    if palette.accent:
        for variable in ("accent-text", "on-accent"):
            yield f"--cop-{variable}: {text_on(palette.accent)}; "
