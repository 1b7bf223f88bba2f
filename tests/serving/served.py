"""A real server in a process of its own, on a free port; and what a browser does with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from playwright.sync_api import Page

LAUNCH = Path(__file__).with_name("launch.py")
TIMEOUT = 30.0
T = TypeVar("T")


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(look: Callable[[], T], what: str, seconds: float = TIMEOUT) -> T:
    """Give what `look` finds as soon as it finds something; fail after a while."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := look():
            return found
        time.sleep(0.1)
    pytest.fail(f"not within {seconds} s: {what}", pytrace=False)


@dataclass
class Answer:
    """An answer of the server."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    port: int

    @property
    def url(self) -> str:
        """The course's address."""
        return f"http://127.0.0.1:{self.port}"

    def page(self, path: str) -> str:
        """The address of a page."""
        return f"{self.url}/voila/render/{path}"

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask for a path exactly as it is written."""
        request = urllib.request.Request(f"{self.url}{path}", method=method, headers=headers)
        if method == "POST":
            request.data = b"{}"
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read())

    def kernels(self) -> list[psutil.Process]:
        """The kernels that this server runs."""
        return [
            child
            for child in psutil.Process(self.process.pid).children(recursive=True)
            if child.status() != psutil.STATUS_ZOMBIE and "ipykernel_launcher" in child.cmdline()
        ]

    def stop(self, how: signal.Signals = signal.SIGINT) -> str:
        """End it as Ctrl-C does, and give what it wrote."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            return self.process.communicate(timeout=TIMEOUT)[0]
        except subprocess.TimeoutExpired:
            self.process.kill()
            pytest.fail("the server does not end", pytrace=False)


def start(root: Path, launch: Path = LAUNCH, **options: Any) -> Server:
    """Start a server and wait until it says where the course is."""
    port = options.setdefault("port", free_port())
    process = subprocess.Popen(
        [sys.executable, str(launch), json.dumps({"root": str(root), **options})],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line.startswith("The course is at"):
        process.kill()
        pytest.fail(line + process.communicate()[0], pytrace=False)
    return Server(process, port)


@dataclass
class Visit:
    """A page in a browser, and all that it did."""

    page: Page
    console: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    sent: list[str | bytes] = field(default_factory=list)

    def until(self, expression: str) -> None:
        """Wait until JavaScript finds something true; the page's own policy forbids `eval`."""
        deadline = time.monotonic() + TIMEOUT
        while not self.page.evaluate(expression):
            if time.monotonic() > deadline:
                pytest.fail(f"never true: {expression}", pytrace=False)
            self.page.wait_for_timeout(50)

    def ready(self) -> None:
        """Wait until the page is whole and no slot is busy any more."""
        self.until(
            "document.readyState === 'complete' && !document.querySelector('.cop-slot[aria-busy]')"
        )
