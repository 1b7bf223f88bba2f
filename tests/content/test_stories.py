"""The rules for stories walk all paths, and show one that breaks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import pytest

from copcourse.checking.stories import check_scenario, paths
from copcourse.content import Choice, Course, Ending, Page, Review, Scenario, Scene
from copcourse.helplines import Help

FILE = Path("scenarios/small.toml")
PAGE = Page(path=Path("home.md"), title="t", lang="en", body="")
COURSE = Course(
    root=Path("modules"),
    title="t",
    description="d",
    languages=("en",),
    report="r",
    review=Review(),
    home=PAGE,
    help_page=PAGE,
    modules=(),
    sources={},
    help=Help(countries={}, lines=(), worldwide=()),
    blocks={},
)

# scene: choice -> (where it goes, quality). The way through w1, w2, w3 is the one to harm.
GRAPH = {
    "s1": {"kind": ("w1", "harmful"), "hard": ("s2", "good"), "so": ("s2", "mixed")},
    "w1": {"back": ("s2", "good"), "worse": ("w2", "harmful")},
    "w2": {"worse": ("w3", "harmful"), "back": ("s3", "good")},
    "w3": {"back": ("s4", "good"), "worse": ("lost", "harmful")},
    "s2": {"so": ("s3", "mixed"), "well": ("s3", "good"), "bad": ("s3", "harmful")},
    "s4": {"so": ("s5", "mixed"), "well": ("s5", "good")},
    "s5": {"so": ("mended", "mixed"), "well": ("s6", "good")},
}
SAY_IT = {"s3": "s4", "s6": "safe"}
ENDINGS = {"safe": "safe", "mended": "repaired", "lost": "harm"}


def story() -> Scenario:
    """A sound story of nine scenes, made from the graph above."""
    deciding = tuple(
        Scene(
            id=scene,
            title="A title",
            text="A text.",
            choices=tuple(
                Choice(
                    id=name,
                    text=f"I go {name}.",
                    goto=goto,
                    quality=quality,  # type: ignore[arg-type]  # one of the words of the graph
                    then="This happens.",
                    why="This is why.",
                    trap={"kind": "kind", "hard": "hard"}.get(name),  # type: ignore[arg-type]  # as above
                )
                for name, (goto, quality) in choices.items()
            ),
        )
        for scene, choices in GRAPH.items()
    )
    saying = tuple(
        Scene(
            id=scene,
            title="A title",
            text="Say it.",
            say_it=("One.", "Two.", "Three."),
            choices=(Choice(id="said", text="I have said it.", goto=goto),),
        )
        for scene, goto in SAY_IT.items()
    )
    endings = tuple(
        Ending(
            id=name,
            title="An end",
            outcome=outcome,  # type: ignore[arg-type]  # one of the words above
            text="It ends.",
            learned=("One thing.",),
            way_back="Call today.",
        )
        for name, outcome in ENDINGS.items()
    )
    return Scenario(
        id="small",
        title="Small",
        audience="parent",
        minutes=4,
        about="a",
        not_shown="n",
        country="any",
        family="f",
        child="c",
        harm=("bullying",),
        risks=("conduct",),
        age="9-12",
        start="s1",
        scenes=(*deciding, *saying),
        endings=endings,
    )


def with_choice(scene_id: str, choice_id: str, **changes: Any) -> Scenario:
    """The story with one choice changed."""
    sound = story()

    def changed(scene: Scene) -> Scene:
        choices = tuple(
            attrs.evolve(one, **changes) if one.id == choice_id else one for one in scene.choices
        )
        return attrs.evolve(scene, choices=choices)

    scenes = tuple(changed(one) if one.id == scene_id else one for one in sound.scenes)
    return attrs.evolve(sound, scenes=scenes)


def with_scene(scene_id: str, **changes: Any) -> Scenario:
    """The story with one scene changed."""
    sound = story()
    scenes = tuple(
        attrs.evolve(one, **changes) if one.id == scene_id else one for one in sound.scenes
    )
    return attrs.evolve(sound, scenes=scenes)


def with_ending(ending_id: str, **changes: Any) -> Scenario:
    """The story with one ending changed."""
    sound = story()
    endings = tuple(
        attrs.evolve(one, **changes) if one.id == ending_id else one for one in sound.endings
    )
    return attrs.evolve(sound, endings=endings)


def broken(scenario: Scenario) -> dict[str, str]:
    """What the check says, by rule."""
    return {error.rule: str(error) for error in check_scenario(scenario, FILE, COURSE)}


def test_a_sound_story_passes() -> None:
    """Nothing is said of it, and every path of it is walked."""
    assert broken(story()) == {}
    ways = list(paths(story()))
    assert {way.ending.outcome for way in ways} == {"safe", "repaired", "harm"}
    assert {way.decisions for way in ways} == {4, 5, 6}


LONG = " ".join(["word"] * 130)


@pytest.mark.parametrize(
    ("scenario", "rule", "words"),
    [
        (with_choice("s5", "so", goto="attic"), "goto", "goto leads to 'attic'"),
        (attrs.evolve(story(), start="attic"), "goto", "no scene 'attic'"),
        (with_choice("s5", "so", goto="safe"), "unreachable", 'ending "mended"'),
        (with_scene("s5", choices=()), "no-way-out", 'scene "s5"'),
        (with_choice("s5", "so", goto="s1"), "loop", "a path comes back"),
        (with_scene("s1", text=LONG), "length", "130 words in scene, at most 90"),
        (with_choice("s1", "so", text=LONG), "length", "130 words in choice, at most 22"),
        (with_choice("s1", "so", then=LONG), "length", "130 words in then, at most 40"),
        (with_choice("s1", "so", why=LONG), "length", "130 words in why, at most 50"),
        (with_ending("safe", text=LONG), "length", "130 words in ending, at most 120"),
        (with_choice("s1", "so", text="I go a long way round, and then some more."),
         "like-length", "choices of 3 to 10 words"),
        (with_choice("s1", "so", then=""), "feedback", "no then"),
        (with_choice("s1", "so", why=""), "feedback", "no why"),
        (with_choice("s1", "so", quality=None), "quality", "no quality"),
        (with_scene("s3", say_it=("One.",)), "say-it", "three sentences"),
        (with_choice("s1", "kind", trap=None), "trap", "no harmful choice that sounds kind"),
        (with_choice("s1", "hard", trap=None), "trap", "no good choice that feels hard"),
        (with_ending("lost", way_back=""), "way-back", "a harm ending without a way back"),
        (with_ending("safe", learned=()), "learned", "nothing is learnt"),
        (with_ending("mended", outcome="safe"), "outcomes", "no ending with outcome 'repaired'"),
        (with_choice("s1", "hard", undoes=False), "undoes", "after 'hard', which cannot be undone"),
        (with_choice("s1", "hard", goto="s5"), "decisions", "2 decisions"),
        (with_scene("s1", text="He speaks of dying."), "danger", "the block is missing"),
        (attrs.evolve(story(), country="ES"), "country", "the help list of 'ES' lacks"),
        (attrs.evolve(story(), scenes=story().scenes[:8]), "scenes", "8 scenes"),
    ],
)  # fmt: skip
def test_each_rule_is_seen_to_break(scenario: Scenario, rule: str, words: str) -> None:
    """A story that breaks one rule is told so, with the place and the words for it."""
    assert words in broken(scenario)[rule]


def test_harm_takes_two_harmful_choices() -> None:
    """A path that reaches harm after one harmful choice is shown choice by choice."""
    scenario = with_choice("s2", "bad", goto="lost")
    assert broken(scenario)["two-harmful"] == (
        "scenarios/small.toml: path s1/hard > s2/bad > lost: a harm ending after 1 harmful choice. "
        "Let it take two."
    )


def test_a_way_back_is_offered_after_the_first_harmful_choice() -> None:
    """Two harmful choices with nothing good between them to choose are refused."""
    sound = story()
    scenes = []
    for scene in sound.scenes:
        if scene.id in ("w1", "w2", "w3"):
            scene = attrs.evolve(
                scene,
                choices=tuple(attrs.evolve(one, quality="harmful") for one in scene.choices),
            )
        scenes.append(scene)
    assert "offer-way-back" in broken(attrs.evolve(sound, scenes=tuple(scenes)))


def test_no_scene_leaves_only_harm() -> None:
    """From every scene some safe or repaired ending can be reached."""
    scenario = with_choice("w3", "back", goto="lost")
    assert 'scene "w3": only harm can follow' in broken(scenario)["stuck"]
