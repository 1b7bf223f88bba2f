"""Making a plan in a browser: choose, write, put in order, print, and leave nothing behind."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.widgets import PlanWidget, ToolbarWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
KEY = "copcourse:plan:online-threats"
OWN = "“I am glad that you are here.”"
SIDE = "“Even if you broke a rule, I am on your side.”"
PHONE = "“You will not lose your phone because you told me something.”"
SAY, SET_UP, AGREE = range(3)


@pytest.fixture
def planned(stage: Show, sheet: Read) -> Any:
    """Show a plan of three lists."""
    return stage(PlanWidget(sheet("plan"), delivery="voila"))


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).first.click()


def write(page: Page, number: int, text: str) -> None:
    """Write a line of one's own into a list."""
    view = page.locator("fieldset").nth(number)
    view.get_by_label("Or in your own words").fill(text)
    view.get_by_role("button", name="Add this line").click()


def paper(page: Page) -> list[str]:
    """All that the plan's own page says, a line each, without the boxes."""
    said: list[str] = page.locator(".cop-paper :is(h3, h4, li, p)").evaluate_all(
        "all => all.map(one => one.textContent.replace('☐', '').trim())"
    )
    return said


def kept(planned: Any) -> Any:
    """What the tab remembers of the plan."""
    return json.loads(planned.stored()[KEY])


def focused(page: Page) -> str:
    """The words of what has the focus."""
    name: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent"
    )
    return name


def test_nothing_is_chosen_beforehand(planned: Any) -> None:
    """Every line starts without a tick, and a plan that nobody touched is not kept."""
    assert planned.page.locator("input:checked").count() == 0
    expect(planned.page.get_by_text("0 lines in your plan")).to_be_visible()
    expect(planned.page.locator(".cop-paper")).to_be_hidden()
    assert planned.stored() == {}


def test_chosen_lines_become_a_page(planned: Any) -> None:
    """The page holds what was chosen in the order of choosing, and no list without a line."""
    page = planned.page
    page.get_by_label(SIDE).check()
    page.get_by_label(PHONE).check()
    page.get_by_label("Once a week").check()
    expect(page.get_by_text("3 lines in your plan", exact=True).first).to_be_visible()
    assert page.get_by_role("status").inner_text() == "3 lines in your plan"
    press(page, "See my plan")
    assert paper(page) == [
        "My plan",
        "One sentence to say tonight",
        SIDE,
        PHONE,
        "One agreement at our school",
        "Once a week my child shows me something good, for ten minutes.",
        "We look at it again on:",
    ]
    expect(page.locator(".cop-paper")).to_be_visible()
    expect(page.locator("fieldset")).to_have_count(0)
    assert focused(page) == "My plan"


def test_a_line_that_is_unticked_is_out(planned: Any) -> None:
    """A second press takes a line out of the plan again."""
    planned.page.get_by_label(SIDE).check()
    planned.page.get_by_label(SIDE).uncheck()
    assert kept(planned)["chosen"] == {"say": [], "set-up": [], "agree": []}


@pytest.mark.parametrize("key", [None, "Enter"])
def test_a_line_of_ones_own_joins_its_list(planned: Any, key: str | None) -> None:
    """It is chosen at once, told aloud, and the field is empty and ready for the next."""
    page = planned.page
    field = page.locator("fieldset").nth(SET_UP).get_by_label("Or in your own words")
    field.fill(f"  {OWN}  ")
    if key:
        field.press(key)
    else:
        page.locator("fieldset").nth(SET_UP).get_by_role("button", name="Add this line").click()
    expect(page.get_by_label(OWN)).to_be_checked()
    assert page.get_by_role("status").inner_text() == f"Added to your plan: {OWN}"
    assert page.evaluate("[document.activeElement.tagName, document.activeElement.value]") == [
        "INPUT",
        "",
    ]
    press(page, "See my plan")
    assert paper(page)[1:3] == ["Things to set up this week", OWN]


def test_an_empty_line_is_asked_for(planned: Any) -> None:
    """Spaces are no line; the reader hears so, and nothing is kept."""
    write(planned.page, SAY, "   ")
    assert planned.page.get_by_role("status").inner_text() == "Write a line first."
    assert planned.stored() == {}


