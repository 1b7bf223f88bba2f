"""A class on a real JupyterHub, played through the web; nobody reads what is not theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from copcourse.reading import read_quiz
from hub.classroom import Classroom, classroom
from hub.desk import SLOW, Learner, Trainer
from whole.playing import ROOT, SLUG, WORDS

QUIZ = read_quiz(ROOT / "course" / "quizzes" / f"{SLUG}.toml")
RIGHT = {item.id: item.sample("correct") for item in QUIZ.items}
WRONG = {item.id: item.sample("wrong") for item in QUIZ.items}
FULL = float(sum(item.points for item in QUIZ.items))
PART = sum(item.mark(WRONG[item.id]).points for item in QUIZ.items)
OWN_WORDS = "We stay calm, and call somebody together."


@dataclass
class People:
    """Everybody of the class, each logged in with a browser of their own."""

    trainer: Trainer
    kim: Learner
    noor: Learner


@pytest.fixture(scope="module")
def hub() -> Iterator[Classroom]:
    """Give one running hub."""
    with classroom() as running:
        yield running


@pytest.fixture(scope="module")
def people(hub: Classroom, browser: Browser) -> Iterator[People]:
    """Give three people who have logged in, each with a running server."""
    desks = []
    for kind, person in zip((Trainer, Learner, Learner), hub.people, strict=True):
        context = browser.new_context(reduced_motion="reduce", locale="en-GB", timezone_id="UTC")
        context.set_default_timeout(SLOW)
        desks.append(kind(hub, person, context.new_page()))
        desks[-1].log_in(hub)
    yield People(*desks)
    for desk in desks:
        desk.page.context.close()


def test_a_class_goes_from_release_to_feedback(hub: Classroom, people: People) -> None:
    """Released, fetched, answered, submitted, collected, marked, and each reads their own marks."""
    trainer, kim, noor = people.trainer, people.kim, people.noor
    trainer.press("assign", "release")
    for learner, given in ((kim, RIGHT), (noor, WRONG)):
        learner.fetch_and_open()
        learner.hand_in(given, QUIZ.reflection.ask, OWN_WORDS)
        learner.submit()
    if hub.apart:
        # Newer than Kim's own, and in Kim's name; and a link to the key in her own.
        noor.shell(FORGED.format(inbound=hub.inbound, name=kim.person.name, quiz=SLUG))
    trainer.press("collect")
    names = [one.person.name for one in (kim, noor)]
    assert trainer.mark(names) == {
        kim.person.name: pytest.approx(FULL),
        noor.person.name: pytest.approx(PART),
    }
    trainer.press("generate-feedback", "release-feedback")
    words = WORDS["grading"]
    for learner, points in ((kim, FULL), (noor, PART)):
        page = learner.fetch_feedback()
        most = f"{FULL + QUIZ.reflection.points:g}"
        said = words["points_so_far"].format(points=f"{round(points, 2):g}", max=most)
        expect(page.get_by_text(said, exact=True)).to_be_visible()
        expect(page.get_by_text(OWN_WORDS)).to_be_visible()
        page.close()


FORGED = (
    "cd {inbound}; t=$(date -u '+%Y-%m-%d %H:%M:%S.999999 UTC');"
    ' mkdir "{name}+{quiz}+$t+forged";'
    ' cp -r ~/{quiz}/. "{name}+{quiz}+$t+forged";'
    ' echo "$t" > "{name}+{quiz}+$t+forged/timestamp.txt"'
)
