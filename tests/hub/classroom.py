"""A real JupyterHub for a trainer and two learners, each a system account where that can be."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from whole.playing import ROOT, free_port

ROOT_USER = os.geteuid() == 0
SUDO = [] if ROOT_USER else ["sudo", "-n"]
MADE = shutil.ignore_patterns(
    "*.db*", "release", "submitted", "autograded", "feedback", "__pycache__"
)
ONE_ACCOUNT = (
    "hub: this machine lets us make no system accounts ({why}), so all three people share one, and "
    "what keeps them apart on the disk is not tested here."
)


@dataclass
class Person:
    """Somebody who logs in."""

    name: str
    password: str
    home: Path


@dataclass
class Classroom:
    """A running hub; the first of its people is the trainer."""

    url: str
    base: Path
    course: Path
    room: Path
    people: list[Person]
    apart: bool
    log: Path
    process: subprocess.Popen[bytes] = field(repr=False)

    @property
    def inbound(self) -> Path:
        """Where hand-ins lie until they are collected."""
        return self.room / "exchange" / "copcourse" / "inbound"

    def said(self) -> str:
        """What the hub and the servers wrote."""
        return self.log.read_text(errors="replace")


def as_root(*command: str, given: str | None = None) -> None:
    """Run a command as root, and fail with what it said."""
    done = subprocess.run(
        [*SUDO, *command], input=given, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, (command, done.stdout + done.stderr)


def why_not_apart() -> str:
    """Why no system accounts can be made here; empty where they can."""
    if not (shutil.which("useradd") and shutil.which("userdel")):
        return "there is no useradd"
    if not ROOT_USER:
        if not shutil.which("sudo"):
            return "we are not root and there is no sudo"
        if subprocess.run([*SUDO, "true"], capture_output=True, check=False).returncode:
            return "we are not root, and sudo wants a password"
    ways = closed_ways(needed())
    if ways and subprocess.run([*SUDO, "unshare", "--mount", "true"], check=False).returncode:
        return f"nobody else may enter {', '.join(map(str, ways))}, where Python or the course is"
    if any(top == path for top, paths in ways.items() for path in paths):
        return f"nobody else may enter {', '.join(map(str, ways))}"
    return ""


def needed() -> set[Path]:
    """The folders that a learner's server reads: Python, its packages, the engine."""
    return {Path(sys.base_prefix).resolve(), Path(sys.prefix).resolve(), ROOT}


def closed_ways(paths: Iterable[Path]) -> dict[Path, list[Path]]:
    """The folders that others may not enter, each with what is needed from within."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(paths):
        for up in reversed((path, *path.parents)):
            if not up.stat().st_mode & stat.S_IXOTH:
                found.setdefault(up, []).append(path)
                break
    return found


def opened(ways: dict[Path, list[Path]], base: Path) -> list[str]:
    """A command before another one that lets everybody enter these, for that command alone."""
    if not ways:
        return []
    lines = ["set -e", "mount --make-rprivate /"]
    for number, (top, paths) in enumerate(ways.items()):
        aside = [(path, base / "ways" / f"{number}-{one}") for one, path in enumerate(paths)]
        for path, kept in aside:
            lines += [f"mkdir -p '{kept}'", f"mount --bind '{path}' '{kept}'"]
        lines += [f"mount -t tmpfs -o mode=755 tmpfs '{top}'"]
        for path, kept in aside:
            lines += [f"mkdir -p '{path}'", f"mount --move '{kept}' '{path}'"]
    return ["unshare", "--mount", "sh", "-c", "\n".join([*lines, 'exec "$@"']), "sh"]


@contextmanager
def classroom() -> Iterator[Classroom]:
    """Make the accounts, start the hub on free ports, and leave nothing behind."""
    why = why_not_apart()
    if why:
        print(ONE_ACCOUNT.format(why=why), file=sys.__stderr__, flush=True)
    sign = f"{os.getpid():x}{secrets.token_hex(1)}"
    base = Path(tempfile.mkdtemp(prefix="copcourse-hub-", dir="/tmp"))
    base.chmod(0o755)
    course, room = base / "course", base / "room"
    shutil.copytree(ROOT / "course", course, ignore=MADE)
    (base / ".git").mkdir()
    (base / ".git" / "history").write_text("keys of long ago")
    password = secrets.token_hex(8)
    names = ["trainer", "kim", "noor"] if why else [f"cop{who}{sign}" for who in "tkn"]
    homes = (room if why else base) / "homes"
    people = [Person(name, password, homes / name) for name in names]
    group = f"copg{sign}"
    try:
        if not why:
            homes.mkdir()
            as_root("groupadd", group)
            for number, one in enumerate(people):
                groups = ["--groups", group] if number else []
                where = ["--create-home", "--home-dir", str(one.home), "--shell", "/bin/bash"]
                as_root("useradd", *where, *groups, one.name)
            as_root("chpasswd", given="".join(f"{one.name}:{password}\n" for one in people))
            as_root("chown", "-R", f"{names[0]}:", str(course), str(base / ".git"))
        with _running(base, course, room, people, group, why) as hub:
            yield hub
    finally:
        if not why:
            for name in names:
                subprocess.run([*SUDO, "userdel", name], capture_output=True, check=False)
            subprocess.run([*SUDO, "groupdel", group], capture_output=True, check=False)
        subprocess.run([*SUDO, "rm", "-rf", str(base)], check=False)


@contextmanager
def _running(
    base: Path, course: Path, room: Path, people: list[Person], group: str, why: str
) -> Iterator[Classroom]:
    port, hub_port, api_port = free_port(), free_port(), free_port()
    own = ("COPCOURSE", "NBGRADER", "JUPYTER", "VOILA", "COV_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment |= {"COPCOURSE_HUB": str(room), "HOME": str(base)}
    if why:
        environment["COPCOURSE_REHEARSAL"] = people[0].password
    command = [
        *(f"{name}={value}" for name, value in environment.items()),
        *([] if why else opened(closed_ways(needed()), base)),
        sys.executable,
        *("-m", "jupyterhub", "--config", str(course / "hub" / "jupyterhub_config.py")),
        f"--port={port}",
        f"--JupyterHub.hub_port={hub_port}",
        f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{api_port}",
        *([] if why else [f"--PAMAuthenticator.allowed_groups={group}"]),
    ]
    log = base / "hub.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [*([] if why else SUDO), "env", "-i", *command],
            cwd=base,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    hub = Classroom(url, base, course, room, people, not why, log, process)
    try:
        deadline = time.monotonic() + 60
        while not _answers(url):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(hub.said(), pytrace=False)
            time.sleep(0.2)
        yield hub
    finally:
        if process.poll() is None:
            sudo = [] if why else SUDO
            subprocess.run([*sudo, "kill", f"-{signal.SIGTERM}", str(process.pid)], check=False)
        process.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/hub/health", timeout=5) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
