"""What ``copcourse mark`` says: how far it is, and at the end what became of the hand-ins."""

from __future__ import annotations

import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from copcourse.grading.bulk.marking import Progress, Report

QUIET_SECONDS = 10
"""How often a log is told, where there is no terminal to show a bar on."""


@contextmanager
def shown_progress(title: str, total: int) -> Iterator[Progress]:
    """Show done, rate and time left: a bar on a terminal, else now and then a line."""
    if not sys.stderr.isatty():
        yield _lines(title, total)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    began = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total, rate="")

        def tell(done: int) -> None:
            rate = done / max(time.monotonic() - began, 0.001)
            bar.update(task, completed=done, rate=f"{rate:.0f} a second")

        yield tell


def _lines(title: str, total: int) -> Progress:
    began = told = time.monotonic()

    def tell(done: int) -> None:
        nonlocal told
        now = time.monotonic()
        if now - told < QUIET_SECONDS or done >= total:
            return
        told = now
        rate = done / (now - began)
        left = (total - done) / rate
        print(f"{title}: {done} of {total}, {rate:.0f} a second, {left:.0f} s left.", flush=True)

    return tell


def summary(report: Report) -> str:
    """The closing words on one quiz, as lines."""
    if not report.found:
        return f"{report.quiz.slug}: no hand-ins. Put them there with copcourse collect."
    lines = [f"{report.quiz.slug}: {_hand_ins(report.found)}."]
    lines.append(f"  Marked now: {report.marked}. Unchanged since before: {report.unchanged}.")
    if report.penalties:
        lines.append(f"  Late penalties changed: {report.penalties}.")
    if report.waiting:
        lines.append(f"  Waiting for a mark by hand: {report.waiting}. Formgrader shows them.")
    invalid = [
        (f"{learner}: {item}", why)
        for learner, items in report.invalid.items()
        for item, why in items.items()
    ]
    lines += _listed(invalid, "Answers that cannot be read (each earns 0, and is not a wrong one):")
    lines += _listed(
        report.unreadable.items(),
        "Files that cannot be read (without its answers a hand-in earns 0):",
    )
    lines += _listed(report.left_out.items(), "Folders that were left out, and have no mark:")
    return "\n".join(map(_plain, lines))


def _listed(found: Collection[tuple[str, str]], heading: str) -> list[str]:
    return [f"  {heading}", *(f"    {who}: {why}." for who, why in found)] if found else []


def _hand_ins(number: int) -> str:
    return f"{number} hand-in" if number == 1 else f"{number} hand-ins"


def _plain(text: str) -> str:
    """Somebody else's words on a terminal: nothing in them may steer it."""
    return "".join(one if one.isprintable() else "?" for one in text)
