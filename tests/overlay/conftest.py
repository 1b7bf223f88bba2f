"""The course with a school's part, made once, and the site that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from own_school import BASE, whole_school

from copcourse.exporting import export
from copcourse.overlay import effective_root


@pytest.fixture(scope="session")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A school's folder in which nothing is wrong, under a difficult name."""
    return whole_school(tmp_path_factory.mktemp("own") / "Schule für alle")


@pytest.fixture(scope="session")
def effective(school: Path) -> Iterator[Path]:
    """The ``modules/`` folder that the school's and the course's make."""
    with effective_root(school, BASE) as root:
        yield root


@pytest.fixture(scope="session")
def site(effective: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site with the school's part in it."""
    out = tmp_path_factory.mktemp("own-site") / "site"
    export(effective, out)
    return out
