"""An analysis as plain tables of numbers, one row a thing, for a spreadsheet or a program.

A number that is missing has its reason beside it: ``hidden``, ``too few`` or ``undefined``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd  # type: ignore[import-untyped]  # pandas publishes no types

from copcourse.grading.results.analysing import Forms
from copcourse.grading.results.minimums import KEEP_DAYS, MINIMUMS, RESAMPLES, SEED, SMALL
from copcourse.grading.results.records import Analysis, Estimate

Tables = Mapping[str, pd.DataFrame]


def summary_tables(analysis: Analysis) -> Tables:
    """What is known of the class, without a row about any one person.

    Tables: ``items, options, beliefs, figures, levels, change, about``; counts are people but in
    ``beliefs`` and ``levels``, where they are answers.
    """
    tables = {
        "items": _frame(
            {
                "quiz": analysis.slug,
                "question": item.number,
                "id": item.id,
                "kind": item.kind,
                "critical": item.critical,
                "ask": item.ask,
                "all_points": item.full,
                "some_points": item.part,
                "no_points": item.none,
                "no_answer": item.unanswered,
                **_numbers("facility", item.facility),
                **_numbers("discrimination", item.discrimination),
            }
            for item in analysis.items
        ),
        "options": _frame(
            {
                "quiz": analysis.slug,
                "question": item.number,
                "id": item.id,
                "option": option.id,
                "text": option.text,
                "right": option.right,
                "belief": option.belief,
                "people": option.count,
                **_numbers("rest_score", option.rest),
            }
            for item in analysis.items
            for option in item.options
        ),
        "beliefs": _frame(
            {
                "quiz": analysis.slug,
                "id": belief.id,
                "belief": belief.text,
                "questions": ", ".join(map(str, belief.items)),
                "chances": belief.chances,
                "chosen": belief.held,
                "chosen_for_certain": belief.certain,
            }
            for belief in analysis.beliefs
        ),
        "figures": _frame(
            {"quiz": analysis.slug, "figure": name, **_numbers("", estimate)}
            for name, estimate in _figures(analysis)
        ),
        "levels": _frame(
            {
                "quiz": analysis.slug,
                "level": level.level,
                "stands_for": level.forecast,
                "answers": level.answers,
                "right": level.right,
                **_numbers("share", level.share),
            }
            for level in (analysis.certainty.levels if analysis.certainty else ())
        ),
        "about": _about(analysis),
    }
    return {name: table for name, table in tables.items() if len(table)}


def learner_tables(slug: str, forms: Forms, day: date, *, with_text: bool) -> Tables:
    """A row a learner and an answer, under the codes that they were handed in with.

    Personal data: each row has the day by which to delete it.
    """
    until = delete_by(day).isoformat()
    tables: dict[str, pd.DataFrame] = {}
    for form, frames in forms.items():
        name = form or "quiz"
        quiz = f"{slug}-{form}" if form else slug
        dated = {"quiz": quiz, "delete_by": until}
        tables[f"learners_{name}"] = frames.learners.assign(**dated)
        tables[f"answers_{name}"] = frames.answers.assign(**dated)
        if frames.quiz.confidence:
            tables[f"confidence_{name}"] = frames.feelings.assign(**dated)
        if with_text and frames.texts:
            rows = [{"learner": who, "text": text} for who, text in frames.texts.items()]
            tables[f"texts_{name}"] = _frame(rows).assign(**dated)
    return tables


def delete_by(day: date) -> date:
    """The day by which what was exported on a day is to be deleted, where it names learners."""
    return day + timedelta(days=KEEP_DAYS)


def _figures(analysis: Analysis) -> Iterable[tuple[str, Estimate]]:
    if whole := analysis.whole:
        yield "mean points", whole.mean
        yield f"reliability ({whole.reliability_name})", whole.reliability
        yield "standard error of measurement", whole.error
    if certainty := analysis.certainty:
        yield "certainty-based mark", certainty.mark
        yield "Brier score", certainty.brier
    if change := analysis.change:
        yield "points before", change.before
        yield "points later", change.later
        yield "normalised gain of the averages", change.gain
        yield "Cohen's d_z", change.effect
        for feeling in change.feelings:
            yield f"{feeling.ask} Before", feeling.before
            yield f"{feeling.ask} Later", feeling.later
            yield f"{feeling.ask} Change", feeling.change


def _about(analysis: Analysis) -> pd.DataFrame:
    rows = [
        ("people", "" if analysis.n is None else str(analysis.n)),
        ("hidden", f"numbers under {SMALL} people, and what would give them away"),
        ("interval", f"95%, BCa bootstrap, {RESAMPLES} resamples, seed {SEED}"),
        *((f"least people: {one.figure}", str(one.n)) for one in MINIMUMS.values()),
    ]
    return _frame({"quiz": analysis.slug, "what": what, "value": value} for what, value in rows)


def _numbers(name: str, estimate: Estimate) -> dict[str, Any]:
    before = f"{name}_" if name else ""
    return {
        name or "value": estimate.value,
        f"{before}low": estimate.low,
        f"{before}high": estimate.high,
        f"{before}people": estimate.n,
        f"{before}missing": "" if estimate.state == "given" else estimate.state,
    }


def _frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    # Whole numbers stay whole beside a gap.
    return pd.DataFrame(list(rows)).convert_dtypes()
