"""From navigation to the reading, to a widget that answers, and from a choice to its feedback."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from course import BUTTON_PAGE, PAGE, REPOSITORY, Copies
from playwright.sync_api import Browser, CDPSession, Locator, Page, sync_playwright
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


class Shown(Protocol):
    """Where a notebook's page is shown, and how what it started is ended."""

    def page(self, path: str) -> str:
        """The address of a notebook."""

    def end(self, *kernels: str) -> None:
        """End what the page has started."""


@dataclass(frozen=True)
class Address:
    """A place of plain files, where nothing runs."""

    page: Callable[[str], str]

    def end(self, *kernels: str) -> None:
        """Nothing to end."""


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


def opening(browser: Browser, made: Copies, ours: Shown, peer: Shown) -> list[Figure]:
    """The two figures of opening the module on this machine as it is."""
    mine, theirs = pairs(browser, made, ours, peer, PAIRS)
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


def opening_slowly(browser: Browser, made: Copies, ours: Shown, peer: Shown) -> list[Figure]:
    """The figure of opening the module on a slow phone with a slow link."""
    mine, theirs = pairs(browser, made, ours, peer, SLOW_PAIRS, slow=True)
    return [
        Figure(
            "the same, slow link and processor",
            "s",
            0.45,
            [one["answer"] for one in mine],
            [one["answer"] for one in theirs],
        )
    ]


def choosing(browser: Browser, made: Copies, ours: Shown) -> list[Figure]:
    """The figure of the first widget's feedback, against a button that asks its kernel.

    Both pages come from the same server and stand open in the same browser.
    """
    with opened(browser) as module, opened(browser) as button:
        module.goto(ours.page(PAGE), wait_until="commit")
        button.goto(ours.page(BUTTON_PAGE), wait_until="commit")
        mine, theirs = [], []
        for number in range(CHOICES + 1):
            mine.append(_our_feedback(module, made))
            theirs.append(_kernel_feedback(button, number + 1))
        ours.end(module.evaluate(KERNEL), button.evaluate(KERNEL))
    # The first of each is a warm-up.
    return [Figure("choice to feedback", "ms", 0.50, mine[1:], theirs[1:])]


def pairs(
    browser: Browser, made: Copies, ours: Shown, peer: Shown, number: int, *, slow: bool = False
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Open the module there and there by turns; what each visit measured."""
    for server in (ours, peer):
        _open(browser, made, server, slow=False)
    mine, theirs = [], []
    for _ in range(number):
        mine.append(_open(browser, made, ours, slow=slow))
        theirs.append(_open(browser, made, peer, slow=slow))
    return mine, theirs


def _open(browser: Browser, made: Copies, server: Shown, *, slow: bool) -> dict[str, float]:
    """Open the module in a new profile, whose cache is empty.

    Gives seconds by what was waited for, and the kilobytes that had come by then.
    """
    with opened(browser) as page:
        page.add_init_script(f"window.benchLooksFor = {json.dumps(_looked_for(made))};")
        page.add_init_script(path=_HERE / "probe.js")
        tools = page.context.new_cdp_session(page)
        tools.send("Network.enable")
        came: list[float] = []
        tools.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
        if slow:
            _slow_down(tools)
        page.goto(server.page(PAGE), wait_until="commit")
        times: dict[str, float] = page.evaluate("window.benchTimes")
        # The page itself ends last where it is sent while it is made.
        page.wait_for_load_state("load")
        page.wait_for_timeout(200)
        if isinstance(server, Address):
            server.end()
        else:
            server.end(page.evaluate(KERNEL))
    found = {name: milliseconds / 1000 for name, milliseconds in times.items()}
    return {**found, "kilobytes": sum(came) / 1000}


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


def _slow_down(tools: CDPSession) -> None:
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
def opened(browser: Browser) -> Iterator[Page]:
    """A page in a new profile, whose cache is empty."""
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(TIMEOUT_MS)
    yield context.new_page()
    context.close()
