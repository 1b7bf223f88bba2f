"""The two servers, each in a process of its own on a free port, and ended by us."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil
from course import Copies

START_SECONDS = 60
END_SECONDS = 15


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    def page(self, path: str) -> str:
        """The address of a notebook."""
        return f"http://127.0.0.1:{self.port}/voila/render/{path}"

    def end(self, *kernels: str) -> None:
        """End the kernels of all pages and wait until they are gone, so that none is in the way.

        Stock Voilà refuses what its own page sends when it is left (it set no XSRF cookie), and
        would keep the kernels of all visits.
        """
        for kernel in kernels:
            url = f"http://127.0.0.1:{self.port}/voila/api/shutdown/{kernel}"
            headers = {"Cookie": "_xsrf=bench", "X-XSRFToken": "bench"}
            request = urllib.request.Request(url, data=b"", headers=headers)
            urllib.request.urlopen(request, timeout=END_SECONDS).close()
        deadline = time.monotonic() + END_SECONDS
        while any(_lives(child) for child in psutil.Process(self.process.pid).children(True)):
            if time.monotonic() > deadline:
                sys.exit(f"The kernels of port {self.port} do not end.")
            time.sleep(0.05)


@contextlib.contextmanager
def course_server(made: Copies) -> Iterator[Server]:
    """``copcourse serve`` as anybody starts it."""
    command = ["-m", "copcourse", "serve", "--no-browser", "--port"]
    with _running(made, made.modules, command, "home.ipynb") as server:
        yield server


@contextlib.contextmanager
def stock_server(made: Copies) -> Iterator[Server]:
    """``voila`` as anybody starts it, with the template that it has by default."""
    command = ["-m", "voila", ".", "--template=lab", "--no-browser", "--port"]
    with _running(made, made.peer, command, "") as server:
        yield server


@contextlib.contextmanager
def _running(made: Copies, folder: Path, command: Sequence[str], ready: str) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = made.home / f"server-{port}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command, str(port)],
            cwd=folder,
            env=made.environment(),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(
            process, f"http://127.0.0.1:{port}/voila/render/{ready}" if ready else None, port, log
        )
        yield Server(process, port)
    finally:
        _end(process)


def _wait(process: subprocess.Popen[bytes], url: str | None, port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if url is None:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            else:
                urllib.request.urlopen(url, timeout=START_SECONDS).close()
            return
        time.sleep(0.1)
    sys.exit(f"The server does not answer:\n{log.read_text(errors='replace')[-2000:]}")


def _lives(process: psutil.Process) -> bool:
    with contextlib.suppress(psutil.NoSuchProcess):
        return process.status() != psutil.STATUS_ZOMBIE
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    alive = process.poll() is None
    kernels = psutil.Process(process.pid).children(recursive=True) if alive else []
    process.send_signal(signal.SIGINT)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(END_SECONDS)
    for kernel in kernels:
        with contextlib.suppress(psutil.NoSuchProcess):
            kernel.kill()
