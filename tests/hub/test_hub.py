"""A class on a real JupyterHub, played through the web; nobody reads what is not theirs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from copcourse.reading import read_quiz
from hub.classroom import Classroom, classroom
from hub.desk import SLOW, Learner, Trainer
from whole.playing import ROOT, SLUG, WORDS

QUIZ = read_quiz(ROOT / "course" / "quizzes" / f"{SLUG}.toml")
RIGHT = {item.id: item.sample("correct") for item in QUIZ.items}
# Not nothing, which a hand-in that cannot be read would get too.
HALF = {
    item.id: item.sample("correct" if place % 2 else "wrong")
    for place, item in enumerate(QUIZ.items)
}
FULL = float(sum(item.points for item in QUIZ.items))
PART = sum(item.mark(HALF[item.id]).points for item in QUIZ.items)
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
    for desk in desks:
        desk.arrive()
    yield People(*desks)
    for desk in desks:
        desk.page.context.close()


def test_a_class_goes_from_release_to_feedback(hub: Classroom, people: People) -> None:
    """Released, fetched, answered, submitted, collected, marked, and each reads their own marks."""
    trainer, kim, noor = people.trainer, people.kim, people.noor
    trainer.press("assign", "release")
    for learner, given in ((kim, RIGHT), (noor, HALF)):
        learner.fetch_and_open()
        learner.hand_in(given, QUIZ.reflection.ask, OWN_WORDS)
        learner.submit()
    if hub.apart:
        # Newer than Kim's own and in Kim's name; and in Noor's own name, a link to the key.
        for name in (kim.person.name, noor.person.name):
            noor.shell(FORGED.format(inbound=hub.inbound, name=name, quiz=SLUG, key=key(hub)))
    trainer.press("collect")
    trainer.mark(kim.person.name)
    assert trainer.scores() == {kim.person.name: pytest.approx(FULL)}
    said = trainer.mark_all(hub.course)
    scores = {kim.person.name: pytest.approx(FULL), noor.person.name: pytest.approx(PART)}
    assert trainer.scores() == scores, said
    trainer.press("generate-feedback", "release-feedback")
    words = WORDS["feedback"]
    for learner, points in ((kim, FULL), (noor, PART)):
        page = learner.fetch_feedback()
        said = words["of"].format(points=f"{round(points, 2):g}", max=f"{FULL:g}")
        row = page.get_by_role("row", name=f"{words['the_questions']} {said}", exact=True)
        expect(row).to_be_visible()
        expect(page.get_by_text(OWN_WORDS)).to_be_visible()
        page.close()


def key(hub: Classroom) -> Path:
    """The quiz's key."""
    return hub.course / "quizzes" / f"{SLUG}.toml"


FORGED = """
cd '{inbound}'; t=$(date -u '+%Y-%m-%d %H:%M:%S.999999 UTC'); d="{name}+{quiz}+$t+forged"
cp -r ~/{quiz} "$d"; echo "$t" > "$d/timestamp.txt"
[ {name} = $(id -un) ] && ln -sf '{key}' "$d/answers.json"
""".strip().replace("\n", "; ")


def test_a_tls_server_may_stand_in_front(hub: Classroom, context: BrowserContext) -> None:
    """What it says of the browser arrives: the hub then keeps its cookies to TLS."""
    kim, login = hub.people[1], f"{hub.url}/hub/login"
    headers = {"X-Forwarded-Proto": "https"}
    context.request.get(login, headers=headers)
    xsrf = next(one["value"] for one in context.cookies(login) if one["name"] == "_xsrf")
    form = {"username": kim.name, "password": kim.password, "_xsrf": xsrf}
    reply = context.request.post(login, headers=headers, form=form, max_redirects=0)
    cookies = [one["value"] for one in reply.headers_array if one["name"].lower() == "set-cookie"]
    secure = {one.split("=")[0]: "Secure" in one for one in cookies}
    needed = ("jupyterhub-session-id", "jupyterhub-hub-login")
    assert {name: secure.get(name) for name in needed} == dict.fromkeys(needed, True)


MODES = 'import os, sys; [print(p, f"{os.stat(p).st_mode & 0o7777:o}") for p in sys.argv[1:]]'


def test_nobody_reads_what_is_not_theirs(hub: Classroom, people: People) -> None:
    """Neither on the disk nor through the web; and what a class needs, each does read."""
    trainer, kim, noor = people.trainer, people.kim, people.noor
    assert noor.reads(hub.inbound.parent / "outbound") == SLUG
    for asking, asked in ((kim, noor), (noor, kim), (kim, trainer)):
        opened = {path: asking.status(f"{asked.base}/{path}") for path in ("lab", "files/a.txt")}
        assert opened == {"lab": 403, "files/a.txt": 403}
    assert kim.status(f"{kim.base}/formgrader") == 404
    modes = {".git": "700", "course": "700", "room/hub": "700", "room/exchange": "1777"}
    shared = {"": "755", "/outbound": "755", "/inbound": "1733", "/feedback": "711"}
    modes |= {f"room/exchange/copcourse{place}": mode for place, mode in shared.items()}
    said = trainer.shell(f"cd {hub.base}; {quote(sys.executable)} -c '{MODES}' {' '.join(modes)}")
    assert dict(line.split() for line in said.splitlines()) == modes
    if not hub.apart:
        return
    secret = {
        "the key": key(hub),
        "the source": hub.course / "source" / SLUG,
        "the course": hub.course,
        "the gradebook": hub.course / "gradebook.db",
        "what was collected": hub.course / "submitted",
        "the history": hub.base / ".git" / "history",
        "hand-ins": hub.inbound,
        "feedback": hub.inbound.parent / "feedback",
        "the hub": hub.room / "hub",
    }
    for asking, others in ((kim, (noor, trainer)), (noor, (kim, trainer))):
        places = {**secret, **{f"{one.person.name}'s home": one.person.home for one in others}}
        read = {name: asking.reads(path) for name, path in places.items()}
        assert read == dict.fromkeys(places, "Permission denied")
    assert trainer.reads(kim.person.home) == "Permission denied"
    assert len(trainer.reads(hub.inbound).splitlines()) == 4