def test_what_was_typed_but_not_added_is_not_lost(planned: Any) -> None:
    """Going on takes the words that stand in a field along."""
    planned.page.locator("fieldset").nth(AGREE).get_by_label("Or in your own words").fill(OWN)
    press(planned.page, "See my plan")
    assert OWN in paper(planned.page)


def test_a_line_goes_up_and_down_by_buttons(planned: Any) -> None:
    """The order changes on the page too, the place is told, and the focus stays on a button."""
    page = planned.page
    for line in (PHONE, SIDE):
        page.get_by_label(line).check()
    write(page, SAY, OWN)
    press(page, "See my plan", "Change order or words")
    assert focused(page) == "Change order or words"
    press(page, f"Move up: {OWN}")
    assert page.get_by_role("status").inner_text() == f"{OWN}: now 2 of 3"
    assert focused(page) == f"Move up: {OWN}"
    press(page, f"Move up: {OWN}")
    assert focused(page) == f"Move down: {OWN}"
    press(page, f"Move down: {PHONE}", "See my plan")
    assert paper(page)[2:5] == [OWN, SIDE, PHONE]


def test_the_words_of_a_chosen_line_can_be_changed(planned: Any) -> None:
    """New words stand everywhere, and an empty text brings the given ones back."""
    page = planned.page
    page.get_by_label(SIDE).check()
    press(page, "See my plan", "Change order or words", f"Change the words: {SIDE}")
    assert page.evaluate("document.activeElement.value") == SIDE
    page.get_by_label("Your words").fill("“I am on\nyour side.”")
    press(page, "Done")
    assert focused(page) == "Change the words: “I am on your side.”"
    press(page, "See my plan")
    assert "“I am on your side.”" in paper(page)
    press(page, "Back to the lists")
    expect(page.get_by_label("“I am on your side.”", exact=True)).to_be_checked()
    press(page, "See my plan", "Change order or words")
    press(page, "Change the words: “I am on your side.”")
    page.get_by_label("Your words").fill("")
    press(page, "Done", "See my plan")
    assert SIDE in paper(page)


def test_words_are_kept_while_they_are_typed(planned: Any) -> None:
    """A reload in the middle loses no word."""
    page = planned.page
    page.get_by_label(SIDE).check()
    press(page, "See my plan", "Change order or words", f"Change the words: {SIDE}")
    page.get_by_label("Your words").fill(OWN)
    planned.open()
    expect(page.get_by_role("button", name=f"Change the words: {OWN}")).to_be_visible()


def test_a_line_can_be_taken_out(planned: Any) -> None:
    """It is told, one's own line is gone for good, and the last one leads back to the page."""
    page = planned.page
    page.get_by_label(SIDE).check()
    write(page, SAY, OWN)
    press(page, "See my plan", "Change order or words", f"Take it out: {OWN}")
    assert page.get_by_role("status").inner_text() == f"Taken out: {OWN}"
    assert focused(page) == "Change order or words"
    assert OWN not in planned.stored()[KEY]
    press(page, f"Take it out: {SIDE}")
    assert focused(page) == "My plan"
    expect(page.get_by_text("You have not chosen a line yet.")).to_be_visible()


def on_paper(page: Page) -> str:
    """All words that the printer would get while a button's print is under way."""
    page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    press(page, page.locator(".cop-primary").inner_text())
    assert page.evaluate("window.printed") == 1
    page.emulate_media(media="print")
    said: str = page.evaluate("document.body.innerText")
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    return " ".join(said.split())


def test_only_the_plan_is_printed(planned: Any) -> None:
    """On paper stand the chosen lines with boxes, and a day to look again: nothing around them."""
    page = planned.page
    page.get_by_label(SIDE).check()
    page.get_by_label("Devices sleep here").check()
    press(page, "See my plan")
    assert on_paper(page) == (
        f"My plan One sentence to say tonight ☐ {SIDE} "
        "Things to set up this week ☐ Devices sleep here: We look at it again on:"
    )
    assert page.locator(".cop-alone").count() == 0
    expect(page.get_by_role("heading", name="A page of the course")).to_be_visible()


