"""A small nbgrader course, real nbgrader commands, and the ways to tamper with a hand-in."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from copcourse.answers import canonical, checksum
from copcourse.building.pages import notebook_bytes
from copcourse.building.places import Place, page_metadata
from copcourse.content import Quiz
from copcourse.grading.assignment import release_notebook, source_notebook

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SLUG = "small"
LEARNERS = ("full", "partial", "silent", "Ñandú-李")
"""Who handed in through ``collect``; every other submission of the class was tampered with."""

PARTIAL = {
    "first-words": {"options": ["hear"], "sure": 2, "at": "2026-11-20T10:00:00Z"},
    "two-things": {"options": ["believe"], "sure": None, "at": "2026-11-20T10:01:00Z"},
    "steps": {"options": ["calm", "act", "ask"], "sure": 1, "at": "2026-11-20T10:02:00Z"},
    "who": {"pairs": {"line": "p3", "hotline": "p3"}, "sure": 3, "at": "2026-11-20T10:03:00Z"},
    "the-case": {
        "text": "I would listen <script>document.title = 'taken'</script>\nand thank her.",
        "at": "2026-11-20T10:04:00Z",
    },
}


def record(quiz: Quiz, learner: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    """A hand-in without its checksum."""
    return {
        "format": 1,
        "quiz": quiz.slug,
        "edition": quiz.edition,
        "learner": learner,
        "answers": dict(answers),
    }


def hand_in(quiz: Quiz, learner: str, answers: Mapping[str, Any]) -> bytes:
    """A hand-in's bytes, as the browser makes them."""
    whole = record(quiz, learner, answers)
    return canonical({**whole, "checksum": checksum(whole)})


def full_answers(quiz: Quiz) -> dict[str, Any]:
    """Every item answered as its own key says, without a reflection."""
    return {item.id: item.sample("correct") for item in quiz.items}


