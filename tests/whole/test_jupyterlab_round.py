"""A learner's whole way in JupyterLab: open, answer, close, come back, hand in; then marked."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import BrowserContext, Page, expect

from copcourse.answers import read_answers
from copcourse.reading import read_quiz
from whole.playing import (
    ROOT,
    SLUG,
    STORIES,
    WORDS,
    answer,
    ended,
    follow,
    free_port,
    press,
    quiz_sheet,
    story_sheet,
    way_to,
)

BIN = Path(sys.executable).parent
TOKEN = "a-learner-of-the-class"
LEARNER = "K-17"
OWN_WORDS = "Thank you for telling me. I stay, and we call somebody together."
TEXTS = WORDS["quiz"]
SLOW = 40_000


def environment(home: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing up."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COPCOURSE", "NBGRADER", "JUPYTER", "VOILA"))
    }
    return {**kept, "HOME": str(home), "IPYTHONDIR": str(home / ".ipython")}


def nbgrader(course: Path, *arguments: str) -> None:
    """Run a real nbgrader command in a course."""
    done = subprocess.run(
        [str(BIN / "nbgrader"), *arguments],
        cwd=course,
        env=environment(course.parent),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def trainer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a trainer's copy of the real course, with the quiz released."""
    course = tmp_path_factory.mktemp("trainer") / "course"
    made = shutil.ignore_patterns("*.db", "release", "submitted", "autograded", "feedback")
    shutil.copytree(ROOT / "course", course, ignore=made)
    nbgrader(course, "generate_assignment", SLUG)
    return course


@dataclass
class Lab:
    """A running JupyterLab."""

    url: str
    folder: Path

    def ask(self, path: str, method: str = "GET") -> Any:
        """Ask its API."""
        headers = {"Authorization": f"token {TOKEN}"}
        request = urllib.request.Request(f"{self.url}/api/{path}", method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=30) as reply:
            return json.loads(reply.read() or b"null")

    def runs(self) -> bool:
        """Whether it answers."""
        try:
            return bool(self.ask("status"))
        except urllib.error.URLError:
            return False

    def end_kernels(self) -> None:
        """Shut down every notebook's kernel."""
        for session in self.ask("sessions"):
            self.ask(f"sessions/{session['id']}", "DELETE")

    def open(self, context: BrowserContext, notebook: str) -> Page:
        """Open a notebook in a new tab, with a kernel that is ready, and run all its cells."""
        page = context.new_page()
        page.set_default_timeout(SLOW)
        page.goto(f"{self.url}/lab/tree/{notebook}?token={TOKEN}&reset", wait_until="commit")
        menu = page.get_by_role("menuitem", name="Run", exact=True)
        menu.wait_for()
        expect(page.locator(".jp-NotebookPanel-toolbar")).to_be_visible(timeout=SLOW)
        idle = page.get_by_text(re.compile(r"Python 3.* \| Idle"))
        expect(idle).to_be_visible(timeout=SLOW)
        menu.click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page


@pytest.fixture(scope="module")
def lab(trainer: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Give a JupyterLab in a learner's folder: the released quiz, the modules beside it."""
    home = tmp_path_factory.mktemp("learner")
    folder = home / "work"
    shutil.copytree(trainer / "release" / SLUG, folder / SLUG)
    shutil.copytree(ROOT / "modules", folder / "modules")
    # JupyterLab would ask its own news page of another host, and cover the page with a question.
    settings = home / ".jupyter" / "labconfig" / "page_config.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '{"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": true}}'
    )
    port = free_port()
    log = home / "lab.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [
                str(BIN / "jupyter-lab"),
                "--no-browser",
                "--allow-root",
                f"--ServerApp.root_dir={folder}",
                f"--ServerApp.port={port}",
                "--ServerApp.port_retries=0",
                f"--IdentityProvider.token={TOKEN}",
            ],
            cwd=folder,
            env=environment(home),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    running = Lab(f"http://127.0.0.1:{port}", folder)
    deadline = time.monotonic() + 60
    while not running.runs():
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(log.read_text(), pytrace=False)
        time.sleep(0.2)
    yield running
    running.end_kernels()
    process.terminate()
    process.wait(timeout=30)


def saved(page: Page) -> None:
    """Wait until the page says that what was answered is in the file."""
    expect(page.locator(".cop-saved")).to_contain_text("Saved ", timeout=SLOW)


