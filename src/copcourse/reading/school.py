"""A school's own part of the course."""

from __future__ import annotations

from pathlib import Path

from copcourse.reading.records import read_toml, structure
from copcourse.school import School


def read_school(path: Path) -> School:
    """Whom to turn to at a school, what it has confirmed, its colours. Raises CourseErrors."""
    return structure(read_toml(path), School, path)
