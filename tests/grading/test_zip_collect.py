"""The real ``nbgrader zip_collect`` gives the same submissions as ``copcourse collect``."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from trainer import PARTIAL, SLUG, full_answers, hand_in, make_course, nbgrader

from copcourse.content import Quiz
from copcourse.grading.collecting import collect


def tree(course: Path) -> dict[str, bytes]:
    """Every file of the submissions and attempts."""
    roots = (course / "submitted", course / "attempts")
    return {
        path.relative_to(course).as_posix(): path.read_bytes()
        for root in roots
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def sent(quiz: Quiz) -> dict[str, bytes]:
    """What a platform's download holds: attempts, a link upwards, a notebook, and rubbish."""
    return {
        "Ana Gómez_1_assignsubmission_file/a_20261121T120000Z.json": hand_in(quiz, "Ana", PARTIAL),
        "Ana Gómez_1_assignsubmission_file/a_20261122T120000Z.json": hand_in(quiz, "Ana", {}),
        "李 明_2_assignsubmission_file/../../b.json": hand_in(quiz, "李", full_answers(quiz)),
        "Ben Ito_3_assignsubmission_file/quiz.ipynb": b"{}",
        "Cai Wu_4_assignsubmission_file/c.json": b"rubbish",
    }


def test_the_same_submissions(tmp_path: Path, quiz: Quiz, sent: dict[str, bytes]) -> None:
    """Newest in submitted/, older in attempts/, nothing unpacked; again it changes nothing."""
    ours, theirs = make_course(tmp_path / "ours", quiz), make_course(tmp_path / "theirs", quiz)
    earlier = tmp_path / "a_20261120T120000Z.json"
    earlier.write_bytes(hand_in(quiz, "Ana", full_answers(quiz)))
    archive = theirs / "downloaded" / SLUG / "archive"
    archive.mkdir(parents=True)
    with zipfile.ZipFile(archive / "download.zip", "w") as made:
        for name, data in sent.items():
            made.writestr(name, data)
    for course in (ours, theirs):
        assert [one.state for one in collect([earlier], course)] == ["accepted"]
    collect([archive], ours)

    done = nbgrader(theirs, "zip_collect", SLUG)
    assert done.returncode == 0, done.stdout
    assert tree(theirs) == tree(ours)
    assert sorted({path.rsplit("/", 1)[0] for path in tree(ours)}) == [
        f"attempts/Ana/{SLUG}/20261120T120000Z",
        f"attempts/Ana/{SLUG}/20261121T120000Z",
        f"submitted/Ana/{SLUG}",
        f"submitted/李/{SLUG}",
    ]
    assert "c.json: the file is cut off or is not a hand-in. Ask the learner" in done.stdout
    assert "quiz.ipynb: it is no hand-in, and Ben Ito (Moodle 3) sent it." in done.stdout

    again = nbgrader(theirs, "zip_collect", SLUG, "--force")
    assert again.returncode == 0, again.stdout
    assert tree(theirs) == tree(ours)
