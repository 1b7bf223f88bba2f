"""What Binder does with the repository, as far as that needs no container engine."""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tarfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
import pytest
from repo2docker.app import Repo2Docker
from repo2docker.engine import ContainerEngine

REPOSITORY = Path(__file__).parents[2]
TIMEOUT = 60
INSTALL_TIMEOUT = 600
# The name that most systems give to the user without any rights.
ORDINARY_USER = 65534


@dataclass(frozen=True)
class Build:
    """What repo2docker would hand to a container engine."""

    dockerfile: str = field(repr=False)
    archive: bytes = field(repr=False)

    def names(self) -> set[str]:
        """The repository's files that enter the image."""
        with tarfile.open(fileobj=io.BytesIO(self.archive)) as tar:
            parts = [member.name.partition("/") for member in tar if member.isfile()]
        return {name for top, _, name in parts if top == "src"}

    def unpack(self, home: Path) -> None:
        """Copy the repository's files as the image does."""
        with tarfile.open(fileobj=io.BytesIO(self.archive)) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                top, _, name = member.name.partition("/")
                content = tar.extractfile(member)
                if top == "src" and content is not None:
                    (home / name).parent.mkdir(parents=True, exist_ok=True)
                    (home / name).write_bytes(content.read())
                    (home / name).chmod(member.mode)


class Recorder(ContainerEngine):
    """A container engine that builds nothing."""

    archive = b""

    def inspect_image(self, image: str) -> None:
        """Know no image, so that one has to be built."""

    def build(self, **given: Any) -> Iterator[str]:
        """Keep what an engine would build from."""
        self.archive = given["fileobj"].read()
        yield ""


def repo2docker(tree: Path) -> Build:
    """Let repo2docker do all that it does with a repository before it needs an engine."""
    app = Repo2Docker()
    app.repo = str(tree)
    app.output_image_spec = "copcourse"
    app.user_id, app.user_name = 1000, "jovyan"
    app.run = False
    engine = Recorder(parent=app)
    app.get_engine = lambda: engine
    app.build()
    with tarfile.open(fileobj=io.BytesIO(engine.archive)) as tar:
        dockerfile = tar.extractfile("Dockerfile")
        assert dockerfile is not None
        return Build(dockerfile.read().decode(), engine.archive)


def clone(tree: Path) -> None:
    """Copy the repository as it stands, with a history of its own."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True, timeout=TIMEOUT,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, tree / name)
    for arguments in (["init"], ["add", "--all"], ["commit", "--message=all"]):
        subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.org",
             "-c", "commit.gpgsign=false", *arguments],
            cwd=tree, check=True, capture_output=True, timeout=TIMEOUT,
        )  # fmt: skip


@dataclass(frozen=True)
class Image:
    """A home folder and a Python environment that belong to an ordinary user."""

    home: Path
    environment: Path

    def install(self) -> None:
        """Make the environment and run repo2docker's own installation step in the repository."""
        subprocess.run(
            [_python(), "-m", "venv", "--without-pip", str(self.environment)],
            check=True, timeout=TIMEOUT,
        )  # fmt: skip
        # With the environment of the tests, so that pip finds packages where it always does.
        done = subprocess.run(
            [sys.executable, "-m", "pip", "--python", str(self.environment / "bin" / "python"),
             "install", "--no-cache-dir", "-r", "binder/requirements.txt"],
            cwd=self.home, capture_output=True, text=True, timeout=INSTALL_TIMEOUT,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        self.hand_over(self.environment)

    def hand_over(self, folder: Path) -> None:
        """Give a folder to the ordinary user, as everything in an image is theirs."""
        if _whom():
            for path in (folder, *folder.rglob("*")):
                os.chown(path, ORDINARY_USER, ORDINARY_USER, follow_symlinks=False)

    def variables(self, home: Path | None = None) -> dict[str, str]:
        """The environment variables that the image sets."""
        home = home or self.home
        path = os.pathsep.join((str(self.environment / "bin"), os.defpath))
        return {"HOME": str(home), "REPO_DIR": str(home), "PATH": path, "LC_ALL": "C.UTF-8"}

    def post_build(self, tree: Path, **changed: str) -> subprocess.CompletedProcess[str]:
        """Run binder/postBuild of a tree, in it."""
        self.hand_over(tree)
        return subprocess.run(
            ["./binder/postBuild"], cwd=tree, env={**self.variables(tree), **changed},
            capture_output=True, text=True, timeout=TIMEOUT, **_whom(),
        )  # fmt: skip


@dataclass
class Server:
    """The learner's Jupyter server."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str
    token: str

    def ask(self, path: str) -> int:
        """The status of the answer to a path below the server's own."""
        try:
            address = f"{self.url}{path}?token={self.token}"
            with urllib.request.urlopen(address, timeout=TIMEOUT) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def kernels(self) -> list[psutil.Process]:
        """The kernels that run."""
        return [
            child
            for child in psutil.Process(self.process.pid).children(recursive=True)
            if child.status() != psutil.STATUS_ZOMBIE and "ipykernel_launcher" in child.cmdline()
        ]

    def stop(self) -> None:
        """End it and all that it started. Asked politely it waits for each kernel in turn."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.kill()
        for child in family:
            with contextlib.suppress(psutil.NoSuchProcess):
                child.kill()
        self.process.wait(TIMEOUT)


def start(image: Image) -> Server:
    """Start JupyterLab with the arguments that BinderHub's spawner gives to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex()
    given = ["base_url=/user/abc/", f"token={token}", "trust_xheaders=True"]
    log = image.environment / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            ["jupyter-lab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
             *(f"--{app}.{each}" for app in ("NotebookApp", "ServerApp") for each in given)],
            cwd=image.home, env=image.variables(), stdout=out, stderr=out,
            executable=image.environment / "bin" / "jupyter-lab", **_whom(),
        )  # fmt: skip
    server = Server(process, log, f"http://127.0.0.1:{port}/user/abc/", token)
    deadline = time.monotonic() + TIMEOUT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            server.ask("api")
        except OSError:
            time.sleep(0.2)
        else:
            return server
    server.stop()
    pytest.fail(f"the server does not start:\n{log.read_text()[-4000:]}", pytrace=False)


def _whom() -> dict[str, Any]:
    """Who runs what an image runs: who runs the tests, or an ordinary user if that is root."""
    if os.geteuid() != 0:
        return {}
    return {"user": ORDINARY_USER, "group": ORDINARY_USER, "extra_groups": []}


def _python() -> str:
    """Find a Python that an ordinary user may run; one in root's own folder is none."""
    ours = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    system = shutil.which("python3", path=os.pathsep.join(("/usr/local/bin", os.defpath)))
    for python in filter(None, (str(ours), system)):
        if _runs([python, "-c", "import sys, venv; sys.exit(sys.version_info < (3, 11))"]):
            return python
    pytest.fail(
        "Nobody but root can run the Python that is here. Install Python 3.11 or newer for all "
        "users, or run the tests as an ordinary user.",
        pytrace=False,
    )


def _runs(command: Sequence[str]) -> bool:
    try:
        done = subprocess.run(
            command, cwd="/", env={}, capture_output=True, timeout=TIMEOUT, **_whom()
        )
    except PermissionError:
        return False
    return done.returncode == 0
