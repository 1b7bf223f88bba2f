"""The hand-in: its bytes, its checksum, and every way in which a file may not be one."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from copcourse.answers import canonical, checksum, read_answers, write_answers
from copcourse.errors import AnswersError

RECORD = {
    "format": 1,
    "quiz": "online-threats",
    "edition": "0123456789ab",
    "learner": "code 7",
    "answers": {"first-words": {"options": ["b"], "sure": 2, "at": "2026-11-23T21:00:00Z"}},
}


def whole(**changes: Any) -> bytes:
    """The bytes of the hand-in above with changes, under a right checksum."""
    record = {**RECORD, **changes}
    return canonical({**record, "checksum": checksum(record)})


def read(data: bytes) -> Any:
    """Read bytes as a hand-in of the quiz above."""
    return read_answers(data, quiz="online-threats", edition="0123456789ab", file="a.json")


def test_a_sound_hand_in_is_read() -> None:
    """What was written comes back, and when the last answer was given."""
    answers = read(whole())
    assert answers.learner == "code 7"
    assert answers.to("first-words") == RECORD["answers"]["first-words"]  # type: ignore[index]  # the record above
    assert answers.latest == "2026-11-23T21:00:00Z"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (whole()[:-20], "not-json"),
        (bytes(range(256)), "not-text"),
        (b" " * 10 + b"x" * 50_000_000, "too-large"),
        (b"[" * 100_000, "not-json"),
        (b"[1]", "not-answers"),
        (b'{"format": 2}', "not-answers"),
        (whole(format=2), "not-answers"),
        (whole(answers=[]), "not-answers"),
        (whole(learner=None), "not-answers"),
        (whole(extra="x"), "not-answers"),
        (whole(quiz="gaming"), "other-quiz"),
        (whole(edition="ffffffffffff"), "other-edition"),
        (whole().replace(b"code 7", b"code 8"), "checksum"),
    ],
)
def test_a_file_that_is_no_hand_in_is_refused(data: bytes, reason: str) -> None:
    """Each fault has its reason, one sentence that names the file, and a remedy."""
    with pytest.raises(AnswersError) as caught:
        read(data)
    assert caught.value.reason == reason
    assert str(caught.value).startswith("a.json: ")
    assert caught.value.remedy.endswith(".")


def test_the_checksum_does_not_depend_on_spaces_or_order() -> None:
    """A program that writes the same record otherwise does not break it."""
    record = json.loads(whole())
    spaced = json.dumps(dict(reversed(record.items())), indent=3).encode()
    assert read(spaced).learner == "code 7"


def test_writing_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """A folder that cannot be written to leaves the old file and no other."""
    path = tmp_path / "answers.json"
    write_answers(path, RECORD)
    before = path.read_bytes()

    with pytest.raises(TypeError):
        write_answers(path, {**RECORD, "answers": {"x": object()}})
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["answers.json"]


def test_a_trainer_can_read_what_a_learner_wrote(tmp_path: Path) -> None:
    """The file has the folder's usual permissions, not those of a temporary file."""
    path = tmp_path / "answers.json"
    old = os.umask(0o022)
    try:
        write_answers(path, RECORD)
    finally:
        os.umask(old)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
