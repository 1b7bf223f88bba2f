"""A real browser for the tests that need one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

from browser import NONE, launch

TIMEOUT = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one browser for the whole run; fail with what to do where none starts."""
    with sync_playwright() as playwright:
        try:
            started = launch(playwright)
        except Error:
            pytest.fail(NONE, pytrace=False)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a fresh profile that does not wait for ever and does not move things about."""
    fresh = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="UTC")
    fresh.set_default_timeout(TIMEOUT)
    yield fresh
    fresh.close()
