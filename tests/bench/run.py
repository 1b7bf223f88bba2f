"""Measures the course against its peers: ``make bench``, or ``run.py GROUP ...`` for some of it.

Every figure is a ratio of two medians of one run, ours and the peer's by turns, so that the machine
and what else it does matter little. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from importlib.metadata import version
from pathlib import Path

import psutil
from bulk import GROWN, STOCK, bulk, growth
from checks import checking
from course import PAGE, REPOSITORY, copies
from feedback import LEARNERS, STOCK_LEARNERS, feedback
from kernels import memory
from marking import HAND_INS, marking
from pages import choosing, chromium, opening, opening_slowly
from preview import previewing
from results import results
from servers import course_server, stock_server
from sheets_on_paper import handing_out
from site_pages import (
    exporting,
    opening_the_site,
    opening_the_site_slowly,
    site_server,
    taking_along,
)
from table import Figure, report

GROUPS = (
    "kernels",
    "marking",
    "bulk",
    "bulk-grown",
    "feedback",
    "choosing",
    "opening",
    "slowly",
    "site",
    "site-slowly",
    "export",
    "place",
    "results",
    "handouts",
    "preview",
    "check",
)
PACKAGES = ("voila", "jupyterlab", "ipykernel", "ipywidgets", "anywidget", "nbgrader", "playwright")
EXTENSIONS = Path(sys.prefix) / "share" / "jupyter" / "labextensions"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for, by default everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    wanted = parser.parse_args(arguments).groups or GROUPS
    if unknown := set(wanted) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="copcourse-bench-") as folder:
        figures = measure(Path(folder).resolve(), wanted)
    print()
    code = report(figures, REPOSITORY / "bench.json")
    print(f"\n{PEERS}\nIt took {time.monotonic() - began:.0f} s.")
    return code


def measure(folder: Path, wanted: Sequence[str]) -> list[Figure]:
    """The figures of the wanted groups, one group after another."""
    made = copies(folder)
    figures: list[Figure] = []
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        print(f"{machine()}\nChromium {browser.version}", flush=True)
        if "kernels" in wanted:
            figures += _told("kernels", memory(made))
        if "marking" in wanted:
            figures += _told("marking", marking(made))
        if "bulk" in wanted:
            figures += _told("bulk", bulk(made))
        if "bulk-grown" in wanted:
            figures += _told("bulk-grown", growth(made))
        if "feedback" in wanted:
            figures += _told("feedback", feedback(made))
        if "results" in wanted:
            figures += _told("results", results(made))
        if "export" in wanted:
            figures += _told("export", exporting(made))
        if "check" in wanted:
            figures += _told("check", checking(made))
        if "preview" in wanted:
            figures += _told("preview", previewing(browser, made))
        if {"choosing", "opening", "slowly"} & set(wanted):
            ours = stack.enter_context(course_server(made))
        if {"opening", "slowly", "site", "site-slowly"} & set(wanted):
            peer = stack.enter_context(stock_server(made))
        if {"site", "site-slowly", "place"} & set(wanted):
            site = stack.enter_context(site_server(made))
        if "choosing" in wanted:
            figures += _told("choosing", choosing(browser, made, ours))
        if "opening" in wanted:
            figures += _told("opening", opening(browser, made, ours, peer))
        if "slowly" in wanted:
            figures += _told("slowly", opening_slowly(browser, made, ours, peer))
        if "site" in wanted:
            figures += _told("site", opening_the_site(browser, made, site, peer))
        if "site-slowly" in wanted:
            figures += _told("site-slowly", opening_the_site_slowly(browser, made, site, peer))
        if "place" in wanted:
            figures += _told("place", taking_along(browser, made, site))
        if "handouts" in wanted:
            figures += _told("handouts", handing_out(browser, made))
    return figures


def machine() -> str:
    """What it was measured on, and with which versions."""
    memory_gb = psutil.virtual_memory().total / 1e9
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gb:.0f} GB, "
        f"Python {platform.python_version()}\n{versions}"
    )


def _told(group: str, figures: list[Figure]) -> list[Figure]:
    """Say that a group is done: the whole takes minutes."""
    for figure in figures:
        values = f"{figure.value:.3g} to {figure.against:.3g} {figure.unit}"
        print(f"{group}: {figure.name}: {values}, {figure.ratio:.4f}", flush=True)
    return figures


def _installed_extensions() -> str:
    found = sorted(path.parent for path in EXTENSIONS.glob("**/package.json"))
    names = [path.relative_to(EXTENSIONS).as_posix() for path in found]
    return ", ".join(name for name in names if name.count("/") <= name.startswith("@"))


PEERS = f"""\
Peers, all from this environment ({sys.prefix}):
- opening: the same {PAGE} in `voila --template=lab`, as it is when nobody
  configures it, with the JupyterLab extensions that are installed here:
  {_installed_extensions()}.
  A new profile and an empty cache each time; no other host is found, so that a
  CDN costs the peer nothing.
- site: the same stock page; the site lies on a plain web server that packs its files.
- export: `jupyter nbconvert --execute --to html` of the same notebooks, in one process.
- place: one frame of the screen, 16 ms.
- handouts: a Chromium that starts and prints the same pages, tagged too.
- kernel: `ipywidgets.Button()` in a kernel of its own.
- choice: an ipywidgets button and label, through their kernel, on a page of the same server.
- marking: `nbgrader autograde` without our configuration, the same {HAND_INS} hand-ins in one run;
  both ways gave the same marks.
- bulk: `nbgrader autograde` without our configuration, {STOCK} of the hand-ins that
  `copcourse mark` marks; both gave the same marks. Grown: {GROWN} hand-ins against 500.
- feedback: `nbgrader generate_feedback` without our configuration, {STOCK_LEARNERS} of the same
  {LEARNERS} learners.
- check: `nbgrader generate_assignment` without our configuration; both after a first run, so that
  the check knows which texts were clean.
- preview: `copcourse build` of a course of this one module, then its page from `copcourse serve`,
  each until the new heading can be read.
- results: one query of all grades of the quiz into a pandas frame, in the same process."""


if __name__ == "__main__":
    sys.exit(main())
