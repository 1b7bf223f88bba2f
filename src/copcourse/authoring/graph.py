"""A story's picture as SVG, and the same in words for whoever does not see it."""

from __future__ import annotations

import textwrap
from html import escape
from itertools import islice, pairwise

from copcourse.authoring.layout import HEIGHT, WIDTH, Box, Drawing, Line, lay_out
from copcourse.checking.stories import Way, paths
from copcourse.content import Scenario

KINDS = {
    "scene": "Scene",
    "say-it": "Say it",
    "safe": "Ending, safe",
    "repaired": "Ending, repaired",
    "harm": "Ending, harm",
    "missing": "Not there",
}
_TITLE = 26
# A story that passes the check has a few hundred ways; one that is being written may have more.
WAYS = 20_000


def graph(scenario: Scenario) -> str:
    """The picture of a story with its ways and its words, as HTML."""
    drawing = lay_out(scenario)
    ways = list(islice(paths(scenario), WAYS))
    return "\n".join(
        (
            "<figure>",
            f'<div class="scroll" tabindex="0" role="group" aria-label="The story as a picture">'
            f"{svg(drawing, scenario.title)}</div>",
            f"<figcaption>{_legend()}</figcaption>",
            "</figure>",
            _ways(ways),
            _unreached(drawing),
            _words(scenario, drawing),
        )
    )


def svg(drawing: Drawing, title: str) -> str:
    """The picture alone. What it shows stands in words below it, and its name says so."""
    width, height = round(drawing.width), round(drawing.height)
    about = f"{title}: {len(drawing.boxes)} scenes and endings. The table below says the same."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" aria-label="{escape(about)}">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" '
        'markerHeight="10" markerUnits="userSpaceOnUse" orient="auto">'
        '<path d="M0 0 8 4 0 8z"/></marker></defs>',
        *(_line(line) for line in drawing.lines),
        *(_box(box) for box in drawing.boxes),
        *(_label(line) for line in drawing.lines),
        "</svg>",
    ]
    return "\n".join(parts)


def _line(line: Line) -> str:
    points = line.points
    if line.back:
        (x, y), (to_x, to_y) = points[0], points[-1]
        side = max(x, to_x) + WIDTH
        way = f"M{x:.0f} {y:.0f}C{side:.0f} {y + 70:.0f} {side:.0f} {to_y - 70:.0f} "
        way += f"{to_x:.0f} {to_y:.0f}"
    else:
        way = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
        for (x, y), (to_x, to_y) in pairwise(points):
            bend = (to_y - y) / 2
            way += f"C{x:.0f} {y + bend:.0f} {to_x:.0f} {to_y - bend:.0f} {to_x:.0f} {to_y:.0f}"
    kind = "back" if line.back else line.quality or "on"
    return f'<path class="line {kind}" d="{way}" marker-end="url(#tip)"/>'


def _label(line: Line) -> str:
    x, y = line.points[0]
    said = " ".join(part for part in (line.quality, "back" if line.back else "") if part)
    if not said:
        return ""
    return f'<text class="quality {line.quality}" x="{x:.0f}" y="{y + 15:.0f}">{said}</text>'


def _box(box: Box) -> str:
    left, top = box.x - WIDTH / 2, box.y - HEIGHT / 2
    # Rounded for scenes, straight for endings: the words say which as well.
    corner = 10 if box.kind in ("scene", "say-it") else 0
    kind = KINDS[box.kind] + ("" if box.reached or box.kind == "missing" else ", not reached")
    lines = textwrap.wrap(box.title, _TITLE, max_lines=2, placeholder=" …") or [box.id]
    rows = [("kind", kind), *(("title", line) for line in lines)]
    first = box.y - (len(rows) - 1) * 7.5 + 4
    texts = "".join(
        f'<text class="{name}" x="{box.x:.0f}" y="{first + number * 15:.0f}">{escape(text)}</text>'
        for number, (name, text) in enumerate(rows)
    )
    inner = ""
    if box.kind in ("safe", "repaired", "harm"):
        inner = (
            f'<rect class="inner" x="{left + 4:.0f}" y="{top + 4:.0f}" '
            f'width="{WIDTH - 8}" height="{HEIGHT - 8}"/>'
        )
    state = "" if box.reached else " unreached"
    return (
        f'<g class="box {box.kind}{state}"><rect x="{left:.0f}" y="{top:.0f}" width="{WIDTH}" '
        f'height="{HEIGHT}" rx="{corner}"/>{inner}{texts}</g>'
    )


def _legend() -> str:
    return (
        "A solid line is a good choice, a broken one a mixed choice, a dotted one a harmful "
        "choice. Scenes have round corners; endings have two frames. What nothing leads to has "
        "a broken frame."
    )


def _ways(ways: list[Way]) -> str:
    if not ways:
        return "<p>No way leads to an ending yet.</p>"
    count = f"{len(ways)} ways" if len(ways) < WAYS else f"More than {WAYS} ways"
    told = [
        f"<p>{count} lead to an ending.</p>" if len(ways) > 1 else "<p>One way leads there.</p>"
    ]
    # Decisions first: a scene with one choice asks for none.
    for name, pick in (("Shortest", min), ("Longest", max)):
        way = pick(ways, key=lambda one: (one.decisions, len(one.steps)))
        steps = " → ".join(escape(scene.title) for scene, _ in way.steps)
        told.append(
            f"<p><b>{name} way</b>, {way.decisions} decisions: {steps} → "
            f"{escape(way.ending.title)} ({way.ending.outcome}).</p>"
        )
    return "\n".join(told)


def _unreached(drawing: Drawing) -> str:
    lost = [box for box in drawing.boxes if not box.reached]
    names = ", ".join(f"{escape(box.title)} ({escape(box.id)})" for box in lost)
    return f"<p><b>Nothing leads to:</b> {names}.</p>" if lost else "<p>Everything is reached.</p>"


def _words(scenario: Scenario, drawing: Drawing) -> str:
    known = {box.id: box for box in drawing.boxes}
    rows = []
    for scene in scenario.scenes:
        for number, choice in enumerate(scene.choices):
            to = known[choice.goto]
            head = (
                f'<th scope="rowgroup" rowspan="{len(scene.choices)}">'
                f'<a href="#{escape(scene.id)}">{escape(scene.title)}</a></th>'
                if number == 0
                else ""
            )
            quality = choice.quality or "on"
            rows.append(
                f"<tr>{head}<td>{quality}</td><td>{escape(choice.text)}</td>"
                f"<td>{escape(to.title)} ({KINDS[to.kind].lower()})</td></tr>"
            )
    return (
        "<details><summary>The picture in words</summary>"
        '<div class="scroll" tabindex="0" role="group" aria-label="The picture in words">'
        "<table><caption>Where each choice leads</caption><thead><tr>"
        '<th scope="col">Scene</th><th scope="col">Quality</th><th scope="col">Choice</th>'
        f'<th scope="col">Leads to</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
        "</details>"
    )
