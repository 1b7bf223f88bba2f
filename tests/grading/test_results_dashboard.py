"""The trainer's dashboard in the real Voilà, in a real browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from axe_playwright_python.sync_playwright import Axe
from forged_class import ROOT, empty_course, hand_in, quiz_file, real_quiz, some_class
from playwright.sync_api import Browser, Page

SLUG = "gaming"
HOSTILE = '=HYPERLINK("http://x.example","<b id=taken>x</b>")'
SECONDS = 60


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of 23, one of them with markup and a formula in the quiz's own texts and the code."""
    quiz = real_quiz(SLUG)
    course = empty_course(tmp_path_factory.mktemp("results"), quiz_file(SLUG))
    answers = some_class(quiz, 22)
    answers[HOSTILE.replace("/", "")] = answers["code-000"]
    hand_in(course, quiz, answers)
    shutil.copy(ROOT / "course" / "results.ipynb", course)
    return course


@pytest.fixture(scope="module")
def voila(course: Path) -> Iterator[tuple[str, psutil.Process]]:
    """The command that the README names, with the package's own template."""
    from socket import socket

    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    process = subprocess.Popen(
        [sys.executable, "-m", "voila", "results.ipynb", "--no-browser", f"--port={port}"],
        cwd=course,
        env={**os.environ, "JUPYTER_PATH": str(ROOT / "src" / "copcourse" / "templates")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + SECONDS
    while not _answers(f"{url}voila/static/"):
        assert process.poll() is None, "voila ended"
        assert time.monotonic() < deadline, "voila does not answer"
        time.sleep(0.2)
    yield url, psutil.Process(process.pid)
    process.terminate()
    process.wait(20)


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone in the dark."""
    page = browser.new_page(viewport={"width": 390, "height": 844}, color_scheme="dark")
    page.set_default_timeout(SECONDS * 1000)
    yield page
    page.close()


def test_the_dashboard_begins_safe_and_shows_everything_when_asked(
    voila: tuple[str, psutil.Process], page: Page
) -> None:
    """Small numbers appear with the switch only, the page is accessible, and its kernel ends."""
    url, process = voila
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(url)

    assert page.locator("#eyes").inner_text().startswith("Safe to show.")
    headings = page.locator("h2").all_inner_texts()
    assert headings == [
        "Teach these again",
        "The critical questions",
        "What people believe",
        "Question by question",
        "The quiz as a whole",
        "How sure, and how right",
        "How to read this",
    ]
    assert page.locator(".lesson").count() == 3
    assert page.locator("table").count() == page.locator("caption").count() > 10
    assert page.locator("svg[role=img] > title").count() == 2
    safe = page.locator("main").inner_text()
    assert "Traceback" not in safe
    assert "not shown" in safe
    assert Axe().run(page).violations_count == 0

    page.get_by_role("link", name="For my eyes").click()
    page.locator("#eyes.eyes-mine").wait_for()
    mine = page.locator("main").inner_text()
    assert "not shown" not in mine.split("How to read this")[0]
    assert Axe().run(page).violations_count == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    for text in (safe, mine):
        assert "code-0" not in text
        assert "HYPERLINK" not in text
    assert page.locator("#taken").count() == 0
    assert {one.split("/")[2] for one in asked} == {url.split("/")[2]}
    deadline = time.monotonic() + 20
    while any("ipykernel_launcher" in " ".join(one.cmdline()) for one in _living(process)):
        assert time.monotonic() < deadline, "a kernel is left behind"
        time.sleep(0.2)


def test_an_unknown_quiz_is_one_sentence(voila: tuple[str, psutil.Process], page: Page) -> None:
    """Whoever changes the address reads what is wrong, as text and without a traceback."""
    page.goto(f"{voila[0]}?quiz=%3Cb%20id=taken%3E")

    said = page.get_by_role("alert").first.inner_text()
    assert said.startswith("there is no quiz '<b id=taken>'. Name some of gaming")
    assert page.locator("main").inner_text().count("\n") < 5
    assert page.locator("#taken").count() == 0


def test_the_notebook_is_thin_and_has_no_outputs() -> None:
    """Cells of two lines that call the public class, committed as a clean notebook."""
    notebook = nbformat.read(ROOT / "course" / "results.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(len(cell.source.split("\n")) <= 2 for cell in code[1:])
    assert [cell.outputs for cell in code] == [[]] * len(code)
    assert notebook.metadata.voila == {"template": "copcourse-trainer"}


def _living(process: psutil.Process) -> list[psutil.Process]:
    children = process.children(recursive=True)
    return [child for child in children if child.status() != psutil.STATUS_ZOMBIE]
