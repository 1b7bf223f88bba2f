"""Marks for the answers to a quiz: one pure function, and ``mark``, which a quiz notebook calls.

nbgrader takes a cell that ends in a number for that many points, one that ends in nothing for all
of them, and one that fails for none. So ``mark`` gives a number only while nbgrader marks, and ends
its kernel when it cannot give a true one: nbgrader then writes no mark, where a failure would have
written 0 for everybody.
"""

from __future__ import annotations

import html
import os
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NoReturn

from attrs import frozen

from copcourse.answers import LIMIT, Answers, read_answers
from copcourse.content import Quiz
from copcourse.errors import AnswersError, KeyMissing
from copcourse.items import Item, Mark
from copcourse.reading import read_quiz
from copcourse.words import words

ANSWERS = "answers.json"
"""The one file that is ever taken from a hand-in."""

QUIZZES = "COPCOURSE_QUIZZES"
"""Environment variable: the trainer's folder of ``<slug>.toml``, the only way to a key."""


@frozen(kw_only=True)
class Marked:
    """A hand-in, its marks by item id, and why none of it could be read (empty when it could)."""

    quiz: Quiz
    answers: Answers
    marks: Mapping[str, Mark]
    problem: str = ""

    @property
    def points(self) -> float:
        """All points for the items together; the reflection is marked by a person."""
        return round(sum(mark.points for mark in self.marks.values()), 2)

    @property
    def invalid(self) -> dict[str, str]:
        """Item id to why its answer could not be read."""
        return {one: mark.reason for one, mark in self.marks.items() if mark.state == "invalid"}


def mark_answers(quiz: Quiz, answers: Answers) -> dict[str, Mark]:
    """A mark for every item of the quiz. No answer and an unreadable one earn nothing."""
    return {item.id: item.mark(answers.to(item.id)) for item in quiz.items}


def mark_bytes(quiz: Quiz, data: bytes | None) -> Marked:
    """Read what an ``answers.json`` holds (None: there is none) and mark it.

    A file that cannot be read makes every answer invalid, which is not the same as incorrect.
    """
    nothing = Answers(quiz=quiz.slug, edition=quiz.edition, learner="", answers={})
    if data is None:
        return Marked(quiz=quiz, answers=nothing, marks=mark_answers(quiz, nothing))
    try:
        answers = read_answers(data, quiz=quiz.slug, edition=quiz.edition, file=ANSWERS)
    except AnswersError as error:
        marks = {
            item.id: Mark(0.0, float(item.points), "invalid", error.fault) for item in quiz.items
        }
        return Marked(quiz=quiz, answers=nothing, marks=marks, problem=error.fault)
    return Marked(quiz=quiz, answers=answers, marks=mark_answers(quiz, answers))


def mark_folder(quiz: Quiz, folder: Path) -> Marked:
    """Mark the ``answers.json`` of a folder. Nothing else in the folder is looked at."""
    return mark_bytes(quiz, _read(folder / ANSWERS))


def find_quiz(slug: str) -> Quiz:
    """The quiz with its key, from the folder that ``COPCOURSE_QUIZZES`` names.

    Raises KeyMissing, or CourseErrors where the file is not as it must be.
    """
    folder = os.environ.get(QUIZZES, "")
    if not folder:
        raise KeyMissing(
            f"nobody can be marked: {QUIZZES} is not set",
            "Set it to the folder that holds the trainer's quiz files.",
        )
    path = Path(folder) / f"{slug}.toml"
    if not path.is_file():
        raise KeyMissing(
            f"nobody can be marked: the key of the quiz {slug!r} is not there",
            f"Put it there, or set {QUIZZES} to the folder that holds it.",
            file=path,
        )
    return _quiz(path, path.stat().st_mtime_ns)


