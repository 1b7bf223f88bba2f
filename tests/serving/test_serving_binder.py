"""Voilà as an extension of a Jupyter server, as on Binder: the same page from the same template."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import expect
from served import Server, Visit, free_port, wait_for

from copcourse.serving.page import TEMPLATES

SETTINGS = """
from copcourse.serving import page_settings

c.ServerApp.token = ""
c.ServerApp.allow_root = True
c.ServerApp.open_browser = False
c.ServerApp.jpserver_extensions = {"voila.server_extension": True}
c.ServerApp.contents_manager_class = (
    "jupyter_server.services.contents.largefilemanager.LargeFileManager"
)
"""
OURS = "c.merge(page_settings())\n"


@contextmanager
def jupyter(root: Path, folder: Path, settings: str) -> Iterator[Server]:
    """Run a Jupyter server with Voilà as its extension and give it."""
    config = folder / "config"
    config.mkdir()
    (config / "jupyter_server_config.py").write_text(settings)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyter_server", f"--ServerApp.port={port}", str(root)],
        stdout=(folder / "log").open("w"),
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "JUPYTER_PATH": str(TEMPLATES), "JUPYTER_CONFIG_DIR": str(config)},
    )
    server = Server(process, port)

    def answers() -> bool:
        try:
            with urllib.request.urlopen(f"{server.url}/api", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    try:
        wait_for(answers, "the Jupyter server answers")
        yield server
    finally:
        process.terminate()
        process.wait(30)


def test_the_template_serves_a_jupyter_server_too(
    root: Path, tmp_path: Path, visit: Callable[[str], Visit]
) -> None:
    """Reading, picture, widgets and buttons are the same, and nothing is asked of another host."""
    with jupyter(root, tmp_path, SETTINGS + OURS) as server:
        seen = visit(server.page("breaking/module.ipynb"))
        seen.ready()
        expect(seen.page.get_by_role("button", name="before: 0")).to_be_visible()
        expect(seen.page.get_by_role("button", name="after: 0")).to_be_visible()
        expect(seen.page.locator(".cop-slot.is-failed")).to_have_count(2)
        expect(seen.page.get_by_role("button", name="Leave quickly")).to_be_visible()
        outside = [url for url in seen.requests if f"127.0.0.1:{server.port}" not in url]
        assert [url for url in outside if not url.startswith("data:")] == []
        assert not [url for url in seen.requests if "nbgrader" in url or "jupytext" in url]
        assert seen.console == []

        calm = visit(server.page("calm/module.ipynb"))
        calm.ready()
        expect(calm.page.get_by_role("button", name="third: 0")).to_be_visible()

        plain = visit(server.page("help.ipynb"))
        expect(plain.page.get_by_text("You are not alone.")).to_be_visible()
        plain.page.wait_for_load_state("networkidle")
        assert not [url for url in plain.requests if "voila.js" in url]


def test_without_our_settings_the_page_says_so(root: Path, tmp_path: Path) -> None:
    """A Voilà that was not set up for the course names what is missing, and does not hang."""
    with jupyter(root, tmp_path, SETTINGS) as server:
        answer = server.ask("/voila/render/calm/module.ipynb")
        assert answer.status == 200
        assert "c.merge(copcourse.serving.page_settings())" in answer.text