def test_with_nothing_chosen_the_empty_form_is_printed(planned: Any) -> None:
    """Every line has its box, and each list a line to write on."""
    page = planned.page
    press(page, "See my plan")
    expect(page.get_by_role("button", name="Print the empty form")).to_be_visible()
    assert on_paper(page).count("☐") == 12
    assert paper(page)[1:6] == [
        "One sentence to say tonight",
        PHONE,
        "“When something feels odd online, I want to hear it.”",
        SIDE,
        "",
    ]
    blanks = page.get_by_role("img", name="a line to write on")
    assert blanks.count() == 5


def test_before_printing_the_reader_is_asked_about_paper(planned: Any) -> None:
    """The line stands above the button and is read with it, for the plan and the agreement."""
    page = planned.page
    press(page, "See my plan")
    button = page.get_by_role("button", name="Print the empty form")
    line = "Is paper safe in your home? If not, keep the plan in your head, and print nothing."
    expect(button).to_have_accessible_description(line)
    note = page.get_by_text(line).first
    assert note.bounding_box()["y"] < button.bounding_box()["y"]
    page.get_by_text("The whole agreement").click()
    said = page.locator(".cop-agreement").get_by_text(line).bounding_box()
    agreed = page.get_by_role("button", name="Print the agreement").bounding_box()
    assert said["y"] < agreed["y"]


def test_the_whole_agreement_is_printed_alone(planned: Any) -> None:
    """It names who says what, and has room for a day and for names."""
    page = planned.page
    page.get_by_text("The whole agreement").click()
    page.evaluate("() => { window.print = () => {}; }")
    press(page, "Print the agreement")
    page.emulate_media(media="print")
    assert " ".join(page.evaluate("document.body.innerText").split()) == (
        "The whole agreement Talk it through. Sign it together, unless that could put anyone at "
        "risk; then ask a help line or the school's lead first. The adult says: ☐ I listen first. "
        "The child says or shows: ☐ My people are: and We both say: "
        "☐ Where and when devices rest: We look at it again on: Signed:"
    )


def test_a_printed_page_of_reading_holds_the_form(planned: Any) -> None:
    """Whoever prints the whole page gets the plan in it, and no button or field."""
    planned.page.emulate_media(media="print")
    expect(planned.page.get_by_role("heading", name="My plan")).to_be_visible()
    expect(planned.page.get_by_text(PHONE).first).to_be_visible()
    shown = planned.page.locator(".cop :is(button, input)").all()
    assert [one for one in shown if one.is_visible()] == []


def test_clearing_asks_once_and_leaves_nothing(planned: Any) -> None:
    """No keeps the plan and the place; yes empties page and memory."""
    page = planned.page
    page.get_by_label(SIDE).check()
    write(page, SAY, OWN)
    press(page, "See my plan", "Clear my plan")
    assert focused(page).startswith("Clear the whole plan?")
    press(page, "No, keep it")
    assert focused(page) == "Clear my plan"
    assert OWN in paper(page)
    press(page, "Clear my plan", "Yes, clear it")
    assert page.get_by_role("status").inner_text() == "Your plan is empty."
    assert page.evaluate("document.activeElement.tagName") == "FIELDSET"
    assert page.locator("input:checked").count() == 0
    assert planned.stored() == {}
    assert page.get_by_label(OWN).count() == 0


def test_a_reload_brings_the_plan_back(planned: Any) -> None:
    """What was chosen, written, ordered and looked at is there again in this tab."""
    page = planned.page
    page.get_by_label(SIDE).check()
    page.get_by_label(PHONE).check()
    write(page, SAY, OWN)
    press(page, "See my plan")
    planned.open()
    assert paper(page)[2:5] == [SIDE, PHONE, OWN]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_no_word_leaves_the_page(planned: Any) -> None:
    """Neither choices nor words go to Python, and the memory holds them under one key."""
    page = planned.page
    page.get_by_label(SIDE).check()
    write(page, SAY, OWN)
    press(page, "See my plan", "Change order or words", f"Move up: {OWN}")
    assert planned.calls() == []
    assert list(planned.stored()) == [KEY]


