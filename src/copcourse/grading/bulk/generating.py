"""Generates an assignment that nbgrader does not know yet, by nbgrader's own command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from copcourse.errors import CourseError
from copcourse.grading.layout import NOTEBOOK
from copcourse.grading.settings import Settings


def generate(settings: Settings, slug: str) -> None:
    """Run ``nbgrader generate_assignment``. Raises CourseError with what it said if it failed."""
    source = settings.course / "source" / slug / f"{NOTEBOOK}.ipynb"
    if not source.is_file():
        raise CourseError(
            "the quiz was not built yet", "Run copcourse build, then this again.", file=source
        )
    programs = Path(sys.executable).parent
    # nbgrader calls alembic by name, and an environment need not be activated.
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", slug],
        cwd=settings.course,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        said = next((line for line in lines if "ERROR" in line), (lines or ["nothing"])[-1])
        raise CourseError(
            f"nbgrader cannot generate the assignment; it says: {said.strip()[:300]}",
            f"Mend that: run nbgrader generate_assignment {slug} to see all of it. "
            "Nobody was marked.",
            file=source,
        )
