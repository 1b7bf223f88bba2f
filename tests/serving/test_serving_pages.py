"""Pages in a real browser: reading first, then widgets, and calm where something breaks."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from served import Server, Visit, wait_for

from copcourse.serving.page import TEMPLATES

Go = Callable[[str], Visit]


def test_the_reading_is_there_before_a_kernel_is_ready(server: Server, visit: Go) -> None:
    """A page whose only cell takes half a minute can be read, left and followed at once."""
    shown = visit(server.page("slow/module.ipynb")).page
    expect(shown.get_by_text("Read me now.")).to_be_visible(timeout=5000)
    expect(shown.get_by_role("button", name="Leave quickly")).to_be_visible(timeout=5000)
    expect(shown.get_by_role("link", name="Get help")).to_be_visible()
    assert shown.evaluate("document.readyState") == "loading"
    expect(shown.locator(".cop-slot[aria-busy=true]")).to_have_count(1)
    expect(shown.get_by_text("This part is loading.")).to_be_visible()


def test_each_widget_fills_its_slot_and_answers(server: Server, visit: Go) -> None:
    """Widgets stand between the sections where their cells stand, and work."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    names = seen.page.locator("main :is(h2, .cop-slot button:visible)").all_inner_texts()
    assert [name.rstrip("¶") for name in names] == [
        "One",
        "first: 0",
        "Two",
        "second: 0",
        "Sources",
        "third: 0",
    ]
    seen.page.get_by_role("button", name="second: 0").click()
    expect(seen.page.get_by_role("button", name="second: 1")).to_be_visible()
    assert seen.console == []


def test_what_is_not_for_learners_is_neither_shown_nor_run(server: Server, visit: Go) -> None:
    """No code, no setup cell, nothing of nbgrader and no hint for JupyterLab is in the page."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    html = seen.page.content()
    for hidden in ("import anywidget", "gradebook", "for nbgrader", "SystemError", "Run All"):
        assert hidden not in html
    assert seen.page.locator(".cop-slot").count() == 3


def test_sections_and_slots_can_be_found(server: Server) -> None:
    """A section has its part as id; a slot says what belongs there."""
    html = server.ask("/voila/render/calm/module.ipynb").text
    assert re.findall(r'<section class="cop-section" id="([\w-]+)"', html) == [
        "section-1",
        "section-2",
        "sources",
    ]
    assert re.findall(r'id="slot-\d+" data-slot="([^"]*)"', html) == [
        "practice:section-1",
        "practice:section-2",
        "sources",
    ]


def test_a_page_says_its_language_and_nothing_in_its_title(server: Server) -> None:
    """Who sees the tab learns nothing of the topic; a reader aloud learns the language."""
    html = server.ask("/voila/render/calm/module.ipynb").text
    assert '<html lang="en" dir="ltr">' in html
    assert re.findall(r"<title>(.*?)</title>", html) == ["Reading"]
    assert '<meta name="referrer" content="no-referrer">' in html


def test_every_page_has_one_first_heading(server: Server) -> None:
    """A page whose own heading is not for learners is headed by its title."""
    for path in ("home.ipynb", "calm/module.ipynb", "calm/quiz.ipynb"):
        assert server.ask(f"/voila/render/{path}").text.count("<h1") == 1
    assert "<h1>A page</h1>" in server.ask("/voila/render/calm/quiz.ipynb").text


def test_a_failing_cell_leaves_the_others_alone(server: Server, visit: Go) -> None:
    """A cell that raises, or shows no widget, gets a calm sentence that says nothing of it."""
    seen = visit(server.page("breaking/module.ipynb"))
    seen.ready()
    expect(seen.page.get_by_role("button", name="before: 0")).to_be_visible()
    seen.page.get_by_role("button", name="after: 0").click()
    expect(seen.page.get_by_role("button", name="after: 1")).to_be_visible()
    expect(seen.page.locator(".cop-slot.is-failed")).to_have_count(2)
    expect(seen.page.get_by_role("button", name="Load the page again")).to_have_count(2)
    assert seen.console == []
    html = seen.page.content()
    for word in (
        "secret in the message",
        "RuntimeError",
        "Traceback",
        "only words",
        "a loud warning",
    ):
        assert word not in html


def test_a_kernel_that_dies_leaves_no_slot_busy(server: Server, visit: Go) -> None:
    """When the kernel ends in the middle, every slot is settled and the reading stays."""
    seen = visit(server.page("dying/module.ipynb"))
    seen.ready()
    # The first widget may have come before the kernel ended; the others cannot.
    for slot in ("b", "c"):
        expect(seen.page.locator(f'.cop-slot.is-failed[data-slot="{slot}"]')).to_have_count(1)
    expect(seen.page.get_by_role("heading", name="Dying")).to_be_visible()


def test_a_cell_without_end_is_given_up(own_server: Callable[..., Server], visit: Go) -> None:
    """A cell that takes longer than a cell may is stopped, and its slot says so."""
    server = own_server(cell_seconds=2)
    seen = visit(server.page("slow/module.ipynb"))
    seen.ready()
    expect(seen.page.locator(".cop-slot.is-failed")).to_have_count(1)


def test_load_again_loads_again(server: Server, visit: Go) -> None:
    """The button in a failed slot loads the page anew."""
    seen = visit(server.page("breaking/module.ipynb"))
    seen.ready()
    with seen.page.expect_navigation(wait_until="commit"):
        seen.page.get_by_role("button", name="Load the page again").first.click()


def test_a_page_without_widgets_needs_no_kernel_and_no_voila_js(
    own_server: Callable[..., Server], visit: Go
) -> None:
    """A page of text starts nothing and loads nothing but itself."""
    server = own_server()
    seen = visit(server.page("help.ipynb"))
    seen.page.wait_for_load_state("networkidle")
    expect(seen.page.get_by_text("You are not alone.")).to_be_visible()
    assert seen.requests == [server.page("help.ipynb")]
    assert server.kernels() == []


def test_back_leaves_the_course(server: Server, visit: Go) -> None:
    """Pages of the course replace one another, so one step back is out of it."""
    seen = visit(f"{server.url}/voila/render/nowhere.ipynb")
    page = seen.page
    page.goto(server.page("home.ipynb"))
    before = page.evaluate("history.length")
    page.get_by_role("link", name="one module").click()
    page.wait_for_url("**/calm/module.ipynb")
    page.get_by_role("link", name="Next Breaking").click()
    page.wait_for_url("**/breaking/module.ipynb")
    assert page.evaluate("history.length") == before
    page.go_back(wait_until="commit")
    assert page.url.endswith("/nowhere.ipynb")


def test_a_link_to_a_place_in_the_page_moves_there(server: Server, visit: Go) -> None:
    """An anchor moves the reader and the focus, and adds no step to go back over."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    before = seen.page.evaluate("history.length")
    seen.page.get_by_role("link", name="Sources").click()
    expect(seen.page.locator("#sources")).to_be_focused()
    expect(seen.page.locator("#sources")).to_be_in_viewport()
    seen.page.get_by_role("link", name="1", exact=True).click()
    expect(seen.page.locator('[data-slot="sources"]')).to_be_focused()
    assert seen.page.evaluate("history.length") == before


