"""The files to collect: in folders of any depth and in zips, one at a time, each with its bytes.

Nothing is left out without being told: what cannot be read comes with its problem, and what nobody
would take for a hand-in comes as another file.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from attrs import evolve

from copcourse.answers import LIMIT
from copcourse.grading.collecting.archives import in_archive
from copcourse.grading.collecting.sent import (
    HEAD,
    LINK,
    NO_FILE,
    OTHER_ARCHIVE,
    Sent,
    is_renamed,
    sort_of,
    too_large,
)


def find(paths: Iterable[Path], leave: frozenset[Path] = frozenset()) -> Iterator[Sent]:
    """Each file of what was given, folders and zips in the order of their names.

    Parameters
    ----------
    paths
        Files, folders and zips. A file that is named itself counts as a hand-in.
    leave
        Resolved folders that are not looked into, such as those of the course itself.
    """
    for path in paths:
        try:
            folder = path.is_dir()
        except OSError as error:
            yield evolve(_found(path, (path.name,)), problem=unreadable(path, error))
            continue
        if folder:
            yield from _in_folder(path, leave)
        else:
            yield from _file(path, (path.name,), named=True)


def unreadable(path: Path, error: OSError) -> str:
    """Why a file or folder could not be read or written."""
    return (
        f"{error.filename or path}: {error.strerror or error}. Nothing was placed. "
        "See that you may read it and write to the course's folder, then collect it again."
    )


def _in_folder(top: Path, leave: frozenset[Path]) -> Iterator[Sent]:
    waiting: list[tuple[Path, tuple[str, ...]]] = [(top, (top.name,))]
    while waiting:
        folder, names = waiting.pop()
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield evolve(_found(folder, names), problem=unreadable(folder, error))
            continue
        inner = []
        for entry in entries:
            path, path_names = folder / entry.name, (*names, entry.name)
            if sort_of(entry.name) == "hidden":
                yield evolve(_found(path, path_names), other=True)
            elif entry.is_symlink():
                yield evolve(_found(path, path_names), problem=LINK)
            elif not entry.is_dir(follow_symlinks=False):
                yield from _file(path, path_names)
            elif path.resolve() not in leave:
                inner.append((path, path_names))
        waiting += reversed(inner)


def _found(path: Path, names: tuple[str, ...]) -> Sent:
    # Below the folder that was given: a platform's folders say whose a file is.
    return Sent(file=path, names=names, shown="/".join(names[1:]) or path.name)


def _file(path: Path, names: tuple[str, ...], *, named: bool = False) -> Iterator[Sent]:
    one = _found(path, names)
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            yield evolve(one, problem=NO_FILE)
            return
        with path.open("rb") as stream:
            if sort_of(path.name) == "archive":
                yield from in_archive(stream, one)
            else:
                yield _read(stream, about, one, named=named)
    except OSError as error:
        yield evolve(one, problem=unreadable(path, error))


def _read(stream: IO[bytes], about: os.stat_result, one: Sent, *, named: bool) -> Sent:
    sort = sort_of(one.file.name)
    if sort == "other archive":
        return evolve(one, problem=OTHER_ARCHIVE)
    sure = named or sort == "hand-in"
    if why := too_large(about.st_size):
        return evolve(one, problem=why if sure else "", other=not sure)
    data = stream.read(HEAD)
    if not sure and not is_renamed(data):
        return evolve(one, other=True)
    return evolve(one, data=data + stream.read(LIMIT), written=_written(about.st_mtime))


def _written(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
