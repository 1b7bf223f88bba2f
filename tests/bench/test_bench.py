"""The arithmetic of the benchmark; nothing is timed here."""

import json
from pathlib import Path

import pytest
from table import Figure, report


def test_a_figure_is_a_ratio_of_medians_and_a_missed_limit_exits_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One slow sample moves no ratio, a ratio equal to its limit is met, one above it is not."""
    file = tmp_path / "bench.json"
    met = Figure("opening", "s", 0.5, ours=[1.0, 9.0, 2.0, 2.0, 0.5], peer=[4.0, 3.0, 5.0, 90.0, 4])
    missed = Figure("memory", "MB", 1.15, ours=[60.0, 58.0], peer=[50.0])

    assert report([met], file) == 0
    assert report([met, missed], file) == 1

    assert json.loads(file.read_text()) == [
        {"figure": "opening", "unit": "s", "value": 2.0, "peer": 4.0, "ratio": 0.5, "limit": 0.5},
        {
            "figure": "memory",
            "unit": "MB",
            "value": 59.0,
            "peer": 50.0,
            "ratio": 1.18,
            "limit": 1.15,
        },
    ]
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [row[-3:] for row in rows if row[:1] == ["opening"]] == [["0.500", "0.50", "yes"]] * 2
    assert [row[-3:] for row in rows if row[:1] == ["memory"]] == [["1.180", "1.15", "NO"]]
    assert ["Limit", "missed:", "memory."] in rows
