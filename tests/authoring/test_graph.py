"""A story as a picture: boxes that stand apart, lines of each quality, and all of it in words."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from copcourse.authoring.graph import graph, svg
from copcourse.authoring.layout import HEIGHT, WIDTH, lay_out
from copcourse.content import Scenario
from copcourse.reading import read_scenario, structure

ROOT = Path(__file__).parents[2]
STORIES = sorted((ROOT / "modules").glob("*/scenarios/*.toml"))
STORY = ROOT / "modules" / "gaming" / "scenarios" / "other-chat.toml"


def story(**changed: str) -> Scenario:
    """A story of four scenes, ``changed`` by where a scene's one choice leads."""
    goto = {"a": "b", "b": "c", "c": "end", "lost": "end", **changed}
    told: dict[str, Any] = tomllib.loads(STORY.read_text())
    scenes = [
        {
            "id": name,
            "title": f"Scene <{name}>",
            "text": "x",
            "choice": [{"id": "go", "text": f"To {to} & on", "goto": to, "quality": "mixed"}],
        }
        for name, to in goto.items()
    ]
    ending = {"id": "end", "title": "The end", "outcome": "safe", "text": "x", "learned": ["x"]}
    whole = {**told, "start": "a", "scene": scenes, "ending": [ending]}
    return structure({"id": "story", **whole}, Scenario, STORY)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_no_box_covers_another_and_each_choice_is_a_line(path: Path) -> None:
    """In the picture of every story all is there, within it, and beside each other."""
    scenario = read_scenario(path)
    drawing = lay_out(scenario)
    assert {box.id for box in drawing.boxes} == {
        *(scene.id for scene in scenario.scenes),
        *(ending.id for ending in scenario.endings),
    }
    assert [(line.scene, line.choice, line.goto, line.quality) for line in drawing.lines] == [
        (scene.id, choice.id, choice.goto, choice.quality or "")
        for scene in scenario.scenes
        for choice in sorted(
            scene.choices,
            key=lambda one, scene=scene: [
                line.points[0][0]
                for line in drawing.lines
                if (line.scene, line.choice) == (scene.id, one.id)
            ],
        )
    ]
    for one, other in combinations(drawing.boxes, 2):
        assert abs(one.x - other.x) > WIDTH or abs(one.y - other.y) > HEIGHT, (one.id, other.id)
    for box in drawing.boxes:
        assert WIDTH / 2 < box.x < drawing.width - WIDTH / 2
        assert HEIGHT / 2 < box.y < drawing.height - HEIGHT / 2
    assert all(line.points[-1][1] > line.points[0][1] for line in drawing.lines)
    assert not any(line.back for line in drawing.lines)


def test_what_nothing_leads_to_is_named_and_leads_down_as_well() -> None:
    """A scene without a way to it stands above what it leads to, and the words name it."""
    drawing = lay_out(story())
    assert {box.id: box.reached for box in drawing.boxes} == {
        "a": True, "b": True, "c": True, "lost": False, "end": True,
    }  # fmt: skip
    y = {box.id: box.y for box in drawing.boxes}
    assert y["c"] == y["lost"] < y["end"]
    assert "<b>Nothing leads to:</b> Scene &lt;lost&gt; (lost)." in graph(story())
    assert "Scene, not reached" in svg(drawing, "A story")


def test_a_loop_and_a_missing_scene_are_drawn_and_said() -> None:
    """A story that goes back, or on to nothing, has a picture as well."""
    drawing = lay_out(story(b="a", c="nowhere"))
    assert {(line.scene, line.goto): line.back for line in drawing.lines} == {
        ("a", "b"): False, ("b", "a"): True, ("c", "nowhere"): False, ("lost", "end"): False,
    }  # fmt: skip
    assert {box.id: box.kind for box in drawing.boxes}["nowhere"] == "missing"
    told = graph(story(b="a", c="nowhere"))
    assert "No way leads to an ending yet." in told
    assert "nowhere (not there)" in told
    assert ">mixed back</text>" in told


def test_the_picture_says_by_words_and_lines_what_it_says_by_colour() -> None:
    """Each line is named by its quality and drawn by it, and each ending by its outcome."""
    scenario = read_scenario(STORY)
    root = ElementTree.fromstring(svg(lay_out(scenario), scenario.title))
    names = [each.text for each in root.iter() if "quality" in each.get("class", "").split()]
    lines = [
        each.get("class", "").split()[1]
        for each in root.iter()
        if each.get("class", "").startswith("line ")
    ]
    qualities = [c.quality for scene in scenario.scenes for c in scene.choices]
    assert sorted(names) == sorted(one for one in qualities if one)
    assert sorted(lines) == sorted(one or "on" for one in qualities)
    kinds = [each.text for each in root.iter() if each.get("class") == "kind"]
    outcomes = [f"Ending, {ending.outcome}" for ending in scenario.endings]
    assert sorted(kind for kind in kinds if kind and kind.startswith("Ending")) == sorted(outcomes)
    assert root.get("role") == "img"
    assert scenario.title in (root.get("aria-label") or "")


def test_the_words_hold_every_choice_and_the_shortest_and_longest_way() -> None:
    """Whoever does not see the picture reads where each choice leads, and both ways."""
    scenario = read_scenario(STORY)
    told = graph(scenario)
    rows = re.findall(r"<tr>.*?</tr>", told.split("<tbody>")[1])
    assert len(rows) == sum(len(scene.choices) for scene in scenario.scenes)
    ways = re.findall(r"<b>(\w+) way</b>, (\d) decisions: ([^→]+) →", told)
    first = scenario.scenes[0].title
    assert ways == [("Shortest", "4", first), ("Longest", "6", first)]
