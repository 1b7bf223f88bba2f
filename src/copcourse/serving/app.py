"""`copcourse serve`: Voilà's own application, set up for learners."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import signal
import socket
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import zmq
from jupyter_core.utils import ensure_async
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler
from traitlets.config import Config
from voila._version import __version__ as voila_version
from voila.app import Voila
from voila.utils import get_page_config

from copcourse.errors import ServeError
from copcourse.serving.address import is_for_a_room, room_address, terminal_code
from copcourse.serving.files import read_page
from copcourse.serving.handlers import (
    EndHandler,
    HashedFiles,
    HomeHandler,
    KernelFacts,
    LastingFiles,
    MissingHandler,
    PageHandler,
    PictureHandler,
)
from copcourse.serving.kernels import OwnKernelSpecs, Places
from copcourse.serving.page import TEMPLATES
from copcourse.serving.settings import LAB_EXTENSIONS, page_settings
from copcourse.serving.visitors import KernelLine, Nobody

_KERNEL_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_PING_MS = 30_000


class CourseVoila(Voila):
    """Voilà without its listing, its search for another port and its open ends."""

    def __init__(self, root: Path, max_kernels: int, **kwargs: Any) -> None:
        self.course_root = root
        self.max_kernels = max_kernels
        # Somebody's own voila.json or voila.py must not undo what learners are promised here.
        super().__init__(config_file_paths=[], **kwargs)

    def init_settings(self) -> dict[str, Any]:
        """Add what Tornado must know before its application is made."""
        settings: dict[str, Any] = super().init_settings()
        settings.update(
            compress_response=True,
            # All widgets come in one message; on a slow line the browser would give up waiting for
            # it and ask for each again.
            websocket_compression_options={},
            copcourse_root=self.course_root,
            copcourse_config=self.config,
            default_handler_class=MissingHandler,
            log_function=_say_nothing,
            ws_ping_interval=_PING_MS,
            ws_ping_timeout=_PING_MS,
            headers={
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Opener-Policy": "same-origin",
            },
        )
        return settings

    def init_handlers(self) -> list[Any]:
        """Name everything that is answered; the rest is not here."""
        static = f"{self.base_url}voila/static/{voila_version}"
        facts = {"settings": self.app.settings, "log": self.log, "base_url": self.base_url}
        page_config = get_page_config(voila_configuration=self.voila_configuration, **facts)
        page_config["fullStaticUrl"] = static
        _check_lab_extensions(page_config)
        page = {
            "places": Places(self.kernel_manager, self.max_kernels),
            "voila_configuration": self.voila_configuration,
            "template_paths": self.template_paths,
            "page_config": page_config,
        }
        root = {"path": str(self.course_root)}
        pictures = r"(.*\.(?i:png|jpe?g|gif|svg|webp))"
        return [
            (self.base_url, HomeHandler),
            (f"{self.base_url}voila/render/{pictures}", PictureHandler, root),
            (f"{self.base_url}voila/files/{pictures}", PictureHandler, root),
            (f"{self.base_url}voila/render/(.*)", PageHandler, page),
            (f"{static}/(.*)", LastingFiles, {"paths": self.static_paths}),
            (
                f"{self.base_url}voila/labextensions/(.*)",
                HashedFiles,
                {"path": self.labextensions_path},
            ),
            (f"{self.base_url}api/kernels/{_KERNEL_ID}", KernelFacts),
            (f"{self.base_url}api/kernels/{_KERNEL_ID}/channels", KernelLine),
            (f"{self.base_url}voila/api/shutdown/{_KERNEL_ID}", EndHandler),
        ]

    async def run(self, sockets: list[socket.socket], announce: Callable[[], None]) -> None:
        """Serve until the process is asked to end, then end every kernel."""
        with tempfile.TemporaryDirectory(prefix="copcourse-") as self.connection_dir:
            self.app = Application(**self.init_settings())
            self.app.add_handlers(".*$", self.init_handlers())
            server = HTTPServer(self.app)
            server.add_sockets(sockets)
            ended = asyncio.Event()
            _on_end(ended.set)
            announce()
            try:
                await ended.wait()
            finally:
                server.stop()
                await ensure_async(self.kernel_manager.shutdown_all(now=True))


def serve(
    root: Path,
    host: str = "127.0.0.1",
    port: int = 8866,
    *,
    max_kernels: int = 24,
    idle_minutes: float = 10,
    open_browser: bool = True,
) -> None:
    """Serve the course in ``root`` until Ctrl-C.

    A page whose kernel nobody has used for ``idle_minutes`` loses it, also while it is open: what
    it shows needs none. More than ``max_kernels`` at once are not started.

    Raises `ServeError` if there is no course, the port is taken, or the page template or a widget
    extension is not installed.
    """
    root = root.resolve()
    if read_page(root, "home.ipynb") is None:
        raise ServeError(
            "there is no course here",
            'Run "copcourse build" first, or name the right folder with --root.',
            file=root,
        )
    sockets = _bind(host, port)
    try:
        _prefer_own_templates()
        app = CourseVoila(root, max_kernels, config=_config(root, idle_minutes))
        app.initialize([])
        _check_template(app.template_paths)
        address = f"http://{room_address(host) or socket.gethostname()}:{port}/"

        def announce() -> None:
            print(f"The course is at {address} (Ctrl-C ends it)", flush=True)
            if is_for_a_room(host):
                _invite(address)
            if open_browser:
                webbrowser.open(address)

        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(app.run(sockets, announce))
    finally:
        for each in sockets:
            each.close()


def _invite(address: str) -> None:
    """Show a room how to come in, and say who else can."""
    if code := terminal_code(address):
        print(code)
    print("Anybody on this network can open it, until you end it.", flush=True)


def _say_nothing(_handler: RequestHandler) -> None:
    """Keep no access log: it would be a record of who read what."""


def _config(root: Path, idle_minutes: float) -> Config:
    idle_seconds = max(1, round(idle_minutes * 60))
    config = page_settings()
    config.Application.log_level = "ERROR"
    config.Voila.root_dir = str(root)
    config.VoilaConfiguration.kernel_spec_manager_class = OwnKernelSpecs
    kernels = config.MappingKernelManager
    kernels.cull_idle_timeout = idle_seconds
    kernels.cull_interval = max(1, min(60, idle_seconds // 4))
    kernels.cull_connected = True
    # A new kernel in the place of a dead one knows nothing of the page; the page says so instead.
    config.KernelManager.autorestart = False
    # Others with an account on this machine cannot listen to a kernel, if ZeroMQ can encrypt.
    config.KernelManager.transport_encryption = "auto" if zmq.has("curve") else "disabled"
    config.Voila.identity_provider_class = Nobody
    return config


def _prefer_own_templates() -> None:
    """Let the templates beside this module win over installed copies, here and in the kernels."""
    rest = os.environ.get("JUPYTER_PATH", "")
    os.environ["JUPYTER_PATH"] = os.pathsep.join(part for part in (str(TEMPLATES), rest) if part)


def _check_template(paths: list[str]) -> None:
    own = TEMPLATES / "voila" / "templates" / "copcourse"
    if not (own / "index.html.j2").is_file() or str(own) not in paths:
        raise ServeError(
            "the page template is missing",
            "Install copcourse again: without it no page could be shown.",
            file=own,
        )


def _check_lab_extensions(page_config: dict[str, Any]) -> None:
    there = {extension["name"] for extension in page_config["federated_extensions"]}
    missing = [name for name in LAB_EXTENSIONS if name not in there]
    if missing:
        raise ServeError(
            f"what shows the exercises is not installed ({', '.join(missing)})",
            'Install it again with "pip install --force-reinstall anywidget voila".',
        )


def _bind(host: str, port: int) -> list[socket.socket]:
    try:
        return bind_sockets(port, host)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            fault = f"port {port} is taken by another program, or by a course that already runs"
        else:
            fault = f"this computer does not let the course use {host}, port {port}"
        remedy = "End the other program, or choose another port with --port."
        raise ServeError(fault, remedy) from error


def _on_end(end: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers: there Ctrl-C cancels the main task, which ends the same way.
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, end)
