"""The data note says what is kept, and cannot leave anything out."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext
from trainer import PARTIAL, full_answers, record

from copcourse.answers import write_answers
from copcourse.cli import main
from copcourse.content import Quiz
from copcourse.errors import CourseError
from copcourse.grading.keeping import note
from copcourse.grading.keeping.note import data_note, described, formats, missing, read_words


def test_everything_that_is_kept_has_words_and_nothing_else_has() -> None:
    """The formats and the words name the same things: a field that is new or gone is found here."""
    kept, said = formats(), described(read_words())
    assert {group: set(names) for group, names in kept.items()} == {
        group: set(names) for group, names in said.items()
    }


def test_a_real_hand_in_holds_nothing_else(tmp_path: Path, quiz: Quiz) -> None:
    """Every key of a whole hand-in, and of each kind of answer in it, is in the note."""
    write_answers(tmp_path / "a.json", record(quiz, "ana", {**full_answers(quiz), **PARTIAL}))
    file = json.loads((tmp_path / "a.json").read_bytes())
    kept = formats()
    assert set(file) == set(kept["hand-in"])
    keys = {key for answer in file["answers"].values() for key in answer}
    assert keys == set(kept["answer"]) - {"scale"}
    for item in quiz.items:
        refused = item.problem({**item.sample("correct"), "another-key": "x"})
        assert refused == "is not an answer to this kind of question"


def test_a_new_field_stops_the_note(monkeypatch: pytest.MonkeyPatch) -> None:
    """A field without words is named, and no note is made without it."""
    kept = {**formats(), "hand-in": ("format", "shoe_size")}
    assert missing(kept, read_words()) == ["hand-in: shoe_size"]
    monkeypatch.setattr(note, "formats", lambda: kept)
    with pytest.raises(CourseError, match=r"no words for them: hand-in: shoe_size\. Say there"):
        data_note(90)


def test_the_page(tmp_path: Path, context: BrowserContext) -> None:
    """It says every field, how long, and who to ask; axe agrees, in the dark and on a phone."""
    path = tmp_path / "note.html"
    assert main(["data-note", "--keep", "12w", "--to", str(path)]) == 0
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert len(asked) == 1
    text = page.inner_text("main")
    rows = page.locator("tbody th").all_inner_texts()
    words = read_words()
    tables = [name for rows in words["gradebook"].values() for name in rows]
    assert rows == [*words["hand-in"], *words["answer"], *formats()["place"], *tables]
    assert "Your answers are kept until 84 days after you hand in." in text
    assert "Until 84 days after you hand in, or sooner: it can be made again." in text
    assert "Ask to see what is kept of you" in text
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert Axe().run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_same_day_gives_the_same_page() -> None:
    """Nothing but the day and the age changes it; without an age the trainer decides."""
    day = date(2026, 11, 24)
    assert data_note(None, day) == data_note(None, day)
    assert "Your answers are kept until the trainer deletes them." in data_note(None, day)
    assert "Made on 24 November 2026" in data_note(None, day)
