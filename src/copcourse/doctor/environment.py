"""What is installed, against what the package asks for."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from copcourse.doctor.finding import Finding
from copcourse.errors import ExportError

OLDEST = (3, 11)
_PROJECT = Path(__file__).parents[3] / "pyproject.toml"
_SECONDS = 60


def python_finding(found: Sequence[int] = sys.version_info[:3]) -> Finding:
    """The Python that runs this."""
    said = ".".join(str(part) for part in found)
    if tuple(found[:2]) < OLDEST:
        oldest = ".".join(str(part) for part in OLDEST)
        return Finding("mend", f"Python {said} is too old.", f"Install Python {oldest} or newer.")
    return Finding("ready", f"Python {said} on {platform.system()}.")


def requirements(project: Path = _PROJECT) -> list[str]:
    """What the package needs to serve, as in its pyproject: of the checkout, else as installed."""
    if project.is_file():
        facts: dict[str, Any] = tomllib.loads(project.read_text("utf-8"))["project"]
        return list(facts["dependencies"])
    try:
        return [one for one in requires("copcourse") or () if "extra ==" not in one]
    except PackageNotFoundError:
        return []


def packages_finding(needed: Sequence[str]) -> Finding:
    """Whether each of these requirements (PEP 508) is met."""
    if find_spec("packaging") is None:
        return Finding(
            "mend",
            "The package packaging is not installed.",
            f"Install it: {_install('packaging')}",
        )
    wrong = list(_wrong(needed))
    if wrong:
        what = " ".join(f'"{need}"' for need, _ in wrong)
        return Finding(
            "mend", "; ".join(said for _, said in wrong) + ".", f"Install again: {_install(what)}"
        )
    return Finding("ready", f"All {len(needed)} packages that the course needs are installed.")


def _wrong(needed: Sequence[str]) -> Iterator[tuple[str, str]]:
    from packaging.requirements import Requirement

    for text in needed:
        need = Requirement(text)
        if need.marker and not need.marker.evaluate():
            continue
        try:
            found = version(need.name)
        except PackageNotFoundError:
            yield text, f"{need.name} is not installed"
            continue
        if not need.specifier.contains(found, prereleases=True):
            yield text, f"{need.name} is {found}, and the course needs {need.specifier}"


def nbgrader_finding(program: str | None = None) -> Finding:
    """Whether nbgrader's programs are here and start; only a trainer who marks needs them."""
    for_whom = "A workshop does without it. To mark quizzes: "
    try:
        installed = version("nbgrader")
    except PackageNotFoundError:
        how = _install("'copcourse[trainer]'")
        return Finding("look", "nbgrader is not installed.", for_whom + how)
    beside = shutil.which("nbgrader", path=str(Path(sys.executable).parent))
    program = program or beside or shutil.which("nbgrader")
    again = for_whom + _install(f"--force-reinstall nbgrader=={installed}")
    if not program:
        return Finding("look", "nbgrader is installed, and its program is not found.", again)
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return Finding("look", f"nbgrader's program does not start ({program}).", again)
    said = (done.stdout.split() or ["nothing"])[-1]
    if said != installed:
        found = f"The program nbgrader is of another installation: {said}, here is {installed}."
        return Finding("look", found, again)
    return Finding("ready", f"nbgrader {installed} starts, to mark quizzes with.")


def pdf_finding() -> Finding:
    """Whether handouts can be made as PDF; they print from a browser too."""
    from copcourse.handouts.pdf import make_pdf

    try:
        make_pdf('<html lang="en"><title>A page</title><p>A page</p></html>')
    except ExportError as error:
        remedy = f"Handouts print from a browser without it. {error.remedy}"
        return Finding("look", f"{error.fault}.", remedy)
    return Finding("ready", "Handouts can be made as PDF too.")


def _install(what: str) -> str:
    return f"{Path(sys.executable).name} -m pip install {what}"
