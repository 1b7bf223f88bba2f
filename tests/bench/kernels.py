"""How much memory a learner's kernel takes once the module is open."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

import psutil
from course import SLUG, Copies
from jupyter_client.manager import KernelManager
from table import Figure

from copcourse.serving.kernels import OwnKernelSpecs

PAIRS = 5
TIMEOUT = 60
MEGABYTE = 1e6
PEER = ("import ipywidgets\n\nipywidgets.Button()",)


def memory(made: Copies) -> list[Figure]:
    """Resident memory (RSS) after all cells have run, against a kernel with one button.

    The part that is the process's own (USS) is printed only: not every system can tell it.
    """
    cells = [cell.source for cell in made.notebook.cells if cell.cell_type == "code"]
    mine, theirs = [], []
    for _ in range(PAIRS):
        mine.append(_run(made, cells, made.modules / SLUG))
        theirs.append(_run(made, PEER, made.home))
    own, others = (median(uss for _, uss in runs) for runs in (mine, theirs))
    print(f"Kernel's own memory (USS): ours {own:.1f} MB, peer {others:.1f} MB.", flush=True)
    ours, peer = [rss for rss, _ in mine], [rss for rss, _ in theirs]
    return [Figure("resident memory of a learner's kernel", "MB", 1.15, ours, peer)]


def _run(made: Copies, cells: Sequence[str], folder: Path) -> tuple[float, float]:
    manager = KernelManager(kernel_spec_manager=OwnKernelSpecs())
    # As Voilà tells its kernels that it serves strangers.
    environment = made.environment(SERVER_SOFTWARE="voila/bench")
    manager.start_kernel(cwd=str(folder), env=environment, stderr=subprocess.DEVNULL)
    client = manager.client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=TIMEOUT)
        for cell in cells:
            reply = client.execute_interactive(cell, timeout=TIMEOUT, output_hook=_ignore)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"{cell}: {reply['content']['evalue']}")
        held = psutil.Process(manager.provisioner.pid).memory_full_info()
        return held.rss / MEGABYTE, held.uss / MEGABYTE
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _ignore(_message: dict[str, Any]) -> None:
    """Take an output and do nothing with it."""