def test_erasing_everything_empties_the_plan(stage: Show, sheet: Read) -> None:
    """One press of the page's own button forgets it, in every view."""
    shown = stage(PlanWidget(sheet("plan"), delivery="voila"), ToolbarWidget({}, delivery="voila"))
    shown.page.get_by_label(SIDE).check()
    write(shown.page, SAY, OWN)
    press(shown.page, "See my plan", "Erase everything here", "Yes, erase")
    expect(shown.page.locator(".cop-erase-note")).to_contain_text("Done.")
    assert shown.stored() == {}
    expect(shown.page.get_by_text("0 lines in your plan")).to_be_visible()
    assert OWN not in shown.page.locator("body").text_content()
    assert paper(shown.page)[2] == PHONE


def test_a_browser_that_keeps_nothing_says_so(planned: Any) -> None:
    """The plan works without a memory, and the reader knows that a reload empties it."""
    page = planned.page
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('refused'); }; }")
    page.get_by_label(SIDE).check()
    expect(page.get_by_text("a reload empties your plan")).to_be_visible()
    press(page, "See my plan")
    assert SIDE in paper(page)


BROKEN = [
    "{",
    "7",
    '"x"',
    "[]",
    '{"chosen":null,"own":7,"texts":[],"view":"attic"}',
    '{"chosen":{"say":"odd"},"own":{"say":["own-say-1","on-your-side"]},"texts":{"own-say-1":3}}',
    '{"chosen":{"say":["gone",null,"own-say-1"]},"texts":{"gone":"x","own-say-1":"x"}}',
]


@pytest.mark.parametrize("memory", BROKEN)
def test_a_broken_memory_is_ignored(planned: Any, memory: str) -> None:
    """Whatever stands under the key, the plan starts fresh and can be made."""
    page = planned.page
    page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [KEY, memory])
    planned.open()
    assert page.locator("input:checked").count() == 0
    write(page, SAY, OWN)
    assert kept(planned)["chosen"]["say"] == ["own-say-1"]
    press(page, "See my plan")
    assert paper(page)[2] == OWN


def test_a_long_text_is_cut_as_the_field_cuts_it(planned: Any) -> None:
    """A line has at most 200 characters, in the field and in a memory that was meddled with."""
    memory = {"chosen": {"say": ["odd"]}, "own": {}, "texts": {"odd": "x" * 900}, "view": "page"}
    page = planned.page
    page.evaluate(
        "([key, kept]) => sessionStorage.setItem(key, JSON.stringify(kept))", [KEY, memory]
    )
    planned.open()
    assert paper(page)[2] == "x" * 200


def test_words_that_look_like_markup_are_words(planned: Any) -> None:
    """What a reader writes is shown as it is written."""
    write(planned.page, SAY, "<img src=x onerror=alert(1)>")
    press(planned.page, "See my plan")
    assert paper(planned.page)[2] == "<img src=x onerror=alert(1)>"


def test_a_line_leads_to_help_and_the_plan_to_the_agreements(planned: Any) -> None:
    """A line's link stands beside it, and the page with agreements is one press away."""
    links = planned.page.locator(".cop a").evaluate_all(
        "all => all.map(one => [one.textContent, one.getAttribute('href')])"
    )
    assert links == [
        ["Get help", "../help.ipynb"],
        ["Agreements for a family and for a class, on one sheet each", "../agreements.ipynb"],
    ]


def test_the_keyboard_alone_makes_a_plan(planned: Any) -> None:
    """Tab, Space and Enter choose, order and reach the print button, and focus is always seen."""
    page = planned.page

    def tab_to(name: str) -> None:
        for _ in range(40):
            page.keyboard.press("Tab")
            label = page.evaluate(
                """() => { const one = document.activeElement;
                     return (one.getAttribute('aria-label') ?? one.closest('label')?.textContent
                       ?? one.textContent).trim(); }"""
            )
            if label == name:
                return
        pytest.fail(f"Tab never comes to {name!r}", pytrace=False)

    tab_to(PHONE)
    page.keyboard.press("Space")
    tab_to(SIDE)
    page.keyboard.press("Space")
    tab_to("See my plan")
    page.keyboard.press("Enter")
    tab_to("Change order or words")
    page.keyboard.press("Enter")
    tab_to(f"Move up: {SIDE}")
    page.keyboard.press("Enter")
    tab_to("See my plan")
    page.keyboard.press("Enter")
    assert paper(page)[2:4] == [SIDE, PHONE]
    tab_to("Print my plan")
