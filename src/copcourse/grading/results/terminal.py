"""A class's results in a few lines on a terminal."""

from __future__ import annotations

from textwrap import shorten

from rich.console import Console
from rich.table import Table
from rich.text import Text

from copcourse.grading.results.lessons import lessons
from copcourse.grading.results.records import Analysis
from copcourse.grading.results.wording import decimal, percent, waiting_sentences


def tell(analysis: Analysis, console: Console) -> None:
    """Say what to teach again, then each question in a line, then the whole."""
    n = "fewer than five people" if analysis.n is None else f"{analysis.n} people"
    console.print(Text(f"{analysis.title}: {n}", style="bold"))
    for said in waiting_sentences(analysis):
        console.print(Text(said))
    found = lessons(analysis)
    if found:
        console.print(Text("Teach these again", style="bold"))
    elif analysis.items:
        hidden = "Nothing can be shown to others of so small a class."
        console.print(hidden if analysis.eyes == "show" else "Everybody was right in everything.")
    for number, one in enumerate(found, 1):
        where = f"question {', '.join(map(str, one.items))}"
        # A quiz's own square brackets are no markup of rich's.
        console.print(
            Text(f" {number}. {one.number} {one.says} {shorten(one.text, 100)} ({where})")
        )
        for line in one.chosen:
            console.print(Text(f"    {line}"))
    if analysis.items:
        console.print(_items(analysis))
    for line in _whole(analysis):
        console.print(Text(line))


def _items(analysis: Analysis) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("question", "facility", "discrimination"):
        table.add_column(column)
    for item in analysis.items:
        name = f"{item.number}{' critical' if item.critical else ''}"
        table.add_row(name, percent(item.facility), decimal(item.discrimination))
    return table


def _whole(analysis: Analysis) -> list[str]:
    lines = []
    if whole := analysis.whole:
        lines.append(f"{whole.reliability_name}: {decimal(whole.reliability)}")
    if certainty := analysis.certainty:
        lines.append(f"Brier score, 0 is best: {decimal(certainty.brier)}")
    if change := analysis.change:
        lines.append(
            f"Before and after: {percent(change.before)} to {percent(change.later)}, "
            f"gain {decimal(change.gain)}, d_z {decimal(change.effect)}"
        )
    return lines
