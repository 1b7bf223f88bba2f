"""Rules for scenarios, over all paths. Each violation comes with a path that shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen

from copcourse.checking.passages import word_count
from copcourse.checking.problems import problem
from copcourse.content import Choice, Course, Ending, Scenario, Scene
from copcourse.errors import ContentError
from copcourse.words import words as interface_words

# Whoever reads of these finds the words for danger on the same screen.
_DANGER = re.compile(
    r"\b(suicide|dying|ending (your|his|her|their) life|"
    r"hurt(ing)? (yourself|himself|herself|themselves))\b",
    re.IGNORECASE,
)

Step = tuple[Scene, Choice]

SCENES = (9, 14)
DECISIONS = (4, 6)
ENDINGS = (3, 5)
CHOICES = (2, 4)
WORDS = {"scene": 90, "choice": 22, "then": 40, "why": 50, "ending": 120}
# The longest of a scene's choices may have this many times the words of the shortest.
LIKE_LENGTH = 2.5


@frozen(kw_only=True)
class Way:
    """One way through a story: the choices made, and the ending reached."""

    steps: tuple[Step, ...]
    ending: Ending

    def __str__(self) -> str:
        way = " > ".join(f"{scene.id}/{choice.id}" for scene, choice in self.steps)
        return f"{way} > {self.ending.id}"

    @property
    def decisions(self) -> int:
        """How many scenes on the way ask for a decision."""
        return sum(scene.is_decision for scene, _ in self.steps)

    def choices(self, quality: str) -> list[Choice]:
        """The choices of a quality on the way."""
        return [choice for _, choice in self.steps if choice.quality == quality]


def paths(scenario: Scenario) -> Iterator[Way]:
    """Every way through a story. Ways that come round to a scene again are left out."""

    def walk(scene: Scene, steps: tuple[Step, ...]) -> Iterator[Way]:
        for choice in scene.choices:
            here = (*steps, (scene, choice))
            ending = scenario.ending(choice.goto)
            following = scenario.scene(choice.goto)
            if ending:
                yield Way(steps=here, ending=ending)
            elif following and following not in [one for one, _ in here]:
                yield from walk(following, here)

    start = scenario.scene(scenario.start)
    return walk(start, ()) if start else iter(())


def check_scenario(scenario: Scenario, file: Path, course: Course) -> Iterator[ContentError]:
    """All problems of one story."""
    broken = list(_graph(scenario, file))
    yield from broken
    yield from _parts(scenario, file)
    yield from _shape(scenario, file, course)
    yield from _danger(scenario, file)
    if not broken:
        yield from _paths(scenario, file)


def _graph(scenario: Scenario, file: Path) -> Iterator[ContentError]:
    """Ids, arrows, reachability, ways out."""
    ids = Counter([s.id for s in scenario.scenes] + [e.id for e in scenario.endings])
    for one in (one for one, count in ids.items() if count > 1):
        yield problem("ids", file, f'"{one}"', "the id stands twice", "Give each its own id.")
    if scenario.scene(scenario.start) is None:
        yield problem(
            "goto", file, "key 'start'", f"no scene {scenario.start!r}", "Name one that is there."
        )
        return
    for scene in scenario.scenes:
        place = f'scene "{scene.id}"'
        if not scene.choices:
            remedy = "Give it choices; only an ending stops a story."
            yield problem("no-way-out", file, place, "the scene has no way out", remedy)
        for choice in scene.choices:
            if choice.goto not in ids:
                fault = f"goto leads to {choice.goto!r}, which is not there"
                inside = f'{place}, choice "{choice.id}"'
                yield problem("goto", file, inside, fault, "Name a scene or an ending.")
    reached = _reach(scenario, scenario.start)
    for one in ids:
        if one not in reached:
            kind = "ending" if scenario.ending(one) else "scene"
            fault = f"no path from {scenario.start!r} leads here"
            remedy = "Let a choice go to it, or take it out."
            yield problem("unreachable", file, f'{kind} "{one}"', fault, remedy)
    for scene in scenario.scenes:
        onward = {goto for choice in scene.choices for goto in _reach(scenario, choice.goto)}
        if scene.id in onward:
            yield problem(
                "loop", file, f'scene "{scene.id}"', "a path comes back to this scene",
                "Let stories go forward; the reader can go back anyway.",
            )  # fmt: skip


def _reach(scenario: Scenario, start: str) -> set[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        scene = scenario.scene(one)
        todo += [choice.goto for choice in scene.choices] if scene else []
    return seen


def _within(
    rule: str, file: Path, place: str, what: str, number: int, limits: tuple[int, int]
) -> Iterator[ContentError]:
    if not limits[0] <= number <= limits[1]:
        fault = f"{number} {what}, and {limits[0]} to {limits[1]} are asked for"
        yield problem(rule, file, place, fault, "Add or join some.")


def _long(rule: str, file: Path, place: str, what: str, text: str) -> Iterator[ContentError]:
    words, limit = word_count(text), WORDS[what]
    if words > limit:
        fault = f"{words} words in {what}, at most {limit}"
        yield problem(rule, file, place, fault, "Shorten it.")


def _parts(scenario: Scenario, file: Path) -> Iterator[ContentError]:
    """Sizes, and what each choice and ending must hold."""
    for scene in scenario.scenes:
        place = f'scene "{scene.id}"'
        yield from _long("length", file, place, "scene", scene.text)
        if scene.say_it:
            if len(scene.say_it) != 3:
                yield problem("say-it", file, place, "a say-it scene has three sentences",
                             "Write three good ones.")  # fmt: skip
            continue
        yield from _within("choices", file, place, "choices", len(scene.choices), CHOICES)
        lengths = [word_count(choice.text) for choice in scene.choices]
        if lengths and max(lengths) > LIKE_LENGTH * max(1, min(lengths)):
            fault = f"choices of {min(lengths)} to {max(lengths)} words"
            yield problem("like-length", file, place, fault, "Make them of like length.")
        for choice in scene.choices:
            inside = f'{place}, choice "{choice.id}"'
            for what in ("then", "why"):
                if not getattr(choice, what):
                    meaning = {"then": "what happens first", "why": "the reason"}[what]
                    remedy = f"Write {what} = {meaning}."
                    yield problem("feedback", file, inside, f"no {what}", remedy)
            if choice.quality is None:
                yield problem("quality", file, inside, "no quality",
                             "Write quality = good, mixed or harmful.")  # fmt: skip
            for what, text in (("choice", choice.text), ("then", choice.then), ("why", choice.why)):
                yield from _long("length", file, inside, what, text)
    for ending in scenario.endings:
        place = f'ending "{ending.id}"'
        yield from _long("length", file, place, "ending", ending.text)
        if not ending.learned:
            yield problem("learned", file, place, "nothing is learnt", "Write learned = [...].")
        if ending.outcome == "harm" and not ending.way_back:
            remedy = "Write way_back = what the adult can still do today."
            yield problem("way-back", file, place, "a harm ending without a way back", remedy)


def _danger(scenario: Scenario, file: Path) -> Iterator[ContentError]:
    """A scene of danger carries its block; a harm ending gets it by itself."""
    for scene in scenario.scenes:
        said = " ".join([scene.text, *scene.say_it, *(choice.text for choice in scene.choices)])
        if _DANGER.search(said) and scene.block != "danger-now":
            yield problem(
                "danger",
                file,
                f'scene "{scene.id}"',
                "somebody speaks of dying or of harming themselves, and the block is missing",
                'Write block = "danger-now".',
            )


def _shape(scenario: Scenario, file: Path, course: Course) -> Iterator[ContentError]:
    """What each story must have as a whole."""
    yield from _within("scenes", file, "", "scenes", len(scenario.scenes), SCENES)
    yield from _within("endings", file, "", "endings", len(scenario.endings), ENDINGS)
    missing = {"safe", "repaired", "harm"} - {ending.outcome for ending in scenario.endings}
    for outcome in sorted(missing):
        yield problem("outcomes", file, "", f"no ending with outcome {outcome!r}", "Write one.")
    choices = [choice for scene in scenario.scenes for choice in scene.choices]
    for trap, quality, words in (
        ("kind", "harmful", "harmful choice that sounds kind"),
        ("hard", "good", "good choice that feels hard"),
    ):
        if not any(choice.trap == trap and choice.quality == quality for choice in choices):
            yield problem("trap", file, "", f"no {words}", f'Mark one with trap = "{trap}".')
    if not any(scene.say_it for scene in scenario.scenes):
        yield problem("say-it", file, "", "no say-it scene", "Write one with three sentences.")
    if max(Counter(choice.goto for choice in choices).values(), default=0) < 2:
        yield problem("rejoin", file, "", "no branches rejoin", "Let two choices meet again.")
    deciding = [scene for scene in scenario.scenes if scene.is_decision]
    for name, found in (
        ("first", all(scene.choices[0].quality == "good" for scene in deciding)),
        ("longest", all(_longest(scene).quality == "good" for scene in deciding)),
    ):
        if deciding and found:
            yield problem("giveaway", file, "", f"the good choice is always the {name}",
                         "Change the order or the lengths.")  # fmt: skip
    if scenario.country != "any":
        lacking = [
            interface_words("en")["lacks"][one] for one in course.help.missing(scenario.country)
        ]
        if lacking:
            fault = f"the help list of {scenario.country!r} lacks {', '.join(lacking)}"
            remedy = 'Complete it, or write country = "any" and name no place.'
            yield problem("country", file, "key 'country'", fault, remedy)


def _longest(scene: Scene) -> Choice:
    return max(scene.choices, key=lambda choice: word_count(choice.text))


def _paths(scenario: Scenario, file: Path) -> Iterator[ContentError]:
    """What must hold on every path; the first that breaks a rule stands for the others."""
    seen: set[str] = set()

    def once(rule: str, path: Way, fault: str, remedy: str) -> Iterator[ContentError]:
        if rule not in seen:
            seen.add(rule)
            yield problem(rule, file, f"path {path}", fault, remedy)

    for path in paths(scenario):
        if not DECISIONS[0] <= path.decisions <= DECISIONS[1]:
            fault = (
                f"{path.decisions} decisions, and {DECISIONS[0]} to {DECISIONS[1]} are asked for"
            )
            yield from once("decisions", path, fault, "Add a scene, or join two.")
        if path.ending.outcome == "harm":
            harmful = [n for n, (_, c) in enumerate(path.steps) if c.quality == "harmful"]
            if len(harmful) < 2:
                fault = f"a harm ending after {len(harmful)} harmful choice"
                yield from once("two-harmful", path, fault, "Let it take two.")
            elif not _offers_way_back(path.steps[harmful[0] + 1 :]):
                fault = "no way back is offered after the first harmful choice"
                yield from once("offer-way-back", path, fault, "Add a good choice after it.")
        final = [choice for _, choice in path.steps if not choice.undoes]
        if path.ending.outcome == "safe" and final:
            fault = f"a safe ending after {final[0].id!r}, which cannot be undone"
            yield from once("undoes", path, fault, "Let it end repaired.")
    for scene in scenario.scenes:
        ends = {e.outcome for e in scenario.endings if e.id in _reach(scenario, scene.id)}
        if not ends & {"safe", "repaired"}:
            yield problem(
                "stuck", file, f'scene "{scene.id}"', "only harm can follow",
                "Let some choice lead to a safe or repaired ending.",
            )  # fmt: skip


def _offers_way_back(steps: tuple[Step, ...]) -> bool:
    return any(choice.quality == "good" for scene, _ in steps for choice in scene.choices)
