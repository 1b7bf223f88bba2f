"""Kernels: no more than may, no longer than needed, and never a visitor's own code."""

import asyncio
import contextlib
import json
import re
import signal
import subprocess
import sys
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jupyter_server.services.kernels.connection.base import (
    deserialize_msg_from_ws_v1,
    serialize_msg_to_ws_v1,
)
from playwright.sync_api import expect
from served import LAUNCH, Server, Visit, free_port, start, wait_for
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

PROTOCOL = "v1.kernel.websocket.jupyter.org"

BROKEN = """
import sys
sys.path.insert(0, {folder!r})
import launch
from copcourse.serving.handlers import CourseRenderer

async def boom(self, nb, kernel_id, kernel_future):
    await kernel_future
    raise RuntimeError("a fault of ours")

CourseRenderer._jinja_kernel_start = boom
launch.main()
"""
BARE = """
import sys
from pathlib import Path
sys.path.insert(0, {folder!r})
import launch

launch.app.TEMPLATES = Path({nothing!r})
launch.main()
"""
Begin = Callable[..., Server]
Go = Callable[[str], Visit]


def kernel_id(html: str) -> str:
    """Read a kernel's id out of a page."""
    found = re.search(r'"kernelId": "([0-9a-f-]{36})"', html)
    assert found
    return found[1]


def test_no_more_kernels_than_may(own_server: Begin) -> None:
    """Of four visitors at the same moment two are served and two get a polite page."""
    server = own_server(max_kernels=2)
    with ThreadPoolExecutor(4) as visitors:
        answers = list(visitors.map(server.ask, ["/voila/render/calm/module.ipynb"] * 4))
    assert sorted(answer.status for answer in answers) == [200, 200, 503, 503]
    assert len(server.kernels()) == 2
    polite = next(answer for answer in answers if answer.status == 503)
    assert int(polite.headers["Retry-After"]) > 0
    assert "The course is full at the moment" in polite.text
    assert "If somebody is in danger now" in polite.text
    assert polite.text.count('href="/voila/render/help.ipynb"') == 2
    assert "@a-source" not in polite.text


def test_a_full_course_still_shows_pages_that_need_no_kernel(own_server: Begin) -> None:
    """Help is never refused."""
    server = own_server(max_kernels=0)
    assert server.ask("/voila/render/calm/module.ipynb").status == 503
    assert server.ask("/voila/render/help.ipynb").status == 200
    assert server.ask("/voila/render/home.ipynb").status == 200


def test_a_page_that_is_loaded_again_gets_its_place_back(own_server: Begin, visit: Go) -> None:
    """With every place taken, the visitor who reloads is not turned away."""
    server = own_server(max_kernels=1)
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    seen.page.reload(wait_until="commit")
    expect(seen.page.get_by_role("heading", name="Staying calm")).to_be_visible()
    seen.ready()
    expect(seen.page.get_by_role("button", name="first: 0")).to_be_visible()


def test_an_idle_kernel_ends_and_its_page_goes_on(own_server: Begin, visit: Go) -> None:
    """A page that stays open loses its kernel after a while, and its widgets still answer."""
    server = own_server(idle_minutes=3 / 60)
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    assert len(server.kernels()) == 1
    wait_for(lambda: server.kernels() == [], "the idle kernel ends")
    seen.page.get_by_role("button", name="first: 0").click()
    expect(seen.page.get_by_role("button", name="first: 1")).to_be_visible()
    expect(seen.page.locator(".cop-slot.is-failed")).to_have_count(0)


def test_closing_a_page_ends_its_kernel(own_server: Begin, visit: Go) -> None:
    """The place is free again as soon as the tab is closed."""
    server = own_server()
    seen = visit(server.page("calm/module.ipynb"))
    seen.ready()
    assert len(server.kernels()) == 1
    seen.page.close(run_before_unload=True)
    wait_for(lambda: server.kernels() == [], "the kernel ends")


