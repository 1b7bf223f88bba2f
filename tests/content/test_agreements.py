"""The agreements for home and class: adults promise first, and nobody signs into danger."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import REPOSITORY

from copcourse.reading import read_page
from copcourse.texts import split_parts

Problems = Callable[[], list[str]]
PAGE = "modules/agreements.md"
SHEETS = ("family-under-10", "family-10-and-over", "class-under-10", "class-10-and-over")
PARTS = {part: text for part, text in split_parts(read_page(REPOSITORY / PAGE).body) if part}
SIGNING = (
    "Sign it together, unless that could put anyone at risk; "
    "then ask a help line or the school's lead first."
)


def lists(part: str) -> dict[str, list[str]]:
    """The lines of a sheet by their headings."""
    pieces = re.split(r"(?m)^### (.+)$", PARTS[part])
    return {
        heading: re.findall(r"(?m)^- ☐ (.+)$", text)
        for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)
    }


def test_there_is_a_sheet_for_each_age_at_home_and_in_class() -> None:
    """Four sheets, in the order in which the opening names them."""
    assert tuple(PARTS) == SHEETS


@pytest.mark.parametrize("part", SHEETS)
def test_what_adults_promise_stands_first(part: str) -> None:
    """Then what children say, then what is decided together."""
    first, second, third = lists(part)
    assert re.fullmatch(r"The adults( of this class)? promise", first)
    assert second in ("The children say", "The pupils say")
    assert third == "We decide together"


@pytest.mark.parametrize("part", SHEETS)
def test_the_promises_that_keep_children_telling(part: str) -> None:
    """No trouble and no lost device for telling, no secrecy promised, nothing done in secret."""
    said = " ".join(next(iter(lists(part).values())))
    assert re.search(r"listen first|listen when you tell", said)
    assert re.search(r"do not take (your|a) device|never costs you your phone", said)
    assert re.search(r"do not promise to keep it secret\. You will know whom (I|we) tell", said)
    assert re.search(r"do not (look|read)[^.]* in secret", said)


@pytest.mark.parametrize("part", SHEETS)
def test_everybody_can_add_a_line(part: str) -> None:
    """Each list ends in a line to write on, and in a class the pupils have two of their own."""
    for lines in lists(part).values():
        assert re.fullmatch(r"(Our own line: )?\.{40,}", lines[-1])
    if part.startswith("class"):
        own = [one for one in list(lists(part).values())[1] if one.startswith("Our own line")]
        assert len(own) == 2


@pytest.mark.parametrize("part", SHEETS)
def test_each_sheet_says_who_must_not_sign(part: str) -> None:
    """Each is handed out alone, so each carries the words, a day to look again, and names."""
    assert SIGNING in PARTS[part]
    assert "We look at it again on: ...." in PARTS[part]
    assert re.search(r"(?m)^Names", PARTS[part])


@pytest.mark.parametrize("block", ["danger-now", "mistake"])
def test_the_page_carries_its_blocks(course: Path, problems: Problems, block: str) -> None:
    """Without a safety block the check names the page."""
    path = course / PAGE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f":::{{block}} {block}\n:::\n", ""), encoding="utf-8")
    assert [one for one in problems() if one.startswith(PAGE)] == [
        f"{PAGE}: the safety block {block!r} is missing. Add a line :::{{block}} {block} "
        "and a line :::."
    ]


def test_the_page_is_asked_for(course: Path, problems: Problems) -> None:
    """A course without its agreements is not whole, and links to them lead nowhere."""
    (course / PAGE).unlink()
    assert f"{PAGE}: the page is missing. Write it." in problems()
    assert any(one.startswith("modules/home.md: ](agreements.ipynb") for one in problems())


def test_signing_together_carries_the_words_for_unsafe_homes(
    course: Path, problems: Problems
) -> None:
    """A sheet, or the opening, that only asks for signatures is refused."""
    path = course / PAGE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(SIGNING, "Sign it together."), encoding="utf-8")
    found = [one for one in problems() if one.startswith(PAGE)]
    assert len(found) == len(SHEETS) + 1
    assert all("advice to 'Sign it together'" in one for one in found)
