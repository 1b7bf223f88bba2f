"""The rehearsal of a launch on Binder: what enters the image, what stays in it, what it shows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from rehearsal import REPOSITORY, TIMEOUT, Build, Image, Server

from copcourse.widgets.delivery import delivery
from copcourse.words import words

SECOND = 1000
MODULE = "modules/online-threats/module.ipynb"


def test_repo2docker_runs_what_lies_in_binder(build: Build) -> None:
    """Python 3.11, then our requirements, then our postBuild, both as the ordinary user."""
    # repo2docker copies the list of packages for that Python, under an escaped name.
    assert re.findall(r"environment-2epy-2d(\d+)-2e(\d+)", build.dockerfile) == [("3", "11")]
    commands = [line for line in build.dockerfile.splitlines() if line.startswith(("RUN", "USER"))]
    install = (
        'RUN ${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "binder/requirements.txt"'
    )
    assert commands[commands.index(install) - 1 :] == [
        "USER ${NB_USER}",
        install,
        "USER ${NB_USER}",
        "RUN chmod +x binder/postBuild",
        "RUN ./binder/postBuild",
    ]
    copied = "COPY --chown=1000:1000 src/ ${REPO_DIR}/"
    assert build.dockerfile.index(copied) < build.dockerfile.index(install)


def test_requirements_are_the_course_under_our_constraints() -> None:
    """Nothing of the trainer's or the author's side is asked for, and all versions are ours."""
    lines = (REPOSITORY / "binder" / "requirements.txt").read_text().splitlines()
    wanted = [line for line in lines if not line.startswith("#")]
    assert wanted == ["-c constraints.txt", ".[lab]", "notebook"]


def test_constraints_name_versions_and_no_host() -> None:
    """Each line is a package with one version, at most with a condition: no address, no option."""
    lines = (REPOSITORY / "binder" / "constraints.txt").read_text().splitlines()
    shape = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [A-Za-z_0-9 '.=<>!()]+)?")
    assert [line for line in lines if not shape.fullmatch(line)] == []
    assert any(line.startswith("voila==") for line in lines)


def test_keys_and_history_never_enter_the_image(build: Build) -> None:
    """No layer holds the trainer's folder, the history or the tests; what is needed is there."""
    tops = {name.split("/")[0] for name in build.names()}
    assert tops == {"LICENSE", "README.md", "binder", "modules", "pyproject.toml", "src"}


def test_the_environment_is_a_learners(image: Image) -> None:
    """Neither marking nor authoring is installed, and every version is the pinned one."""
    python = image.environment / "bin" / "python"
    code = (
        "import importlib.metadata as m, json;"
        "print(json.dumps({d.name.lower().replace('_', '-').replace('.', '-'): d.version"
        " for d in m.distributions()}))"
    )
    out = subprocess.run(
        [python, "-c", code], capture_output=True, text=True, check=True, timeout=TIMEOUT
    )
    installed: dict[str, str] = json.loads(out.stdout)
    assert installed.pop("copcourse")
    assert installed.keys() & {"nbgrader", "pandas", "jupytext", "textstat", "pytest"} == set()
    lines = (REPOSITORY / "binder" / "constraints.txt").read_text().splitlines()
    pinned = {tuple(line.split(" ;")[0].split("==")) for line in lines}
    assert installed.items() - pinned == set()


def test_only_the_learners_part_is_left(image: Image, tree: Path) -> None:
    """After postBuild the folder holds the modules, the licence and the image's own files."""
    # What a Jupyter server writes to its owner's home while it runs is not the repository's.
    written = {".cache", ".ipython", ".jupyter", ".local"}
    tops = {path.name for path in image.home.iterdir()}
    assert tops - written == {"modules", "LICENSE", ".profile"}
    secrets = {path.read_bytes() for path in (tree / "course" / "quizzes").glob("*.toml")}
    assert secrets
    (package,) = image.environment.glob("lib/python3*/site-packages/copcourse")
    for place in (image.home, package):
        for path in place.rglob("*"):
            assert path.name not in ("course", "quizzes", ".git", "nbgrader_config.py")
            assert not path.is_file() or path.read_bytes() not in secrets


def test_post_build_refuses_a_working_copy(image: Image, tree: Path, folder: Path) -> None:
    """Run by hand in a checkout, postBuild says why it does nothing, and deletes nothing."""
    copy = folder / "working copy"
    shutil.copytree(tree, copy)
    before = sorted(copy.rglob("*"))
    for elsewhere in ("", str(folder)):
        done = image.post_build(copy, REPO_DIR=elsewhere)
        assert done.returncode == 1
        assert "only repo2docker may run it" in done.stderr
    assert sorted(copy.rglob("*")) == before


@pytest.mark.parametrize("left", ["course/quizzes/x.toml", ".git/HEAD", "x/nbgrader_config.py"])
def test_post_build_fails_when_something_is_left(
    image: Image, tree: Path, folder: Path, left: str
) -> None:
    """A trainer's file or a history below the modules ends the build, and is named."""
    copy = folder / left.replace("/", "-")
    shutil.copytree(tree, copy)
    (copy / "modules" / left).parent.mkdir(parents=True)
    (copy / "modules" / left).write_text("")
    done = image.post_build(copy)
    assert done.returncode == 1
    assert f"./modules/{left.removesuffix('/x.toml').removesuffix('/HEAD')}" in done.stderr


