"""What a notebook of the course asks of its module."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from course_files import REPOSITORY

from copcourse import CourseError, Module
from copcourse.errors import ContentError
from copcourse.reading import SourceShelf, read_sources

MODULE = REPOSITORY / "modules" / "online-threats"


def test_each_method_gives_one_widget_with_its_data() -> None:
    """Stories, questions, sources and help lines come from the module's own files."""
    module = Module(MODULE)
    story = module.scenario("sunday-night")
    assert story.sheet["title"] == "Sunday, eleven at night"
    assert story.sheet["help"] == "../help.ipynb"
    harm = [ending for ending in story.sheet["endings"] if ending["outcome"] == "harm"]
    assert all("danger now" in ending["block"] for ending in harm)
    assert len(module.practice("self-check").sheet["items"]) == 6
    numbers = [source["number"] for source in module.sources().sheet["sources"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(module.helplines().sheet["countries"]) == 23
    assert len(module.quiz().sheet["items"]) == 12


def test_a_fetched_quiz_needs_nothing_but_its_sheet(tmp_path: Path) -> None:
    """In the folder that nbgrader fetched there is no help page, so help is an address."""
    folder = tmp_path / "anything"
    folder.mkdir()
    shutil.copy(MODULE / "quiz.json", folder)
    quiz = Module(folder).quiz()
    assert Module(folder).slug == "online-threats"
    assert quiz.sheet["help"].startswith("https://")


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda module: module.scenario("no-such"), "no-such.toml: the file is missing"),
        (lambda module: module.practice("no-such"), "no practice item has when = 'no-such'"),
        (lambda module: Module(module.folder.parent).quiz(), "the quiz's sheet is missing"),
    ],
)
def test_what_is_not_there_is_one_sentence(ask: object, words: str) -> None:
    """A wrong cell is answered with the file and the fault, and shows no traceback."""
    assert callable(ask)
    with pytest.raises(CourseError) as caught:
        ask(Module(MODULE))
    assert words in str(caught.value)
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_a_source_read_alone_is_the_one_that_is_read_with_all() -> None:
    """The shelf that a kernel reads from holds the same sources as the whole file."""
    path = MODULE.parent / "sources.toml"
    assert dict(SourceShelf(path)) == dict(read_sources(path))


def test_a_fault_in_a_source_read_alone_names_its_line(tmp_path: Path) -> None:
    """An author who looks at a page meanwhile is told where in the file the slip is."""
    path = tmp_path / "sources.toml"
    path.write_text('[good]\ntitle = "A"\n\n[bad]\ntitle = \n', encoding="utf-8")
    with pytest.raises(ContentError, match="line 5"):
        SourceShelf(path)["bad"]
