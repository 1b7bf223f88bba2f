"""The real course in a process of its own, and a learner who goes through it with a mouse."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from json import dumps
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from copcourse.module import Module
from copcourse.words import words

ROOT = Path(__file__).parents[2]
SLUG = "online-threats"
PAGES = {
    "home": "home.ipynb",
    "help": "help.ipynb",
    "module": f"{SLUG}/module.ipynb",
    "activities": f"{SLUG}/activities.ipynb",
    "workshop": f"{SLUG}/workshop.ipynb",
    "quiz": f"{SLUG}/quiz.ipynb",
}
STORIES = ("sunday-night", "voice-notes", "kind-coach", "period-five")
PRACTICE = (*(f"section-{number}" for number in range(1, 7)), "self-check", "return")
WORDS = words("en")
PATIENCE = 60.0

Sheet = Mapping[str, Any]
Step = tuple[str, str]


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Course:
    """The course as ``copcourse serve`` shows it."""

    process: subprocess.Popen[str]
    url: str

    @classmethod
    def serve(cls) -> Course:
        """Start the command and wait until it says where the course is."""
        port = free_port()
        command = [sys.executable, "-m", "copcourse", "serve", "--no-browser", "--port", str(port)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        said = process.stdout.readline()
        if not said.startswith("The course is at"):
            process.kill()
            pytest.fail(said + process.communicate()[0], pytrace=False)
        return cls(process, f"http://127.0.0.1:{port}")

    def page(self, name: str) -> str:
        """The address of a page of `PAGES`."""
        return f"{self.url}/voila/render/{PAGES[name]}"

    def stop(self) -> None:
        """End it, and fail if it does not end."""
        self.process.terminate()
        self.process.communicate(timeout=30)


@dataclass
class Net:
    """All that leaves a browser: requests with their bodies, and WebSocket frames."""

    origin: str
    requests: list[Request] = field(default_factory=list)
    frames: list[str | bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def spread(self, context: BrowserContext) -> None:
        """Catch what every page of a browser's profile sends from now on."""
        context.on("request", lambda request: self.requests.append(request))
        context.on("page", lambda page: self._listen(page))

    def _listen(self, page: Page) -> None:
        page.on("websocket", lambda ws: ws.on("framesent", lambda data: self.frames.append(data)))
        page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))

    def strays(self) -> list[str]:
        """The requests to another host than the course's own."""
        own = urlsplit(self.origin).netloc
        addresses = (request.url.removeprefix("blob:") for request in self.requests)
        return [
            address
            for address in addresses
            if urlsplit(address).scheme != "data" and urlsplit(address).netloc != own
        ]

    def sent(self) -> list[str]:
        """Everything that was sent, as text; bytes that are no text stay findable signs."""
        asked = [f"{one.method} {one.url} {one.post_data or ''}" for one in self.requests]
        return asked + [
            frame if isinstance(frame, str) else frame.decode("latin-1") for frame in self.frames
        ]

    def leaks(self, secrets: Iterable[str]) -> list[tuple[str, str]]:
        """What of `secrets` was sent, each as (secret, what held it)."""
        return leaks(self.sent(), secrets)


def leaks(sent: Sequence[str], secrets: Iterable[str]) -> list[tuple[str, str]]:
    """Find secrets as whole words, also where JSON, UTF-8 or an address has written them."""
    found = []
    for secret in sorted({one for one in secrets if one}):
        pattern = "|".join(re.escape(form) for form in _forms(secret))
        whole = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])")
        found += [(secret, text) for text in sent if whole.search(text)]
    return found


def _forms(secret: str) -> set[str]:
    plain = {secret, dumps(secret)[1:-1], dumps(secret, ensure_ascii=False)[1:-1]}
    utf8 = {form.encode().decode("latin-1") for form in plain}
    return plain | utf8 | {quote(secret), quote(secret, safe=""), quote_plus(secret)}


def until(page: Page, expression: str) -> None:
    """Wait until JavaScript finds something true; the page's own policy forbids `eval`."""
    deadline = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        if time.monotonic() > deadline:
            pytest.fail(f"never true: {expression}", pytrace=False)
        page.wait_for_timeout(50)


def ready(page: Page) -> None:
    """Wait until a page is whole and no slot is busy any more."""
    until(
        page,
        "document.readyState === 'complete' && !document.querySelector('.cop-slot[aria-busy]')",
    )


def visit(page: Page, address: str) -> None:
    """Open a page and wait until its widgets live."""
    page.goto(address, wait_until="commit")
    ready(page)


def slot(page: Page, name: str) -> Locator:
    """Where a widget stands, such as `scenario:sunday-night`."""
    return page.locator(f'[data-slot="{name}"]')


def press(where: Locator | Page, name: str) -> None:
    """Press the one button of that name."""
    where.get_by_role("button", name=name, exact=True).click()


# What the module knows, straight from its own sheets.


def story_sheet(story: str) -> Sheet:
    """The data of a story's widget."""
    sheet: Sheet = Module(ROOT / "modules" / SLUG).scenario(story).sheet
    return sheet


def practice_sheet(when: str) -> Sheet:
    """The data of a practice widget."""
    sheet: Sheet = Module(ROOT / "modules" / SLUG).practice(when).sheet
    return sheet


def plan_sheet() -> Sheet:
    """The data of the plan."""
    sheet: Sheet = Module(ROOT / "modules" / SLUG).plan().sheet
    return sheet


