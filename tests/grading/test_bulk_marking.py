"""Random hand-ins, marked in the three ways: every row and every file must be the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from nbgrader.api import Base, Gradebook
from trainer import (
    SLUG,
    copcourse,
    finish,
    full_answers,
    make_course,
    nbgrader,
    record,
    start,
    start_copcourse,
    tables,
)

from copcourse.answers import LIMIT, canonical, checksum
from copcourse.content import Quiz
from copcourse.grading.bulk.tables import ALL
from copcourse.items import Item

LEARNERS = 20
WAYS = ("bulk", "plug-in", "stock")
DUE = datetime(2026, 11, 20, 12)
# A plug-in that gives all that one can give: nothing, less than nothing, too much, and some points.
PLUG_IN = """
from nbgrader.plugins import LateSubmissionPlugin


class Late(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        some = total_seconds_late / 86400
        return (None, -1, score * 2 + 1, some)[int(student_id[-2:]) % 4]
"""
CONFIG = '\nc.AssignLatePenalties.plugin_class = "late.Late"\n'


@frozen
class HandIn:
    """The two files that marking reads of a submission; None where there is none."""

    answers: bytes | None
    stamp: str | None


def answers_to(item: Item) -> st.SearchStrategy[Any]:
    """Right, wrong, unreadable, empty, strange and random answers to an item."""
    ids = st.sampled_from([*item.option_ids, "no-such-option"])
    sides = st.sampled_from([*(option.right_side for option in item.options), "no-such-pair"])
    return st.one_of(
        st.sampled_from([item.sample(sort) for sort in ("correct", "wrong", "invalid")]),
        st.builds(
            dict, options=st.lists(ids, max_size=4), sure=st.sampled_from([1, 2, 3, None, 9])
        ),
        st.builds(dict, pairs=st.dictionaries(ids, sides, max_size=3)),
        st.sampled_from([None, 7, "calm", [], {}, {"options": None}, {"pairs": []}]),
    )


def texts() -> st.SearchStrategy[Any]:
    """Reflections: words, markup, line ends of every sort, half characters, and no text at all."""
    return st.one_of(
        st.text(),
        st.sampled_from(
            [
                "<b>&amp;</b>\r\n\x0b\u2028\x85x\n",
                "\ud800",
                " ",
                '"outputs of who"\n[\n]',
                None,
                [1],
            ]
        ),
    )


def hand_ins(quiz: Quiz) -> st.SearchStrategy[HandIn]:
    """Everything that may lie in a submission: sound, damaged, another's, or nothing."""
    given_answers = st.fixed_dictionaries(
        {},
        optional={
            **{item.id: answers_to(item) for item in quiz.items},
            quiz.reflection.id: st.builds(dict, text=texts()),
            "no-such-item": st.just({"options": ["x"]}),
        },
    )
    changes = st.sampled_from(
        [{}] * 6 + [{"edition": "0" * 12}, {"quiz": "gaming"}, {"learner": "\ud800"}, {"format": 2}]
    )

    def sealed(answers: Mapping[str, Any], change: Mapping[str, Any]) -> bytes:
        whole = {**record(quiz, "Ana", answers), **change}
        return canonical({**whole, "checksum": checksum(whole)})

    sound = st.builds(sealed, given_answers, changes)
    damaged = st.one_of(
        st.none(),
        st.binary(max_size=40),
        st.builds(lambda data, end: data[:-end], sound, st.integers(1, 60)),
        st.just(b"[" * 100_000),
        st.just(b" " * (LIMIT + 1)),
    )
    times = st.one_of(
        st.none(),
        st.just(""),
        st.builds(
            lambda minutes: f"{DUE + timedelta(minutes=minutes):%Y-%m-%d %H:%M:%S} UTC\n",
            st.integers(-5000, 5000),
        ),
        st.sampled_from(
            ["2026-11-20 14:30:00 CET", "2026-11-21T09:00:00.25+02:00", "2026-11-21 09:00:00 -3"]
        ),
    )
    return st.builds(HandIn, st.one_of(sound, sound, damaged), times)


def drawn(quiz: Quiz, number: int) -> list[HandIn]:
    """Hand-ins that hypothesis makes, more or less simple ones; another lot in every run."""
    made: list[HandIn] = []

    @settings(
        max_examples=3 * number,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(hand_ins(quiz))
    def take(hand_in: HandIn) -> None:
        made.append(hand_in)

    take()
    return made[-number:]


def place(course: Path, learner: str, hand_in: HandIn) -> None:
    """Put a hand-in where it is marked, beside the released notebook."""
    folder = course / "submitted" / learner / SLUG
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(course / "release" / SLUG / "quiz.ipynb", folder)
    if hand_in.answers is not None:
        (folder / "answers.json").write_bytes(hand_in.answers)
    if hand_in.stamp is not None:
        (folder / "timestamp.txt").write_text(hand_in.stamp)


def mark_all(courses: Mapping[str, Path]) -> None:
    """Mark three copies of one class, each in its way."""
    running = {
        "stock": start(courses["stock"], "autograde", SLUG, COPCOURSE_MARKING="stock"),
        "plug-in": start(courses["plug-in"], "autograde", SLUG),
        "bulk": start_copcourse(courses["bulk"], "mark", SLUG),
    }
    for way, process in running.items():
        done = finish(process)
        # Files that could not be read are told by the exit code, and marked nevertheless.
        assert done.returncode in ((0, 1) if way == "bulk" else (0,)), done.stdout
        assert "Traceback" not in done.stdout


def files(course: Path) -> dict[str, tuple[bytes, int]]:
    """Every file of the marked folders, hidden ones too, with its permissions."""
    root = course / "autograded"
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mode)
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory, quiz: Quiz) -> Path:
    """A course with a due date and penalties, generated, with nothing handed in."""
    course = make_course(tmp_path_factory.mktemp("released"), quiz)
    (course / "late.py").write_text(PLUG_IN)
    with (course / "nbgrader_config.py").open("a") as config:
        config.write(CONFIG)
    done = nbgrader(course, "generate_assignment", SLUG)
    assert done.returncode == 0, done.stdout
    with Gradebook(f"sqlite:///{course}/gradebook.db", "copcourse") as gradebook:
        gradebook.find_assignment(SLUG).duedate = DUE
        gradebook.db.commit()
    return course


