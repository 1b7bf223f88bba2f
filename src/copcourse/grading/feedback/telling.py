"""A marked hand-in and its marks in the gradebook, as what the learner is told. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from copcourse.content import Source
from copcourse.grading.feedback.records import (
    Background,
    Feedback,
    Given,
    Line,
    Question,
    Result,
    Score,
    Sureness,
    Written,
)
from copcourse.items import Item, Mark
from copcourse.marking import Marked

# What HTML has no way to write; a tab and the ends of lines it has.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

LEVELS = (3, 2, 1)
"""How sure a learner can be of an answer, the surest first."""


def feedback(background: Background, marked: Marked, given: Given, learner: str) -> Feedback:
    """All that a learner is told.

    Parameters
    ----------
    background
        What the pages of the quiz share.
    marked
        The hand-in with a mark for each item.
    given
        What the gradebook holds. Its points count; where it has none, those of the mark do.
    learner
        The name of the learner's folder, for a hand-in that names nobody.
    """
    quiz = background.quiz
    questions = tuple(
        _question(number, item, marked, given, background)
        for number, item in enumerate(quiz.items, 1)
    )
    written = _written(marked, given, background)
    return Feedback(
        learner=writable(marked.answers.learner) or writable(learner),
        problem=writable(marked.problem),
        questions=questions,
        written=written,
        confidence=tuple((one.ask, _level(marked, one.id)) for one in quiz.confidence),
        sureness=tuple(_sureness(level, questions) for level in LEVELS),
        score=_score(questions, written, given, quiz.pass_mark),
        again=_again(questions),
    )


def writable(text: str) -> str:
    """What a person typed in whole characters that a page can hold; a mark stands for others.

    JSON can smuggle in half characters and control characters.
    """
    return _UNWRITABLE.sub("\ufffd", text).strip()


def _question(
    number: int, item: Item, marked: Marked, given: Given, background: Background
) -> Question:
    mark, answer = marked.marks[item.id], marked.answers.to(item.id)
    read = mark.state == "marked"
    lines = tuple(_lines(item, answer)) if read else ()
    points = given.points.get(f"item-{item.id}", mark.points)
    return Question(
        number=number,
        kind=item.kind,
        ask=item.ask,
        critical=item.critical,
        lines=lines,
        result=_result(mark),
        problem=writable(mark.reason),
        found=sum(line.fits is True for line in lines),
        sought=len(item.right_ids) if item.kind == "several" else len(item.options),
        points=points,
        max=mark.max,
        changed=abs(points - mark.points) > 0.005,
        sure=answer.get("sure") if read else None,
        why=item.explain,
        sources=_sources(item.sources, background),
        again=background.again.get(item.id, ()),
    )


def _result(mark: Mark) -> Result:
    if mark.state != "marked":
        return "open" if mark.state == "no answer" else "unreadable"
    if mark.points >= mark.max:
        return "right"
    return "partly" if mark.points > 0 else "wrong"


def _lines(item: Item, answer: Mapping[str, Any]) -> Iterable[Line]:
    """What was chosen, and nothing that was not."""
    options = {option.id: option for option in item.options}
    if item.field == "pairs":
        sides = {option.right_side: option.pair for option in item.options}
        for option in item.options:
            side = answer["pairs"].get(option.id)
            if side is not None:
                yield Line(
                    text=option.text,
                    side=sides[side],
                    reason=option.feedback,
                    fits=side == option.right_side,
                )
        return
    for one in answer["options"]:
        option = options[one]
        fits = option.correct if item.kind == "several" else None
        yield Line(text=option.text, reason=option.feedback, fits=fits)


def _sources(ids: Iterable[str], background: Background) -> tuple[Source, ...]:
    return tuple(background.sources[one] for one in ids if one in background.sources)


def _written(marked: Marked, given: Given, background: Background) -> Written | None:
    reflection = marked.quiz.reflection
    if reflection is None:
        return None
    cell = f"reflection-{reflection.id}"
    answer = marked.answers.to(reflection.id)
    text = answer.get("text") if isinstance(answer, Mapping) else None
    return Written(
        case=reflection.case,
        ask=reflection.ask,
        text=writable(text) if isinstance(text, str) else "",
        points=given.points.get(cell) if cell in given.by_hand else None,
        max=float(reflection.points),
        comment=writable(given.comments.get(cell, "")),
        sources=_sources(reflection.sources, background),
    )


def _level(marked: Marked, confidence_id: str) -> int | None:
    asked = next(one for one in marked.quiz.confidence if one.id == confidence_id)
    answer = marked.answers.to(confidence_id)
    return None if answer is None or asked.problem(answer) else int(answer["scale"])


def _sureness(level: int, questions: Iterable[Question]) -> Sureness:
    outcomes = [one.outcome for one in questions if one.sure == level]
    return Sureness(
        level=level,
        count=len(outcomes),
        right=outcomes.count("right"),
        partly=outcomes.count("partly"),
    )


def _score(
    questions: Iterable[Question], written: Written | None, given: Given, pass_mark: int | None
) -> Score:
    questions = tuple(questions)
    points, most = (round(sum(getattr(one, what) for one in questions), 2)
                    for what in ("points", "max"))  # fmt: skip
    by_hand = (written.points or 0.0) if written else 0.0
    return Score(
        points=points,
        max=most,
        total=round(points + by_hand - given.late, 2),
        total_max=most + (written.max if written else 0.0),
        late=given.late,
        pass_mark=pass_mark,
        short=round(max(0.0, (pass_mark or 0) - points), 2),
        critical_open=sum(one.critical and one.points < one.max for one in questions),
    )


def _again(questions: Iterable[Question]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The parts of the module that are worth reading again, each with the questions it is for."""
    parts: dict[str, list[int]] = {}
    for question in sorted(questions, key=lambda one: (not one.critical, one.number)):
        for part in question.again if question.result != "right" else ():
            parts.setdefault(part, []).append(question.number)
    return tuple((part, tuple(sorted(numbers))) for part, numbers in parts.items())
