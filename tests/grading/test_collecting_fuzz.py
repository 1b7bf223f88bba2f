"""Ten thousand hand-ins that nobody would send, and some hundreds of them through the whole way."""

from __future__ import annotations

import io
import json
import pickle
import random
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trainer import HERE, PARTIAL, SLUG, full_answers, hand_in

from copcourse.answers import canonical, checksum
from copcourse.content import Quiz
from copcourse.errors import AnswersError
from copcourse.grading.collecting import collect
from copcourse.grading.collecting.judging import Judge, handed_in_at, sealed
from copcourse.marking import bundle, mark_bytes, mark_folder
from copcourse.reading import read_quiz

MUTATED, INVENTED = 9_000, 1_000
# What would run something, if anything in a hand-in were ever more than text.
CHARMS = (
    "__import__('os').system('touch canary')",
    "=cmd|' /C calc'!A0",
    "<script>document.title = 1</script>",
    "{{ 7 * 7 }}",
    "../../../etc/passwd",
    "!!python/object/apply:os.system",
    "\ud800",
    "\x00",
)


class _Charm:
    def __reduce__(self) -> tuple[Any, ...]:
        return exec, ("open('canary', 'w')",)


PIECES = (
    *(charm.encode("utf-8", "surrogatepass") for charm in CHARMS),
    pickle.dumps(_Charm()),
    b"NaN", b"1e999", b"-0.0", b"9" * 400, b"null", b"[]", b"{}", b'"', b"\\ud800", b"\xff\xfe",
    b"[" * 1100, b'{"a":' * 1100, b"\xef\xbb\xbf", b"true", b',"quiz":"small"',
)  # fmt: skip

_ran: list[str] = []
_watching = False


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching and event in {"exec", "compile", "import", "open", "subprocess.Popen"}:
        _ran.append(event)


sys.addaudithook(_watch)


@contextmanager
def nothing_runs() -> Iterator[None]:
    """Python itself tells when anything is compiled, run, imported, opened or started."""
    global _watching
    _ran.clear()
    _watching = True
    try:
        yield
    finally:
        _watching = False
    assert _ran == []


@pytest.fixture(scope="module")
def judge() -> Judge:
    """The small quiz's, which has read its file."""
    judge = Judge(HERE)
    judge.quiz(SLUG)
    return judge


def real_ones() -> list[bytes]:
    """Sound hand-ins to begin with."""
    quiz = read_quiz(HERE / f"{SLUG}.toml")
    answers: list[dict[str, Any]] = [PARTIAL, full_answers(quiz), {}]
    return [hand_in(quiz, name, one) for name in ("Ana", "李 明") for one in answers]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four changes: bytes flipped, cut, doubled, moved, or something foreign put in."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        how = chance.randrange(6)
        if how == 0 and data:
            at = min(at, len(data) - 1)
            data = data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
        elif how == 1:
            data = data[:at] + data[to:]
        elif how == 2:
            data = data[:at] + data[at:to] * 2 + data[to:]
        elif how == 3:
            data = data[:at]
        else:
            data = data[:at] + chance.choice(PIECES) + data[at if how == 4 else to :]
    return resealed(data) if chance.random() < 0.5 else data


def resealed(data: bytes) -> bytes:
    """The same with a true checksum, if it is still a record: what a forger would send."""
    try:
        whole = json.loads(data)
        return canonical({**whole, "checksum": checksum(whole)})
    except (ValueError, TypeError, RecursionError):
        return data


def fate(judge: Judge, data: bytes) -> str:
    """Accepted, or the reason of the refusal; an accepted one can be marked and shown."""
    answers, refused = None, None
    try:
        answers = judge.judge(data)
    except AnswersError as error:
        refused = error
    if refused:
        assert refused.fault
        assert refused.remedy.endswith(".")
        return refused.reason
    assert answers is not None
    handed_in_at(("x.json",), answers, None)
    marked = mark_bytes(judge.quiz(SLUG), sealed(answers))
    assert (marked.problem, marked.invalid) == ("", {})
    for item_id in marked.marks:
        bundle(marked, item_id)["text/html"].encode()
    return "accepted"


def test_mutated_hand_ins(judge: Judge) -> None:
    """Each is accepted or refused with a reason, no error escapes, and nothing is ever run."""
    chance, ones = random.Random(20261125), real_ones()
    assert {fate(judge, one) for one in ones} == {"accepted"}
    files = [mutated(chance.choice(ones), chance) for _ in range(MUTATED)]
    with nothing_runs():
        fates = [fate(judge, one) for one in files]
    assert len(fates) == MUTATED
    assert set(fates) >= {
        "accepted", "checksum", "empty", "not-json", "not-text", "not-answers", "other-quiz",
        "other-edition", "unreadable-answer",
    }  # fmt: skip


