"""How handouts come into a folder: all or none, and nothing of anybody else's is touched."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from copcourse.errors import ExportError

# This file lists what was made in a folder, so that nothing else is ever replaced.
MARK = ".copcourse-handouts"


def put(files: Mapping[str, bytes], out: Path) -> None:
    """Put files into a folder that is new, empty or made here before.

    Raises ExportError when the folder holds something else, or a made file that somebody changed.
    """
    out = out.absolute()
    made = _made(out)
    try:
        _write({**files, MARK: _list(files)}, out)
        for name in set(made) - set(files):
            (out / name).unlink(missing_ok=True)
    except OSError as error:
        fault = f"the handouts cannot be written there ({error.strerror})"
        remedy = "Make room, or name another folder."
        raise ExportError(fault, remedy, file=out) from None


def _write(files: Mapping[str, bytes], out: Path) -> None:
    """Write everything beside the folder first: a full disk is met before anything changes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        fresh.chmod(0o755)
        if not out.exists():
            fresh.rename(out)
            return
        for name in files:
            os.replace(fresh / name, out / name)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _list(files: Mapping[str, bytes]) -> bytes:
    prints = {name: _print(data) for name, data in sorted(files.items())}
    return json.dumps(prints, indent=1).encode()


def _print(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _made(out: Path) -> Mapping[str, str]:
    """What was made here before, by name. Raises ExportError where that is not all as it was."""
    if not out.exists():
        return {}
    remedy = "Name a new folder, or an empty one."
    try:
        if not out.is_dir() or not (any(out.iterdir())):
            if out.is_dir():
                return {}
            raise ExportError("this is a file and no folder", remedy, file=out)
        made = dict(json.loads((out / MARK).read_text(encoding="utf-8")))
        changed = [
            name
            for name, known in made.items()
            if (out / name).is_file() and _print((out / name).read_bytes()) != known
        ]
    except (FileNotFoundError, ValueError, TypeError):
        raise ExportError("something else is there already", remedy, file=out) from None
    except OSError as error:
        fault = f"the folder cannot be read ({error.strerror})"
        raise ExportError(fault, remedy, file=out) from None
    if changed:
        fault = "somebody has changed this file since it was made"
        raise ExportError(fault, "Move it away, or name a new folder.", file=out / changed[0])
    return made
