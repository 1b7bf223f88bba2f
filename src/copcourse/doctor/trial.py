"""The course served for a moment: what a room would get from this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from copcourse.doctor.finding import Finding
from copcourse.doctor.memory import memory_finding, memory_left
from copcourse.serving.address import room_address

START_SECONDS = 60
PAGE_SECONDS = 90
_WIDGET = b"application/vnd.jupyter.widget-view+json"
# A proxy for the web must not be asked for this machine.
_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class TrialFailed(Exception):
    """The course does not serve here; the message says why."""


def trial_findings(root: Path, slug: str, host: str, port: int) -> list[Finding]:
    """Serve the course under ``root``, open one module's page, and measure its kernel."""
    address = f"http://{room_address(host) or '127.0.0.1'}:{port}"
    try:
        with _served(root, host, port, address) as process:
            seconds = _open(f"{address}/voila/render/{slug}/module.ipynb")
            kernel = _kernel_memory(process.pid)
    except TrialFailed as failed:
        remedy = "Mend that first. Until then copcourse kit gives the course without a server."
        return [Finding("mend", f"The course does not serve here: {failed}", remedy)]
    # Now that its memory is free again.
    return [
        Finding("ready", f"Tried: a page with its stories came to life in {seconds:.1f} s."),
        memory_finding(memory_left(), kernel),
    ]


@contextlib.contextmanager
def _served(root: Path, host: str, port: int, address: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "copcourse", "serve", "--no-browser"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, "--host", host, "--port", str(port)],
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        try:
            _wait(process, address)
            yield process
        except TrialFailed as failed:
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
            # The first line is serve's own sentence, and of a traceback the last one says most.
            if process.poll() is not None and lines:
                own = lines[-1] if lines[0].startswith("Traceback") else lines[0]
                raise TrialFailed(own) from None
            raise failed from None
        finally:
            _end(process)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise TrialFailed("it ended at once.")
        try:
            _OPENER.open(f"{address}/", timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
        else:
            return
    raise TrialFailed(f"after {START_SECONDS} seconds nothing answers at {address}.")


def _open(address: str) -> float:
    """Load a page whole; the seconds that it took."""
    begun = time.monotonic()
    try:
        with _OPENER.open(address, timeout=PAGE_SECONDS) as answer:
            page = answer.read()
    except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
        raise TrialFailed(f"its page does not come ({error}).") from None
    if _WIDGET not in page:
        raise TrialFailed("its page comes without what one can do in it: no kernel starts.")
    return time.monotonic() - begun


def _kernel_memory(server: int) -> int:
    """Bytes that the one running kernel has for itself."""
    import psutil  # type: ignore[import-untyped]  # it publishes no types

    for child in psutil.Process(server).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            if "ipykernel_launcher" in child.cmdline():
                return int(child.memory_full_info().uss)
    raise TrialFailed("its kernel ended before it could be measured.")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        # As Ctrl-C does, so that its kernels end too; Windows can only end it.
        with contextlib.suppress(OSError, ValueError):
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