def test_three_ways_write_the_same_rows_and_files(
    released: Path, tmp_path: Path, quiz: Quiz
) -> None:
    """Random hand-ins earn the same rows in all tables; again after a person marked and some
    handed in once more; and our files are the plug-in's to the byte.
    """
    courses = {way: tmp_path / way / "course" for way in WAYS}
    first = drawn(quiz, LEARNERS)
    learners = [f"learner-{number:02}" for number in range(LEARNERS)]
    for course in courses.values():
        shutil.copytree(released, course)
        for learner, hand_in in zip(learners, first, strict=True):
            place(course, learner, hand_in)
    mark_all(courses)
    found = {way: tables(course) for way, course in courses.items()}
    assert found["bulk"] == found["plug-in"] == found["stock"]
    assert len(found["bulk"]["submitted_assignment"]) == LEARNERS
    assert files(courses["bulk"]) == files(courses["plug-in"])

    again = learners[::4]
    answers = canonical(
        {**(whole := record(quiz, "Ana", full_answers(quiz))), "checksum": checksum(whole)}
    )
    newer = HandIn(answers, "2026-11-29 12:00:00 UTC\n")
    stamped = [name for name, one in zip(learners, first, strict=True) if one.stamp]
    for course in courses.values():
        with Gradebook(f"sqlite:///{course}/gradebook.db", "copcourse") as gradebook:
            for learner in again[:3]:
                mark_by_hand(gradebook, learner)
            gradebook.grant_extension(SLUG, again[1], days=30)
        for learner in set(again) & set(stamped):
            place(course, learner, newer)
    mark_all(courses)
    found = {way: tables(course) for way, course in courses.items()}
    assert found["bulk"] == found["plug-in"] == found["stock"]
    assert files(courses["bulk"]) == files(courses["plug-in"])


def mark_by_hand(gradebook: Gradebook, learner: str) -> None:
    """A person marks the reflection, corrects an item, gives extra points and comments."""
    grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, learner)
    grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.0, 0.5, False
    grade = gradebook.find_grade("item-steps", "quiz", SLUG, learner)
    grade.manual_score, grade.needs_manual_grade = 0.25, False
    comment = gradebook.find_comment("reflection-the-case", "quiz", SLUG, learner)
    comment.manual_comment = "Warm & clear <3"
    gradebook.db.commit()


