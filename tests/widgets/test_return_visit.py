"""Coming back: whether the sentence was said, and calendar entries that tell nobody anything."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.widgets import PracticeWidget, ToolbarWidget
from copcourse.words import words

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
KEY = "copcourse:said:online-threats"
ANSWERS = {"Yes": "yes", "Not yet": "not-yet", "It went otherwise": "otherwise"}
SAVE = "Save three calendar entries"


@pytest.fixture
def back(stage: Show, sheet: Read) -> Any:
    """Show the questions of a return visit, and the page's own buttons."""
    content = {**sheet("practice"), "id": "return", "help": "../help.ipynb"}
    return stage(PracticeWidget(content, delivery="voila"), ToolbarWidget({}, delivery="voila"))


def group(page: Page) -> Any:
    """The question whether the sentence was said."""
    return page.get_by_role("group", name="Did you say the sentence?")


def test_only_a_return_visit_asks(stage: Show, sheet: Read) -> None:
    """Practice after a section neither asks nor offers a calendar."""
    shown = stage(PracticeWidget(sheet("practice"), delivery="voila"))
    assert group(shown.page).count() == 0
    assert shown.page.get_by_role("button", name=SAVE).count() == 0


def test_nothing_is_answered_beforehand(back: Any) -> None:
    """Three answers, none of them chosen, and nothing kept."""
    assert group(back.page).locator("label").all_inner_texts() == list(ANSWERS)
    assert group(back.page).locator("input:checked").count() == 0
    assert back.stored() == {}


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_has_a_warm_sentence_and_a_next_step(back: Any, answer: str) -> None:
    """Both are shown and told, only those of this answer, and no answer is sent."""
    said = words("en")["practice"]
    one = ANSWERS[answer]
    view = group(back.page)
    for other in (*ANSWERS, answer):
        view.get_by_label(other, exact=True).check()
    reply, step = said[f"reply_{one}"], said[f"step_{one}"]
    notes = [text for text in view.locator(".cop-note").all_inner_texts() if text]
    assert [" ".join(text.split())[: len(f"{reply} {step}")] for text in notes] == [
        f"{reply} {step}"
    ]
    assert back.page.get_by_role("status").first.inner_text() == f"{reply} {step}"
    assert back.stored() == {KEY: f'"{one}"'}
    assert back.calls() == []


def test_whoever_heard_something_is_led_to_help(back: Any) -> None:
    """A talk that went otherwise may have brought something to light."""
    group(back.page).get_by_label("It went otherwise").check()
    expect(group(back.page).get_by_role("link", name="Get help")).to_have_attribute(
        "href", "../help.ipynb"
    )


def test_the_answer_survives_a_reload_and_not_an_erasing(back: Any) -> None:
    """It is this tab's alone, and one press forgets it."""
    group(back.page).get_by_label("Not yet").check()
    back.open()
    expect(group(back.page).get_by_label("Not yet")).to_be_checked()
    expect(group(back.page).get_by_text("washing-up")).to_be_visible()
    for name in ("Erase everything here", "Yes, erase"):
        back.page.get_by_role("button", name=name, exact=True).click()
    expect(group(back.page).locator("input:checked")).to_have_count(0)
    assert back.stored() == {}


@pytest.mark.parametrize("memory", ["{", "7", "null", '"maybe"', '["yes"]', '{"yes":1}'])
def test_a_broken_memory_is_ignored(back: Any, memory: str) -> None:
    """Whatever stands under the key, the question starts fresh."""
    back.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [KEY, memory])
    back.open()
    expect(group(back.page).locator("input:checked")).to_have_count(0)
    group(back.page).get_by_label("Yes").check()
    assert back.stored()[KEY] == '"yes"'