def test_a_quiz_goes_from_jupyterlab_to_its_mark(
    lab: Lab, trainer: Path, context: BrowserContext
) -> None:
    """Answers are saved as they are given, are there with a new kernel, and are marked right."""
    quiz = read_quiz(trainer / "quizzes" / f"{SLUG}.toml")
    items, file = quiz_sheet()["items"], lab.folder / SLUG / "answers.json"
    wrong = items[4]["id"]
    given = {
        item.id: item.sample("wrong" if item.id == wrong else "correct") for item in quiz.items
    }
    page = lab.open(context, f"{SLUG}/quiz.ipynb")
    press(page, TEXTS["begin"])
    for item in items[:3]:
        view = page.locator(".cop-item")
        expect(view.get_by_text(item["ask"], exact=True)).to_be_visible()
        answer(view, item, given[item["id"]])
        saved(page)
        held = json.loads(file.read_bytes())["answers"]
        assert held[item["id"]] == {**held[item["id"]], **given[item["id"]]}
        press(page, TEXTS["next"])
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Save Notebook(?! As)")).click()
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    page.close()
    lab.end_kernels()

    page = lab.open(context, f"{SLUG}/quiz.ipynb")
    tally = TEXTS["answered_of"].format(count=3, total=len(items) + 1)
    expect(page.get_by_text(tally)).to_be_visible(timeout=SLOW)
    press(page, TEXTS["go_on"])
    for item in items[3:]:
        view = page.locator(".cop-item")
        expect(view.get_by_text(item["ask"], exact=True)).to_be_visible()
        answer(view, item, given[item["id"]])
        press(page, TEXTS["next"])
    page.get_by_label(quiz.reflection.ask).fill(OWN_WORDS)
    press(page, TEXTS["to_review"])
    saved(page)
    page.get_by_label(TEXTS["learner"]).fill(LEARNER)
    press(page, TEXTS["hand_in"])
    done = TEXTS["handed_in_lab"].format(file="answers.json")
    expect(page.get_by_text(done, exact=True)).to_be_visible()

    handed_in = read_answers(file.read_bytes(), quiz=SLUG, edition=quiz.edition)
    assert handed_in.learner == LEARNER
    assert handed_in.to(quiz.reflection.id)["text"] == OWN_WORDS
    shutil.copytree(lab.folder / SLUG, trainer / "submitted" / LEARNER / SLUG)
    nbgrader(trainer, "autograde", SLUG)
    with Gradebook(f"sqlite:///{trainer / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(SLUG, LEARNER)
        marks = {grade.name: grade.score for grade in submission.notebooks[0].grades}
        by_hand = [
            grade.name for grade in submission.notebooks[0].grades if grade.needs_manual_grade
        ]
    expected = {
        f"item-{item.id}": item.mark(given[item.id]).points if item.id == wrong else item.points
        for item in quiz.items
    }
    assert expected[f"item-{wrong}"] < 1
    assert marks == {**expected, f"reflection-{quiz.reflection.id}": 0}
    assert by_hand == [f"reflection-{quiz.reflection.id}"]


def test_a_module_lives_in_jupyterlab(lab: Lab, context: BrowserContext) -> None:
    """The module's notebook brings its own Leave quickly and Erase, and a story is played."""
    page = lab.open(context, f"modules/{SLUG}/module.ipynb")
    leave = page.get_by_role("button", name=WORDS["page"]["leave"], exact=True)
    expect(leave).to_be_visible(timeout=SLOW)
    expect(page.get_by_text(WORDS["page"]["privacy_lab"], exact=True)).to_be_visible()
    expect(page.get_by_role("button", name=WORDS["page"]["erase"], exact=True)).to_be_visible()

    sheet = story_sheet(STORIES[0])
    way, ending = way_to(sheet, "safe")
    title = page.get_by_role("heading", level=4, name=sheet["title"], exact=True)
    story = page.locator(".cop-scenario").filter(has=title)
    for _ in range(60):
        # A long notebook draws the cells that are in sight; scrolling brings the next ones.
        if story.count():
            break
        page.locator(".jp-WindowedPanel-outer").hover()
        page.mouse.wheel(0, 1500)
        page.wait_for_timeout(150)
    press(story, WORDS["scenario"]["start"])
    follow(story, sheet, way)
    ended(story, ending)
    stored = page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('cop'))")
    assert stored == [f"copcourse:scenario:{SLUG}/{STORIES[0]}"]