def bundle(marked: Marked, item_id: str) -> dict[str, str]:
    """What was answered, as HTML and as text, for the person who marks and for the feedback.

    Everything that a learner wrote is escaped: these outputs are shown in the trainer's browser.
    """
    item = marked.quiz.item(item_id)
    if marked.problem:
        said = words(marked.quiz.lang)["grading"]
        lines = [said["unreadable_file"].format(why=marked.problem)]
    else:
        lines = _reflection(item_id, marked) if item is None else _chosen(item, marked)
    text = "\n".join(lines)
    # An output is written as UTF-8, and JSON can smuggle in half a character.
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    escaped = html.escape(text)
    return {
        "text/html": f'<div dir="auto" style="white-space: pre-wrap">{escaped}</div>',
        "text/plain": text,
    }


def mark(quiz: str, item: str) -> float | None:
    """The points for an item (0 to the item's own), in a cell that nbgrader marks.

    A number is given only where ``NBGRADER_EXECUTION`` is ``autograde``; an id of the reflection
    then shows its text and gives none, since a person marks it. Under ``validate`` it says what is
    not answered yet. Anywhere else it gives and shows nothing.
    """
    execution = os.environ.get("NBGRADER_EXECUTION")
    if execution == "validate":
        _say_what_is_missing(quiz, item)
    if execution != "autograde":
        return None
    try:
        marked = mark_folder(find_quiz(quiz), Path.cwd())
        points = marked.marks[item].points if item in marked.marks else None
        if points is None and item not in marked.quiz.by_hand:
            raise KeyError(f"{item!r} is no question of the quiz {quiz!r}")
        _display(bundle(marked, item))
    except Exception as error:  # noqa: BLE001  # whatever went wrong here is nobody's mark
        _end_kernel(error)
    return points


def _chosen(item: Item, marked: Marked) -> list[str]:
    said, mark = words(marked.quiz.lang)["grading"], marked.marks[item.id]
    if mark.state == "invalid":
        return [said["unreadable_answer"].format(why=mark.reason)]
    if mark.state == "no answer":
        return [said["no_answer"]]
    answer = marked.answers.to(item.id)
    if item.field == "pairs":
        sides = {option.right_side: option.pair for option in item.options}
        pairs = answer["pairs"]
        return [f"{o.text} → {sides[pairs[o.id]]}" for o in item.options if o.id in pairs]
    texts = {option.id: option.text for option in item.options}
    return [texts[one] for one in answer["options"]]


def _reflection(item_id: str, marked: Marked) -> list[str]:
    said = words(marked.quiz.lang)["grading"]
    answer = marked.answers.to(item_id)
    text = answer.get("text") if isinstance(answer, Mapping) else None
    return [text] if isinstance(text, str) and text.strip() else [said["no_answer"]]


def _say_what_is_missing(quiz: str, item: str) -> None:
    # nbgrader's validation shows what stands on stderr, and counts it as not passed.
    try:
        data = _read(Path(ANSWERS))
        answers = read_answers(data, quiz=quiz, edition=None, file=ANSWERS) if data else None
    except AnswersError as error:
        print(error, file=sys.stderr)
        return
    answer = answers.to(item) if answers else None
    given = isinstance(answer, Mapping) and any(
        answer.get(field) for field in ("options", "pairs", "text")
    )
    if not given:
        print("This question is not answered yet.", file=sys.stderr)


def _read(path: Path) -> bytes | None:
    if not os.path.lexists(path):
        return None
    try:
        with path.open("rb") as file:
            # One byte more than may be: enough to know too large a file by.
            return file.read(LIMIT + 1)
    except OSError:
        return b""


@lru_cache(maxsize=32)
def _quiz(path: Path, changed: int) -> Quiz:
    return read_quiz(path)


def _display(data: dict[str, str]) -> None:
    from IPython.display import display

    display(data, raw=True)  # type: ignore[no-untyped-call]  # IPython does not type it


def _end_kernel(error: Exception) -> NoReturn:
    # ipykernel sends file descriptor 2 to the notebook, which is thrown away with the kernel; the
    # copy that it keeps of the terminal's is where a person can read why nobody was marked.
    terminal: Any = getattr(sys.stderr, "_original_stdstream_copy", None)
    message = f"copcourse: {error} No mark was written.\n"
    os.write(terminal if isinstance(terminal, int) else 2, message.encode())
    os._exit(1)
