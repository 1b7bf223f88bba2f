"""What holds for all widgets: accessible, calm on a small screen, and silent towards Python."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from copcourse.widgets import (
    HelplinesWidget,
    PlanWidget,
    PracticeWidget,
    QuizWidget,
    ScenarioWidget,
    SourcesWidget,
    ToolbarWidget,
)
from copcourse.widgets.base import CourseWidget
from copcourse.words import words

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).first.click()


def scenario_feedback(page: Page) -> None:
    """Go to the feedback of a harmful choice, and open the way so far of the next scene."""
    press(page, "Start", "“Give me that phone. It goes in the drawer until we know more.”")


def scenario_ending(page: Page) -> None:
    """Go to the ending with most on it."""
    scenario_feedback(page)
    press(page, "Go on", "“It is late. We will look at it in the morning.”", "Go on")


def practice_checked(page: Page) -> None:
    """Show one item wrong and one done."""
    page.get_by_label("Why did you have that app").check()
    press(page, "Check")
    page.get_by_label("User names").check()
    page.get_by_label("Dates and times").check()
    press(page, "Check")
    page.get_by_text("What about the other answers?").click()


def practice_returned(page: Page) -> None:
    """Make the questions those of a return visit: answer how it went, and save the calendar."""
    page.get_by_label("It went otherwise").check()
    press(page, "Save three calendar entries")


def plan_written(page: Page) -> None:
    """Choose two lines, add one of one's own, and open the whole agreement."""
    page.get_by_label("Even if you broke a rule").check()
    page.get_by_label("Devices sleep here").check()
    page.get_by_label("Or in your own words").first.fill("“I am glad that you are here.”")
    press(page, "Add this line")
    page.get_by_text("The whole agreement").click()


def plan_page(page: Page) -> None:
    """See the chosen lines as a page."""
    plan_written(page)
    press(page, "See my plan")


def plan_empty(page: Page) -> None:
    """See the form that nothing is chosen on."""
    press(page, "See my plan")


def plan_arranged(page: Page) -> None:
    """Put lines in order, with the words of one of them open."""
    plan_page(page)
    press(page, "Change order or words")
    page.get_by_role("button", name="Change the words: “Even if").click()


def plan_clearing(page: Page) -> None:
    """Ask to clear it all."""
    plan_page(page)
    press(page, "Clear my plan")


def quiz_middle(page: Page) -> None:
    """Go to the third question with the list of all questions open."""
    press(page, "Begin", "Next", "Next")
    page.get_by_text("All questions").click()


def quiz_words(page: Page) -> None:
    """Go to the reflection."""
    press(page, "Begin", "Next", "Next", "Next", "Next")


def quiz_review(page: Page) -> None:
    """Go to the review and forget the name."""
    quiz_words(page)
    press(page, "Review", "Hand in")


def form_level(page: Page) -> None:
    """Go to the first question on confidence."""
    press(page, "Begin", "Next", "Next", "Next", "Next")


def form_review(page: Page) -> None:
    """Go to the review of a form and forget the code."""
    form_level(page)
    press(page, "Next", "Review", "Hand in")


def helplines_open(page: Page) -> None:
    """Choose a country and open the list for every country."""
    page.get_by_label("Which country are you in?").select_option("KE")
    page.locator("summary", has_text="For every country").click()


def toolbar_open(page: Page) -> None:
    """Show both notices; the one on leaving is there from the start."""
    press(page, "Erase everything here")


def nothing(page: Page) -> None:
    """Leave the widget as it starts."""


STATES: list[tuple[type[CourseWidget], str, Callable[[Page], None]]] = [
    (ScenarioWidget, "scenario", nothing),
    (ScenarioWidget, "scenario", scenario_feedback),
    (ScenarioWidget, "scenario", scenario_ending),
    (PracticeWidget, "practice", nothing),
    (PracticeWidget, "practice", practice_checked),
    (PracticeWidget, "practice", practice_returned),
    (PlanWidget, "plan", nothing),
    (PlanWidget, "plan", plan_written),
    (PlanWidget, "plan", plan_page),
    (PlanWidget, "plan", plan_empty),
    (PlanWidget, "plan", plan_arranged),
    (PlanWidget, "plan", plan_clearing),
    (QuizWidget, "quiz", nothing),
    (QuizWidget, "quiz", quiz_middle),
    (QuizWidget, "quiz", quiz_words),
    (QuizWidget, "quiz", quiz_review),
    (QuizWidget, "form", nothing),
    (QuizWidget, "form", form_level),
    (QuizWidget, "form", form_review),
    (SourcesWidget, "sources", nothing),
    (HelplinesWidget, "helplines", helplines_open),
    (ToolbarWidget, "toolbar", toolbar_open),
]
NAMES = [f"{part}-{reach.__name__}" for _, part, reach in STATES]


