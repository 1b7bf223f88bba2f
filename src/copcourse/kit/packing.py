"""Files into one zip: the same bytes for the same files, and written whole or not at all."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from copcourse.errors import ExportError
from copcourse.writing import write_whole

# A zip that says this of itself was made here, and may be made anew.
MARK = b"Made by copcourse kit, which may replace this file."
# The first day that a zip can name: the day of making would change the bytes.
_DAY = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16
_UNIX = 3


def pack(files: Mapping[str, bytes], folder: str) -> bytes:
    """A zip with everything in one folder, as its bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        made.comment = MARK
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _DAY)
            entry.create_system = _UNIX
            entry.external_attr = _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(entry, data)
    return packed.getvalue()


def check_place(out: Path) -> None:
    """Raise ExportError where a kit must not or cannot be put, before anything is made."""
    if out.suffix.lower() != ".zip":
        raise ExportError("a kit is a zip", f"Name it {out.name}.zip, say.", file=out)
    if not out.parent.is_dir():
        remedy = "Make it, or check that the stick is in."
        raise ExportError("its folder is not there", remedy, file=out)
    if out.is_dir():
        raise ExportError("this is a folder", "Name a file.", file=out)
    if out.exists() and not _made_here(out):
        remedy = "Name another file, or move that one away."
        raise ExportError("something else is there already", remedy, file=out)


def put(data: bytes, out: Path) -> None:
    """Write a kit in one step. Raises ExportError where there is no room for it.

    ContentError says that it cannot be written for another reason.
    """
    free = shutil.disk_usage(out.parent).free
    if free < len(data):
        fault = f"the kit needs {megabytes(len(data))}, and {megabytes(free)} are free there"
        raise ExportError(fault, "Make room, or name another place.", file=out)
    write_whole(out, data)


def megabytes(size: int) -> str:
    """A size in bytes as people say it."""
    return f"{size / 1e6:.1f} MB"


def _made_here(out: Path) -> bool:
    try:
        with zipfile.ZipFile(out) as there:
            return there.comment == MARK
    except (OSError, zipfile.BadZipFile):
        return False
