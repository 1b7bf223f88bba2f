"""Whether bytes are a hand-in of this course, and when it was handed in. Nothing is written here.

The one question that a file must answer before anything in it is believed is which quiz it is for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from copcourse.answers import FORMAT, Answers, canonical, checksum, read_answers, unreadable
from copcourse.content import Quiz
from copcourse.errors import AnswersError, KeyMissing
from copcourse.grading.collecting.sent import quoted
from copcourse.marking import QUIZZES
from copcourse.reading import read_quiz

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""A time before this, or of more than a day ahead, is a clock that was set wrong."""


class Judge:
    """Reads hand-ins for the quizzes in a folder, or for one of them alone.

    Raises KeyMissing where the folder holds no quiz: nothing can be checked without its key.
    """

    def __init__(self, quizzes: Path, only: str | None = None) -> None:
        self.quizzes = quizzes
        self.slugs = {path.stem for path in quizzes.glob("*.toml")}
        self.only = only
        self._read: dict[str, Quiz] = {}
        if not self.slugs:
            raise KeyMissing(
                "there are no quiz files here, so no hand-in can be checked",
                f"Put the trainer's <quiz>.toml there, or set {QUIZZES} to the folder that has it.",
                file=quizzes,
            )

    def quiz(self, slug: str) -> Quiz:
        """A quiz with its key. Raises CourseError where its file is not as it must be."""
        if slug not in self._read:
            self._read[slug] = read_quiz(self.quizzes / f"{slug}.toml")
        return self._read[slug]

    def judge(self, data: bytes) -> Answers:
        """The hand-in that the bytes are. Raises AnswersError with the reason where they are none.

        Every answer in it can be marked.
        """
        try:
            return self._judge(data)
        except RecursionError:
            raise AnswersError(
                "the file is nested deeper than any hand-in",
                "Ask the learner to open the quiz, press Hand in again and send the new file.",
                reason="not-answers",
            ) from None

    def _judge(self, data: bytes) -> Answers:
        slug = _slug(data)
        if slug is not None and slug not in self.slugs:
            raise AnswersError(
                f"the hand-in is for the quiz {slug[:60]!r}, which this course does not have",
                f"This course has: {', '.join(sorted(self.slugs))}. Collect it where it belongs.",
                reason="other-quiz",
            )
        if slug is not None and self.only not in (None, slug):
            raise AnswersError(
                f"the hand-in is for the quiz {quoted(slug)}, and {self.only} is being collected",
                "Collect it with the quiz it belongs to.",
                reason="other-quiz",
            )
        # Without a slug the file is no hand-in at all, and read_answers says in what way.
        quiz = self.quiz(slug) if slug else None
        answers = read_answers(data, quiz=slug or "", edition=quiz.edition if quiz else None)
        problems = unreadable(answers, quiz) if quiz else []
        if problems:
            raise _unreadable(problems)
        return answers


def _slug(data: bytes) -> str | None:
    try:
        record: Any = json.loads(data.decode("utf-8-sig"))
        return record["quiz"] if isinstance(record["quiz"], str) else None
    except (ValueError, LookupError, TypeError, RecursionError):
        return None


def _unreadable(problems: Sequence[tuple[str, str]]) -> AnswersError:
    said = "; ".join(f"{item_id[:40]!r} {why}" for item_id, why in problems[:5])
    return AnswersError(
        f"answers that cannot be read: {said}",
        "Ask the learner to open the quiz, answer these again and send the new file.",
        reason="unreadable-answer",
    )


def sealed(answers: Answers) -> bytes:
    """The hand-in's bytes as the learner's browser made them, checksum and all."""
    record = {
        "format": FORMAT,
        "quiz": answers.quiz,
        "edition": answers.edition,
        "learner": answers.learner,
        "answers": answers.answers,
    }
    return canonical({**record, "checksum": checksum(record)})


def handed_in_at(
    names: Sequence[str], answers: Answers, written: datetime | None, now: datetime | None = None
) -> datetime:
    """When it was handed in (UTC, whole seconds): as the file's name says, else the last answer.

    Else when the file was written, else now. A time that cannot be is passed over.
    """
    now = now or datetime.now(UTC)
    named = re.search(r"\d{8}T\d{6}Z", names[-1] if names else "")
    told = (_time(named[0] if named else ""), _time(answers.latest), written)
    sane = (one for one in told if one and EARLIEST <= one <= now + timedelta(days=1))
    return next(sane, now).replace(microsecond=0)


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
