"""A real browser for the tests that need one."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# As root in a container Chromium needs the first; the last keeps it off the network.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TIMEOUT = 10_000


def find_chromium() -> str | None:
    """Find a Chromium that is installed: CHROMIUM, then the PATH, then macOS's applications."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(command) for command in COMMANDS)
    installed = (path for path in MACOS if Path(path).is_file())
    return next((path for path in (*found, *installed) if path), None)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that is there, else Playwright's own; fail with what to do."""
    path = find_chromium()
    try:
        return playwright.chromium.launch(executable_path=path, args=FLAGS)
    except Error as error:
        tried = path or "Playwright's own"
        reason = error.message.splitlines()[0]
        pytest.fail(
            f"No browser starts ({tried}: {reason}). Install Chromium and put it on the PATH, or "
            "set CHROMIUM to its file, or run `playwright install chromium`.",
            pytrace=False,
        )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Give one browser for the whole run."""
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a fresh profile that does not wait for ever and does not move things about."""
    fresh = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="UTC")
    fresh.set_default_timeout(TIMEOUT)
    yield fresh
    fresh.close()
