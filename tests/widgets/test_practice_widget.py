"""Practising in a browser: check, one more try, then every reason."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from copcourse.widgets import PracticeWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
KEY = "copcourse:practice:online-threats"
SINGLE, SEVERAL, ORDER, MATCH = range(4)


@pytest.fixture
def practised(stage: Show, sheet: Read) -> Any:
    """Show four items, one of each kind."""
    return stage(PracticeWidget(sheet("practice"), delivery="voila"))


def item(shown: Any, number: int) -> Locator:
    """The fieldset of an item."""
    return shown.page.locator("fieldset").nth(number)


def check(shown: Any, number: int) -> None:
    """Press the item's check button, whatever it is called now."""
    item(shown, number).get_by_role("button", name="Check").click()


def test_nothing_chosen_gets_a_kind_hint(practised: Any) -> None:
    """Check without an answer asks for one, counts as no try, and shows no reason."""
    for number in (SINGLE, SEVERAL, ORDER, MATCH):
        check(practised, number)
        expect(item(practised, number).locator(".cop-hint")).to_contain_text("no harm in a guess")
    assert practised.page.get_by_role("status").inner_text().startswith("Choose an answer first.")
    assert practised.stored() == {}


def test_no_option_is_chosen_beforehand(practised: Any) -> None:
    """Every question starts without an answer."""
    assert practised.page.locator("input:checked").count() == 0
    assert {box.input_value() for box in practised.page.locator("select").all()} == {""}


def test_a_wrong_answer_gets_its_own_reason_and_one_more_try(practised: Any) -> None:
    """The first wrong answer shows the feedback of what was chosen only, and not the answer."""
    item(practised, SINGLE).get_by_label("Delete it").check()
    check(practised, SINGLE)
    text = item(practised, SINGLE).inner_text()
    assert "The message goes, the person behind it stays." in text
    assert "Not quite yet." in text
    assert "She hears that telling was right" not in text
    assert "Thank and believe first" not in text
    assert practised.page.evaluate("document.activeElement.textContent") == "Check again"
    assert "The message goes" in practised.page.get_by_role("status").inner_text()


def test_after_the_second_try_every_reason_is_there(practised: Any) -> None:
    """A second wrong answer ends the question with its reason, sources and all feedback."""
    for option in ("Delete it", "Why did you have that app"):
        item(practised, SINGLE).get_by_label(option).check()
        check(practised, SINGLE)
    text = item(practised, SINGLE).inner_text()
    assert "Here is the answer, and why." in text
    assert "Thank and believe first" in text
    assert "NSPCC 2023" in text
    item(practised, SINGLE).get_by_text("What about the other answers?").click()
    others = item(practised, SINGLE).locator(".cop-others").inner_text()
    assert "She hears that telling was right" in others
    assert "The message goes" in others
    assert item(practised, SINGLE).get_by_role("button", name="Check").count() == 0


@pytest.mark.parametrize("right_first", [True, False])
def test_a_right_answer_is_told_at_once(practised: Any, right_first: bool) -> None:
    """A right answer, at either try, ends the question and moves the focus there."""
    if not right_first:
        item(practised, SINGLE).get_by_label("Delete it").check()
        check(practised, SINGLE)
    item(practised, SINGLE).get_by_label("Thank you for showing me").check()
    check(practised, SINGLE)
    assert "That is it." in practised.page.evaluate("document.activeElement.innerText")
    assert item(practised, SINGLE).locator("input:enabled").count() == 0


def test_several_needs_all_right_ones_and_no_other(practised: Any) -> None:
    """One of two right options is not yet right, and both with a wrong one neither."""
    item(practised, SEVERAL).get_by_label("User names").check()
    check(practised, SEVERAL)
    expect(item(practised, SEVERAL).get_by_text("Not quite yet.")).to_be_visible()
    item(practised, SEVERAL).get_by_label("Dates").check()
    item(practised, SEVERAL).get_by_label("A copy").check()
    check(practised, SEVERAL)
    expect(item(practised, SEVERAL).get_by_text("Here is the answer, and why.")).to_be_visible()


