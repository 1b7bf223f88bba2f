"""The one format of ``answers.json`` and of the hand-in: its bytes, its checksum, its reading.

The checksum is CRC-32 over the canonical bytes without itself. It finds accidents, not fraud, and
the browser computes the same without a secure context. A hand-in holds no code.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from copcourse.errors import AnswersError

if TYPE_CHECKING:
    from copcourse.content import Confidence, Quiz
    from copcourse.items import Item

FORMAT = 1
LIMIT = 1_000_000
"""Bytes. A full hand-in has some 4 kB and its reflection is limited; far more is not a hand-in."""

FIELDS = ("format", "quiz", "edition", "learner", "answers", "checksum")
"""What stands in a hand-in, and nothing else."""


@frozen(kw_only=True)
class Answers:
    """A hand-in that has been read: every envelope field is sound, single answers may not be."""

    quiz: str
    edition: str
    learner: str
    answers: Mapping[str, Any]

    def to(self, item_id: str) -> Any:
        """The answer to an item, or None."""
        return self.answers.get(item_id)

    @property
    def latest(self) -> str:
        """When the last answer was given (ISO 8601, UTC), or an empty string."""
        times = [a.get("at") for a in self.answers.values() if isinstance(a, Mapping)]
        return max((t for t in times if isinstance(t, str)), default="")


def canonical(record: Mapping[str, Any]) -> bytes:
    """The bytes that JavaScript makes too: sorted keys, no spaces, UTF-8, whole characters."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def checksum(record: Mapping[str, Any]) -> str:
    """CRC-32 of the canonical bytes without ``checksum``, as eight hexadecimal digits."""
    bare = {key: value for key, value in record.items() if key != "checksum"}
    return f"{zlib.crc32(canonical(bare)):08x}"


def write_answers(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record with its checksum, whole or not at all, with the folder's usual permissions.

    Raises OSError where the folder cannot be written to; what was there stays as it was.
    """
    whole = {**record, "checksum": checksum(record)}
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".answers-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(canonical(whole))
        umask = os.umask(0)
        os.umask(umask)
        # mkstemp makes files that nobody else can read, and a trainer must be able to.
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def read_answers(
    data: bytes, *, quiz: str, edition: str | None, file: Path | str | None = None
) -> Answers:
    """Read a hand-in for a quiz of an edition (None: of any edition).

    Raises AnswersError with one sentence and a ``reason``; see there for the reasons.
    """

    def refuse(reason: str, fault: str, remedy: str, place: str = "") -> AnswersError:
        return AnswersError(fault, remedy, reason=reason, file=file, place=place)

    ask_again = "Ask the learner to open the quiz, press Hand in again and send the new file."
    if not data.strip():
        raise refuse("empty", "the file is empty", ask_again)
    if len(data) > LIMIT:
        raise refuse(
            "too-large",
            f"the file has {len(data) / 1e6:.1f} MB, and a hand-in has a few kB",
            "This is another file. " + ask_again,
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(
            "not-text", "the file is not text", "This is another file. " + ask_again
        ) from None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        raise refuse("not-json", "the file is cut off or is not a hand-in", ask_again) from None
    if (
        not isinstance(record, dict)
        or record.get("format") != FORMAT
        or set(record) != set(FIELDS)
        or not isinstance(record["answers"], dict)
        or not all(
            isinstance(record[name], str) for name in ("quiz", "edition", "learner", "checksum")
        )
    ):
        raise refuse("not-answers", "the file is not a hand-in of this course", ask_again)
    if record["quiz"] != quiz:
        raise refuse(
            "other-quiz",
            f"the hand-in is for the quiz {record['quiz'][:60]!r}, not {quiz!r}",
            "Collect it with the quiz it belongs to.",
            "quiz",
        )
    if checksum(record) != record["checksum"]:
        raise refuse(
            "checksum", "the file was changed or damaged on its way", ask_again, "checksum"
        )
    if edition is not None and record["edition"] != edition:
        raise refuse(
            "other-edition",
            "the hand-in answers another edition of the quiz",
            f"Mark it with edition {record['edition'][:12]!r}, or have this edition answered.",
            "edition",
        )
    return Answers(
        quiz=record["quiz"],
        edition=record["edition"],
        learner=record["learner"],
        answers=record["answers"],
    )


def unreadable(answers: Answers, quiz: Quiz) -> list[tuple[str, str]]:
    """The answers that cannot be read, each as (item id, why); empty for a sound hand-in."""
    asked: dict[str, Item | Confidence] = {item.id: item for item in quiz.items}
    asked |= {one.id: one for one in quiz.confidence}
    found = []
    for item_id, answer in answers.answers.items():
        if item_id in asked:
            why = asked[item_id].problem(answer)
        elif quiz.reflection is None or item_id != quiz.reflection.id:
            why = "is not a question of this quiz"
        else:
            sound = isinstance(answer, dict) and isinstance(answer.get("text"), str)
            why = "" if sound else "holds no text"
        if why:
            found.append((item_id, why))
    return found