def test_no_depth_is_too_deep(judge: Judge) -> None:
    """Where reading still goes through and the checksum no longer does, there is a reason too."""
    start = f'{{"format":1,"quiz":"{SLUG}","edition":"","learner":"a","checksum":"","answers":'
    fates = {
        fate(judge, (start + '{"x":' * depth + "{}" + "}" * (depth + 1)).encode())
        for depth in range(500, 1100)
    }
    # How deep is too deep differs between Pythons.
    assert {"checksum"} <= fates <= {"checksum", "not-answers", "not-json"}


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(CHARMS),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
QUIZ = read_quiz(HERE / f"{SLUG}.toml")
KNOWN = st.sampled_from(
    [item.id for item in QUIZ.items]
    + [option.id for item in QUIZ.items for option in item.options]
    + [option.right_side for item in QUIZ.items for option in item.options]
)
ANSWER = ANYTHING | st.fixed_dictionaries(
    {},
    optional={
        "options": st.lists(KNOWN, max_size=4) | ANYTHING,
        "pairs": st.dictionaries(KNOWN, KNOWN | ANYTHING, max_size=4) | ANYTHING,
        "text": st.text() | ANYTHING,
        "sure": st.sampled_from([1, 2, 3, None]) | ANYTHING,
        "at": st.datetimes().map(str) | ANYTHING,
    },
)


@settings(
    max_examples=INVENTED,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
@given(
    learner=st.text() | st.sampled_from(CHARMS) | ANYTHING,
    answers=st.dictionaries(KNOWN | st.text(), ANSWER, max_size=4) | ANYTHING,
    changed=st.none() | st.tuples(st.sampled_from(["format", "quiz", "edition"]), ANYTHING),
)
def test_invented_hand_ins(judge: Judge, learner: Any, answers: Any, changed: Any) -> None:
    """Records with a true checksum and whatever in their fields are accepted or refused alike."""
    record = {"format": 1, "quiz": SLUG, "edition": QUIZ.edition, "learner": learner}
    record |= {"answers": answers} | ({changed[0]: changed[1]} if changed else {})
    fate(judge, canonical({**record, "checksum": checksum(record)}))


def test_hundreds_through_the_whole_way(course: Path, quiz: Quiz, tmp_path: Path) -> None:
    """In folders and zips, every file has its outcome, and all that stands can be marked."""
    chance, ones = random.Random(7), real_ones()
    inbox = tmp_path / "inbox"
    (inbox / "deep" / "er").mkdir(parents=True)
    expected = 0
    for number in range(200):
        data = mutated(chance.choice(ones), chance) if number % 20 else ones[0]
        (inbox / ("deep/er" if number % 3 else ".") / f"{number}.json").write_bytes(data)
        expected += 1
    for number in range(10):
        with zipfile.ZipFile(inbox / f"{number}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for inner in range(20):
                name = chance.choice(["", "../", "/", "a/b/"]) + f"{inner}.json"
                archive.writestr(name, mutated(chance.choice(ones), chance))
                expected += 1
    outcomes = collect([inbox], course)
    assert len(outcomes) == expected
    assert {one.state for one in outcomes} == {
        "accepted", "replaced", "older kept", "duplicate", "refused",
    }  # fmt: skip
    for one in outcomes:
        assert one.detail.endswith(".")
        assert str(one).isprintable() or "\u200c" in str(one)
    placed = list(course.glob("submitted/*/*")) + list(course.glob("attempts/*/*/*"))
    kept = [one for one in outcomes if one.state in ("accepted", "replaced", "older kept")]
    assert len(placed) == len(kept)
    for folder in placed:
        assert sorted(path.name for path in folder.iterdir()) == [
            "answers.json", "quiz.ipynb", "timestamp.txt",
        ]  # fmt: skip
        marked = mark_folder(quiz, folder)
        assert (marked.problem, marked.invalid) == ("", {})
    again = collect([inbox], course)
    assert {one.state for one in again} == {"duplicate", "refused"}
    assert [one.state == "refused" for one in again] == [one.state == "refused" for one in outcomes]


def test_mutated_zips(course: Path, tmp_path: Path) -> None:
    """A zip with changed bytes is read as far as it goes, and the rest has a reason."""
    chance, ones = random.Random(11), real_ones()
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("b.json", ones[1])
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, how in enumerate((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)):
            archive.writestr(f"{number}.json", ones[number], how)
        archive.writestr("inner.zip", inner.getvalue())
    file, fates = tmp_path / "x.zip", set()
    for _ in range(400):
        file.write_bytes(mutated(made.getvalue(), chance))
        outcomes = collect([file], course)
        assert all(one.detail.endswith(".") for one in outcomes)
        assert outcomes
        fates |= {one.state for one in outcomes}
    assert fates == {"accepted", "older kept", "duplicate", "refused"}
