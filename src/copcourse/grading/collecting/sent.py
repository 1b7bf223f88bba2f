"""A file as it was sent, and which files can be hand-ins at all."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from attrs import frozen

from copcourse.answers import LIMIT

Sort = Literal["hand-in", "archive", "other archive", "hidden", "other"]

_OTHER_ARCHIVES = (".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst")

HEAD = 16
"""Bytes of a file that tell whether it is a hand-in under another name."""


@frozen(kw_only=True)
class Sent:
    """One file that was found, read whole into memory or, with its ``problem``, not read.

    ``names`` are what was given, the folders and archives in it, and the file's own name; ``shown``
    is how a person knows it. ``other`` marks a file that nobody would take for a hand-in.
    """

    file: Path
    names: tuple[str, ...]
    shown: str
    data: bytes = b""
    written: datetime | None = None
    problem: str = ""
    other: bool = False


def sort_of(name: str) -> Sort:
    """What a file can be, by its name alone."""
    small = name.casefold()
    # Hidden files, and what macOS puts beside each file of an archive.
    if name.startswith(".") or name == "__MACOSX":
        return "hidden"
    if small.endswith(".json"):
        return "hand-in"
    if small.endswith(".zip"):
        return "archive"
    return "other archive" if small.endswith(_OTHER_ARCHIVES) else "other"


def is_renamed(head: bytes) -> bool:
    """Whether a file begins as our own hand-ins do; phones and mail programs add ``.txt``."""
    return head.removeprefix(b"\xef\xbb\xbf").startswith(b'{"answers"')


def too_large(size: int) -> str:
    """Why a file of this many bytes is not read; empty when it is not too large."""
    if size <= LIMIT:
        return ""
    return (
        f"the file has {size / 1e6:.1f} MB, and a hand-in has a few kB. "
        "This is another file; ask the learner for the one that Hand in saved."
    )


def quoted(name: str) -> str:
    """A name within a sentence, short and on one line."""
    return json.dumps(name[:60], ensure_ascii=False)


OTHER_ARCHIVE = "an archive of this kind cannot be opened here. Unpack it and collect the folder."
LINK = (
    "it is a link to another place, and links are not followed. Collect the file that it points to."
)
NO_FILE = "it is no file that can be read. Ask the learner for the one that Hand in saved."
"""Why files are refused unread."""
