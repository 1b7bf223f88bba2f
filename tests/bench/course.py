"""The course that is measured: a built copy, and the same copy as the peer serves it."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from copcourse.building import build
from copcourse.content import Quiz
from copcourse.items import Item
from copcourse.reading import read_course, read_practice, read_quiz, read_quizzes

REPOSITORY = Path(__file__).parents[2]
SLUG = "online-threats"
PAGE = f"{SLUG}/module.ipynb"
BUTTON_PAGE = "button/module.ipynb"
_OTHERS = ("JUPYTER", "IPYTHON", "VOILA", "NBGRADER", "COPCOURSE")

# What a widget of ipywidgets does about a choice: it asks the kernel, which changes a label.
_BUTTON = """\
import ipywidgets

button, label, count = ipywidgets.Button(description="Check"), ipywidgets.Label(), 0


def answer(_):
    global count
    count += 1
    label.value = f"{count}: {feedback}"


button.on_click(answer)
ipywidgets.VBox([button, label])
"""


@dataclass(frozen=True)
class Copies:
    """Where the copies stand: the course's two folders, the peer's pages, an empty home."""

    modules: Path
    course: Path
    peer: Path
    home: Path

    @property
    def notebook(self) -> NotebookNode:
        """The module's notebook."""
        return nbformat.read(self.modules / PAGE, as_version=4)

    @property
    def quiz(self) -> Quiz:
        """The module's quiz."""
        return read_quiz(self.course / "quizzes" / f"{SLUG}.toml")

    @property
    def first_question(self) -> Item:
        """The first question of the module's first widget."""
        items = read_practice(self.modules / SLUG / "practice.toml")
        return next(item for item in items if item.when == "section-1")

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of somebody who has set nothing up and has no other kernels."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith(_OTHERS)}
        return {**kept, "HOME": str(self.home), **more}


def copies(folder: Path) -> Copies:
    """Copy the course, build it, and put a page with a button of ipywidgets beside it."""
    made = Copies(folder / "modules", folder / "course", folder / "peer", folder / "home")
    made.home.mkdir()
    drop = shutil.ignore_patterns("answers*.json", ".*", "gradebook.db*", "submitted", "release")
    for copy in (made.modules, made.course):
        shutil.copytree(REPOSITORY / copy.name, copy, ignore=drop)
    build(read_course(made.modules), read_quizzes(made.modules))

    shutil.copytree(made.modules, made.peer)
    notebook = made.notebook
    del notebook.metadata["voila"]
    nbformat.write(notebook, made.peer / PAGE)

    page = made.modules / BUTTON_PAGE
    page.parent.mkdir()
    nbformat.write(_button_notebook(made), page)
    return made


def _button_notebook(made: Copies) -> NotebookNode:
    question = made.first_question
    choice = question.sample("wrong")["options"][0]
    feedback = next(option.feedback for option in question.options if option.id == choice)
    cells = [new_markdown_cell("# Button"), new_code_cell(f"feedback = {feedback!r}\n{_BUTTON}")]
    # The same kind of page as the module's: only what answers the click differs.
    return new_notebook(cells=cells, metadata=made.notebook.metadata)
