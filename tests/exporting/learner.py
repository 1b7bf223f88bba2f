"""What a browser remembers of a learner, put there without the clicking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from playwright.sync_api import Page

from copcourse.content import ModuleContent

AT = "2026-11-20T10:00:00Z"


def put(page: Page, entries: Mapping[str, Any]) -> None:
    """Let this tab remember something."""
    page.evaluate(
        """(all) => Object.entries(all).forEach(
             ([key, value]) => sessionStorage.setItem(key, JSON.stringify(value)))""",
        dict(entries),
    )


def core(modules: Iterable[ModuleContent]) -> dict[str, Any]:
    """What is there when the core of each of these modules is finished: a story, the questions."""
    done: dict[str, Any] = {"copcourse:done": {}}
    for module in modules:
        done["copcourse:done"][module.slug] = {module.scenarios[0].id: AT}
        done[f"copcourse:practice:{module.slug}"] = {
            item.id: {"tries": 1, "good": False, "at": AT}
            for item in module.practice
            if (item.when or "").startswith("section-")
        }
    return done
