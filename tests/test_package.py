"""The built wheel and sdist: what is in them, what is not, and that the course runs from them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel and the sdist of a tree in which a learner has left files about."""
    tree = tmp_path_factory.mktemp("a tree with spaces")
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, tracked.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(REPOSITORY / name, tree / name)
    module = tree / "modules" / "online-threats"
    (module / ".ipynb_checkpoints").mkdir()
    for litter in ("answers.json", "answers-2026.json", ".ipynb_checkpoints/quiz-checkpoint.ipynb"):
        (module / litter).write_text("{}")
    # Without the file that lists what git ignores: a packer must not depend on it.
    (tree / ".gitignore").unlink()
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(tree)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return out


def names(built: Path) -> dict[str, list[str]]:
    """The files of the wheel and of the sdist."""
    (wheel,), (sdist,) = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive, tarfile.open(sdist) as tar:
        return {"wheel": archive.namelist(), "sdist": tar.getnames()}


def test_the_wheel_holds_engine_and_modules(built: Path) -> None:
    """Every file of src/copcourse and modules that is under version control is in the wheel."""
    inside = set(names(built)["wheel"])
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "src/copcourse", "modules"],
        cwd=REPOSITORY, check=True, capture_output=True, text=True,
    ).stdout.split("\0")  # fmt: skip
    wanted = {
        name.replace("src/copcourse/", "copcourse/").replace("modules/", "copcourse/modules/", 1)
        if name.startswith("modules/")
        else name.removeprefix("src/")
        for name in filter(None, tracked)
    }
    assert wanted - inside == set()
    assert "copcourse/modules/online-threats/module.ipynb" in inside


@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_no_key_and_no_litter_is_packed(built: Path, kind: str) -> None:
    """Neither quiz keys nor a learner's files are in what is published."""
    for name in names(built)[kind]:
        assert "quizzes" not in name
        assert "answers-" not in name
        assert "checkpoint" not in name
        assert not name.endswith("answers.json")
        assert "/course/source" not in name


def test_the_template_is_where_voila_looks(built: Path) -> None:
    """As a server extension (Binder) Voila finds the template in share/jupyter."""
    data = [name for name in names(built)["wheel"] if ".data/data/share/jupyter/voila" in name]
    assert any(name.endswith("templates/copcourse/index.html.j2") for name in data)


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment with the wheel, which borrows only the dependencies of ours."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    (wheel,) = built.glob("*.whl")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps",
         "--no-index", "--quiet", str(wheel)],
        check=True,
    )  # fmt: skip
    # A plain line adds the folder and does not follow the editable install of this repository.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python


@pytest.fixture
def served(installed: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the course as ``copcourse serve`` shows it from an empty folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "JUPYTER_PATH": str(Path(sys.prefix) / "share" / "jupyter")}
    server = subprocess.Popen(
        [str(installed), "-m", "copcourse", "serve", "--no-browser", "--port", str(port)],
        cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(300):
            assert server.poll() is None, server.stdout and server.stdout.read()
            try:
                urllib.request.urlopen(address, timeout=10).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.communicate(timeout=30)


def test_the_wheel_serves_the_course_from_an_empty_folder(served: str, installed: Path) -> None:
    """The home page comes, and the engine that made it is the wheel's."""
    with urllib.request.urlopen(served, timeout=30) as response:
        page = response.read().decode()
    assert "Online threats" in page
    where = subprocess.run(
        [str(installed), "-c", "import copcourse; print(copcourse.__file__)"],
        check=True, capture_output=True, text=True, cwd=installed.parent,
    ).stdout  # fmt: skip
    assert str(installed.parents[1]) in where


def test_public_names() -> None:
    """What a notebook may import, and no more."""
    import copcourse

    assert copcourse.__all__ == ["CourseError", "Module", "__version__", "mark"]
    assert copcourse.Module.here().folder == Path.cwd()
    assert callable(copcourse.mark)


def test_a_learners_kernel_stays_light() -> None:
    """What a notebook of the course imports brings neither pandas nor nbgrader nor author tools."""
    code = (
        "import sys; from copcourse import Module; Module.here();"
        "print([n for n in ('pandas', 'nbgrader', 'jupytext', 'textstat', 'yaml', 'voila') "
        "if n in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        capture_output=True,
        text=True,
        cwd=REPOSITORY / "modules" / "online-threats",
    ).stdout
    assert out.strip() == "[]"
