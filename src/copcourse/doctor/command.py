"""The ``copcourse doctor`` command. It imports what it needs when it runs."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from copcourse.doctor.finding import SIGNS, Finding

SERVING = (
    "copcourse serve listens on this machine alone (127.0.0.1), unless --host is given. With "
    "--host 0.0.0.0 anybody on the same network can open the course, without a password, until "
    "you end it. They see its pages, and nothing else of this machine. Do it only on a network "
    "that you trust."
)


def add_doctor(commands: Any) -> None:
    """Add the command to a parser's own."""
    doctor = commands.add_parser("doctor", help="say whether this machine can serve a room")
    doctor.add_argument("--port", type=port, default=8866, help="the port for serve (8866)")
    doctor.add_argument(
        "--host", default="0.0.0.0", help="the address for serve (0.0.0.0: for the room)"
    )
    doctor.set_defaults(run=_doctor)


def port(text: str) -> int:
    """A port as somebody types it. Raises argparse.ArgumentTypeError for what is none."""
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port. Choose one from 1024 to 65535.")


def _doctor(options: argparse.Namespace) -> int:
    from copcourse.doctor.network import code_lines
    from copcourse.locating import course_root

    root = course_root()
    width = min(shutil.get_terminal_size().columns, 100)
    signs = _can_show("".join(SIGNS.values()))
    counts: Counter[str] = Counter()
    for one in findings(root, options.host, options.port):
        counts[one.level] += 1
        print(one.shown(width, signs=signs), flush=True)
    print()
    print(Finding("look", SERVING).shown(width, signs=signs))
    print()
    if counts["mend"]:
        print(f"Not ready yet: {counts['mend']} to mend.")
        return 1
    print(f"Ready to serve. Start: copcourse serve --host {options.host} --port {options.port}")
    if code := code_lines(options.host, options.port):
        print(f"Once it runs, phones find it with this code:\n{code}")
    return 0


def findings(root: Path, host: str, port: int) -> Iterator[Finding]:
    """Everything that is looked at, in order and one by one."""
    from copcourse.doctor import environment

    yield environment.python_finding()
    packages = environment.packages_finding(environment.requirements())
    yield packages
    if packages.level != "mend":
        # What follows needs those packages itself.
        yield from _serving_findings(root, host, port)
    yield environment.nbgrader_finding()
    yield environment.pdf_finding()


def _serving_findings(root: Path, host: str, port: int) -> Iterator[Finding]:
    from copcourse.doctor import network, texts, trial

    course, read = texts.read_here(root)
    yield from read
    if wrong := network.host_finding(host):
        yield wrong
        return
    free = network.port_finding(host, port)
    yield free
    yield from network.address_findings(host, port)
    if course is None:
        return
    tried = port if free.level == "ready" else network.free_port(host)
    yield from trial.trial_findings(root, course.modules[0].slug, host, tried)
    yield from texts.texts_findings(course)


def _can_show(text: str) -> bool:
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return True
