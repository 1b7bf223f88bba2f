"""Figures against their peers: medians, ratios, limits, the printed table and ``bench.json``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One thing that is measured: our samples and the peer's, in one unit, from one run."""

    name: str
    unit: str
    limit: float
    ours: Sequence[float]
    peer: Sequence[float]

    @property
    def value(self) -> float:
        """Our median."""
        return median(self.ours)

    @property
    def against(self) -> float:
        """The peer's median."""
        return median(self.peer)

    @property
    def ratio(self) -> float:
        """Ours over the peer's: below 1 is less time or memory than the peer's."""
        return self.value / self.against

    @property
    def met(self) -> bool:
        """Whether the ratio is within its limit."""
        return self.ratio <= self.limit

    def record(self) -> dict[str, Any]:
        """What ``bench.json`` holds of it."""
        return {
            "figure": self.name,
            "unit": self.unit,
            "value": self.value,
            "peer": self.against,
            "ratio": self.ratio,
            "limit": self.limit,
        }


def render(figures: Sequence[Figure]) -> str:
    """The table as text; each value is a median, with the least and the most in brackets."""
    head = ("figure", "ours", "peer", "ratio", "limit", "ok?")
    rows = [
        (
            figure.name,
            _spread(figure.ours, figure.unit),
            _spread(figure.peer, figure.unit),
            _share(figure.ratio, 3),
            _share(figure.limit, 2),
            "yes" if figure.met else "NO",
        )
        for figure in figures
    ]
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in (head, rule, *rows)
    )


def report(figures: Sequence[Figure], file: Path) -> int:
    """Print the table, write ``file``, and give the exit code: 1 when a limit is missed."""
    print(render(figures))
    records = [figure.record() for figure in figures]
    file.write_text(json.dumps(records, indent=1) + "\n", encoding="utf-8")
    missed = [figure.name for figure in figures if not figure.met]
    for name in missed:
        print(f"Limit missed: {name}.")
    return 1 if missed else 0


def _share(value: float, places: int) -> str:
    # A two-hundred-and-fiftieth is 0.0040.
    return f"{value:.{places if value >= 0.05 else 4}f}"


def _spread(samples: Sequence[float], unit: str) -> str:
    least, most = min(samples), max(samples)
    return f"{median(samples):.3g} {unit} ({least:.3g} to {most:.3g}, {len(samples)})"
