"""The parts of a report as HTML, and all of them as one page that needs nothing else."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from copcourse.grading.results import plots, teaching, wording
from copcourse.grading.results.lessons import lessons
from copcourse.grading.results.minimums import CEILING, MINIMUMS, RESAMPLES, SEED, SMALL
from copcourse.grading.results.records import Analysis

PARTS = ("head", "teach", "critical", "beliefs", "items", "whole", "certainty", "change", "reading")
"""The parts in the order of a report; ``head`` is the only one that has no heading of its own."""

# Beside the dashboard's template, which can read no other folder.
_CSS = Path(__file__).parents[2] / "templates/voila/templates/copcourse-trainer/results.css"


def page(analysis: Analysis, day: date) -> str:
    """A whole report; it holds what the analysis shows, so give it one that others may see."""
    template = _environment().get_template("page.html.j2")
    css = Markup(_CSS.read_text(encoding="utf-8"))  # ours
    return template.render(a=analysis, day=_day(day), parts=PARTS, css=css)


def part(name: str, analysis: Analysis, day: date | None = None) -> Markup:
    """One part of a report. What a quiz or a learner wrote is text in it, never markup."""
    module = _environment().get_template("sections.html.j2").module
    macro = getattr(module, name)
    return Markup(macro(analysis, _day(day)) if day else macro(analysis))


def _day(day: date) -> str:
    return f"Made on {day.day} {day:%B %Y}"


def _numbers(items: tuple[int, ...]) -> str:
    many = "questions" if len(items) > 1 else "question"
    return f"{many} {', '.join(map(str, items))}"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("copcourse.grading.results"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.globals.update(
        calibration_plot=plots.calibration_plot,
        ceiling=CEILING,
        change_plot=plots.change_plot,
        count=wording.count,
        decimal=wording.decimal,
        facility_plot=plots.facility_plot,
        lessons=lessons,
        minimums=list(MINIMUMS.values()),
        missed=wording.missed_sentence,
        most_certain=teaching.most_certain,
        most_held=teaching.most_held,
        numbers=_numbers,
        of=wording.of,
        people=wording.people,
        percent=wording.percent,
        resamples=f"{RESAMPLES:,}",
        seed=SEED,
        small={5: "five"}[SMALL],
        sureness=wording.SURENESS,
        waiting=wording.waiting_sentences,
    )
    return environment
