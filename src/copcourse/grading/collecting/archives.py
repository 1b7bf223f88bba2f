"""What is in a zip: read member by member in memory, within limits, and never unpacked to a disk.

The limits are for zips made to harm: a hand-in has some 4 kB and a class has some hundreds of them.
"""

from __future__ import annotations

import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO

from attrs import define, evolve, frozen

from copcourse.answers import LIMIT
from copcourse.grading.collecting.sent import (
    HEAD,
    LINK,
    OTHER_ARCHIVE,
    Sent,
    is_renamed,
    quoted,
    sort_of,
    too_large,
)

DEPTH = 3
"""Zips in one another: a mail program's, a platform's, and a learner's own."""
MEMBERS = 100_000
"""Files in one zip."""
NESTED = 10_000_000
"""Bytes of a zip in a zip."""
RATIO = 200
"""Bytes that one byte of a zip may become; JSON becomes less than 20."""
LONGEST = 300
"""Characters of a name that are shown, the last of them."""
SMALL = 10_000
"""Bytes of a file that do no harm, however well they were packed."""
TOTAL = 500_000_000
"""Bytes read from one zip and all zips in it."""

_PASSWORD = "it is locked with a password. Unpack it and collect the folder."
_DAMAGED = "the zip is damaged or cut off{}. Download it again, or ask for it again."
# All that zipfile and the decompressors were seen to raise for damaged bytes.
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
    MemoryError,
)


@define
class _Budget:
    """How many bytes may still be read."""

    left: int = TOTAL


@frozen
class _Refused(Exception):
    """A member that is not read, and why."""

    why: str


def in_archive(stream: IO[bytes], sent: Sent) -> Iterator[Sent]:
    """The files in a zip, and in zips in it, each read or with its problem.

    ``sent`` is the zip itself, as it was found.
    """
    yield from _members(stream, sent, _Budget(), 1)


def _members(stream: IO[bytes], sent: Sent, budget: _Budget, depth: int) -> Iterator[Sent]:
    try:
        archive = zipfile.ZipFile(stream)
    except (*_FAULTS, NotImplementedError):
        yield evolve(sent, problem=_DAMAGED.format(""))
        return
    with archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if not members:
            yield evolve(sent, problem="the zip is empty. Ask for the file that Hand in saved.")
        if len(members) > MEMBERS:
            fault = f"the zip holds {len(members):,} files, and at most {MEMBERS:,} are read"
            yield evolve(sent, problem=f"{fault}. Collect it in parts.")
            return
        for number, info in enumerate(members):
            if budget.left <= 0:
                fault = f"it unpacks to more than {TOTAL / 1e6:.0f} MB"
                rest = f"so the last {len(members) - number:,} files in it were not read"
                remedy = "Take what is no hand-in out of it, and collect it again."
                yield evolve(sent, problem=f"{fault}, {rest}. {remedy}")
                return
            yield from _member(archive, info, sent, budget, depth)


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, sent: Sent, budget: _Budget, depth: int
) -> Iterator[Sent]:
    parts = info.filename.replace("\\", "/").split("/")
    names = tuple(part for part in parts if part not in ("", ".", ".."))
    shown = f"{sent.shown}: {info.filename[-LONGEST:]}"
    one = evolve(sent, names=(*sent.names, *names), shown=shown, written=_written(info))
    sorts = [sort_of(part) for part in names] or ["other"]
    try:
        if "hidden" in sorts:
            yield evolve(one, other=True)
        elif stat.S_ISLNK(info.external_attr >> 16):
            yield evolve(one, problem=LINK)
        elif sorts[-1] == "other archive":
            yield evolve(one, problem=OTHER_ARCHIVE)
        elif sorts[-1] == "archive":
            if depth == DEPTH:
                raise _Refused(
                    f"it is a zip in {DEPTH} zips, and no more are opened. Unpack the outer one "
                    "and collect the folder."
                )
            data = _read(archive, info, budget, NESTED)
            yield from _members(io.BytesIO(data), one, budget, depth + 1)
        elif sorts[-1] == "hand-in" or is_renamed(_head(archive, info, budget)):
            if why := too_large(info.file_size):
                raise _Refused(why)
            yield evolve(one, data=_read(archive, info, budget, LIMIT))
        else:
            yield evolve(one, other=True)
    except _Refused as refused:
        yield evolve(one, problem=refused.why)


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget) -> bytes:
    # What is no hand-in by its name is not worth a refusal for being large.
    return b"" if info.file_size > LIMIT else _bytes(archive, info, budget, HEAD)


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget, limit: int) -> bytes:
    if info.file_size > limit:
        size, most = info.file_size / 1e6, limit / 1e6
        raise _Refused(
            f"a zip in a zip may have {most:.0f} MB, and this one has {size:.0f}. "
            "Unpack the outer one and collect the folder."
        )
    if info.file_size > RATIO * max(info.compress_size, 1) and info.file_size > SMALL:
        raise _Refused(
            f"it unpacks to more than {RATIO} times its size, as no hand-in does. "
            "Ask the learner for the file that Hand in saved."
        )
    return _bytes(archive, info, budget, limit + 1)


def _bytes(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: _Budget, most: int) -> bytes:
    if info.flag_bits & 0x1:
        raise _Refused(_PASSWORD)
    try:
        with archive.open(info) as member:
            data = member.read(most)
    except NotImplementedError:
        raise _Refused(
            "it is packed in a way that cannot be read here. Unpack it and collect the folder."
        ) from None
    except _FAULTS:
        raise _Refused(_DAMAGED.format(f" at {quoted(info.filename)}")) from None
    budget.left -= len(data)
    return data


def _written(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time, tzinfo=UTC)
    except ValueError:
        return None