def test_lines_are_moved_by_buttons_and_each_move_is_announced(practised: Any) -> None:
    """A move keeps the focus on the pressed button, says the new place, and counts as an answer."""
    up = item(practised, ORDER).get_by_role("button", name="Move up: Write down names and times")
    up.focus()
    practised.page.keyboard.press("Enter")
    assert (
        practised.page.get_by_role("status").inner_text()
        == "Write down names and times: now 2 of 3"
    )
    assert practised.page.evaluate("document.activeElement.ariaLabel").startswith("Move up: Write")
    practised.page.keyboard.press("Enter")
    # At the top the button cannot go on, and the focus moves to its neighbour.
    assert practised.page.evaluate("document.activeElement.ariaLabel").startswith(
        "Move down: Write"
    )
    kept = json.loads(practised.stored()[KEY])["steps"]["answer"]
    assert kept == {"options": ["note", "report", "calm"]}


def test_an_order_may_be_kept_as_it_stands(practised: Any) -> None:
    """A reader who finds the order right says so with a button, and then it is an answer."""
    item(practised, ORDER).get_by_role("button", name="Keep this order").click()
    check(practised, ORDER)
    text = item(practised, ORDER).inner_text()
    assert "Not here" in text
    item(practised, ORDER).get_by_role("button", name="Move up: Stop and listen").click()
    check(practised, ORDER)
    assert "A good order:" in item(practised, ORDER).inner_text()
    lines = item(practised, ORDER).locator(".cop-verdict ol li").all_inner_texts()
    assert lines == ["Stop and listen", "Write down names and times", "Report to the service"]


def test_matching_uses_native_lists(practised: Any) -> None:
    """Each line has a labelled list; right pairs end the question."""
    item(practised, MATCH).get_by_label("Somebody may be hurt now").select_option(
        label="The emergency number"
    )
    check(practised, MATCH)
    expect(item(practised, MATCH).get_by_text("Not quite yet.")).to_be_visible()
    item(practised, MATCH).get_by_label("A child wants to talk").select_option(
        label="A child helpline"
    )
    check(practised, MATCH)
    expect(item(practised, MATCH).get_by_text("That is it.")).to_be_visible()


def test_the_chosen_match_is_shown_in_full(practised: Any) -> None:
    """Below each list stands what was chosen, and the solution joins pairs by an arrow."""
    page = practised.page
    for label, wrong in (("Somebody may", "A child helpline"), ("A child wants", "The emergency")):
        chosen = item(practised, MATCH).get_by_label(label)
        option = next(one for one in chosen.locator("option").all_inner_texts() if wrong in one)
        chosen.select_option(label=option)
    assert item(practised, MATCH).locator(".cop-picked").all_inner_texts() == [
        "A child helpline",
        "The emergency number",
    ]
    check(practised, MATCH)
    check(practised, MATCH)
    assert page.locator(".cop-verdict li").all_inner_texts() == [
        "Somebody may be hurt now → The emergency number",
        "A child wants to talk to somebody → A child helpline",
    ]


def test_items_for_later_are_folded(stage: Show, sheet: Read) -> None:
    """At the place for return visits only a line shows, until it is opened or answered."""
    shown = stage(PracticeWidget({**sheet("practice"), "id": "return"}, delivery="voila"))
    box = shown.page.get_by_label("Dates")
    expect(box).to_be_hidden()
    expect(item(shown, SINGLE)).to_be_visible()
    shown.page.get_by_text("A question for week 2", exact=True).click()
    box.check()
    shown.open()
    expect(box).to_be_checked()
    expect(box).to_be_visible()


