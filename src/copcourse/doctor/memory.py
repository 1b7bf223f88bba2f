"""How much memory is left for kernels: of the machine, and of the group that we run in."""

from __future__ import annotations

from pathlib import Path

from copcourse.doctor.finding import Finding

SERVE_ALLOWS = 24
"""Kernels that ``copcourse serve`` runs at once unless it is told otherwise."""
_SPARE = 0.8
"""The share that kernels may take: the browser for the projector wants some too."""


def memory_left() -> int:
    """Bytes that can still be had here."""
    import psutil  # type: ignore[import-untyped]  # it publishes no types

    machine = int(psutil.virtual_memory().available)
    group = group_left()
    return machine if group is None else min(machine, group)


def group_left(
    mine: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")
) -> int | None:
    """Bytes that Linux's control groups (v1 and v2) leave us; None without a limit.

    Every group above ours counts. Pages of files that could be dropped do not count as used.
    """
    try:
        lines = mine.read_text().split()
    except OSError:
        return None
    left = []
    for line in lines:
        kinds, path = line.split(":", 2)[1:]
        if kinds == "":
            base, most, used, idle = groups, "memory.max", "memory.current", "inactive_file"
        elif "memory" in kinds.split(","):
            base, most = groups / "memory", "memory.limit_in_bytes"
            used, idle = "memory.usage_in_bytes", "total_inactive_file"
        else:
            continue
        ours = base / path.lstrip("/")
        for group in (ours, *ours.parents):
            if group.is_relative_to(base):
                left += _left(group, most, used, idle)
    return min(left, default=None)


def _left(group: Path, most: str, used: str, idle: str) -> list[int]:
    try:
        limit = int((group / most).read_text())
        taken = int((group / used).read_text())
        facts = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        # No such file, or "max": this group sets no limit.
        return []
    return [max(0, limit - taken + int(facts.get(idle, 0)))]


def memory_finding(left: int, kernel: int) -> Finding:
    """How many live pages fit; ``left`` and ``kernel`` (one page's) are bytes."""
    fit = int(left * _SPARE / kernel)
    size = f"{kernel / 1e6:.0f} MB each, measured here"
    if fit >= SERVE_ALLOWS:
        text = f"Memory for {fit} live pages at once ({size}); serve allows {SERVE_ALLOWS}."
        if fit == SERVE_ALLOWS:
            return Finding("ready", text)
        return Finding("ready", f"{text} More: serve --max-kernels {min(fit, 100)}.")
    if fit:
        text = f"Memory for {fit} live pages at once ({size}); serve would allow {SERVE_ALLOWS}."
        remedy = f"Close other programs, or start with serve --max-kernels {fit}."
        return Finding("look", text, remedy)
    text = f"There is no memory for a live page: {left / 1e6:.0f} MB are left."
    return Finding("mend", text, "Close other programs, or use copcourse kit: it needs no server.")
