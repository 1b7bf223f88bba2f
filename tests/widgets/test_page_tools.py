"""Leave quickly, and Erase everything here."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from copcourse.widgets import PracticeWidget, QuizWidget, ScenarioWidget, ToolbarWidget
from copcourse.widgets.loader import script
from copcourse.words import words

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
OUTSIDE = "https://www.wikipedia.org/"


@pytest.fixture
def tools(stage: Show) -> Any:
    """Show the toolbar; the neutral page outside is played by ourselves."""
    shown = stage(ToolbarWidget({}, delivery="lab"))

    def outside(route: Route) -> None:
        route.fulfill(body="<title>Elsewhere</title>", content_type="text/html")

    shown.page.route(f"{OUTSIDE}**", outside)
    return shown


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def test_what_leaving_cannot_undo_is_said_before(tools: Any) -> None:
    """Without any press a short note tells of history, tabs and downloads."""
    note = tools.page.locator(".cop-leave-note").inner_text()
    for part in ("at once", "history", "other tabs", "downloads"):
        assert part in note


def test_the_first_press_leaves_and_back_does_not_return(tools: Any) -> None:
    """One press is enough, and the outside page takes this page's place in the history."""
    length = tools.page.evaluate("history.length")
    press(tools.page, "Leave quickly")
    tools.page.wait_for_url(OUTSIDE)
    assert tools.page.evaluate("history.length") == length


def test_a_closed_note_stays_closed_in_this_tab(tools: Any) -> None:
    """Closing does not put the focus on the button that leaves, and a reload shows no note."""
    press(tools.page, "Close this note")
    assert tools.page.locator(".cop-leave-note").inner_text() == ""
    assert tools.page.evaluate("document.activeElement.tagName") == "MAIN"
    assert tools.stored() == {"copcourse:leave-noted": "true"}
    tools.open()
    assert tools.page.locator(".cop-leave-note").inner_text() == ""
    press(tools.page, "Leave quickly")
    tools.page.wait_for_url(OUTSIDE)


def test_without_storage_the_note_closes_and_the_button_leaves(tools: Any) -> None:
    """A browser that keeps nothing shows the note on each page, and still leaves at once."""
    refuse = "Object.defineProperty(window, 'sessionStorage', {get() { throw new Error('no'); }})"
    tools.page.add_init_script(refuse)
    tools.open()
    press(tools.page, "Close this note")
    assert tools.page.locator(".cop-leave-note").inner_text() == ""
    press(tools.page, "Leave quickly")
    tools.page.wait_for_url(OUTSIDE)


def test_the_page_is_hidden_before_the_other_one_arrives(tools: Any) -> None:
    """Nothing can be read in the moment between the press and the new page."""
    tools.page.unroute(f"{OUTSIDE}**")
    tools.page.route(f"{OUTSIDE}**", lambda route: None)
    hidden = tools.page.evaluate(
        """() => { document.querySelector('.cop-leave-button').click();
                   return [getComputedStyle(document.documentElement).display, document.title]; }"""
    )
    assert hidden == ["none", "…"]


def test_an_unsaved_notebook_does_not_hold_the_reader(tools: Any) -> None:
    """A page that asks "Leave site?" is left without the question."""
    asked = []
    tools.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    tools.page.evaluate(
        """addEventListener('beforeunload', (event) => {
             event.preventDefault(); event.returnValue = 'x'; })"""
    )
    press(tools.page, "Leave quickly")
    tools.page.wait_for_url(OUTSIDE)
    assert asked == []


def test_erasing_asks_once_and_takes_only_what_is_ours(tools: Any) -> None:
    """After a yes our keys are gone, other pages' stay, and it says what it cannot remove."""
    tools.page.evaluate(
        """() => { for (const store of [localStorage, sessionStorage]) {
             store.setItem('copcourse:practice:x', '1'); store.setItem('jupyterlab', '1'); } }"""
    )
    press(tools.page, "Close this note", "Erase everything here", "No, keep it")
    assert "copcourse:practice:x" in tools.stored()
    press(tools.page, "Erase everything here", "Yes, erase")
    note = tools.page.locator(".cop-erase-note")
    expect(note).to_contain_text("Done.")
    expect(note).to_contain_text(
        "Files you downloaded, an icon you added and your browser's history stay"
    )
    expect(note).to_contain_text("delete answers.json there")
    left = tools.page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage)]")
    assert left == [["jupyterlab"], ["jupyterlab"]]


