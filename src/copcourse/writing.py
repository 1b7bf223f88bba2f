"""Files of an author or a trainer: read as text, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from copcourse.errors import ContentError

LIMIT = 20_000_000
"""Bytes. No text, story or quiz comes near it."""


def read_text(file: Path) -> str:
    """The text of a file. Raises ContentError naming file, fault and remedy."""
    try:
        if file.stat().st_size > LIMIT:
            raise ContentError("the file is too large", "Name the right one.", file=file)
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ContentError(
            f"it cannot be read: {error.strerror}", "Name a file that you may read.", file=file
        ) from None
    except UnicodeDecodeError:
        raise ContentError("it is not UTF-8 text", "Save it as UTF-8.", file=file) from None


def write_new(file: Path, data: bytes) -> None:
    """Write a file that must not be there yet. Raises ContentError."""
    if file.exists():
        raise ContentError(
            "the file is there already", "Name another one, or move it away.", file=file
        )
    write_whole(file, data)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all, with the usual permissions. Raises ContentError."""
    try:
        handle, made = tempfile.mkstemp(dir=file.parent, prefix=".writing-")
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(data)
            umask = os.umask(0)
            os.umask(umask)
            # mkstemp makes files that nobody else can read.
            os.chmod(made, 0o666 & ~umask)
            os.replace(made, file)
        except BaseException:
            os.unlink(made)
            raise
    except OSError as error:
        raise ContentError(
            f"it cannot be written: {error.strerror}", "Name another place.", file=file
        ) from None
