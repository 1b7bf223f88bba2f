"""The hand-ins of a class that were marked, read by the thousand."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from copcourse.answers import LIMIT, read_answers
from copcourse.content import Quiz
from copcourse.errors import AnswersError
from copcourse.items import Item, Mark
from copcourse.marking import ANSWERS, Marked, mark_bytes


def read_hand_ins(
    course: Path, quiz: Quiz, learners: Collection[str]
) -> tuple[dict[str, Marked], int]:
    """What the learners of the gradebook handed in, as marked, by their names in order.

    Also how many hand-ins are collected and not marked yet, or again.
    """
    marker, marked, waiting = _Marker(quiz), {}, 0
    collected = dict(_files(course / "submitted", quiz.slug))
    for learner, path in sorted(_files(course / "autograded", quiz.slug)):
        if learner not in learners:
            continue
        data = _bytes(path)
        marked[learner] = marker.mark(data)
        again = collected.pop(learner, None)
        waiting += again is not None and _bytes(again) != data
    return marked, waiting + len(collected)


def assignments_with_hand_ins(course: Path) -> set[str]:
    """The assignments that anything was collected or marked for."""
    return {
        name
        for way in ("autograded", "submitted")
        for learner in _learners(course / way)
        for name in os.listdir(learner)
    }


class _Marker:
    """``mark_bytes`` for a whole class: most answers were given before, and are marked once."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz, self.edition = quiz, quiz.edition
        self.known: dict[Any, Mark] = {}

    def mark(self, data: bytes | None) -> Marked:
        if data is None:
            return mark_bytes(self.quiz, None)
        try:
            answers = read_answers(data, quiz=self.quiz.slug, edition=self.edition, file=ANSWERS)
        except AnswersError:
            return mark_bytes(self.quiz, data)
        marks = {item.id: self._mark(item, answers.to(item.id)) for item in self.quiz.items}
        return Marked(quiz=self.quiz, answers=answers, marks=marks)

    def _mark(self, item: Item, answer: Any) -> Mark:
        chosen = answer.get(item.field) if isinstance(answer, dict) else None
        if not isinstance(chosen, list | dict):
            return item.mark(answer)
        values = tuple(chosen.items()) if isinstance(chosen, dict) else tuple(chosen)
        key = (item.id, type(chosen), values, answer.get("sure"), tuple(answer))
        try:
            if (mark := self.known.get(key)) is None:
                mark = self.known[key] = item.mark(answer)
        except TypeError:
            # What cannot be a key is no honest answer; the item says why.
            return item.mark(answer)
        return mark


def _learners(root: Path) -> Iterator[str]:
    if not root.is_dir():
        return
    with os.scandir(root) as entries:
        for entry in entries:
            if not entry.name.startswith(".") and entry.is_dir():
                yield entry.path


def _files(root: Path, slug: str) -> Iterator[tuple[str, str]]:
    """Learner and where the answers to a quiz lie; a folder without a file counts too."""
    for learner in _learners(root):
        folder = os.path.join(learner, slug)
        if os.path.isdir(folder):
            yield os.path.basename(learner), os.path.join(folder, ANSWERS)


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(LIMIT + 1)
    except OSError:
        return None