def test_a_kernel_runs_the_python_that_serves(
    own_server: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another kernel of the same name, put first by somebody, is not started."""
    other = tmp_path / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": ["/bin/false", "{connection_file}"], "display_name": "x", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    server = own_server()
    server.ask("/voila/render/calm/module.ipynb")
    assert [kernel.cmdline()[0] for kernel in server.kernels()] == [sys.executable]


def _line(server: Server, kernel: str) -> HTTPRequest:
    return HTTPRequest(f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id=x")


async def _send_code(server: Server, kernel: str, mark: Path) -> list[str]:
    socket = await websocket_connect(_line(server, kernel), subprotocols=[PROTOCOL])
    code = f"open({str(mark)!r}, 'w').write('ran')"
    for kind in ("execute_request", "kernel_info_request"):
        header = {
            "msg_id": uuid.uuid4().hex,
            "msg_type": kind,
            "username": "visitor",
            "session": "x",
            "version": "5.3",
            "date": "2026-01-01T00:00:00Z",
        }
        content = {"code": code, "silent": False} if kind == "execute_request" else {}
        parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
        frame = bytes(serialize_msg_to_ws_v1(parts, "shell"))
        await socket.write_message(frame, binary=True)
    replies: list[str] = []
    while "kernel_info_reply" not in replies:
        told = await socket.read_message()
        assert isinstance(told, bytes)
        _, parts = deserialize_msg_from_ws_v1(told)
        replies.append(json.loads(parts[0])["msg_type"])
    socket.close()
    return replies


async def _send_frame(
    server: Server, kernel: str, frame: str | bytes, protocols: list[str] | None
) -> str | bytes | None:
    socket = await websocket_connect(_line(server, kernel), subprotocols=protocols)
    await socket.write_message(frame, binary=isinstance(frame, bytes))
    told: str | bytes | None = b""
    while told is not None:
        told = await socket.read_message()
    return told


@pytest.mark.parametrize(
    ("frame", "protocols"),
    [
        (b"\xff" * 13, None),
        (b"\xff" * 8, [PROTOCOL]),
        (b"\xff\xff\xff\x7f" + bytes(60), [PROTOCOL]),
        (b"", [PROTOCOL]),
        ("{}", None),
    ],
)
def test_a_frame_that_no_page_sends_holds_nobody_up(
    server: Server, frame: str | bytes, protocols: list[str] | None
) -> None:
    """The line is hung up, and the server answers others at once."""
    kernel = kernel_id(server.ask("/voila/render/calm/module.ipynb").text)
    with ThreadPoolExecutor(1) as visitor:
        told = visitor.submit(asyncio.run, _send_frame(server, kernel, frame, protocols))
        assert told.result(20) is None
    assert server.ask("/voila/render/help.ipynb").status == 200
    # Nobody closes this page, and the server is for other tests too.
    server.ask(f"/voila/api/shutdown/{kernel}", "POST")
    wait_for(lambda: server.ask(f"/api/kernels/{kernel}").status == 404, "the kernel ends")


def test_a_visitor_cannot_make_a_kernel_run_code(own_server: Begin, tmp_path: Path) -> None:
    """Over a page's own socket a request to execute is not passed on; other requests are."""
    server = own_server()
    kernel = kernel_id(server.ask("/voila/render/calm/module.ipynb").text)
    mark = tmp_path / "ran"
    with ThreadPoolExecutor(1) as visitor:
        replies = visitor.submit(asyncio.run, _send_code(server, kernel, mark)).result(30)
    assert "kernel_info_reply" in replies
    assert not {"execute_reply", "execute_input"} & set(replies)
    assert not mark.exists()


def test_a_visitor_can_ask_for_a_kernel_but_not_command_it(server: Server) -> None:
    """Of the kernels' interface only one question is left."""
    kernel = kernel_id(server.ask("/voila/render/calm/module.ipynb").text)
    assert server.ask(f"/api/kernels/{kernel}").status == 200
    assert server.ask(f"/api/kernels/{kernel}", "DELETE").status == 405
    for command in ("restart", "interrupt"):
        assert server.ask(f"/api/kernels/{kernel}/{command}", "POST").status == 404


def test_ctrl_c_ends_server_and_kernels(root: Path) -> None:
    """After Ctrl-C nothing is left running, and nothing alarming is printed."""
    server = start(root)
    server.ask("/voila/render/calm/module.ipynb")
    kernels = server.kernels()
    assert len(kernels) == 1
    said = server.stop(signal.SIGINT)
    assert server.process.returncode == 0
    assert said == ""
    wait_for(lambda: not any(kernel.is_running() for kernel in kernels), "the kernels end", 5)


def test_a_taken_port_is_one_line(root: Path, server: Server) -> None:
    """The port is not exchanged for another, where the browser would look for other storage."""
    options = json.dumps({"root": str(root), "port": server.port})
    done = subprocess.run(
        [sys.executable, str(LAUNCH), options], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"port {server.port} is taken" in done.stderr
    assert "--port" in done.stderr


def test_a_folder_without_a_course_is_refused(tmp_path: Path) -> None:
    """Serving the wrong folder says so instead of showing an empty site."""
    options = json.dumps({"root": str(tmp_path), "port": free_port()})
    done = subprocess.run(
        [sys.executable, str(LAUNCH), options], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert "there is no course here" in done.stderr


def test_a_missing_template_is_found_at_the_start(root: Path, tmp_path: Path) -> None:
    """Without its template no page could end, so the server does not start."""
    bare = tmp_path / "bare.py"
    bare.write_text(BARE.format(folder=str(LAUNCH.parent), nothing=str(tmp_path)))
    options = json.dumps({"root": str(root), "port": free_port()})
    done = subprocess.run(
        [sys.executable, str(bare), options], capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 1
    assert "the page template is missing" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_page_that_breaks_ends_and_leaves_no_kernel(root: Path, tmp_path: Path) -> None:
    """An error in the template ends the answer with a calm page, and the page's kernel with it."""
    broken = tmp_path / "broken.py"
    broken.write_text(BROKEN.format(folder=str(LAUNCH.parent)))
    server = start(root, launch=broken)
    try:
        answer = server.ask("/voila/render/calm/module.ipynb")
        assert "Staying calm" in answer.text
        assert "a fault of ours" not in answer.text
        wait_for(lambda: server.kernels() == [], "the kernel ends", 10)
        assert server.ask("/voila/render/help.ipynb").status == 200
    finally:
        with contextlib.suppress(Exception):
            server.stop()
