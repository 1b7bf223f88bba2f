"""The sizes on the page are what the script works out."""

from __future__ import annotations

import runpy

from whole.playing import ROOT

HUB = ROOT / "course" / "hub"


def test_the_page_has_the_scripts_table() -> None:
    """The table, and the figures that it is said to come from."""
    sizes = runpy.run_path(str(HUB / "sizes.py"))
    page, one = (HUB / "README.md").read_text(), sizes["Measured"]()
    assert sizes["table"]() in page
    assert f"({one.server_mb} + {one.kernel_mb} MB) × 1.3" in page
    assert f"200 × {one.visit_cpu_s} CPU seconds" in page
    assert f"1,000 × 8 × {one.quiz_mb_disk} MB" in page


def test_a_row_follows_from_its_numbers() -> None:
    """Round numbers give what one gets with pencil and paper."""
    sizes = runpy.run_path(str(HUB / "sizes.py"))
    one = sizes["Measured"](
        server_mb=150,
        kernel_mb=50,
        hub_mb=100,
        trainer_mb=100,
        visit_cpu_s=6,
        quiz_mb_disk=0.5,
        mark_ms=5,
    )
    us = sizes["Assumed"](
        learners=10_000,
        together=0.1,
        arrive_minutes=10,
        quizzes=2,
        headroom=2,
        busy=0.5,
        system_mb=1000,
        hub_holds=500,
        machine_mb=41_000,
    )
    # 1,000 there: 400 MB each, two hubs and trainers of 200 MB, 1,000 MB of the system.
    assert sizes["row"](one, us) == [
        "10,000",
        "1,000",
        "401 GB",
        "20",
        "10.0 GB",
        "50.0 s",
        "2",
        "11",
    ]
