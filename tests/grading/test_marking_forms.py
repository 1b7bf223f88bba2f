"""Short forms through the real nbgrader: released, collected, marked both ways, given back."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from test_marking_both_ways import marks, tables
from trainer import ROOT, finish, nbgrader, record, start

from copcourse.answers import canonical, checksum, write_answers
from copcourse.building.pages import notebook_bytes
from copcourse.content import Quiz
from copcourse.grading.assignment import release_notebook, source_notebook
from copcourse.grading.collecting import collect
from copcourse.marking import bundle, mark_answers, mark_bytes
from copcourse.reading import read_quiz

FORMS = ROOT / "tests" / "content" / "forms"
SLUG = "online-threats"
SLUGS = (f"{SLUG}-before", f"{SLUG}-later")
AT = "2026-11-20T10:00:00Z"
WAYS = ("plug-in", "stock")


@pytest.fixture(scope="module")
def forms() -> dict[str, Quiz]:
    """Both forms of a module, by slug."""
    return {slug: read_quiz(FORMS / f"{slug}.toml") for slug in SLUGS}


def filled(form: Quiz, right: int, scale: int) -> dict[str, Any]:
    """A form with its first items right, the others wrong, and one level of confidence."""
    items = {
        item.id: {**item.sample("correct" if n < right else "wrong"), "sure": 2, "at": AT}
        for n, item in enumerate(form.items)
    }
    return {**items, **{one.id: {"scale": scale, "at": AT} for one in form.confidence}}


@pytest.fixture(scope="module")
def class_folder(tmp_path_factory: pytest.TempPathFactory, forms: dict[str, Quiz]) -> Path:
    """A course that released both forms and collected a session's, under codes."""
    folder = tmp_path_factory.mktemp("session")
    course = folder / "course"
    (course / "quizzes").mkdir(parents=True)
    shutil.copy(ROOT / "course" / "nbgrader_config.py", course)
    inbox = folder / "inbox"
    inbox.mkdir()
    for slug, form in forms.items():
        shutil.copy(FORMS / f"{slug}.toml", course / "quizzes")
        source = course / "source" / slug
        source.mkdir(parents=True)
        (source / "quiz.ipynb").write_bytes(notebook_bytes(source_notebook(form, {})))
        (source / "quiz.json").write_text(json.dumps(form.sheet()))
        released = nbgrader(course, "generate_assignment", slug)
        assert released.returncode == 0, released.stdout
    sent = {
        ("17", SLUGS[0]): (1, 2),
        ("17", SLUGS[1]): (3, 4),
        ("plum 4", SLUGS[0]): (0, 1),
        ("22", SLUGS[1]): (4, 5),
    }
    for number, ((learner, slug), (right, scale)) in enumerate(sent.items()):
        form = forms[slug]
        write_answers(
            inbox / f"form_{number}_20261120T12000{number}Z.json",
            record(form, learner, filled(form, right, scale)),
        )
    write_answers(inbox / "form_9_20261120T120009Z.json", record(forms[SLUGS[0]], "silent", {}))
    assert [outcome.state for outcome in collect([inbox], course)] == ["accepted"] * 5
    return folder


