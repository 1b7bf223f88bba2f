"""A small course of our own: pages as a build writes them, and every kind of fault."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

SETUP = """
import pathlib
import anywidget, traitlets

class Counter(anywidget.AnyWidget):
    _esm = '''
    export default {
      render({ model, el }) {
        const button = document.createElement("button");
        let count = 0;
        const say = () => { button.textContent = `${model.get("name")}: ${count}`; };
        button.addEventListener("click", () => { count += 1; say(); });
        say();
        el.append(button);
      }
    };
    '''
    name = traitlets.Unicode().tag(sync=True)
"""


def text(source: str, part: str | None = None, tags: tuple[str, ...] = ()) -> Any:
    """Return a Markdown cell, with its section if it is one and its tags."""
    about: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if part:
        about["copcourse"] = {"part": part}
    return new_markdown_cell(source, metadata=about)


def code(source: str, slot: str | None = None, tags: tuple[str, ...] = ()) -> Any:
    """Return a code cell, with the name of its slot and its tags."""
    about: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if slot:
        about["copcourse"] = {"slot": slot}
    return new_code_cell(source, metadata=about)


def setup(source: str = SETUP) -> Any:
    """Return the hidden first cell of a page with widgets."""
    return code(source, tags=("setup",))


def write(root: Path, path: str, page: str, cells: list[Any], **about: Any) -> Path:
    """Write a page of the course and return its path."""
    deep = "../" * path.count("/")
    notebook = new_notebook(cells=cells)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    notebook.metadata.update(
        {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
            "title": "A page",
            "voila": {"template": "copcourse"},
            "copcourse": {
                "format": 1,
                "page": page,
                "title": "A page",
                "lang": "en",
                "dir": "ltr",
                "module": None,
                "home": f"{deep}home.ipynb",
                "help": f"{deep}help.ipynb",
                "previous": None,
                "next": None,
                **about,
            },
        }
    )
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, file)
    return file


LONG = "You can talk about this calmly, and it helps. " * 30


def write_course(folder: Path) -> Path:
    """Write the whole course below a folder and return its root, the learners' side."""
    root = folder / "modules"
    write(
        root,
        "home.ipynb",
        "home",
        [text("# Welcome\n\nStart with [one module](calm/module.ipynb).")],
    )
    write(root, "help.ipynb", "help", [text("# Get help\n\nYou are not alone."), setup()])
    write(
        root,
        "calm/module.ipynb",
        "module",
        [
            setup(),
            text("*Run All Cells to see this.*", tags=("notebook-only",)),
            text("# Staying calm\n\nThis page is read first. See <sup>[1](#source-first)</sup>."),
            text(f"## One\n\n{LONG}\n\n[Sources](#sources)", "section-1"),
            text("<details><summary>More</summary>\n\nFolded words.\n\n</details>"),
            code("Counter(name='first')", "practice:section-1"),
            text(f"## Two\n\n{LONG}\n\n![a dot](dot.png)", "section-2"),
            code("Counter(name='second')", "practice:section-2"),
            text("## Question for the gradebook", tags=("nbgrader-only",)),
            code("raise SystemError('for nbgrader')", tags=("nbgrader-only",)),
            text("## Sources", "sources"),
            code("Counter(name='third')", "sources"),
        ],
        previous={"title": "Welcome", "path": "../home.ipynb"},
        next={"title": "Breaking", "path": "../breaking/module.ipynb"},
    )
    (root / "calm" / "dot.png").write_bytes(_PIXEL)
    write(
        root,
        "calm/quiz.ipynb",
        "quiz",
        [
            setup(),
            code("Counter(name='quiz')", "quiz:calm"),
            text("# For nbgrader", tags=("nbgrader-only",)),
        ],
    )
    write(
        root,
        "breaking/module.ipynb",
        "module",
        [
            setup(),
            text("# Breaking"),
            code("Counter(name='before')", "a"),
            code("raise RuntimeError('a secret in the message')", "b"),
            code("print('only words')", "c"),
            code("import warnings; warnings.warn('a loud warning'); Counter(name='after')", "d"),
        ],
    )
    write(
        root,
        "dying/module.ipynb",
        "module",
        [
            setup(),
            text("# Dying"),
            code("Counter(name='alive')", "a"),
            code("import os; os._exit(9)", "b"),
            code("Counter(name='never')", "c"),
        ],
    )
    write(
        root,
        "slow/module.ipynb",
        "module",
        [text("# Slow\n\nRead me now."), code("import time; time.sleep(30)", "a")],
    )
    (root / "blocks").mkdir()
    danger = "**If somebody is in danger now**, [get help]({help}).[@a-source]\n"
    (root / "blocks" / "danger-now.md").write_text(danger)
    (root / "course.toml").write_text('title = "A course"\n')
    (root / "calm" / "text.md").write_text("# text\n")
    (root / "calm" / "quiz.json").write_text(json.dumps({"quiz": "calm"}))
    (root / "calm" / "answers.json").write_text("{}")
    _write_what_nobody_may_have(folder, root)
    return root


def _write_what_nobody_may_have(folder: Path, root: Path) -> None:
    outside = folder / "outside"
    write(outside, "secret.ipynb", "module", [text("# Outside")])
    (outside / "secret.png").write_bytes(_PIXEL)
    (root / "calm" / "link.ipynb").symlink_to(outside / "secret.ipynb")
    (root / "calm" / "link.png").symlink_to(outside / "secret.png")
    (root / "linked").symlink_to(outside, target_is_directory=True)
    write(root, ".hidden/module.ipynb", "module", [text("# Hidden")])
    (root / ".hidden" / "dot.png").write_bytes(_PIXEL)
    write(root, "course/quizzes.ipynb", "quiz", [text("# Keys")])
    (root / "course" / "key.png").write_bytes(_PIXEL)
    write(root, "elsewhere/source/quiz.ipynb", "quiz", [text("# Keys")])
    (root / "elsewhere" / "nbgrader_config.py").write_text("")
    # A learner's own notebook has none of the build's metadata.
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), root / "calm" / "mine.ipynb")
