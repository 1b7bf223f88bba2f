"""What the server answers: pages, pictures, and a calm sentence for everything else."""

from __future__ import annotations

import asyncio
import os
import re
import uuid
from pathlib import PurePosixPath
from typing import Any

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import FileFindHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from jupyter_server.utils import ApiPath, url_path_join
from nbformat import NotebookNode
from tornado import web
from tornado.iostream import StreamClosedError
from voila._version import __version__ as voila_version
from voila.configuration import VoilaConfiguration
from voila.notebook_renderer import NotebookRenderer
from voila.static_file_handler import MultiStaticFileHandler

from copcourse.serving.files import PICTURES, find, needs_kernel, read_page
from copcourse.serving.kernels import NoPlace, Places
from copcourse.serving.page import danger_block, short_page

RETRY_SECONDS = 30


def _policy(host: str) -> str:
    """Return the content policy: nothing from anywhere else, even if a page should ask for it."""
    # Older Safari does not count a WebSocket of the same host as 'self'.
    socket = f" ws://{host} wss://{host}" if re.fullmatch(r"[\w.:\[\]-]+", host) else ""
    return "; ".join(
        (
            "default-src 'self'",
            # anywidget imports each widget's module from a blob; for data: see index.html.j2
            "script-src 'self' 'unsafe-inline' blob: data:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self'{socket}",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class CalmHandler(JupyterHandler):
    """A handler whose every error is a page that a parent can read."""

    @property
    def content_security_policy(self) -> str:
        """The policy of every answer."""
        return _policy(self.request.host)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with a short page, and say nothing of the cause in it."""
        kind = {503: "full", 500: "broken"}.get(status_code, "missing")
        base = url_path_join(self.base_url, "voila", "render")
        if status_code == 503:
            self.set_header("Retry-After", str(RETRY_SECONDS))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        help_page = f"{base}/help.ipynb"
        extra = (
            danger_block(self.settings["copcourse_root"], help_page) if status_code == 503 else ""
        )
        self.finish(short_page(kind, home=f"{base}/home.ipynb", help_page=help_page, extra=extra))


class MissingHandler(CalmHandler):
    """Whatever nothing else answers."""

    def prepare(self) -> None:  # type: ignore[override]  # the base's is a coroutine for its logins
        """Refuse before a method is chosen."""
        raise web.HTTPError(404)


class HomeHandler(CalmHandler):
    """The bare address leads to the course's first page."""

    def get(self) -> None:
        """Redirect; the page itself decides whether it needs a kernel."""
        self.redirect(url_path_join(self.base_url, "voila", "render", "home.ipynb"))


class PictureHandler(CalmHandler, web.StaticFileHandler):
    """Pictures of the course, whether a page names them beside itself or through ``files``."""

    @property
    def content_security_policy(self) -> str:
        """A picture may be a drawing that holds a script: it gets to run nothing."""
        return "default-src 'none'; style-src 'unsafe-inline'"

    async def get(self, path: str, include_body: bool = True) -> None:
        """Send the picture."""
        if find(self.settings["copcourse_root"], path, PICTURES) is None:
            raise web.HTTPError(404)
        await web.StaticFileHandler.get(self, path, include_body)

    def compute_etag(self) -> str | None:
        """Use the file's own tag, not that of an answer in memory."""
        return web.StaticFileHandler.compute_etag(self)


class LastingFiles(MultiStaticFileHandler):
    """Voilà's scripts under an address that holds Voilà's version, so that they can be kept."""

    def set_extra_headers(self, path: str) -> None:
        """Let the browser keep the file for good."""
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class HashedFiles(FileFindHandler):
    """JupyterLab extensions: what has its hash in its name can be kept."""

    def set_headers(self) -> None:
        """Let the browser keep the file for good if its name changes with its content."""
        super().set_headers()
        if re.search(r"\.[0-9a-f]{8,}\.js$", self.request.path):
            self.set_header("Cache-Control", "public, max-age=31536000, immutable")


class KernelFacts(KernelHandler):
    """The one question about its kernel that a page asks."""

    SUPPORTED_METHODS = ("GET",)


class EndHandler(CalmHandler):
    """Ends the kernel of a page that is being closed."""

    def check_xsrf_cookie(self) -> None:
        """Accept what a closing page sends: under no-referrer it can name no origin.

        Only the page itself knows the kernel's id, so nobody else can end it.
        """

    async def post(self, kernel_id: str) -> None:
        """End the kernel if it is still there."""
        if kernel_id in self.kernel_manager:
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id, now=True))
        self.set_status(204)
        self.finish()


