"""Plots as SVG that reads in light, dark and print, each with a title and a text alternative.

Every plot stands beside a table with the same numbers; ``currentColor`` and two classes are all the
colour there is.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from attrs import frozen
from markupsafe import Markup

from copcourse.grading.results.certainty import BANDS
from copcourse.grading.results.records import Analysis, Estimate
from copcourse.grading.results.wording import SURENESS, percent

_WIDTH = 360
_LEFT, _RIGHT = 82, 338
_ROW = 24


@frozen
class Row:
    """A line of a dot plot; ``strong`` is drawn with a filled diamond."""

    label: str
    estimate: Estimate
    strong: bool = False


def facility_plot(analysis: Analysis) -> Markup:
    """The share of points earned in each question, with intervals."""
    rows = [Row(f"Question {item.number}", item.facility, item.critical) for item in analysis.items]
    return dot_plot("facility", "Points earned in each question", rows)


def change_plot(analysis: Analysis) -> Markup:
    """Mean shares of the points before and after."""
    change = analysis.change
    if change is None:
        return Markup("")
    rows = [Row("Before", change.before), Row("Later", change.later)]
    return dot_plot("change", "Points before and after", rows)


def dot_plot(name: str, title: str, rows: Sequence[Row]) -> Markup:
    """Shares from 0 to 100%, one a row: a dot for the value, a line for its 95% interval."""
    height = _ROW * len(rows) + 34
    desc = "; ".join(f"{row.label}: {percent(row.estimate)}" for row in rows)
    svg = _svg(name, title, f"Each with its 95% interval. {desc}.", height)
    bottom = _ROW * len(rows) + 8
    for tick in (0, 25, 50, 75, 100):
        x = _x(tick / 100)
        _line(svg, x, 4, x, bottom, "grid")
        _text(svg, x, bottom + 16, f"{tick}%", "middle")
    for place, row in enumerate(rows):
        y = 4 + _ROW * (place + 0.5)
        _text(svg, _LEFT - 10, y + 4, row.label, "end")
        estimate = row.estimate
        if estimate.value is None:
            _text(svg, _LEFT + 6, y + 4, percent(estimate), "start", "muted")
            continue
        if estimate.low is not None and estimate.high is not None:
            _line(svg, _x(estimate.low), y, _x(estimate.high), y, "interval")
        _mark(svg, _x(estimate.value), y, row.strong)
    return _markup(svg)


def calibration_plot(analysis: Analysis) -> Markup:
    """How sure people were against how many were right: on the line, sureness is deserved."""
    certainty = analysis.certainty
    if certainty is None:
        return Markup("")
    title = "How sure, and how many right"
    told = "; ".join(
        f"{SURENESS[level.level]}, which stands for {100 * BANDS[level.level].forecast:.0f}% right:"
        f" {percent(level.share)}"
        for level in certainty.levels
    )
    svg = _svg("calibration", title, f"{told}. Below the line is too sure.", 268)
    left, right, top, bottom = 60, 330, 10, 220

    def x(share: float) -> float:
        return left + share * (right - left)

    def y(share: float) -> float:
        return bottom - share * (bottom - top)

    for tick in (0, 25, 50, 75, 100):
        _line(svg, x(tick / 100), top, x(tick / 100), bottom, "grid")
        _line(svg, left, y(tick / 100), right, y(tick / 100), "grid")
        _text(svg, x(tick / 100), bottom + 16, f"{tick}%", "middle")
        _text(svg, left - 8, y(tick / 100) + 4, f"{tick}%", "end")
    _line(svg, x(0), y(0), x(1), y(1), "deserved")
    _text(svg, (left + right) / 2, bottom + 36, "what the sureness stands for", "middle")
    upright = _text(svg, 0, 0, "answers that were right", "middle")
    upright.set("transform", f"translate(14 {(top + bottom) / 2}) rotate(-90)")
    for level in certainty.levels:
        share, at = level.share, x(BANDS[level.level].forecast)
        if share.value is None:
            continue
        if share.low is not None and share.high is not None:
            _line(svg, at, y(share.low), at, y(share.high), "interval")
        _mark(svg, at, y(share.value), False)
        # Under its interval, where the dashed line does not run through it.
        least = share.value if share.low is None else share.low
        _text(svg, at, min(y(least) + 16, bottom - 4), SURENESS[level.level], "middle")
    return _markup(svg)


def _x(share: float) -> float:
    return _LEFT + min(max(share, 0.0), 1.0) * (_RIGHT - _LEFT)


def _svg(name: str, title: str, desc: str, height: float) -> ET.Element:
    svg = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "plot",
            "viewBox": f"0 0 {_WIDTH} {height:g}",
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-size": "12",
            "font-family": "system-ui, sans-serif",
            "fill": "currentColor",
        },
    )
    ET.SubElement(svg, "title", {"id": f"{name}-title"}).text = title
    ET.SubElement(svg, "desc", {"id": f"{name}-desc"}).text = desc
    return svg


_STROKES = {
    "grid": {"stroke-width": "1", "stroke-opacity": "0.25"},
    "interval": {"stroke-width": "3", "stroke-opacity": "0.55", "stroke-linecap": "round"},
    "deserved": {"stroke-width": "1.5", "stroke-dasharray": "5 4"},
}


def _line(svg: ET.Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    ends = zip(("x1", "y1", "x2", "y2"), (x1, y1, x2, y2), strict=True)
    places = {name: f"{value:.1f}" for name, value in ends}
    ET.SubElement(
        svg, "line", {**places, **_STROKES[kind], "stroke": "currentColor", "class": kind}
    )


def _mark(svg: ET.Element, x: float, y: float, strong: bool) -> None:
    if strong:
        turn = f"rotate(45 {x:.1f} {y:.1f})"
        place = {"x": f"{x - 5:.1f}", "y": f"{y - 5:.1f}", "width": "10", "height": "10"}
        ET.SubElement(svg, "rect", {**place, "transform": turn, "class": "strong"})
    else:
        place = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": "5"}
        ET.SubElement(svg, "circle", {**place, "class": "dot"})


def _text(
    svg: ET.Element, x: float, y: float, text: str, anchor: str, kind: str = "label"
) -> ET.Element:
    place = {"x": f"{x:.1f}", "y": f"{y:.1f}", "text-anchor": anchor, "class": kind}
    node = ET.SubElement(svg, "text", place)
    node.text = text
    return node


def _markup(svg: ET.Element) -> Markup:
    return Markup(ET.tostring(svg, encoding="unicode"))
