"""Every word of the interface comes from the words' file, and a longer one has room."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
import states
from foreign import foreign
from playwright.sync_api import Browser, Page

from copcourse.exporting.addresses import folder_name
from copcourse.words import words
from copcourse.words.pseudo import PSEUDO, pseudo
from whole.playing import ROOT, SLUG

# What readers send by message stands in the help list as it is; file names are the same everywhere.
FIXED = r"(https?://\S+|\b(CONNECT|HOME|START|Help)\b|[\w-]+\.json)"
PLAIN = """(fixed) => {
  const found = [];
  const see = (text, where) => {
    const rest = text.replace(new RegExp(fixed, "g"), "");
    if (/[A-Za-z]{2}/.test(rest)) found.push([where, text.trim()]);
  };
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ALL);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node.nodeType === Node.TEXT_NODE && !node.parentElement.closest("script, style"))
      see(node.data, node.parentElement.outerHTML.slice(0, 80));
    for (const name of ["aria-label", "title", "alt", "placeholder"])
      if (node.nodeType === Node.ELEMENT_NODE && node.hasAttribute(name))
        see(node.getAttribute(name), name);
  }
  return found;
}"""
# What is wider than a phone, or holds more than it shows.
BURST = """() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  for (const node of document.body.querySelectorAll("*")) {
    if (!node.checkVisibility()) continue;
    if (node.closest(".cop-skip, .cop-status, svg, select, .cop-table, pre")) continue;
    const box = node.getBoundingClientRect();
    const style = getComputedStyle(node);
    const cut = style.overflowX !== "visible" && node.scrollWidth > node.clientWidth + 1;
    const out = box.width > 1 && (box.right > width + 1 || box.left < -1);
    if (cut || out) found.push(node.outerHTML.slice(0, 120));
  }
  return found;
}"""


@pytest.fixture(scope="module", params=sorted(PSEUDO))
def elsewhere(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the course in a language that nobody speaks."""
    return foreign(ROOT, tmp_path_factory.mktemp("elsewhere"), request.param)


@pytest.fixture
def phone(browser: Browser) -> Page:
    """A small phone."""
    size = {"width": 320, "height": 640}
    context = browser.new_context(viewport=size, reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_a_pseudo_language_keeps_what_the_code_needs() -> None:
    """Keys and gaps stay, no Latin letter is left, and each text is in brackets and longer."""
    said = {"one": {"shown": "{n} help lines for {country}.", "go": "Go"}}
    made = pseudo(said, PSEUDO["en-XA"])
    assert made["one"] == {
        "shown": "[{n} ĥéļþ ļîñéš ƒöŕ {country}. öñé ťŵö ťĥŕé]",
        "go": "[Ğö öñ]",
    }
    assert words("ar-XB").keys() == words("en").keys()


def test_every_page_speaks_the_words_of_the_file(elsewhere: Path, phone: Page) -> None:
    """No page of the site shows an interface word that stands in code or in a template."""
    found = {}
    for path in sorted(elsewhere.rglob("*.html")):
        phone.goto(path.as_uri())
        if leaks := [*phone.evaluate(PLAIN, FIXED), *phone.evaluate(BURST)]:
            found[path.relative_to(elsewhere).as_posix()] = leaks
    assert found == {}


def test_without_a_script_the_words_are_the_files_too(elsewhere: Path, browser: Browser) -> None:
    """What stands in a widget's place where no script runs is translated as well."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    found = []
    for name in ("module", "quiz"):
        page.goto((elsewhere / folder_name(SLUG) / f"{name}.html").as_uri())
        found += page.evaluate(PLAIN, FIXED)
    context.close()
    assert found == []


@pytest.mark.parametrize("name", states.EVERY)
def test_every_state_speaks_the_words_of_the_file(elsewhere: Path, phone: Page, name: str) -> None:
    """Nor does a story, a question, the quiz, the place or a note, and nothing is cut at 320 px."""
    folder = elsewhere / folder_name(SLUG)
    page = folder / name if (folder / name).is_file() else elsewhere / name
    found = {}
    for reach in states.EVERY[name]:
        phone.goto(page.as_uri())
        for number, step in zip(itertools.count(1), reach(phone), strict=False):
            if leaks := [*phone.evaluate(PLAIN, FIXED), *phone.evaluate(BURST)]:
                found[f"{reach.__name__} {number}: {step}"] = leaks[:5]
    assert found == {}
