"""The page to mark from: one file, which asks nothing of any other host and runs no script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from attrs import frozen
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from copcourse.content import Quiz
from copcourse.grading.reflections.aids import Aids
from copcourse.grading.reflections.handins import Given, Written
from copcourse.texts import to_html


@frozen(kw_only=True)
class _Entry:
    learner: str
    text: str
    state: str


def reflections_page(
    quiz: Quiz,
    aids: Aids,
    found: Sequence[Written],
    given: Mapping[str, Given],
    *,
    waiting: int,
    sheet: str,
    today: date,
) -> str:
    """The page as HTML: first what to do about a disclosure, then all that marking needs.

    Parameters
    ----------
    quiz
        A quiz with a reflection.
    aids
        The safety text and the ready comments.
    found
        The reflections, in the order in which they are shown.
    given
        What the gradebook holds, by learner.
    waiting
        How many hand-ins were collected but not marked yet.
    sheet
        The name of the spreadsheet beside the page.
    today
        The day that the page gives as its own.
    """
    reflection = quiz.reflection
    assert reflection is not None  # the command says so to whoever asks
    marked = sum(given[one.learner].points is not None for one in found)
    counts = [f"{len(found)} hand-ins, {marked} of them marked by a person."]
    if waiting:
        counts.append(
            f"{waiting} more were collected and are not here yet: run copcourse mark first."
        )
    entries = [
        _Entry(learner=one.learner, text=_shown(one), state=_state(one, given[one.learner]))
        for one in found
    ]
    with_text = [bool(one.text.strip()) and not one.problem for one in found]
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
    )
    return environment.get_template("page.html.j2").render(
        quiz=quiz,
        disclosure=Markup(to_html(aids.disclosure)),  # our own text, no learner's
        case=Markup(to_html(f"{reflection.case.strip()}\n\n{reflection.ask.strip()}")),  # likewise
        comments=aids.comments,
        counts=" ".join(counts),
        made=f"Made on {today.day} {today:%B %Y}",
        most=f"{reflection.points:g}",
        sheet=sheet,
        texts=[entry for entry, text in zip(entries, with_text, strict=True) if text],
        silent=[entry for entry, text in zip(entries, with_text, strict=True) if not text],
    )


def _shown(one: Written) -> str:
    if one.problem:
        return f"It could not be read: {one.problem}."
    return one.text if one.text.strip() else "No answer."


def _state(one: Written, given: Given) -> str:
    if given.points is None:
        return "Not marked yet."
    marked = f"{given.points:g} points."
    if one.earlier:
        marked += " Handed in more than once: see that the points are for this text."
    return marked
