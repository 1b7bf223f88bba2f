"""The plan that a reader makes."""

from __future__ import annotations

from pathlib import Path

from copcourse.plan import Plan
from copcourse.reading.records import read_toml, structure


def read_plan(path: Path) -> Plan:
    """The plan of a module. Raises CourseErrors with every fault of all its lines."""
    return structure(read_toml(path), Plan, path)
