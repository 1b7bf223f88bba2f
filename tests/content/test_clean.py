"""A check remembers which texts were clean, and nothing wrong slips by because of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import HEADING, HOME

from copcourse.checking import CleanTexts, check_course, clean

Edit = Callable[[str, str, str], None]
WORDS = f"\nThe perpetrator plans.\n{HEADING}"


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose sentences are judged, as they are."""
    from copcourse.checking import course

    names: list[str] = []
    judge = course.check_prose

    def told(passages: list[course.Passage]) -> object:
        names.append(passages[0].file.name)
        return judge(passages)

    monkeypatch.setattr(course, "check_prose", told)
    return names


@pytest.fixture
def check(course: Path, clean_texts: Path) -> Callable[[], list[str]]:
    """Check the copy as a user does again and again, and give the rules that it breaks."""
    path = course / "cache" / "clean-texts"
    path.parent.mkdir()
    shutil.copy(clean_texts, path)

    def again() -> list[str]:
        problems = check_course(course / "modules", clean=CleanTexts(path), figures=False)[1]
        return [f"{Path(str(one.file)).name}: {one.rule}" for one in problems]

    return again


def test_only_an_edited_file_is_judged_again(
    check: Callable[[], list[str]], judged: list[str], edit: Edit
) -> None:
    """Nothing after a clean check, one file after an edit, and that one until it is mended."""
    assert (check(), judged) == ([], [])
    edit(HOME, HEADING, WORDS)
    first = check()
    assert "home.md: words" in first
    assert judged == ["home.md"]
    assert check() == first
    assert judged == ["home.md", "home.md"]
    edit(HOME, WORDS, HEADING)
    assert check() == []
    assert (check(), judged) == ([], ["home.md"] * 3)


def test_another_rule_judges_everything_again(
    check: Callable[[], list[str]], judged: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was clean under other rules counts for nothing."""
    monkeypatch.setattr(clean, "_rules", clean._rules.__wrapped__)
    monkeypatch.setattr(clean, "version", lambda _: "another")
    assert check() == []
    everything = len(judged)
    assert everything > 80
    assert (check(), len(judged)) == ([], everything)


@pytest.mark.parametrize("held", [b"\xff\xfe\x00", b"", b"no fingerprint at all"])
def test_a_damaged_list_only_costs_time(
    held: bytes, course: Path, check: Callable[[], list[str]], judged: list[str]
) -> None:
    """All is judged, and the list is whole again."""
    path = course / "cache" / "clean-texts"
    path.write_bytes(held)
    assert check() == []
    assert len(judged) > 80
    everything = len(judged)
    assert (check(), len(judged)) == ([], everything)


def test_a_place_that_cannot_be_written_to(course: Path, clean_texts: Path) -> None:
    """The check says what it has to say all the same."""
    path = course / "a-file" / "clean-texts"
    path.parent.write_text("not a folder", encoding="utf-8")
    assert check_course(course / "modules", clean=CleanTexts(path), figures=False)[1] == []
    assert path.parent.read_text(encoding="utf-8") == "not a folder"