def test_post_build_fails_without_pages(image: Image, tree: Path, folder: Path) -> None:
    """An image whose launch link would open nothing is not made."""
    copy = folder / "no pages"
    shutil.copytree(tree, copy)
    (copy / "modules" / "home.ipynb").unlink()
    done = image.post_build(copy)
    assert done.returncode == 1
    assert "modules/home.ipynb is not there" in done.stderr


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ('c.VoilaConfiguration.template = "nowhere"', "template nowhere is not installed"),
        ("c.VoilaConfiguration.template = undefined", "NameError"),
    ],
)
def test_post_build_fails_when_pages_would_stay_empty(
    image: Image, tree: Path, folder: Path, changed: str, fault: str
) -> None:
    """A template that is not there, or settings that do not load, end the build."""
    copy = folder / changed.replace('"', "")
    shutil.copytree(tree, copy)
    config = copy / "binder" / "jupyter_server_config.py"
    config.write_text(f"{config.read_text()}\n{changed}\n")
    done = image.post_build(copy)
    assert done.returncode == 1
    assert fault in done.stderr


def test_nothing_of_the_trainers_can_be_asked_for(server: Server) -> None:
    """The server's own files address gives the modules, and neither keys nor history nor tests."""
    assert server.ask(f"files/{MODULE}") == 200
    for path in (
        "course/quizzes/online-threats.toml",
        "course/nbgrader_config.py",
        ".git/HEAD",
        ".git/config",
        "tests/conftest.py",
        "binder/postBuild",
        "src/copcourse/__init__.py",
        "modules/../course/quizzes/online-threats.toml",
    ):
        assert server.ask(f"files/{path}") == 404, path


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Give a page that remembers whom it asked."""
    made = context.new_page()
    made.set_default_timeout(TIMEOUT * SECOND)
    return made


def asked(page: Page) -> Callable[[], set[str]]:
    """Collect the hosts that a page asks from now on; data that it carries itself has none."""
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).netloc))
    return lambda: hosts - {""}


def test_the_launch_link_opens_the_home_page(server: Server, page: Page) -> None:
    """The address in the README leads to the first page, in our template."""
    readme = (REPOSITORY / "README.md").read_text()
    (path,) = re.findall(r"mybinder\.org/v2/gh/[\w/-]+/HEAD\?urlpath=([^)\s]+)", readme)
    page.goto(f"{server.url}{unquote(path)}?token={server.token}")
    expect(page.locator("body")).to_have_attribute("data-copcourse-page", "home")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    lab = page.get_by_role("link", name=words("en")["frame"]["lab"])
    expect(lab).to_have_attribute("href", re.compile("/user/.+/lab/tree/modules$"))


def test_a_module_is_alive_in_voila(server: Server, page: Page) -> None:
    """A page with a picture shows it, its exercises answer, and nobody else is asked."""
    hosts = asked(page)
    page.goto(f"{server.url}voila/render/{MODULE}?token={server.token}")
    expect(page.locator("body")).to_have_attribute("data-copcourse-page", "module")
    slots = page.locator(".cop-slot")
    expect(page.locator(".cop-slot[aria-busy]")).to_have_count(0, timeout=TIMEOUT * SECOND)
    assert slots.count() > 0
    assert page.locator(".cop-slot.is-failed").count() == 0, server.log.read_text()[-4000:]

    pictures = page.locator("main img")
    assert pictures.count() > 0
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0

    said = words("en")["practice"]
    page.get_by_role("button", name=said["check"], exact=True).first.click()
    expect(page.get_by_text(said["nothing_chosen"]).first).to_be_visible()

    expect(page.get_by_text(words("en")["page"]["privacy_voila"])).to_be_visible()
    assert {delivery(kernel.environ()) for kernel in server.kernels()} == {"voila"}
    assert hosts() == {urlsplit(server.url).netloc}


def test_jupyterlab_opens_beside_it(server: Server, page: Page) -> None:
    """The same module opens in JupyterLab, whose kernel knows that it is not Voilà's."""
    before = len(server.kernels())
    hosts = asked(page)
    page.goto(f"{server.url}lab/tree/{MODULE}?token={server.token}")
    expect(page.locator(".jp-NotebookPanel .jp-MarkdownOutput h1").first).to_be_visible(
        timeout=TIMEOUT * SECOND
    )
    config = json.loads(page.locator("#jupyter-config-data").text_content() or "")
    assert config["news"] == {"disabled": True}
    deadline = time.monotonic() + TIMEOUT
    while len(server.kernels()) == before and time.monotonic() < deadline:
        time.sleep(0.2)
    assert [delivery(kernel.environ()) for kernel in server.kernels()].count("lab") == 1
    assert hosts() == {urlsplit(server.url).netloc}
