"""A class's marked hand-ins and its gradebook as tidy pandas frames.

Answers are read from what was marked (``autograded/``) by the same pure function that marks, points
given by hand and late penalties from the gradebook, by two queries for the whole class.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]  # pandas publishes no types
from attrs import frozen

from copcourse.content import Confidence, Quiz
from copcourse.grading.gradebook import open_gradebook
from copcourse.grading.results.bootstrap import Array
from copcourse.grading.results.handins import read_hand_ins
from copcourse.grading.results.ledger import Given, given_by_hand, late_penalties, unmarked
from copcourse.items import Item
from copcourse.marking import Marked

_STATES = {"marked": 1, "no answer": 0, "invalid": -1}


@frozen(kw_only=True, eq=False)
class ClassFrames:
    """One quiz of a class. Learners stand in one order everywhere, items in the quiz's own.

    learners
        A row a learner: ``learner, points, by_hand, late, score`` (points; NaN: not marked).
    answers
        A row a learner and item: ``learner, item, kind, state, points, max, sure`` (0: not said).
    choices
        A row a chosen option: ``learner, item, option, right, misconception, sure``; a pair of a
        ``match`` is a choice of its left side, and right where its partner is.
    feelings
        A row a learner, a column a question on confidence, 1 to 5 or NaN.
    texts
        Learner to reflection; read only when asked for.
    waiting, unreadable, by_hand
        Hand-ins collected but not marked, marked but not readable, reflections not marked yet.
    """

    quiz: Quiz
    learners: pd.DataFrame
    answers: pd.DataFrame
    choices: pd.DataFrame
    feelings: pd.DataFrame
    texts: Mapping[str, str]
    waiting: int
    unreadable: int
    by_hand: int

    @property
    def n(self) -> int:
        """How many learners were marked and could be read."""
        return len(self.learners)

    @property
    def salt(self) -> str:
        """A number that nobody can know who has not the whole class's answers and codes."""
        columns = (self.answers[name].to_numpy().tobytes() for name in ("points", "sure"))
        codes = "\n".join(self.learners["learner"]).encode()
        return hashlib.sha256(b"".join([codes, *columns])).hexdigest()

    def matrix(self, column: str) -> Array:
        """A column of ``answers`` as an array of learners by items."""
        shape = (self.n, len(self.quiz.items))
        return np.asarray(self.answers[column].to_numpy(), dtype=float).reshape(shape)

    def chosen(self, item: Item) -> Array:
        """Who chose which option of an item: 0 or 1, learners by options.

        For ``match`` it is who did not give the option its partner, wrong and missing ones alike.
        """
        made = np.zeros((self.n, len(item.options)))
        rows = self._choices_of.get(item.id)
        if rows is not None:
            made[rows["place"].to_numpy(), rows["number"].to_numpy()] = 1
        return 1 - made if item.kind == "match" else made

    @cached_property
    def _choices_of(self) -> dict[str, pd.DataFrame]:
        rows = self.choices
        kept = rows[(rows["kind"] != "match") | rows["right"].astype(bool)]
        return dict(iter(kept.groupby("item", sort=False)))


def read_class(course: Path, quiz: Quiz, *, with_text: bool = False) -> ClassFrames:
    """What a course holds of a quiz; nobody at all where none was handed in.

    Raises CourseError where the gradebook cannot be used.
    """
    with open_gradebook(course) as gradebook:
        late = late_penalties(gradebook, quiz.slug)
        given = given_by_hand(gradebook, quiz.slug)
        by_hand = unmarked(gradebook, quiz.slug)
    marked, waiting = read_hand_ins(course, quiz, late)
    read = {learner: one for learner, one in marked.items() if not one.problem}
    answers = _answers(quiz, read, given)
    return ClassFrames(
        quiz=quiz,
        learners=_learners(quiz, read, answers, given, late),
        answers=answers,
        choices=_choices(quiz, read),
        feelings=_feelings(quiz, read),
        texts=_texts(quiz, read) if with_text else {},
        waiting=waiting,
        unreadable=len(marked) - len(read),
        by_hand=by_hand,
    )


