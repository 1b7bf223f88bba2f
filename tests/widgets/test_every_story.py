"""Every story of the course, played to each of its endings in the course's own player."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copcourse.module import Module
from whole.playing import ROOT, WORDS, ended, follow, press, ways

STORIES = sorted((ROOT / "modules").glob("*/scenarios/*.toml"))


def test_the_stories_are_found() -> None:
    """An empty list would let the test below pass without playing anything."""
    assert len(STORIES) >= 4


@pytest.mark.parametrize("path", STORIES, ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_a_story_is_played_to_each_of_its_endings(path: Path, stage: Callable[..., Any]) -> None:
    """One way to each ending shows every consequence, every reason, and the ending itself."""
    widget = Module(path.parents[1]).scenario(path.stem)
    page = stage(widget).page
    found = ways(widget.sheet)
    assert set(found) == {ending["id"] for ending in widget.sheet["endings"]}
    press(page, WORDS["scenario"]["start"])
    for number, ending in enumerate(widget.sheet["endings"]):
        if number:
            press(page, WORDS["scenario"]["again"])
        follow(page.locator(".cop"), widget.sheet, found[ending["id"]])
        ended(page.locator(".cop"), ending)