def test_marking_again_changes_nothing(released: Path, tmp_path: Path, quiz: Quiz) -> None:
    """What a person gave stands, flags too; only a new hand-in or a mended key is marked again."""
    course = tmp_path / "course"
    shutil.copytree(released, course)
    for number, answers in enumerate([full_answers(quiz), {}]):
        whole = record(quiz, "", answers)
        data = canonical({**whole, "checksum": checksum(whole)})
        place(course, f"learner-0{number}", HandIn(data, "2026-11-20 11:00:00 UTC\n"))
    assert copcourse(course, "mark").stdout.splitlines() == [
        "small: 2 hand-ins.",
        "  Marked now: 2. Unchanged since before: 0.",
        "  Waiting for a mark by hand: 2. Formgrader shows them.",
    ]
    with Gradebook(f"sqlite:///{course}/gradebook.db", "copcourse") as gradebook:
        mark_by_hand(gradebook, "learner-00")
    before, stood = tables(course), files(course)
    assert copcourse(course, "mark", SLUG).stdout.splitlines() == [
        "small: 2 hand-ins.",
        "  Marked now: 0. Unchanged since before: 2.",
        "  Waiting for a mark by hand: 1. Formgrader shows them.",
    ]
    assert (tables(course), files(course)) == (before, stood)

    key = course / "quizzes" / f"{SLUG}.toml"
    written = key.read_text()
    hear, phone = 'correct = true\nfeedback = "Being', 'feedback = "A child who'
    key.write_text(
        written.replace(hear, 'feedback = "Being').replace(phone, f"correct = true\n{phone}")
    )
    said = copcourse(course, "mark", SLUG).stdout
    assert "  Marked now: 1. Unchanged since before: 1." in said
    with Gradebook(f"sqlite:///{course}/gradebook.db", "copcourse") as gradebook:
        submission = gradebook.find_submission(SLUG, "learner-00")
        # Nothing for what is wrong now, a person's quarter point, two others, and the reflection.
        assert submission.score == 0 + 1 + 0.25 + 1 + 3.5
    key.write_text(written)
    shutil.rmtree(course / "autograded" / "learner-01")
    assert "  Marked now: 2. Unchanged since before: 0." in copcourse(course, "mark").stdout
    assert files(course) == stood


def test_what_cannot_be_read_is_told(released: Path, tmp_path: Path, quiz: Quiz) -> None:
    """Invalid answers by learner and item, unreadable files, and folders without a hand-in."""
    course = tmp_path / "course"
    shutil.copytree(released, course)
    whole = record(quiz, "", {"steps": {"options": ["\x1b[2J"]}, "who": {"pairs": 7}})
    data = canonical({**whole, "checksum": checksum(whole)})
    place(course, "learner-00", HandIn(data, None))
    place(course, "learner-01", HandIn(b"{", "yesterday"))
    place(course, "learner-02", HandIn(None, None))
    (course / "submitted" / "learner-02" / SLUG / "answers.json").symlink_to("/etc/passwd")
    (course / "submitted" / "learner-03" / SLUG).mkdir(parents=True)
    place(course, "learner-04", HandIn(data, None))
    (course / "submitted" / "learner-04" / SLUG / "quiz.ipynb").unlink()
    done = copcourse(course, "mark")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "small: 5 hand-ins.",
        "  Marked now: 4. Unchanged since before: 0.",
        "  Waiting for a mark by hand: 4. Formgrader shows them.",
        "  Answers that cannot be read (each earns 0, and is not a wrong one):",
        "    learner-00: steps: names an unknown option '\\x1b[2J'.",
        "    learner-00: who: holds no pairs.",
        "    learner-04: steps: names an unknown option '\\x1b[2J'.",
        "    learner-04: who: holds no pairs.",
        "  Files that cannot be read (without its answers a hand-in earns 0):",
        "    learner-01: answers.json: the file is cut off or is not a hand-in.",
        "    learner-02: answers.json: Too many levels of symbolic links.",
        "  Folders that were left out, and have no mark:",
        "    learner-03: there is no answers.json in it. Collect the hand-in again.",
    ]
    assert (course / "autograded" / "learner-02" / SLUG / "answers.json").read_bytes() == b""
    assert sorted(one["student_id"] for one in tables(course)["submitted_assignment"]) == [
        f"learner-0{number}" for number in (0, 1, 2, 4)
    ]


def test_the_columns_are_nbgraders() -> None:
    """Every column that marking reads or writes has nbgrader's name and type."""
    theirs = {name: dict(table.columns.items()) for name, table in Base.metadata.tables.items()}
    for table in ALL:
        for column in table.columns:
            assert repr(column.type) == repr(theirs[table.name][column.name].type)


def test_feedback_and_json_are_nbgraders(released: Path, tmp_path: Path, quiz: Quiz) -> None:
    """nbgrader makes its feedback of what we marked, as it does of what it marked itself."""
    course = tmp_path / "course"
    shutil.copytree(released, course)
    whole = record(quiz, "", full_answers(quiz))
    data = canonical({**whole, "checksum": checksum(whole)})
    place(course, "learner-00", HandIn(data, "2026-11-20 11:00:00 UTC\n"))
    assert copcourse(course, "mark").returncode == 0
    assert json.loads((course / "autograded/learner-00/small/quiz.json").read_bytes())
    made = nbgrader(course, "generate_feedback", SLUG)
    assert made.returncode == 0, made.stdout
    page = (course / "feedback" / "learner-00" / SLUG / "quiz.html").read_text()
    assert "Together so far" in page
    assert "4 of 8" in page
