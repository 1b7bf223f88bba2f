"""Makes the pictures of the README from the course itself: ``python tests/screenshots.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from browser import launch
from whole.playing import (
    ROOT,
    STORIES,
    WORDS,
    Course,
    follow,
    press,
    slot,
    story_sheet,
    visit,
    way_to,
)

DOCS = ROOT / "docs"
COUNTRY = "Canada"
STORY = f'[data-slot="scenario:{STORIES[0]}"] .cop-scenario'
Scheme = Literal["light", "dark"]


def show(page: Page, selector: str, margin: int = 16) -> None:
    """Scroll so that something stands just below the bar, with nothing in focus."""
    page.evaluate(
        """([selector, margin]) => {
             const bar = document.querySelector('.cop-bar').getBoundingClientRect().height;
             const top = document.querySelector(selector).getBoundingClientRect().top;
             document.activeElement.blur();
             scrollBy(0, top - bar - margin);
           }""",
        [selector, margin],
    )


def cut(page: Page, file: Path, end: str, margin: int = 24) -> None:
    """Take what is in the window, down to the end of something."""
    box = page.locator(end).first.bounding_box()
    window = page.viewport_size
    assert box
    assert window
    height = min(box["y"] + box["height"] + margin, window["height"])
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": window["width"], "height": height})


def open_page(browser: Browser, width: int, height: int, scheme: Scheme = "light") -> Page:
    """A window of that size, sharp enough for a good screen, in which nothing moves."""
    return browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        color_scheme=scheme,
        reduced_motion="reduce",
    )


def scenario(browser: Browser, course: Course, file: Path) -> None:
    """A scene in the middle of a story, with its choices."""
    page = open_page(browser, 820, 1100)
    visit(page, course.page("module"))
    sheet, place = story_sheet(STORIES[0]), slot(page, f"scenario:{STORIES[0]}")
    way, _ = way_to(sheet, "safe")
    press(place, WORDS["scenario"]["start"])
    follow(place, sheet, way[:1])
    show(page, STORY)
    cut(page, file, STORY)


def phone(browser: Browser, course: Course, file: Path) -> None:
    """What a choice leads to, on a telephone in the dark."""
    page = open_page(browser, 390, 844, "dark")
    visit(page, course.page("module"))
    sheet, place = story_sheet(STORIES[0]), slot(page, f"scenario:{STORIES[0]}")
    way, _ = way_to(sheet, "safe")
    press(place, WORDS["scenario"]["start"])
    follow(place, sheet, way[:1])
    scene = next(one for one in sheet["scenes"] if one["id"] == way[1][0])
    press(place, next(one["text"] for one in scene["choices"] if one["id"] == way[1][1]))
    show(page, f"{STORY} .cop-feedback")
    cut(page, file, STORY)


def help_page(browser: Browser, course: Course, file: Path) -> None:
    """The help page with a country chosen."""
    page = open_page(browser, 820, 1100)
    visit(page, course.page("help"))
    page.get_by_label(WORDS["helplines"]["country"]).select_option(label=COUNTRY)
    show(page, ".cop-help-ask")
    cut(page, file, "#lines details[open]")


def home(browser: Browser, course: Course, file: Path) -> None:
    """The first thing that a parent sees, on a telephone."""
    page = open_page(browser, 390, 844)
    visit(page, course.page("home"))
    page.screenshot(path=file)


def main() -> None:
    """Serve the course and take every picture."""
    DOCS.mkdir(exist_ok=True)
    course = Course.serve()
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            views = {"home": home, "scenario": scenario, "phone": phone, "help": help_page}
            for name, take in views.items():
                take(browser, course, DOCS / f"{name}.png")
                print(f"made docs/{name}.png")
            browser.close()
    finally:
        course.stop()


if __name__ == "__main__":
    main()
