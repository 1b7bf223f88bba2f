"""Pictures are drawn from data: every letter in its place, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import attrs
import pytest
from course_files import REPOSITORY
from playwright.sync_api import BrowserContext

from copcourse.checking.pictures import check_pictures
from copcourse.content import ModuleContent
from copcourse.pictures.drawing import WIDTH, draw
from copcourse.pictures.records import LETTERS, LINES, PARTS, Part, Picture
from copcourse.reading import read_module

SVG = "{http://www.w3.org/2000/svg}"
KINDS = sorted(PARTS)
LONG = "Wide Words Mean More Width, Mama & Co, and more and more and more of these wide words"


def full(kind: str) -> Picture:
    """A picture with as much in it as its kind takes."""
    least, most = PARTS[kind]
    assert least < most
    parts = tuple(
        Part(
            title=LONG[: LETTERS["part title"]],
            text=LONG[: LETTERS["part text"]],
            lines=(LONG[: LETTERS["line"]],) * LINES[1] if kind == "columns" else (),
            value=12.5 * (number + 1) if kind == "bars" else None,
        )
        for number in range(most)
    )
    return Picture(
        id="full",
        kind=kind,  # type: ignore[arg-type]  # one of the kinds
        title=LONG[: LETTERS["title"]],
        alt="All that is shown here, said in words that are many enough.",
        parts=parts,
        note="Pupils in 44 countries, 2022",
        unit="%",
        sources=("hbsc-glasgow-2024",),
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_itself_in_words(kind: str) -> None:
    """The file is well-formed, carries title and description, and asks for nothing elsewhere."""
    picture = full(kind)
    root = ElementTree.fromstring(draw(picture))
    assert root.findtext(f"{SVG}title") == picture.title
    assert root.findtext(f"{SVG}desc") == picture.alt
    said = "".join(root.itertext())
    assert all(word in said for word in LONG[: LETTERS["part title"]].split())
    assert "http" not in draw(picture).replace("http://www.w3.org/2000/svg", "")
    assert draw(picture) == draw(picture)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_sticks_out_of_a_full_picture(
    kind: str, context: BrowserContext, tmp_path: Path
) -> None:
    """In a real browser's letters every text stays inside the picture, and inside its box."""
    page = context.new_page()
    page.set_content(draw(full(kind)))
    out = page.evaluate(
        """(width) => {
             const boxes = [...document.querySelectorAll('.box')].map((one) => one.getBBox());
             const high = document.querySelector('svg').viewBox.baseVal.height;
             return [...document.querySelectorAll('text')].filter((text) => {
               const own = text.getBBox();
               if (own.x < 0 || own.x + own.width > width || own.y + own.height > high) return true;
               const at = boxes.find((box) => own.x >= box.x && own.x <= box.x + box.width
                 && own.y >= box.y - 1 && own.y <= box.y + box.height);
               return at && (own.x + own.width > at.x + at.width
                 || own.y + own.height > at.y + at.height + 1);
             }).map((text) => text.textContent);
           }""",
        WIDTH,
    )
    assert out == []


def test_a_bar_is_as_long_as_its_number() -> None:
    """A quarter of a hundred per cent takes a quarter of the track."""
    parts = (Part(title="A", value=25), Part(title="B", value=50))
    drawn = draw(Picture(id="p", kind="bars", title="t", alt="a", parts=parts, unit="%"))
    track = float(re.findall(r'width="([\d.]+)"[^>]* class="track"', drawn)[0])
    bars = [
        float(one) for one in re.findall(r'width="([\d.]+)" height="18" rx="4" class="f5"', drawn)
    ]
    assert bars == pytest.approx([track / 4, track / 2], abs=0.1)
    assert "25%" in drawn


@pytest.fixture(scope="module")
def module() -> ModuleContent:
    """A real module to put pictures into."""
    return read_module(REPOSITORY / "modules" / "online-threats")


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"parts": ()}, "0 parts, and 2 to 8 fit"),
        ({"title": LONG}, "letters, at most 60"),
        ({"alt": "A chart."}, "alt says too little"),
        ({"note": "Pupils in 44 countries"}, "note has no year"),
        ({"sources": ()}, "numbers without a source"),
        ({"parts": (Part(title="A", value=1), Part(title="B"))}, "a bar without a value"),
    ],
)
def test_a_poor_picture_is_named(
    module: ModuleContent, changes: dict[str, object], fault: str
) -> None:
    """Each fault says which picture, what is wrong and what to do."""
    picture = attrs.evolve(full("bars"), **changes)
    said = [str(one) for one in check_pictures(attrs.evolve(module, pictures=(picture,)))]
    assert any(f'picture "full": {fault}' in one or fault in one for one in said), said
    assert any("it is shown 0 times in the text" in one for one in said)
