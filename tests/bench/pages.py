"""From navigation to the reading, to a widget that answers, and from a choice to its feedback."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course import BUTTON_PAGE, PAGE, REPOSITORY, Copies
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from servers import Server
from table import Figure

sys.path.insert(0, str(REPOSITORY / "tests"))
from browser import FLAGS, find_chromium  # the tests' own way to a browser

PAIRS = 5
SLOW_PAIRS = 5
CHOICES = 15
TIMEOUT_MS = 120_000
# 1.6 Mbit/s with 150 ms is what Chromium's own tools call a slow fourth-generation phone.
SLOW_BYTES = 1_600_000 / 8
SLOW_LATENCY_MS = 150
SLOW_PROCESSOR = 4
KERNEL = "JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId"

_HERE = Path(__file__).parent


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that finds no other host, so that the peer's requests to a CDN fail at once.

    Otherwise the peer would be measured with this machine's way to the internet.
    """
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*FLAGS, alone])
        yield browser
        browser.close()


def opening(browser: Browser, made: Copies, ours: Server, peer: Server) -> list[Figure]:
    """The two figures of opening the module on this machine as it is."""
    mine, theirs = _pairs(browser, made, ours, peer, PAIRS, slow=False)
    return [
        Figure(
            "navigation to reading visible",
            "s",
            0.40,
            [one["reading"] for one in mine],
            [one["reading"] for one in theirs],
        ),
        Figure(
            "navigation to first widget answering",
            "s",
            1.15,
            [one["answer"] for one in mine],
            [one["answer"] for one in theirs],
        ),
    ]


def opening_slowly(browser: Browser, made: Copies, ours: Server, peer: Server) -> list[Figure]:
    """The figure of opening the module on a slow phone with a slow link."""
    mine, theirs = _pairs(browser, made, ours, peer, SLOW_PAIRS, slow=True)
    return [
        Figure(
            "the same, slow link and processor",
            "s",
            0.45,
            [one["answer"] for one in mine],
            [one["answer"] for one in theirs],
        )
    ]


def choosing(browser: Browser, made: Copies, ours: Server) -> list[Figure]:
    """The figure of the first widget's feedback, against a button that asks its kernel.

    Both pages come from the same server and stand open in the same browser.
    """
    with _context(browser) as context, _context(browser) as other:
        module, button = context.new_page(), other.new_page()
        module.goto(ours.page(PAGE), wait_until="commit")
        button.goto(ours.page(BUTTON_PAGE), wait_until="commit")
        mine, theirs = [], []
        for number in range(CHOICES + 1):
            mine.append(_our_feedback(module, made))
            theirs.append(_kernel_feedback(button, number + 1))
        ours.end(module.evaluate(KERNEL), button.evaluate(KERNEL))
    # The first of each is a warm-up.
    return [Figure("choice to feedback", "ms", 0.50, mine[1:], theirs[1:])]


def _pairs(
    browser: Browser, made: Copies, ours: Server, peer: Server, pairs: int, *, slow: bool
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    for server in (ours, peer):
        _open(browser, made, server, slow=False)
    mine, theirs = [], []
    for _ in range(pairs):
        mine.append(_open(browser, made, ours, slow=slow))
        theirs.append(_open(browser, made, peer, slow=slow))
    return mine, theirs


def _open(browser: Browser, made: Copies, server: Server, *, slow: bool) -> dict[str, float]:
    """Open the module in a new profile, whose cache is empty; seconds by what was waited for."""
    with _context(browser) as context:
        page = context.new_page()
        page.add_init_script(f"window.benchLooksFor = {json.dumps(_looked_for(made))};")
        page.add_init_script(path=_HERE / "probe.js")
        if slow:
            _slow_down(context, page)
        page.goto(server.page(PAGE), wait_until="commit")
        times: dict[str, float] = page.evaluate("window.benchTimes")
        server.end(page.evaluate(KERNEL))
    return {name: milliseconds / 1000 for name, milliseconds in times.items()}


def _looked_for(made: Copies) -> dict[str, str | int]:
    texts = [cell.source for cell in made.notebook.cells if cell.cell_type == "markdown"]
    lines = [line for text in texts for line in text.splitlines()]
    question = made.first_question
    return {
        "first": next(line[2:] for line in lines if line.startswith("# ")),
        "last": [line[3:] for line in lines if line.startswith("## ")][-1],
        "question": question.ask,
        "choice": question.sample("wrong")["options"][0],
        "timeout": TIMEOUT_MS,
    }


def _slow_down(context: BrowserContext, page: Page) -> None:
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": SLOW_LATENCY_MS,
            "downloadThroughput": SLOW_BYTES,
            "uploadThroughput": SLOW_BYTES,
        },
    )
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PROCESSOR})


def _our_feedback(page: Page, made: Copies) -> float:
    question = made.first_question
    choice = question.sample("wrong")["options"][0]
    feedback = next(option.feedback for option in question.options if option.id == choice)
    item = page.get_by_role("group", name=question.ask)
    item.locator(f'input[value="{choice}"]').check()
    elapsed = _clock(page, item.get_by_role("button", name="Check"), ".cop-reason", feedback)
    # A second try closes the question, and only a closed one can be begun anew.
    item.get_by_role("button", name="Check again").click()
    item.get_by_role("button").last.click()
    return elapsed


def _kernel_feedback(page: Page, count: int) -> float:
    button = page.get_by_role("button", name="Check")
    return _clock(page, button, ".widget-label", f"{count}: ")


def _clock(page: Page, button: Locator, selector: str, text: str) -> float:
    looked_for = {"selector": selector, "text": text, "timeout": TIMEOUT_MS}
    button.wait_for()
    page.evaluate((_HERE / "clock.js").read_text(encoding="utf-8"), looked_for)
    button.click()
    elapsed: float = page.evaluate("window.benchElapsed")
    return elapsed


@contextmanager
def _context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context
    context.close()
