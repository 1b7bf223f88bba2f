"""Show a widget as JupyterLab and Voilà do: its own traits, in a real browser, without a kernel."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route

from copcourse.widgets.base import CourseWidget

HERE = Path(__file__).parent
# Not localhost, so not a secure context: the same as a laptop's address in a room without internet.
ORIGIN = "http://course.test"
TRAITS = ("sheet", "words", "delivery", "lang", "dir")
HEADINGS = {
    "scenario": "<h2>Practise</h2><h3>A conversation</h3>",
    "plan": "<h2>Your plan</h2>",
}


@dataclass
class Stage:
    """A page with widgets on it, and what it asked of the network and of Python."""

    page: Page
    widgets: list[CourseWidget]
    before: str
    strays: list[str] = field(default_factory=list)

    def serve(self, route: Route) -> None:
        """Answer for the origin; remember and refuse everything else."""
        address = urlsplit(route.request.url)
        if route.request.url.startswith(ORIGIN) and address.path == "/":
            route.fulfill(path=HERE / "host.html", content_type="text/html")
        elif route.request.url.startswith(ORIGIN) and address.path == "/widgets.json":
            route.fulfill(
                json={"before": self.before, "widgets": [bundle(w) for w in self.widgets]}
            )
        else:
            self.strays.append(route.request.url)
            route.abort()

    def open(self) -> Page:
        """Open the page, or open it again."""
        self.page.goto(ORIGIN)
        self.page.wait_for_function("window.ready")
        return self.page

    def calls(self) -> list[Any]:
        """What the widgets asked of their models."""
        return list(self.page.evaluate("window.calls"))

    def stored(self) -> dict[str, str]:
        """All that this tab remembers."""
        return dict(self.page.evaluate("({...sessionStorage, ...localStorage})"))


def bundle(widget: CourseWidget) -> dict[str, Any]:
    """Give what travels to the browser."""
    state = {name: getattr(widget, name) for name in TRAITS}
    return {"script": widget._esm, "style": widget._css, "state": state}


@pytest.fixture
def stage(context: BrowserContext) -> Iterator[Callable[..., Stage]]:
    """Give a function that shows widgets; at the end no request may have left the origin."""
    stages: list[Stage] = []

    def show(*widgets: CourseWidget, before: str | None = None) -> Stage:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        heading = HEADINGS.get(widgets[0].part, "") if before is None else before
        made = Stage(page, list(widgets), heading, faults)
        page.route("**/*", made.serve)
        page.expose_function("toPython", lambda text: replies(widgets, json.loads(text)))
        made.open()
        stages.append(made)
        return made

    yield show
    assert [stage.strays for stage in stages] == [[] for _ in stages]


def replies(widgets: tuple[CourseWidget, ...], content: Any) -> list[Any]:
    """Hand a message to the Python side, and collect what it answers."""
    answers: list[Any] = []
    for widget in widgets:
        widget.send = lambda message, buffers=None: answers.append(message)
        widget._handle_custom_msg(content, [])
    return answers


@pytest.fixture
def sheet() -> Callable[[str], dict[str, Any]]:
    """Give a function that reads a sample sheet."""

    def read(name: str) -> dict[str, Any]:
        text = (HERE / "sheets" / f"{name}.json").read_text(encoding="utf-8")
        content: dict[str, Any] = json.loads(text)
        return content

    return read


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Give a check by axe that fails with the names of the rules and what breaks them."""

    def check(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []

    return check