class CourseRenderer(NotebookRenderer):
    """Voilà's renderer for a notebook that is already read."""

    def __init__(self, notebook: NotebookNode, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._read = notebook

    async def load_notebook(self, path: str) -> NotebookNode:
        """Return the notebook; the kernel of its name is ours, so there is nothing to look up."""
        self._read.metadata.kernelspec = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        return self._read


class PageHandler(CalmHandler):
    """A page of the course: its reading at once, its widgets as their kernel makes them."""

    def initialize(
        self,
        places: Places,
        voila_configuration: VoilaConfiguration,
        template_paths: list[str],
        page_config: dict[str, Any],
    ) -> None:
        """Take what all pages share."""
        self.places = places
        self.voila_configuration = voila_configuration
        self.template_paths = template_paths
        self.page_config = page_config
        self._producer: asyncio.Task[None] | None = None

    async def get(self, path: str) -> None:
        """Send the page, or a polite one if no kernel can be had for it."""
        notebook = read_page(self.settings["copcourse_root"], path)
        if notebook is None:
            raise web.HTTPError(404)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        if not needs_kernel(notebook):
            notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
            await self._send(notebook, path, None)
            return
        try:
            await self.places.take()
        except NoPlace:
            self.send_error(503)
            return
        await self._send(notebook, path, str(uuid.uuid4()))

    async def _send(self, notebook: NotebookNode, path: str, kernel_id: str | None) -> None:
        kernel = None if kernel_id is None else asyncio.create_task(self._start(kernel_id, path))
        chunks: asyncio.Queue[str | None] = asyncio.Queue()
        self._producer = asyncio.create_task(
            self._render(notebook, path, kernel_id, kernel, chunks)
        )
        done = False
        try:
            while not done:
                waiting = [await chunks.get()]
                while not chunks.empty():
                    waiting.append(chunks.get_nowait())
                done = None in waiting
                self.write("".join(chunk for chunk in waiting if chunk))
                if not done:
                    await self.flush()
            # An exception of the template comes out here, when all before it has been sent.
            await self._producer
        except BaseException as error:
            self._producer.cancel()
            if kernel is not None and kernel_id is not None:
                await self._abandon(kernel, kernel_id)
            if isinstance(error, StreamClosedError | asyncio.CancelledError):
                return
            self.log.error("A page broke: %s", path, exc_info=error)
            if not self._headers_written:
                raise web.HTTPError(500) from error
            # What has been sent stays; the page's own script settles the slots that got nothing.
        if kernel is not None and kernel_id is not None and not await self._lives(kernel):
            # No widget will come to life; better to say so now than after a long wait.
            self.write("<script>copcourse.kernelLost()</script>")
            await self._abandon(kernel, kernel_id)
        if not self._finished:
            await self.finish()

    async def _render(
        self,
        notebook: NotebookNode,
        path: str,
        kernel_id: str | None,
        kernel: asyncio.Task[Any] | None,
        chunks: asyncio.Queue[str | None],
    ) -> None:
        try:
            renderer = CourseRenderer(
                notebook,
                request_handler=self,
                voila_configuration=self.voila_configuration,
                traitlet_config=self.settings["copcourse_config"],
                notebook_path=path,
                template_paths=self.template_paths,
                config_manager=self.config_manager,
                contents_manager=self.contents_manager,
                base_url=self.base_url,
                kernel_spec_manager=self.kernel_spec_manager,
                page_config=self.page_config,
            )
            await renderer.initialize()
            async for chunk, _ in renderer.generate_content_generator(kernel_id, kernel):
                await chunks.put(chunk)
        finally:
            await chunks.put(None)

    async def _start(self, kernel_id: str, path: str) -> Any:
        """Start the page's kernel in the page's folder and return its manager."""
        environment = {
            **os.environ,
            "SCRIPT_NAME": self.request.path,
            "SERVER_SOFTWARE": f"voila/{voila_version}",
            "SERVER_PROTOCOL": self.request.version,
            "VOILA_BASE_URL": self.base_url,
            "VOILA_SERVER_URL": self.base_url,
            "VOILA_PREHEAT": "False",
        }
        try:
            await self.kernel_manager.start_kernel(
                kernel_id=kernel_id,
                kernel_name="python3",
                path=ApiPath(str(PurePosixPath(path).parent)),
                env=environment,
            )
        finally:
            self.places.started()
        return self.kernel_manager.get_kernel(kernel_id)

    async def _lives(self, kernel: asyncio.Task[Any]) -> bool:
        return kernel.done() and not kernel.exception() and await kernel.result().is_alive()

    async def _abandon(self, kernel: asyncio.Task[Any], kernel_id: str) -> None:
        """End the kernel of a page that nobody will see; one that is starting ends when it has."""
        await asyncio.wait([kernel])
        if not kernel.cancelled():
            kernel.exception()
        if kernel_id in self.kernel_manager:
            await ensure_async(self.kernel_manager.shutdown_kernel(kernel_id, now=True))

    def on_connection_close(self) -> None:
        """The visitor left while the page was being made."""
        if self._producer is not None:
            self._producer.cancel()
        super().on_connection_close()