def test_erasing_clears_what_the_widgets_show(stage: Show, sheet: Read) -> None:
    """Story, practice and quiz on the page go back to their start, and write nothing anew."""
    shown = stage(
        ScenarioWidget(sheet("scenario"), delivery="voila"),
        PracticeWidget(sheet("practice"), delivery="voila"),
        QuizWidget(sheet("quiz"), delivery="voila"),
        ToolbarWidget({}, delivery="voila"),
    )
    press(shown.page, "Start", "Begin")
    shown.page.get_by_label("I cannot promise that").check()
    shown.page.get_by_label("Delete it").check()
    assert len(shown.stored()) == 3
    press(shown.page, "Erase everything here", "Yes, erase")
    expect(shown.page.locator(".cop-erase-note")).to_contain_text("Done.")
    assert shown.stored() == {}
    expect(shown.page.get_by_role("button", name="Start", exact=True)).to_be_visible()
    expect(shown.page.get_by_text("0 of 5 answered")).to_be_visible()
    assert shown.page.locator("input:checked").count() == 0


@pytest.mark.parametrize(("worker", "ended"), [("offline.js", 1), ("service-worker.js", 0)])
def test_erasing_empties_our_caches_and_ends_our_worker(
    context: Any, worker: str, ended: int
) -> None:
    """Caches of ours and our worker go; another's cache and JupyterLab's worker stay."""
    page = context.new_page()
    page.route(
        "https://course.test/**",
        lambda route: route.fulfill(body="<body data-copcourse-page>", content_type="text/html"),
    )
    page.goto("https://course.test/")
    left = page.evaluate(
        """async ([text, name]) => {
             await caches.open("copcourse-offline"); await caches.open("another");
             let ended = 0;
             const active = { scriptURL: `https://course.test/${name}` };
             const worker = { active, unregister: async () => (ended += 1) };
             navigator.serviceWorker.getRegistration = async () => worker;
             const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
             await (await import(address)).erase();
             return [await caches.keys(), ended];
           }""",
        [script("page"), worker],
    )
    assert left == [["another"], ended]


@pytest.mark.parametrize(
    ("delivery", "part"),
    [
        ("lab", "a file that whoever runs this server can read"),
        ("voila", "The server knows which page is open, not what you choose."),
        ("site", "Nobody sees what you choose."),
    ],
)
def test_each_delivery_says_who_can_see_what(stage: Show, delivery: str, part: str) -> None:
    """One true sentence for the place where the page is shown."""
    shown = stage(ToolbarWidget({}, delivery=delivery))
    assert part in shown.page.locator(".cop-privacy").inner_text()


def test_a_page_with_its_own_tools_gets_no_second_ones(stage: Show) -> None:
    """Where the page brings both buttons itself, the widget shows nothing."""
    shown = stage(ToolbarWidget({}, delivery="voila"), before="<div data-copcourse-page></div>")
    assert shown.page.locator("button").count() == 0


def test_a_page_uses_the_same_tools_without_a_kernel(context: Any) -> None:
    """The module alone, as it stands in the file, fills the places that a page marks for it."""
    page = context.new_page()
    page.set_content(
        '<header><div data-copcourse="leave"></div></header>'
        '<footer data-copcourse="erase"></footer>'
    )
    page.evaluate(
        """async ([text, words]) => {
             const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
             (await import(address)).mountPage(document.body, words, "site");
           }""",
        [script("page"), words("en")["page"]],
    )
    assert page.locator("header").get_by_role("button").all_inner_texts() == ["Leave quickly"]
    assert page.locator("footer").get_by_role("button").all_inner_texts() == [
        "Erase everything here"
    ]
    assert "Nobody sees what you choose." in page.locator("footer").inner_text()