@pytest.fixture(scope="module")
def marked(class_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The same session marked by the plug-in and by nbgrader's own running."""
    ways = {}
    for way in WAYS:
        folder = tmp_path_factory.mktemp(way)
        shutil.copytree(class_folder, folder, dirs_exist_ok=True)
        ways[way] = folder / "course"
    for slug in SLUGS:
        running = {
            way: start(course, "autograde", slug, COPCOURSE_MARKING=way)
            for way, course in ways.items()
        }
        for process in running.values():
            done = finish(process)
            assert done.returncode == 0, done.stdout
    return ways


def test_the_release_is_what_nbgrader_generates(class_folder: Path, forms: dict[str, Quiz]) -> None:
    """A form without a text to mark by hand is released as it is predicted."""
    for slug, form in forms.items():
        released = (class_folder / "course" / "release" / slug / "quiz.ipynb").read_bytes()
        assert notebook_bytes(release_notebook(source_notebook(form, {}))) == (
            released.rstrip(b"\n") + b"\n"
        )


def test_both_ways_write_the_same_rows(marked: dict[str, Path]) -> None:
    """Plug-in and stock fill all of nbgrader's tables alike."""
    plugin, stock = (tables(marked[way]) for way in WAYS)
    assert len(stock["submitted_assignment"]) == 5
    assert plugin == stock


@pytest.mark.parametrize("way", WAYS)
def test_marks_are_for_items_alone(
    marked: dict[str, Path], forms: dict[str, Quiz], way: str
) -> None:
    """Each item has its mark, confidence has none, and nothing waits for a person."""
    before, later = (forms[slug].items for slug in SLUGS)
    assert marks(marked[way], "17") == {
        **{f"item-{item.id}": (float(n < 1), False) for n, item in enumerate(before)},
        **{f"item-{item.id}": (float(n < 3), False) for n, item in enumerate(later)},
    }
    assert set(marks(marked[way], "silent").values()) == {(0.0, False)}
    assert set(marks(marked[way], "22").values()) == {(1.0, False)}


def test_what_was_felt_is_kept_beside_the_marks(
    marked: dict[str, Path], forms: dict[str, Quiz]
) -> None:
    """The levels of confidence stay in what was marked, for whoever compares the two forms."""
    for slug, scale in zip(SLUGS, (2, 4), strict=True):
        kept = json.loads(
            (marked["plug-in"] / "autograded" / "17" / slug / "answers.json").read_bytes()
        )
        felt = [kept["answers"][one.id] for one in forms[slug].confidence]
        assert felt == [{"scale": scale, "at": AT}] * 2


def test_nbgraders_feedback_needs_no_reflection(
    marked: dict[str, Path], forms: dict[str, Quiz]
) -> None:
    """The page says the points of four items, no pass, and names no text to write."""
    course = marked["plug-in"]
    done = nbgrader(course, "generate_feedback", SLUGS[1])
    assert done.returncode == 0, done.stdout
    page = (course / "feedback" / "17" / SLUGS[1] / "quiz.html").read_text(encoding="utf-8")
    assert ">3 of 4<" in page
    assert "Nobody passes or fails here." in page
    assert "so far" not in page
    assert page.count("1 of 1 point") == 3
    assert "In your own words" not in page


def test_collect_refuses_a_level_that_is_none(
    class_folder: Path, forms: dict[str, Quiz], tmp_path: Path
) -> None:
    """A hand-in with an unreadable level is refused with its place, and nothing is placed."""
    course = tmp_path / "course"
    shutil.copytree(class_folder / "course", course)
    answers = {**filled(forms[SLUGS[0]], 4, 5), "know-where": {"scale": 9, "at": AT}}
    path = tmp_path / "form_3_20261120T120000Z.json"
    write_answers(path, record(forms[SLUGS[0]], "31", answers))
    (outcome,) = collect([path], course)
    assert (outcome.state, outcome.detail.partition(". ")[0]) == (
        "refused",
        "answers that cannot be read: 'know-where' holds no whole number from 1 to 5",
    )
    assert not (course / "submitted" / "31").exists()


def test_marking_needs_no_reflection(forms: dict[str, Quiz]) -> None:
    """The pure functions mark items, leave confidence out, and show what was answered."""
    form = forms[SLUGS[0]]
    bare = record(form, "17", filled(form, 2, 3))
    done = mark_bytes(form, canonical({**bare, "checksum": checksum(bare)}))
    assert done.points == 2
    assert list(mark_answers(form, done.answers)) == [item.id for item in form.items]
    assert bundle(done, "mina-shows-you")["text/plain"] == (
        "I keep my eyes on her and tell her that I believe it."
    )
    whole = mark_bytes(form, b"{")
    assert (whole.points, set(whole.invalid)) == (0, {item.id for item in form.items})
