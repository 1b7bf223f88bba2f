"""The repository as Binder would have it, and the server that a learner would get."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from rehearsal import Build, Image, Server, clone, repo2docker, start


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Give a folder that an ordinary user can reach, which pytest's own is not."""
    with tempfile.TemporaryDirectory(prefix="copcourse-binder-") as name:
        made = Path(name).resolve()
        made.chmod(0o755)
        yield made


@pytest.fixture(scope="session")
def tree(folder: Path) -> Path:
    """Give a clone of the repository."""
    made = folder / "clone"
    clone(made)
    return made


@pytest.fixture(scope="session")
def build(tree: Path) -> Build:
    """Give what repo2docker makes of the clone."""
    return repo2docker(tree)


@pytest.fixture(scope="session")
def image(folder: Path, tree: Path, build: Build) -> Image:
    """Give the finished image."""
    made = Image(folder / "home", folder / "environment")
    made.home.mkdir()
    build.unpack(made.home)
    made.install()
    # A repo2docker that does not know of .dockerignore would have copied everything.
    shutil.copytree(tree, made.home, dirs_exist_ok=True)
    (made.home / ".profile").write_text("# the image's own\n")
    done = made.post_build(made.home)
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="session")
def server(image: Image) -> Iterator[Server]:
    """Give the learner's running server."""
    running = start(image)
    yield running
    running.stop()
