"""A reader who has a keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page

# What a screen reader would say of the element that has the focus, near enough for a test.
NAME = """() => {
  const node = document.activeElement;
  const said = (one) => (one?.cloneNode ? one.textContent : "").replace(/\\s+/g, " ").trim();
  const labelled = node.getAttribute("aria-labelledby");
  return node.getAttribute("aria-label")
    ?? (labelled && said(document.getElementById(labelled)))
    ?? (node.labels?.length ? said(node.labels[0]) : said(node));
}"""
# The focus is on something that shows it, and that is in sight.
SHOWN = """() => {
  const node = document.activeElement;
  const seen = node.closest("label") ?? node;
  const box = seen.getBoundingClientRect();
  const ringed = [node, seen].some((one) => getComputedStyle(one).outlineStyle !== "none");
  return ringed && box.bottom > 0 && box.top < innerHeight;
}"""
FAR = 260


class Keyboard:
    """Tab, Shift+Tab, Enter, Space and arrows on one page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def here(self) -> str:
        """The name of what has the focus."""
        name: str = self.page.evaluate(NAME)
        return name

    def to(self, name: str, key: str = "Tab") -> None:
        """Go on to the next thing of that name; fail where there is none, or no focus is seen."""
        passed = []
        for _ in range(FAR):
            self.press(key)
            passed.append(self.here())
            if passed[-1] == name:
                assert self.page.evaluate(SHOWN), f"the focus on {name!r} is not in sight"
                return
        pytest.fail(f"{name!r} cannot be reached by {key}; passed {passed[-30:]}", pytrace=False)

    def enter(self, name: str) -> None:
        """Go on to a thing, and press Enter."""
        self.to(name)
        self.press("Enter")

    def answer(self, item: Mapping[str, Any], words: Mapping[str, str]) -> None:
        """Give the right answer to a practice item, from the focus before it."""
        texts = {option["id"]: option["text"] for option in item["options"]}
        ids = list(texts)
        if item["kind"] == "single":
            # A group of radios is one stop, and the arrows choose in it.
            self.to(texts[ids[0]])
            self.press("Space", *["ArrowDown"] * ids.index(item["key"][0]))
        elif item["kind"] == "several":
            for one in (one for one in ids if one in item["key"]):
                self.to(texts[one])
                self.press("Space")
        elif item["kind"] == "match":
            sides = [pair["id"] for pair in item["pairs"]]
            for one in ids:
                self.to(texts[one])
                self.press(*["ArrowDown"] * (1 + sides.index(item["key"][one])))
        else:
            self._order(item, texts, words)
        self.to(words["check"])

    def _order(
        self, item: Mapping[str, Any], texts: Mapping[str, str], words: Mapping[str, str]
    ) -> None:
        now = list(texts)
        for place, one in enumerate(item["key"]):
            up = words["move_up"].format(text=texts[one])
            for _ in range(now.index(one) - place):
                # The focus stays on the button while its line moves, or goes to its other arrow.
                if self.here() != up:
                    self._either_way(up)
                self.press("Enter")
            now.remove(one)
            now.insert(place, one)
        if item["key"] == list(texts):
            self.to(words["keep_order"])
            self.press("Space")

    def _either_way(self, name: str) -> None:
        """Go to a thing nearby, before or after the focus."""
        for key in ("Tab", "Shift+Tab"):
            for _ in range(16):
                self.press(key)
                if self.here() == name:
                    return
        pytest.fail(f"{name!r} is not nearby", pytrace=False)
