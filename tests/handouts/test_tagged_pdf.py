"""The PDF for whoever does not see it: tags, title, language, and an order to be read in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from copcourse.errors import ExportError
from copcourse.handouts import pdf
from copcourse.handouts.pdf import make_pdf

SHEETS = ["help-de", "m2-rehearsal", "m2-form-before", "m2-plan", "local-card", "m2-story-1"]
SHOWING = {b"Tj", b"TJ", b"'", b'"'}


def read(text: str) -> BeautifulSoup:
    """A page as a tree."""
    return BeautifulSoup(text, "html.parser")


class Sheet:
    """A handout as HTML and as PDF."""

    def __init__(self, path: Path) -> None:
        self.html = read(path.read_text("utf-8"))
        self.reader = PdfReader(BytesIO(make_pdf(path.read_text("utf-8"))))
        self.root: Any = self.reader.trailer["/Root"]

    def nodes(self) -> Iterator[DictionaryObject]:
        """Every element of the structure tree, in its order."""
        waiting = [self.root["/StructTreeRoot"]["/K"]]
        while waiting:
            node = waiting.pop(0)
            node = node.get_object() if hasattr(node, "get_object") else node
            if isinstance(node, list):
                waiting = [*node, *waiting]
            elif isinstance(node, DictionaryObject):
                yield node
                if "/K" in node:
                    waiting.insert(0, node["/K"])

    def tags(self, *wanted: str) -> list[str]:
        """The names of the elements that are among the wanted ones, in order."""
        return [one["/S"] for one in self.nodes() if one.get("/S") in wanted]


@pytest.fixture(scope="module", params=SHEETS)
def sheet(request: pytest.FixtureRequest, handed: Path) -> Sheet:
    """A handout of each sort."""
    return Sheet(handed / f"{request.param}.html")


def test_title_and_language_are_the_page_s(sheet: Sheet) -> None:
    """A reader hears the title, not the file's name, and in the right language."""
    root = sheet.root
    assert root["/Lang"] == sheet.html.html["lang"] == "en"
    assert sheet.reader.metadata.title == sheet.html.title.get_text()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfuaid:part="1"' in root["/Metadata"].get_data()


def test_headings_lists_and_tables_are_tagged(sheet: Sheet) -> None:
    """The tree has the page's headings in order, its lists with items, its tables with headers."""
    page = sheet.html
    headings = [one.name.upper() for one in page.find_all(["h1", "h2", "h3", "h4"])]
    assert [one[1:] for one in sheet.tags("/H1", "/H2", "/H3", "/H4")] == headings
    for tag, name in (("li", "/LI"), ("table", "/Table"), ("caption", "/Caption"), ("th", "/TH")):
        assert len(sheet.tags(name)) == len(list(page.find_all(tag))), tag
    assert len(sheet.tags("/L")) == len(list(page.find_all(["ul", "ol"])))
    cells = [one for one in sheet.nodes() if one.get("/S") == "/TD"]
    assert [one for one in cells if "/Headers" not in str(one.get("/A"))] == []


def test_nothing_is_shown_without_a_tag(sheet: Sheet) -> None:
    """Each word on a page belongs to an element of the tree, or is marked as mere decoration."""
    loose = []
    for number, page in enumerate(sheet.reader.pages, 1):
        depth = 0
        for _, operator in ContentStream(page.get_contents(), sheet.reader).operations:
            if operator in (b"BDC", b"BMC"):
                depth += 1
            elif operator == b"EMC":
                depth -= 1
            elif operator in SHOWING and not depth:
                loose.append(number)
    assert loose == []


def test_it_is_read_in_the_page_s_order(sheet: Sheet) -> None:
    """Word by word the PDF says what the page says, but for the line at the foot of each page."""
    for mark in sheet.html.select("style, title"):
        mark.decompose()
    title = sheet.reader.metadata.title
    pages = []
    for number, page in enumerate(sheet.reader.pages, 1):
        foot = re.sub(r"\s", "", f"{title}{number}/{len(sheet.reader.pages)}")
        text = re.sub(r"\s", "", page.extract_text())
        assert text.endswith(foot)
        pages.append(text.removesuffix(foot))
    # The marks of a list's items are the PDF's alone, and so is a link's address.
    marks = r"[•◦▪]|\d{1,2}\.|\(https?:[^)]*\)"
    said = "".join(re.sub(marks, "", text) for text in pages)
    assert said == re.sub(rf"\s|{marks}", "", sheet.html.get_text())


def test_the_tree_follows_the_pages(sheet: Sheet) -> None:
    """Read along the tree, no page comes twice."""
    places = {page.indirect_reference.idnum: n for n, page in enumerate(sheet.reader.pages)}
    seen = [
        places[one.raw_get("/Pg").idnum] for one in sheet.nodes() if "/Pg" in one and "/S" in one
    ]
    assert seen == sorted(seen)
    assert set(seen) == set(places.values())


def test_a_page_can_ask_for_nothing_outside(tmp_path: Path) -> None:
    """A picture or a style from a file or from elsewhere is not fetched."""
    secret = tmp_path / "secret.css"
    secret.write_text("p { display: none }")
    text = (
        f'<html lang="en"><title>T</title><link rel="stylesheet" href="{secret.as_uri()}"><p>Here'
    )
    assert PdfReader(BytesIO(make_pdf(text))).pages[0].extract_text() == "Here"


@pytest.mark.parametrize("there", [False, True])
def test_without_its_libraries_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    """One sentence for the package, one for Pango with what to type on three systems."""
    monkeypatch.setattr(pdf, "find_spec", lambda _: object() if there else None)

    def missing(name: str, *rest: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest)

    import builtins

    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(ExportError) as caught:
        make_pdf("<p>")
    monkeypatch.undo()
    said = str(caught.value)
    if there:
        assert said.startswith("PDF needs the library Pango, which is not on this machine. Install")
        assert [
            one for one in ("apt install", "brew install", "pacman -S") if one not in said
        ] == []
    else:
        assert said.endswith("Install it: pip install 'copcourse[handouts]'.")