def saved(page: Page) -> tuple[str, bytes]:
    """The name and the bytes of the calendar file."""
    with page.expect_download() as started:
        page.get_by_role("button", name=SAVE).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def entries(data: bytes) -> list[dict[str, str]]:
    """The entries of a calendar by their properties, with folded lines joined."""
    text = data.decode().replace("\r\n ", "")
    found = re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n", text, re.DOTALL)
    return [dict(line.split(":", 1) for line in one.split("\r\n") if line) for one in found]


def test_the_calendar_is_as_rfc_5545_asks_and_neutral(back: Any) -> None:
    """Three all-day entries after 3, 14 and 42 days, each with its id, and not a word more."""
    back.page.clock.set_fixed_time("2026-12-30T10:20:30Z")
    back.open()
    name, data = saved(back.page)
    assert name == "reading.ics"
    ids = [one.pop("UID") for one in entries(data)]
    assert len(set(ids)) == 3
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)
    text = re.sub(rb"UID:\w+", b"UID:x", data).decode()
    days = [("20270102", "20270103"), ("20270113", "20270114"), ("20270210", "20270211")]
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:x\r\nDTSTAMP:20261230T102030Z\r\nDTSTART;VALUE=DATE:{day}\r\n"
        f"DTEND;VALUE=DATE:{end}\r\nSUMMARY:Reading\\, 3 minutes\r\nCLASS:PRIVATE\r\n"
        "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
        for day, end in days
    )
    assert text == (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Reading//EN\r\n{events}END:VCALENDAR\r\n"
    )


NOW = {
    "America/Los_Angeles": "2026-03-06T06:30:00Z",  # the 5th, half past ten in the evening
    "Asia/Tokyo": "2026-03-05T20:30:00Z",  # the 6th, half past five in the morning
}
DAYS = {
    "America/Los_Angeles": ["20260308", "20260319", "20260416"],
    "Asia/Tokyo": ["20260309", "20260320", "20260417"],
}


@pytest.mark.parametrize("zone", DAYS)
def test_days_are_those_of_the_readers_own_clock(
    browser: Any, stage: Show, sheet: Read, zone: str
) -> None:
    """Late in the evening in the west it is still today, and in the east tomorrow has begun."""
    away = browser.new_context(timezone_id=zone)
    page = away.new_page()
    page.clock.set_fixed_time(NOW[zone])
    shown = stage(PracticeWidget({**sheet("practice"), "id": "return", "help": "x"}))
    page.route("**/*", shown.serve)
    page.goto("http://course.test")
    page.wait_for_function("window.ready")
    starts = [one["DTSTART;VALUE=DATE"] for one in entries(saved(page)[1])]
    assert starts == DAYS[zone]
    away.close()


def test_long_lines_are_folded_between_letters(stage: Show, sheet: Read) -> None:
    """In any language no line has more than 75 bytes, no letter is cut, and signs are escaped."""
    title = (
        "読書、三分; ほんの少しだけ, ゆっくりと読みましょう \\ " + "and so on, " * 20 + "and end"
    )
    table = {**words("en")["practice"], "calendar_title": title}
    content = {**sheet("practice"), "id": "return", "help": "x"}
    shown = stage(PracticeWidget(content, words={**words("en"), "practice": table}, lang="en"))
    _, data = saved(shown.page)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines if line)
    assert b"\n" not in data.replace(b"\r\n", b"")
    escaped = title.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert {one["SUMMARY"] for one in entries(data)} == {escaped}


def test_before_it_is_made_the_reader_hears_who_may_see_it(back: Any) -> None:
    """The sentence stands above the button and is read with it."""
    button = back.page.get_by_role("button", name=SAVE)
    sentence = (
        "A calendar may be seen by others at home, so each entry says only “Reading, 3 minutes”."
    )
    expect(button).to_have_accessible_description(sentence)
    above = back.page.get_by_text(sentence).bounding_box()
    assert above["y"] < button.bounding_box()["y"]
    saved(back.page)
    expect(back.page.get_by_role("status").first).to_contain_text("reading.ics")
    assert back.stored() == {}
    assert back.calls() == []