def quiz_sheet() -> Sheet:
    """The data of the quiz."""
    sheet: Sheet = Module(ROOT / "modules" / SLUG).quiz().sheet
    return sheet


def ways(sheet: Sheet, start: str | None = None) -> dict[str, list[Step]]:
    """The shortest way to each ending that can be reached, as steps (scene, choice)."""
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    found: dict[str, list[Step]] = {}
    waiting: list[tuple[str, list[Step]]] = [(start or sheet["start"], [])]
    while waiting:
        place, way = waiting.pop(0)
        if place in found:
            continue
        found[place] = way
        if place in scenes:
            for choice in scenes[place]["choices"]:
                waiting.append((choice["goto"], [*way, (place, choice["id"])]))
    endings = {ending["id"] for ending in sheet["endings"]}
    return {place: way for place, way in found.items() if place in endings}


def way_to(sheet: Sheet, outcome: str, start: str | None = None) -> tuple[list[Step], Sheet]:
    """A way to an ending with that outcome, and the ending."""
    reached = ways(sheet, start)
    ending = next(
        one for one in sheet["endings"] if one["outcome"] == outcome and one["id"] in reached
    )
    return reached[ending["id"]], ending


# What a learner does.


def follow(place: Locator, sheet: Sheet, way: Sequence[Step]) -> None:
    """Make the choices of a way, and see of each what happens and why."""
    scenes = {scene["id"]: scene for scene in sheet["scenes"]}
    for scene_id, choice_id in way:
        scene = scenes[scene_id]
        choice = next(one for one in scene["choices"] if one["id"] == choice_id)
        heading = place.get_by_role("heading", level=5)
        expect(heading).to_have_text(scene["title"])
        press(place, choice["text"])
        if scene.get("say_it"):
            for line in scene["say_it"]:
                expect(place.get_by_text(line, exact=True)).to_be_visible()
        else:
            happens = place.get_by_role("group", name=WORDS["scenario"]["then"])
            expect(happens.get_by_text(choice["then"], exact=True)).to_be_visible()
            expect(happens.get_by_text(choice["why"], exact=True)).to_be_visible()
            expect(
                happens.get_by_text(WORDS["scenario"][f"quality_{choice['quality']}"], exact=True)
            ).to_be_visible()
        press(place, WORDS["scenario"]["go_on"])


def ended(place: Locator, ending: Sheet) -> None:
    """See that a story stands at an ending."""
    expect(place.get_by_role("heading", level=5)).to_have_text(ending["title"])
    outcome = WORDS["scenario"][f"outcome_{ending['outcome']}"]
    expect(place.get_by_text(outcome, exact=True)).to_be_visible()


def answer(view: Locator, item: Sheet, given: Mapping[str, Any]) -> None:
    """Give an answer `{options}` or `{pairs}` to a question that stands in `view`."""
    texts = {option["id"]: option["text"] for option in item["options"]}
    if item["kind"] == "match":
        for option, pair in given["pairs"].items():
            view.get_by_label(texts[option], exact=True).select_option(pair)
    elif item["kind"] == "order":
        _put_in_order(view, texts, given["options"])
    elif item["kind"] == "single":
        view.get_by_role("radio", name=texts[given["options"][0]], exact=True).check()
    else:
        for option, text in texts.items():
            box = view.get_by_role("checkbox", name=text, exact=True)
            box.set_checked(option in given["options"])


def _put_in_order(view: Locator, texts: Mapping[str, str], wanted: Sequence[str]) -> None:
    keep = view.get_by_role("button", name=WORDS["practice"]["keep_order"], exact=True)
    if keep.is_visible():
        keep.click()
    for place, option in enumerate(wanted):
        now = view.locator("li[data-option]").evaluate_all(
            "rows => rows.map(r => r.dataset.option)"
        )
        up = WORDS["practice"]["move_up"].format(text=texts[option])
        for _ in range(now.index(option) - place):
            press(view, up)


def right_answer(item: Sheet) -> dict[str, Any]:
    """The answer that a practice item's key asks for."""
    key = item["key"]
    return {"pairs": dict(key)} if item["kind"] == "match" else {"options": list(key)}


def wrong_answer(item: Sheet) -> dict[str, Any]:
    """An answer to a practice item that its key does not take."""
    key = item["key"]
    if item["kind"] == "match":
        sides = [pair["id"] for pair in item["pairs"]]
        return {"pairs": {one: next(s for s in sides if s != key[one]) for one in key}}
    if item["kind"] == "order":
        return {"options": list(reversed(key))}
    return {"options": [next(o["id"] for o in item["options"] if o["id"] not in key)]}


def secrets() -> set[str]:
    """Every id and every text that somebody can choose in the module or its quiz."""
    found: set[str] = set()
    for story in STORIES:
        for scene in story_sheet(story)["scenes"]:
            for choice in scene["choices"]:
                found |= {choice["id"], choice["text"]}
    items = [item for when in PRACTICE for item in practice_sheet(when)["items"]]
    for item in [*items, *quiz_sheet()["items"]]:
        for option in [*item["options"], *item.get("pairs", [])]:
            found |= {option["id"], option["text"]}
    for line in [line for one in plan_sheet()["lists"] for line in one["lines"]]:
        found |= {line["id"], line["text"]}
    for country in Module(ROOT / "modules" / SLUG).helplines().sheet["countries"]:
        found |= {country["code"], country["name"]}
    return found
