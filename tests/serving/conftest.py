"""Servers, and a browser that remembers what a page did."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext
from served import Server, Visit, start
from small_course import write_course


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the learners' folder of a small course with every kind of fault."""
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def server(root: Path) -> Iterator[Server]:
    """Give one server for all tests that do not mind each other."""
    # A browser's profile that is closed gives its pages no time to end their kernels.
    running = start(root, max_kernels=200)
    yield running
    running.stop()


@pytest.fixture
def own_server(root: Path) -> Iterator[Callable[..., Server]]:
    """Give a way to start a server with options of a test's own."""
    started: list[Server] = []

    def begin(**options: Any) -> Server:
        started.append(start(root, **options))
        return started[-1]

    yield begin
    for each in started:
        each.stop()


@pytest.fixture
def visit(context: BrowserContext) -> Callable[[str], Visit]:
    """Give a way to open an address; loading is not waited for."""

    def go(url: str) -> Visit:
        page = context.new_page()
        made = Visit(page)
        page.on("console", lambda m: made.console.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: made.console.append(str(error)))
        page.on("request", lambda request: made.requests.append(request.url))
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: made.sent.append(data)))
        page.goto(url, wait_until="commit")
        return made

    return go