def _answers(quiz: Quiz, read: Mapping[str, Marked], given: Given) -> pd.DataFrame:
    items = quiz.items
    marks = [one.marks[item.id] for one in read.values() for item in items]
    frame = pd.DataFrame(
        {
            "learner": np.repeat(np.array(list(read), dtype=object), len(items)),
            "item": np.tile(np.array([item.id for item in items], dtype=object), len(read)),
            "kind": np.tile(np.array([item.kind for item in items], dtype=object), len(read)),
            "state": np.fromiter((_STATES[mark.state] for mark in marks), np.int8, len(marks)),
            "points": np.fromiter((mark.points for mark in marks), float, len(marks)),
            "max": np.fromiter((mark.max for mark in marks), float, len(marks)),
            "sure": np.fromiter(
                (
                    _sure(one.answers.to(item.id)) if one.marks[item.id].state == "marked" else 0
                    for one in read.values()
                    for item in items
                ),
                np.int8,
                len(marks),
            ),
        }
    )
    places = {learner: place * len(items) for place, learner in enumerate(read)}
    numbers = {f"item-{item.id}": number for number, item in enumerate(items)}
    points = frame["points"].to_numpy(copy=True)
    for (learner, cell), (by_person, _) in given.items():
        if by_person is not None and learner in places and cell in numbers:
            points[places[learner] + numbers[cell]] = by_person
    frame["points"] = points
    return frame


def _sure(answer: Any) -> int:
    return (answer.get("sure") or 0) if isinstance(answer, Mapping) else 0


def _learners(
    quiz: Quiz,
    read: Mapping[str, Marked],
    answers: pd.DataFrame,
    given: Given,
    late: Mapping[str, float],
) -> pd.DataFrame:
    shape = (len(read), len(quiz.items))
    points = answers["points"].to_numpy().reshape(shape).sum(axis=1)
    reflection = f"reflection-{quiz.reflection.id}" if quiz.reflection else ""
    by_hand = np.array(
        [_number(given.get((learner, reflection), (None, 0))[0]) for learner in read], dtype=float
    )
    extra = dict.fromkeys(read, 0.0)
    for (learner, _), (_, more) in given.items():
        if learner in extra:
            extra[learner] += more
    penalty = np.array([late[learner] for learner in read], dtype=float)
    total = points + np.nan_to_num(by_hand) + np.array(list(extra.values()), dtype=float)
    return pd.DataFrame(
        {
            "learner": np.array(list(read), dtype=object),
            "points": points,
            "by_hand": by_hand,
            "late": penalty,
            "score": np.maximum(total - penalty, 0).round(2),
        }
    )


def _number(value: float | None) -> float:
    return np.nan if value is None else value


_CHOICE = ("place", "learner", "item", "kind", "option", "number", "right", "misconception", "sure")


def _choices(quiz: Quiz, read: Mapping[str, Marked]) -> pd.DataFrame:
    rows = [row for item in quiz.items for row in _choices_of(item, read)]
    return pd.DataFrame.from_records(rows, columns=list(_CHOICE))


def _choices_of(item: Item, read: Mapping[str, Marked]) -> Iterator[tuple[Any, ...]]:
    options = {option.id: (number, option) for number, option in enumerate(item.options)}
    for place, (learner, one) in enumerate(read.items()):
        if one.marks[item.id].state != "marked":
            continue
        answer = one.answers.to(item.id)
        sure = answer.get("sure") or 0
        chosen: Iterable[str] = answer[item.field]
        for option_id in chosen:
            number, option = options[option_id]
            right = (
                answer["pairs"][option_id] == option.right_side
                if item.field == "pairs"
                else option.correct
            )
            belief = "" if right else option.misconception or ""
            yield place, learner, item.id, item.kind, option_id, number, right, belief, sure


def _feelings(quiz: Quiz, read: Mapping[str, Marked]) -> pd.DataFrame:
    def level(one: Marked, question: Confidence) -> float:
        answer = one.answers.to(question.id)
        return np.nan if question.problem(answer) else float(answer["scale"])

    columns = {
        question.id: [level(one, question) for one in read.values()] for question in quiz.confidence
    }
    return pd.DataFrame({"learner": list(read), **columns})


def _texts(quiz: Quiz, read: Mapping[str, Marked]) -> dict[str, str]:
    if quiz.reflection is None:
        return {}
    found = {}
    for learner, one in read.items():
        answer = one.answers.to(quiz.reflection.id)
        text = answer.get("text") if isinstance(answer, Mapping) else None
        if isinstance(text, str) and text.strip():
            found[learner] = text
    return found
