"""Everybody can use a page: by keyboard, by screen reader, on a small phone; and nobody is told."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from served import Server, Visit

Go = Callable[[str], Visit]
PAGES = ["home.ipynb", "calm/module.ipynb", "breaking/module.ipynb", "nowhere.ipynb"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, server: Server, path: str, scheme: str) -> None:
    """No page breaks a rule that a machine can check, by day or by night."""
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    seen = Visit(page)
    page.goto(server.page(path), wait_until="commit")
    expect(page.get_by_role("button", name="Leave quickly")).to_be_visible()
    seen.ready()
    # The widgets of these pages are stand-ins; the real ones have tests of their own.
    found = Axe().run(page, context={"exclude": [[".cop-slot-widget"]]})
    context.close()
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []


def test_the_first_steps_of_the_keyboard(server: Server, visit: Go) -> None:
    """Tab finds skip link, Leave quickly, home and help, in this order; the skip link works."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    names = []
    for _ in range(4):
        seen.page.keyboard.press("Tab")
        names.append(seen.page.evaluate("document.activeElement.textContent.trim()"))
    assert names == ["Skip to the text", "Leave quickly", "Home", "Get help"]
    for _ in range(3):
        seen.page.keyboard.press("Shift+Tab")
    expect(seen.page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    seen.page.keyboard.press("Enter")
    expect(seen.page.get_by_role("main")).to_be_focused()


def test_leave_quickly_stays_on_screen(server: Server, visit: Go) -> None:
    """However far somebody has read, the button is there, and covers no text that has focus."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(seen.page.get_by_role("button", name="Leave quickly")).to_be_in_viewport(ratio=1)


def test_leave_quickly_works_while_the_page_is_being_made(server: Server, visit: Go) -> None:
    """Nobody has to wait for a kernel to get away; the first press leaves."""
    seen = visit(server.page("slow/module.ipynb"))
    outside: list[str] = []
    seen.page.route("https://**", lambda route: (outside.append(route.request.url), route.abort()))
    button = seen.page.get_by_role("button", name="Leave quickly")
    expect(seen.page.get_by_text("It cannot clear history")).to_be_visible()
    assert seen.page.evaluate("document.readyState") == "loading"
    button.click()
    seen.page.wait_for_timeout(500)
    assert len(outside) == 1


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 1920])
def test_no_page_scrolls_sideways(server: Server, visit: Go, path: str, width: int) -> None:
    """From a small phone to a projector the text fits."""
    seen = visit(server.page(path))
    seen.page.set_viewport_size({"width": width, "height": 640})
    seen.ready()
    assert seen.page.evaluate("document.documentElement.scrollWidth") == width


def test_no_request_leaves_the_server(server: Server, visit: Go) -> None:
    """Whatever a page loads comes from where the page came from."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.wait_for_timeout(1000)
    hosts = {urlsplit(url.removeprefix("blob:")).netloc for url in seen.requests}
    assert hosts - {""} == {f"127.0.0.1:{server.port}"}
    assert not [url for url in seen.requests if url.startswith("http") and "nbgrader" in url]
    assert seen.console == []


def test_no_choice_leaves_the_browser(server: Server, visit: Go) -> None:
    """What somebody presses in a widget is not sent, neither as a request nor to the kernel."""
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.wait_for_timeout(1500)
    sent, asked = len(seen.sent), len(seen.requests)
    assert sent > 0
    seen.page.get_by_role("button", name="first: 0").click()
    expect(seen.page.get_by_role("button", name="first: 1")).to_be_visible()
    seen.page.wait_for_timeout(1000)
    assert len(seen.sent) == sent
    assert len(seen.requests) == asked
