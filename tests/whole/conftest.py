"""The course, served once; each test visits it with a browser's profile of its own."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from whole.playing import Course, Net

# Two cores may serve many tests at once; what is right comes all the same, only later.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def course() -> Iterator[Course]:
    """Give the real course as the command serves it."""
    running = Course.serve()
    yield running
    running.stop()


@pytest.fixture
def net(course: Course, context: BrowserContext) -> Net:
    """Give the record of all that this test's browser sends."""
    spread = Net(course.url)
    spread.spread(context)
    return spread
