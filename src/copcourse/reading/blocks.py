"""The shared safety texts."""

from __future__ import annotations

from pathlib import Path


def read_blocks(root: Path) -> dict[str, str]:
    """The shared safety texts by id, as Markdown."""
    folder = root / "blocks"
    return {
        path.stem: path.read_text(encoding="utf-8").strip() for path in sorted(folder.glob("*.md"))
    }