@pytest.mark.parametrize(("count", "folded"), [(1, False), (2, False), (3, True)])
def test_many_sources_are_folded(stage: Show, sheet: Read, count: int, folded: bool) -> None:
    """One or two sources stand there at once; three or more wait behind their number."""
    content = sheet("practice")
    source = content["items"][0]["sources"][0]
    content["items"][0]["sources"] = [source] * count
    shown = stage(PracticeWidget(content, delivery="voila"))
    item(shown, SINGLE).get_by_label("Thank you for showing me").check()
    check(shown, SINGLE)
    links = item(shown, SINGLE).locator(".cop-cited a")
    assert links.count() == count
    assert links.first.is_visible() is not folded
    if folded:
        item(shown, SINGLE).get_by_text(f"Sources ({count})").click()
        expect(links.first).to_be_visible()


def test_an_item_for_a_return_visit_says_when(practised: Any) -> None:
    """An item meant for later names its day or week."""
    assert "for week 2" in item(practised, SEVERAL).locator("legend").inner_text()
    assert "for" not in item(practised, MATCH).locator("legend .cop-kicker").inner_text()


def test_a_reload_shows_answers_and_reasons_again(practised: Any) -> None:
    """Open tries, finished questions and unchecked answers survive a reload of the tab."""
    item(practised, SINGLE).get_by_label("Delete it").check()
    check(practised, SINGLE)
    item(practised, SEVERAL).get_by_label("Dates").check()
    practised.open()
    text = item(practised, SINGLE).inner_text()
    assert "The message goes" in text
    assert "Not quite yet." in text
    expect(item(practised, SEVERAL).get_by_label("Dates")).to_be_checked()
    assert "Not quite yet." not in item(practised, SEVERAL).inner_text()
    item(practised, SINGLE).get_by_label("Why did you").check()
    check(practised, SINGLE)
    expect(item(practised, SINGLE).get_by_text("Here is the answer, and why.")).to_be_visible()


def test_two_widgets_of_a_module_share_one_memory(stage: Show, sheet: Read) -> None:
    """Sections of one module keep their items side by side, and none wipes out the other."""
    one, two = sheet("practice"), sheet("practice")
    one["items"], two["items"] = one["items"][:1], two["items"][1:2]
    shown = stage(PracticeWidget(one, delivery="voila"), PracticeWidget(two, delivery="voila"))
    shown.page.get_by_label("Delete it").check()
    shown.page.get_by_label("Dates").check()
    assert sorted(json.loads(shown.stored()[KEY])) == ["first-words", "write-down"]


def test_clearing_starts_the_question_anew(practised: Any) -> None:
    """Clear forgets answer and tries, and moves the focus to the fresh question."""
    item(practised, SINGLE).get_by_label("Thank you for showing me").check()
    check(practised, SINGLE)
    item(practised, SINGLE).get_by_role("button", name="Clear and try again").click()
    assert item(practised, SINGLE).locator("input:checked").count() == 0
    assert json.loads(practised.stored()[KEY])["first-words"]["tries"] == 0
    assert practised.page.evaluate("document.activeElement.tagName") == "FIELDSET"


BROKEN = [
    "{",
    "7",
    '"x"',
    '{"first-words":null}',
    '{"first-words":{"tries":2,"answer":{"options":["thanks"]},"checked":null}}',
    '{"first-words":{"tries":1,"checked":{"options":["gone"]}}}',
    '{"first-words":{"answer":{"options":"thanks"}}}',
    '{"who":{"answer":{"pairs":{"danger":"nowhere"}}},"steps":{"answer":{"options":["calm","calm","note"]}}}',
]


@pytest.mark.parametrize("kept", BROKEN)
def test_a_broken_memory_is_ignored(practised: Any, kept: str) -> None:
    """Whatever stands under the key, the questions start fresh and can be answered."""
    practised.page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [KEY, kept])
    practised.open()
    assert practised.page.locator("input:checked").count() == 0
    assert practised.page.get_by_text("Here is the answer, and why.").count() == 0
    item(practised, SINGLE).get_by_label("Thank you for showing me").check()
    check(practised, SINGLE)
    expect(item(practised, SINGLE).get_by_text("That is it.")).to_be_visible()