@pytest.fixture(params=STATES, ids=NAMES)
def reached(request: pytest.FixtureRequest, stage: Show, sheet: Read) -> Callable[..., Page]:
    """Give a function that shows one widget and brings it into one state."""
    kind, part, reach = request.param

    def go(lang: str = "en", **media: Any) -> Page:
        content = {} if part == "toolbar" else sheet(part)
        if reach is practice_returned:
            content = {**content, "id": "return", "help": "../help.ipynb"}
        shown = stage(kind(content, words=words("en"), lang=lang, delivery="voila"))
        shown.page.emulate_media(reduced_motion="reduce", **media)
        reach(shown.page)
        page: Page = shown.page
        return page

    return go


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    reached: Callable[..., Page], accessible: Callable[[Page], None], scheme: str
) -> None:
    """Each state of each widget is without violations, in the light and in the dark."""
    accessible(reached(color_scheme=scheme))


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_phone_needs_no_sideways_scrolling(reached: Callable[..., Page], lang: str) -> None:
    """At 320 px nothing is wider than the screen, from left to right and from right to left."""
    page = reached(lang=lang)
    page.set_viewport_size({"width": 320, "height": 640})
    wide = page.evaluate(
        """() => [...document.querySelectorAll(".cop *, .cop")].filter((node) => {
             const box = node.getBoundingClientRect();
             return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1);
           }).map((node) => node.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough(reached: Callable[..., Page]) -> None:
    """Whatever can be pressed is at least 24 px in both directions, links in a sentence apart."""
    small = reached().evaluate(
        """() => [...document.querySelectorAll(
               ".cop :is(button, select, input, summary, textarea)")]
             .filter((node) => node.checkVisibility())
             .map((node) => [node, (node.closest("label") ?? node).getBoundingClientRect()])
             .filter(([, box]) => box.width < 24 || box.height < 24)
             .map(([node]) => node.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_nothing_is_told_to_python(reached: Callable[..., Page]) -> None:
    """In Voilà no widget writes to its model or sends a message, whatever the reader does."""
    assert reached().evaluate("window.calls") == []


def test_right_to_left_starts_at_the_right(stage: Show, sheet: Read) -> None:
    """In a right-to-left language the first button stands at the right edge, not the left."""
    shown = stage(ScenarioWidget(sheet("scenario"), words=words("en"), lang="ar", delivery="voila"))
    start = shown.page.get_by_role("button", name="Start", exact=True).bounding_box()
    skip = shown.page.get_by_role("button", name="Skip and still finish").bounding_box()
    assert start["x"] > skip["x"]


def test_ids_are_unique_on_a_page_with_many_widgets(stage: Show, sheet: Read) -> None:
    """Each widget brings its own copy of the code, yet no two elements share an id or a group."""
    shown = stage(
        PracticeWidget(sheet("practice"), delivery="voila"),
        PracticeWidget({**sheet("practice"), "id": "self-check"}, delivery="voila"),
        HelplinesWidget(sheet("helplines"), delivery="voila"),
        HelplinesWidget(sheet("helplines"), delivery="voila"),
    )
    ids = shown.page.evaluate("[...document.querySelectorAll('[id]')].map((node) => node.id)")
    assert sorted(ids) == sorted(set(ids))
    names = shown.page.evaluate(
        """[...document.querySelectorAll('fieldset')].map((set) =>
             [...new Set([...set.querySelectorAll('input')].map((box) => box.name))].join())"""
    )
    named = [name for name in names if name]
    assert sorted(named) == sorted(set(named))


def test_jupyterlabs_theme_wins_over_the_systems(stage: Show, sheet: Read) -> None:
    """A light JupyterLab on a dark system shows light widgets, and the other way round."""
    shown = stage(SourcesWidget(sheet("sources"), delivery="lab"))
    paper = "getComputedStyle(document.querySelector('.cop')).backgroundColor"
    shown.page.emulate_media(color_scheme="dark")
    shown.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'true')")
    light = shown.page.evaluate(paper)
    shown.page.emulate_media(color_scheme="light")
    shown.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    assert (light, shown.page.evaluate(paper)) == ("rgb(255, 255, 255)", "rgb(23, 32, 35)")


def test_print_shows_the_text_and_no_buttons(stage: Show, sheet: Read) -> None:
    """On paper the ending stays, and what can only be pressed is gone."""
    shown = stage(ScenarioWidget(sheet("scenario"), delivery="voila"))
    scenario_ending(shown.page)
    shown.page.emulate_media(media="print")
    assert shown.page.get_by_text("The teacher’s question is the way back").is_visible()
    assert [b for b in shown.page.locator(".cop button").all() if b.is_visible()] == []


def test_text_is_never_taken_for_markup(stage: Show, sheet: Read) -> None:
    """A title that looks like HTML is shown as it is written."""
    content = {**sheet("scenario"), "title": "<img src=x onerror=alert(1)> & co"}
    shown = stage(ScenarioWidget(content, delivery="voila"))
    assert shown.page.get_by_role("heading", level=4).inner_text() == content["title"]


def test_a_focus_ring_is_seen(stage: Show, sheet: Read) -> None:
    """A button reached by keyboard has an outline of at least two pixels."""
    shown = stage(ScenarioWidget(sheet("scenario"), delivery="voila"))
    shown.page.keyboard.press("Tab")
    width = "getComputedStyle(document.activeElement).outlineWidth"
    assert shown.page.evaluate("document.activeElement.textContent") == "Start"
    assert shown.page.evaluate(width) == "3px"
