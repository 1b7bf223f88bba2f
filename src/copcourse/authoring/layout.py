"""A story as layers, from its first scene down, with places for its boxes and lines. No drawing.

After Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
Structures" (1981): layers by the longest way from the start, virtual boxes where a line passes a
layer, and an order within layers by the mean place of neighbours. The units are those of the SVG.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import mean
from typing import Literal

from attrs import frozen

from copcourse.checking.drafts import PLACE
from copcourse.content import Scenario

WIDTH, HEIGHT = 184, 54
GAP, ROW = 26, 132
_PASSING = 30
_TWINS = 9
_SWEEPS = 8

Kind = Literal["scene", "say-it", "safe", "repaired", "harm", "missing"]


@frozen(kw_only=True)
class Box:
    """A scene, an ending, or what a choice names and is not there; ``x, y`` is its middle."""

    id: str
    title: str
    kind: Kind
    reached: bool
    x: float = 0
    y: float = 0


@frozen(kw_only=True)
class Line:
    """A choice: where it leads, by which points, and how good it is; ``back`` if it is a loop."""

    scene: str
    choice: str
    goto: str
    quality: str
    points: tuple[tuple[float, float], ...]
    back: bool


@frozen(kw_only=True)
class Drawing:
    """All boxes and lines of a story, and the size of the whole."""

    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: float
    height: float


def lay_out(scenario: Scenario) -> Drawing:
    """The drawing of a story, whole or not: loops, dead ends and what is not there included."""
    arrows = [(s.id, c.goto) for s in scenario.scenes for c in s.choices]
    names = dict.fromkeys([*_ids(scenario), *(goto for _, goto in arrows)])
    onward: dict[str, list[str]] = {name: [] for name in names}
    for scene, goto in arrows:
        onward[scene].append(goto)
    order, loops = _walk([scenario.start, *names], onward)
    reached = set(_walk([scenario.start], onward)[0])
    forward = list(dict.fromkeys(arrow for arrow in arrows if arrow not in loops))
    rank = _ranks(order, forward)
    for name in reversed(order):
        if name not in reached:
            # It stands just above what it leads to, or at the end.
            next_to = [rank[goto] for scene, goto in forward if scene == name]
            rank[name] = min(next_to) - 1 if next_to else max(rank.values())
    chains = {arrow: _chain(arrow, rank) for arrow in forward}
    layers = _ordered(names, rank, chains)
    middle = _places(layers, chains)
    return _drawing(scenario, names, reached, loops, chains, middle)


def _ids(scenario: Scenario) -> Iterator[str]:
    yield from (scene.id for scene in scenario.scenes)
    yield from (ending.id for ending in scenario.endings)


def _walk(
    starts: Sequence[str], onward: Mapping[str, Sequence[str]]
) -> tuple[list[str], set[tuple[str, str]]]:
    """What can be reached, each before what follows it, and the arrows that lead back."""
    done: list[str] = []
    seen: set[str] = set()
    above: set[str] = set()
    loops: set[tuple[str, str]] = set()

    def visit(name: str) -> None:
        seen.add(name)
        above.add(name)
        for goto in onward[name]:
            if goto in above:
                loops.add((name, goto))
            elif goto not in seen:
                visit(goto)
        above.remove(name)
        done.append(name)

    for start in starts:
        if start in onward and start not in seen:
            visit(start)
    return done[::-1], loops


def _ranks(order: Sequence[str], forward: Sequence[tuple[str, str]]) -> dict[str, int]:
    rank = dict.fromkeys(order, 0)
    for name in order:
        for scene, goto in forward:
            if scene == name:
                rank[goto] = max(rank[goto], rank[name] + 1)
    return rank


def _chain(arrow: tuple[str, str], rank: Mapping[str, int]) -> tuple[str, ...]:
    """The boxes of a line: its own two, and a virtual one in each layer between them."""
    scene, goto = arrow
    between = range(rank[scene] + 1, rank[goto])
    return (scene, *(f"{scene}\0{goto}\0{layer}" for layer in between), goto)


def _ordered(
    names: Mapping[str, None],
    rank: Mapping[str, int],
    chains: Mapping[tuple[str, str], tuple[str, ...]],
) -> list[list[str]]:
    """The layers, each in an order in which few lines cross."""
    layer_of = {name: rank[name] for name in names}
    for chain in chains.values():
        for step, name in enumerate(chain):
            layer_of.setdefault(name, rank[chain[0]] + step)
    layers: list[list[str]] = [[] for _ in range(max(layer_of.values(), default=0) + 1)]
    for name, number in layer_of.items():
        layers[number].append(name)
    above, below = _neighbours(chains)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        beside = above if down else below
        for layer in layers if down else reversed(layers):
            place = {name: n for one in layers for n, name in enumerate(one)}
            wanted = {
                name: mean(place[one] for one in beside[name]) if beside[name] else place[name]
                for name in layer
            }
            layer.sort(key=wanted.__getitem__)
    return layers


def _neighbours(
    chains: Mapping[tuple[str, str], tuple[str, ...]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    above: dict[str, list[str]] = defaultdict(list)
    below: dict[str, list[str]] = defaultdict(list)
    for chain in chains.values():
        for upper, lower in pairwise(chain):
            below[upper].append(lower)
            above[lower].append(upper)
    return above, below


def _places(
    layers: Sequence[Sequence[str]], chains: Mapping[tuple[str, str], tuple[str, ...]]
) -> dict[str, tuple[float, float]]:
    """The middle of each box: below the mean of those above it, where there is room."""
    above, below = _neighbours(chains)
    x: dict[str, float] = {}
    for layer in layers:
        _spread(layer, dict.fromkeys(layer, 0.0), x)
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        beside = above if down else below
        for layer in layers if down else reversed(layers):
            wanted = {
                name: mean(x[one] for one in beside[name]) if beside[name] else x[name]
                for name in layer
            }
            _spread(layer, wanted, x)
    left = min((x[name] - _size(name) / 2 for name in x), default=0.0)
    return {
        name: (x[name] - left + GAP, GAP + HEIGHT / 2 + number * ROW)
        for number, layer in enumerate(layers)
        for name in layer
    }


def _size(name: str) -> float:
    return _PASSING if "\0" in name else WIDTH


def _spread(layer: Sequence[str], wanted: Mapping[str, float], x: dict[str, float]) -> None:
    """Give each box of a layer its wanted place, moved apart just as far as it takes."""
    edge = float("-inf")
    for name in layer:
        x[name] = max(wanted[name], edge + _size(name) / 2)
        edge = x[name] + _size(name) / 2 + GAP
    off = mean(x[name] - wanted[name] for name in layer) if layer else 0.0
    for name in layer:
        x[name] -= off


def _drawing(
    scenario: Scenario,
    names: Mapping[str, None],
    reached: set[str],
    loops: set[tuple[str, str]],
    chains: Mapping[tuple[str, str], tuple[str, ...]],
    middle: Mapping[str, tuple[float, float]],
) -> Drawing:
    boxes = tuple(_box(scenario, name, name in reached, middle[name]) for name in names)
    # Lines come in in the order of where they come from, so that few of them cross.
    coming = sorted(
        ((s.id, n, c.goto) for s in scenario.scenes for n, c in enumerate(s.choices)),
        key=lambda one: (middle[_before(one, chains)][0], one[1]),
    )
    into: dict[str, list[tuple[str, int, str]]] = defaultdict(list)
    for one in coming:
        into[one[2]].append(one)
    lines = []
    for scene in scenario.scenes:
        leaving = sorted(
            enumerate(scene.choices),
            key=lambda one: middle[_after(scene.id, one[1].goto, chains)][0],
        )
        beside = defaultdict(list)
        for number, choice in leaving:
            beside[choice.goto].append(number)
        for place, (number, choice) in enumerate(leaving):
            arrow = (scene.id, choice.goto)
            entry = into[choice.goto].index((scene.id, number, choice.goto))
            start = _port(middle[scene.id], place, len(leaving), 1)
            end = _port(middle[choice.goto], entry, len(into[choice.goto]), -1)
            # Choices that lead to the same scene run beside each other.
            twins = beside[choice.goto]
            off = (twins.index(number) - (len(twins) - 1) / 2) * _TWINS
            passed = [middle[one] for one in chains.get(arrow, ())[1:-1]]
            lines.append(
                Line(
                    scene=scene.id,
                    choice=choice.id,
                    goto=choice.goto,
                    quality=choice.quality or "",
                    points=(start, *((x + off, y) for x, y in passed), end),
                    back=arrow in loops,
                )
            )
    return Drawing(
        boxes=boxes,
        lines=tuple(lines),
        width=max((x + _size(name) / 2 for name, (x, _) in middle.items()), default=0) + GAP,
        height=max((y for _, y in middle.values()), default=0) + HEIGHT / 2 + GAP,
    )


def _before(one: tuple[str, int, str], chains: Mapping[tuple[str, str], tuple[str, ...]]) -> str:
    chain = chains.get((one[0], one[2]))
    return chain[-2] if chain else one[0]


def _after(scene: str, goto: str, chains: Mapping[tuple[str, str], tuple[str, ...]]) -> str:
    chain = chains.get((scene, goto))
    return chain[1] if chain else goto


def _port(
    middle: tuple[float, float], number: int, of: int, side: Literal[1, -1]
) -> tuple[float, float]:
    room = (WIDTH - 24) / max(of, 1)
    return middle[0] + (number - (of - 1) / 2) * room, middle[1] + side * HEIGHT / 2


def _box(scenario: Scenario, name: str, reached: bool, middle: tuple[float, float]) -> Box:
    scene, ending = scenario.scene(name), scenario.ending(name)
    kind: Kind = "missing"
    if scene:
        kind = "say-it" if scene.say_it else "scene"
    elif ending:
        kind = ending.outcome
    told = scene or ending
    title = told.title if told and not PLACE.search(told.title) else name
    return Box(id=name, title=title, kind=kind, reached=reached, x=middle[0], y=middle[1])