def test_pictures_beside_a_page_are_shown(server: Server, visit: Go) -> None:
    """A picture that the text names relative to itself loads."""
    seen = visit(server.page("calm/module.ipynb"))
    picture = seen.page.get_by_role("img", name="a dot")
    picture.wait_for(state="attached")
    seen.until("document.querySelector('img').complete")
    assert picture.evaluate("image => image.naturalWidth") == 1


def test_paper_has_the_text_and_no_buttons(server: Server, visit: Go) -> None:
    """In print the bar, the links around and the footer are gone, and folded text is open."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.emulate_media(media="print")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(seen.page.get_by_text("Folded words.")).to_be_visible()
    for chrome in ("Leave quickly", "Erase everything here"):
        expect(seen.page.get_by_text(chrome, exact=True)).to_be_hidden()
    expect(seen.page.get_by_text("It cannot clear history")).to_be_hidden()
    expect(seen.page.get_by_role("link", name="Home")).to_be_hidden()
    expect(seen.page.get_by_role("link", name="Next Breaking")).to_be_hidden()
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(seen.page.get_by_text("Folded words.")).to_be_hidden()


@pytest.mark.parametrize("name", ["practice:section-1", "practice:return", "scenario:night"])
def test_what_somebody_chose_stays_off_paper(server: Server, visit: Go, name: str) -> None:
    """Questions and stories, with the answers given to them, are not printed."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    slot = seen.page.locator(".cop-slot").first
    seen.page.emulate_media(media="print")
    rename = "(one, name) => { one.dataset.slot = name; }"
    slot.evaluate(rename, "sources")
    expect(slot).to_be_visible()
    slot.evaluate(rename, name)
    expect(slot).to_be_hidden()


def test_one_chosen_country_goes_on_paper_alone(server: Server, visit: Go) -> None:
    """Where one country's fold is open, its neighbours stay folded in print."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.evaluate(
        """() => { const lines = document.createElement('section');
             lines.id = 'lines';
             lines.innerHTML = '<details open><summary>A</summary>a</details>'
               + '<details><summary>B</summary>b</details>';
             document.querySelector('main').append(lines); }"""
    )
    opened = "document.querySelectorAll('#lines details[open]').length"
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.evaluate(opened) == 1
    expect(seen.page.get_by_text("Folded words.")).to_be_visible()
    seen.page.evaluate("dispatchEvent(new Event('afterprint'))")
    seen.page.evaluate("document.querySelector('#lines details').open = false")
    seen.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert seen.page.evaluate(opened) == 2


@pytest.mark.parametrize("name", ["copcourse.css", "moving.js", "arriving.js"])
def test_what_is_put_into_the_page_holds_no_template_marks(name: str) -> None:
    """Style and script are included as they are, so nothing in them may look like Jinja."""
    text = (TEMPLATES / "voila" / "templates" / "copcourse" / "static" / name).read_text("utf-8")
    assert not re.search(r"\{\{|\{%|\{#", text)


def test_leaving_while_the_page_is_made_ends_its_kernel(
    own_server: Callable[..., Server], visit: Go
) -> None:
    """A visitor who closes the tab during the loading leaves no kernel behind."""
    server = own_server()
    seen = visit(server.page("slow/module.ipynb"))
    expect(seen.page.get_by_text("Read me now.")).to_be_visible()
    wait_for(lambda: len(server.kernels()) == 1, "a kernel starts")
    seen.page.close()
    wait_for(lambda: server.kernels() == [], "the kernel ends")


def test_a_page_can_be_read_as_one_likes(server: Server, visit: Go) -> None:
    """Before the kernel is ready, the text grows, and what reading aloud needs is said."""
    page = visit(server.page("slow/module.ipynb")).page
    page.get_by_text("Reading: size, space, aloud").click(timeout=5000)
    page.get_by_label("Largest").check()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > 24
    expect(page.get_by_role("group", name="Read aloud")).to_be_visible()
    assert page.evaluate("document.readyState") == "loading"
