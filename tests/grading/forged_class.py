"""A class that handed in and was marked, made quickly: real hand-ins, nbgrader's own gradebook.

Nobody's notebook is written, since results read none; what nbgrader itself writes is tested with a
class that it has marked.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import insert

from copcourse.answers import write_answers
from copcourse.content import Quiz
from copcourse.marking import mark_folder
from copcourse.reading import read_quiz

ROOT = Path(__file__).parents[2]
_TABLES = (api.Student, api.SubmittedAssignment, api.SubmittedNotebook, api.Grade)
AT = "2026-11-20T10:00:00Z"


def empty_course(folder: Path, *quizzes: Path) -> Path:
    """A course's folder with its configuration and these quiz files."""
    course = folder / "course"
    (course / "quizzes").mkdir(parents=True)
    shutil.copy(ROOT / "course" / "nbgrader_config.py", course)
    for quiz in quizzes:
        shutil.copy(quiz, course / "quizzes")
    return course


def hand_in(course: Path, quiz: Quiz, class_answers: Mapping[str, Mapping[str, Any]]) -> None:
    """Place hand-ins as collected and as marked, and write what a gradebook holds of them."""
    for learner, answers in class_answers.items():
        record = {
            "format": 1,
            "quiz": quiz.slug,
            "edition": quiz.edition,
            "learner": learner,
            "answers": dict(answers),
        }
        for way in ("submitted", "autograded"):
            place = course / way / learner / quiz.slug
            place.mkdir(parents=True)
            write_answers(place / "answers.json", record)
    # nbgrader calls alembic by name when it makes a gradebook.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        _write_rows(gradebook, quiz, course, list(class_answers))


def _write_rows(gradebook: Gradebook, quiz: Quiz, course: Path, learners: list[str]) -> None:
    gradebook.add_assignment(quiz.slug, duedate=datetime(2026, 12, 1, tzinfo=UTC))
    gradebook.add_notebook("quiz", quiz.slug)
    for item in quiz.items:
        gradebook.add_grade_cell(
            f"item-{item.id}", "quiz", quiz.slug, max_score=item.points, cell_type="code"
        )
    if quiz.reflection:
        gradebook.add_task_cell(
            f"reflection-{quiz.reflection.id}",
            "quiz",
            quiz.slug,
            max_score=quiz.reflection.points,
            cell_type="markdown",
        )
    notebook = gradebook.find_notebook("quiz", quiz.slug)
    cells = {cell.name: cell.id for cell in (*notebook.grade_cells, *notebook.task_cells)}
    assignment = gradebook.find_assignment(quiz.slug)
    known = {student.id for student in gradebook.students}
    rows: dict[Any, list[dict[str, Any]]] = {table: [] for table in _TABLES}
    students, submissions, notebooks, grades = rows.values()
    for learner in learners:
        if learner not in known:
            students.append({"id": learner})
        submission, submitted = uuid4().hex, uuid4().hex
        whose = {"assignment_id": assignment.id, "student_id": learner}
        submissions.append({"id": submission, **whose})
        notebooks.append(
            {
                "id": submitted,
                "assignment_id": submission,
                "notebook_id": notebook.id,
                "late_submission_penalty": 0,
            }
        )
        marked = mark_folder(quiz, course / "autograded" / learner / quiz.slug)
        points = {f"item-{item_id}": mark.points for item_id, mark in marked.marks.items()}
        grades += [
            {
                "id": uuid4().hex,
                "cell_id": cell,
                "notebook_id": submitted,
                "auto_score": points.get(name),
                "needs_manual_grade": name not in points,
            }
            for name, cell in cells.items()
        ]
    for table, made in rows.items():
        if made:
            gradebook.db.execute(insert(table), made)
    gradebook.db.commit()


def some_class(quiz: Quiz, n: int, seed: int = 7) -> dict[str, dict[str, Any]]:
    """Answers of ``n`` learners who know things to a differing degree, and think they know."""
    generator = np.random.default_rng(seed)
    ability = generator.normal(0.4, 1.0, n)
    hard = np.random.default_rng(99).normal(0, 0.8, len(quiz.items))
    made: dict[str, dict[str, Any]] = {}
    for person in range(n):
        answers: dict[str, Any] = {}
        for place, item in enumerate(quiz.items):
            if generator.random() < 0.02:
                continue
            knows = generator.random() < 1 / (1 + np.exp(hard[place] - ability[person]))
            answer = item.sample("correct") if knows else _astray(item, generator)
            confident = knows or generator.random() < 0.3
            levels = [0.15, 0.35, 0.5] if confident else [0.4, 0.4, 0.2]
            answer["sure"] = int(generator.choice([1, 2, 3], p=levels))
            answers[item.id] = {**answer, "at": AT}
        for question in quiz.confidence:
            answers[question.id] = {"scale": int(generator.integers(1, 6)), "at": AT}
        if quiz.reflection:
            answers[quiz.reflection.id] = {"text": f"=1+1 I would listen. {person}", "at": AT}
        made[f"code-{person:03}"] = answers
    return made


def _astray(item: Any, generator: np.random.Generator) -> dict[str, Any]:
    if item.kind == "single":
        wrong = [option.id for option in item.options if not option.correct]
        drawn = generator.choice(len(wrong), p=_skewed(len(wrong)))
        return {"options": [wrong[int(drawn)]]}
    if item.kind == "several":
        chosen = [option.id for option in item.options if generator.random() < 0.5]
        return {"options": chosen or [item.options[0].id]}
    answer = item.sample("wrong")
    return dict(answer)


def _skewed(count: int) -> list[float]:
    weights = np.array([2.0**-place for place in range(count)])
    return list(weights / weights.sum())


def quiz_file(slug: str) -> Path:
    """A real quiz of the course."""
    return ROOT / "course" / "quizzes" / f"{slug}.toml"


def real_quiz(slug: str) -> Quiz:
    """The same, read."""
    return read_quiz(quiz_file(slug))
