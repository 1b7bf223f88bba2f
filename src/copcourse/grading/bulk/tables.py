"""The tables of nbgrader's gradebook that marking reads and writes.

A test holds every column here to nbgrader's own.
"""

from __future__ import annotations

from sqlalchemy import Boolean, DateTime, Float, Interval, String, Text, column, table

KEY = String(32)

ASSIGNMENT = table(
    "assignment",
    column("id", KEY),
    column("name", String(128)),
    column("duedate", DateTime()),
)
NOTEBOOK_TABLE = table(
    "notebook", column("id", KEY), column("name", String(128)), column("assignment_id", KEY)
)
BASE_CELL = table(
    "base_cell",
    column("id", KEY),
    column("name", String(128)),
    column("notebook_id", KEY),
    column("type", String(50)),
)
GRADE_CELLS = table("grade_cells", column("id", KEY), column("max_score", Float()))
TASK_CELLS = table("task_cells", column("id", KEY), column("max_score", Float()))
STUDENT = table("student", column("id", String(128)))
SUBMITTED_ASSIGNMENT = table(
    "submitted_assignment",
    column("id", KEY),
    column("assignment_id", KEY),
    column("student_id", String(128)),
    column("timestamp", DateTime()),
    column("extension", Interval()),
)
SUBMITTED_NOTEBOOK = table(
    "submitted_notebook",
    column("id", KEY),
    column("assignment_id", KEY),
    column("notebook_id", KEY),
    column("flagged", Boolean()),
    column("late_submission_penalty", Float(0)),
)
GRADE = table(
    "grade",
    column("id", KEY),
    column("notebook_id", KEY),
    column("cell_id", KEY),
    column("auto_score", Float()),
    column("manual_score", Float()),
    column("extra_credit", Float()),
    column("needs_manual_grade", Boolean()),
)
COMMENT = table(
    "comment",
    column("id", KEY),
    column("notebook_id", KEY),
    column("cell_id", KEY),
    column("auto_comment", Text()),
)
ALL = (
    ASSIGNMENT,
    NOTEBOOK_TABLE,
    BASE_CELL,
    GRADE_CELLS,
    TASK_CELLS,
    STUDENT,
    SUBMITTED_ASSIGNMENT,
    SUBMITTED_NOTEBOOK,
    GRADE,
    COMMENT,
)
