"""One branching story a file."""

from __future__ import annotations

from pathlib import Path

from copcourse.content.stories import Scenario
from copcourse.reading.records import read_toml, structure


def read_scenario(path: Path) -> Scenario:
    """One branching story; its id is the file's name."""
    return structure({"id": path.stem, **read_toml(path)}, Scenario, path)
