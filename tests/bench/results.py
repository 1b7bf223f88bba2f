"""How long a class's results take, against reading its gradebook into pandas."""

from __future__ import annotations

import contextlib
import io
import shutil
import time
from pathlib import Path

import pandas as pd
from bulk import marked
from course import SLUG, Copies
from nbgrader.api import Gradebook
from sqlalchemy import text
from table import Figure

from copcourse.cli import main

LEARNERS = 20_000
ROUNDS = 5
_GRADES = text("""\
select student.id as learner, cell.name as cell, grade.auto_score, grade.manual_score,
  grade.extra_credit, grade.needs_manual_grade, notebook.late_submission_penalty,
  submission.timestamp
from grade
join base_cell cell on cell.id = grade.cell_id
join submitted_notebook notebook on notebook.id = grade.notebook_id
join submitted_assignment submission on submission.id = notebook.assignment_id
join assignment on assignment.id = submission.assignment_id
join student on student.id = submission.student_id
where assignment.name = :quiz""")


def results(made: Copies, learners: int = LEARNERS) -> list[Figure]:
    """Seconds for ``copcourse results`` with 1,000 bootstraps, and for one query of the grades."""
    course = marked(made, "results", learners)
    ours, peer = [], []
    for _ in range(ROUNDS):
        ours.append(_seconds_of_ours(course))
        peer.append(_seconds_of_pandas(course, learners))
    shutil.rmtree(course)
    return [Figure("results of 20,000 learners", "s", 15.0, ours, peer)]


def _seconds_of_ours(course: Path) -> float:
    began = time.monotonic()
    with contextlib.redirect_stdout(io.StringIO()):
        code = main(["results", SLUG, "--course", str(course)])
    if code or not (course / "results" / f"{SLUG}.html").is_file():
        raise RuntimeError("copcourse results wrote no report.")
    return time.monotonic() - began


def _seconds_of_pandas(course: Path, learners: int) -> float:
    began = time.monotonic()
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        frame = pd.read_sql(_GRADES, gradebook.db.connection(), params={"quiz": SLUG})
    seconds = time.monotonic() - began
    if frame["learner"].nunique() != learners:
        raise RuntimeError("The gradebook does not hold the whole class.")
    return seconds