def nbgrader(course: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a real nbgrader command in a course to its end."""
    return finish(start(course, *arguments, **environment))


def start(course: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a real nbgrader command; two of them can use the two cores of a small machine."""
    return subprocess.Popen(
        [str(Path(sys.executable).parent / "nbgrader"), *arguments],
        cwd=course,
        env={**clean_environment(course), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    """Wait for a command; what it said is in ``stdout``."""
    said, _ = process.communicate(timeout=180)
    return subprocess.CompletedProcess(process.args, process.returncode, said)


def copcourse(
    course: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run a copcourse command in a course; what it said, faults too, is in ``stdout``."""
    return finish(start_copcourse(course, *arguments, **environment))


def start_copcourse(course: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start a copcourse command in a course."""
    return subprocess.Popen(
        [sys.executable, "-m", "copcourse", *arguments],
        cwd=course,
        env={**clean_environment(course), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def tables(course: Path) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of a gradebook, with each random id put as what it stands for."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.row_factory = sqlite3.Row
        names = [
            row[0]
            for row in connection.execute("select name from sqlite_master where type = 'table'")
        ]
        found = {
            name: [dict(row) for row in connection.execute(f"select * from {name}")]
            for name in names
        }
    return named(found)


def named(found: Mapping[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables, sorted, with each random id put as what it stands for."""
    known: dict[Any, str] = {}
    for table, kind in (("assignment", "the assignment"), ("notebook", "the notebook")):
        known |= {row["id"]: f"{kind} {row['name']}" for row in found[table]}
    known |= {row["id"]: f"the cell {row['name']}" for row in found["base_cell"]}
    known |= {row["id"]: f"the source of {row['name']}" for row in found["source_cell"]}
    for row in found["submitted_assignment"]:
        known[row["id"]] = f"submission of {row['student_id']}"
    for row in found["submitted_notebook"]:
        known[row["id"]] = f"notebook of {known[row['assignment_id']]}"
    for name in ("grade", "comment"):
        for row in found[name]:
            known[row["id"]] = f"{name} for {known[row['cell_id']]} in {known[row['notebook_id']]}"
    plain = {
        name: [{key: known.get(value, value) for key, value in row.items()} for row in rows]
        for name, rows in found.items()
    }
    return {name: sorted(rows, key=str) for name, rows in plain.items()}


def clean_environment(course: Path) -> dict[str, str]:
    """The environment of a trainer who has set nothing up and activated nothing."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("COPCOURSE", "NBGRADER"))}
    home = course.parent / "home"
    home.mkdir(exist_ok=True)
    return {**kept, "HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "PATH": "/usr/bin:/bin"}


@contextmanager
def formgrader(course: Path) -> Iterator[str]:
    """A trainer's JupyterLab in a course, by its address; its token is ``t``."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--IdentityProvider.token=t",
    )
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--allow-root", "--no-browser", *options],
        cwd=course,
        env={**clean_environment(course), "JUPYTER_PREFER_ENV_PATH": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/api", timeout=5).close()
                break
            except OSError:
                assert server.poll() is None, "the server ended"
                time.sleep(0.25)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def make_course(folder: Path, quiz: Quiz) -> Path:
    """An nbgrader course with our own configuration, as ``copcourse build`` leaves it."""
    course = folder / "course"
    (course / "quizzes").mkdir(parents=True)
    (course / "source" / SLUG).mkdir(parents=True)
    shutil.copy(ROOT / "course" / "nbgrader_config.py", course)
    shutil.copy(HERE / f"{SLUG}.toml", course / "quizzes")
    place = Place(page="quiz", path=f"{SLUG}/quiz.ipynb", module=SLUG)
    notebook = source_notebook(quiz, page_metadata(place, quiz.title, quiz.lang))
    (course / "source" / SLUG / "quiz.ipynb").write_bytes(notebook_bytes(notebook))
    (course / "source" / SLUG / "quiz.json").write_text(json.dumps(quiz.sheet()))
    return course


def canary(folder: Path) -> Path:
    """The file that any code of a hand-in writes when it is run."""
    return folder.parent / "canary.txt"


Tamper = Callable[[NotebookNode, Path, Path], None]


def _sing(canary: Path, name: str) -> str:
    return f"open({str(canary)!r}, 'a').write({name + chr(10)!r})"


def _add_a_cell(notebook: NotebookNode, place: Path, canary: Path) -> None:
    code = f"{_sing(canary, 'added')}\nmark = lambda quiz, item: 1.0"
    notebook.cells.insert(1, new_code_cell(code))


def _delete_cells(notebook: NotebookNode, place: Path, canary: Path) -> None:
    notebook.cells = [cell for cell in notebook.cells if "nbgrader" not in cell.metadata]


def _unlock_cells(notebook: NotebookNode, place: Path, canary: Path) -> None:
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = NotebookNode()
            cell.source = f"{_sing(canary, 'unlocked')}\n1.0"


def _forge_cells(notebook: NotebookNode, place: Path, canary: Path) -> None:
    for cell in list(notebook.cells):
        info = cell.metadata.get("nbgrader", {})
        if info.get("grade"):
            forged = new_code_cell(f"{_sing(canary, 'forged')}\n1.0", metadata=cell.metadata)
            forged.metadata["nbgrader"]["points"] = 100
            notebook.cells.append(forged)
    notebook.cells.append(new_markdown_cell("x", metadata={"nbgrader": {"grade_id": "item-x"}}))


def _bring_modules(notebook: NotebookNode, place: Path, canary: Path) -> None:
    names = (
        "copcourse.py", "copcourse/__init__.py", "IPython/__init__.py", "ipykernel/__init__.py",
        "ipykernel_launcher.py", "sitecustomize.py", "usercustomize.py", "json.py",
        "nbgrader_config.py", "ipython_config.py", "startup/00.py",
    )  # fmt: skip
    for name in names:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(_sing(canary, name))
    extra = release_notebook(notebook)
    extra.cells.insert(0, new_code_cell(_sing(canary, "extra notebook")))
    (place / "extra.ipynb").write_bytes(notebook_bytes(extra))


def _no_notebook_at_all(notebook: NotebookNode, place: Path, canary: Path) -> None:
    (place / "quiz.ipynb").write_text("{ this is not a notebook")


def _point_elsewhere(notebook: NotebookNode, place: Path, canary: Path) -> None:
    notebook.metadata["kernelspec"] = {"name": "other", "display_name": "x", "language": "sh"}
    notebook.metadata["language"] = 7
    notebook.cells = []


TAMPERINGS: Mapping[str, Tamper] = {
    "adds-a-cell": _add_a_cell,
    "deletes-cells": _delete_cells,
    "unlocks-cells": _unlock_cells,
    "forges-cells": _forge_cells,
    "brings-modules": _bring_modules,
    "is-no-notebook": _no_notebook_at_all,
    "points-elsewhere": _point_elsewhere,
}
