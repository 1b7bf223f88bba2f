"""``copcourse preview``: one text, story or quiz in a browser, and its problems beside it.

It listens on this machine alone, for a quiz is shown with its key.
"""

from __future__ import annotations

import asyncio
import contextlib
import mimetypes
import os
import webbrowser
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from copcourse.authoring.desk import Desk, kind_of
from copcourse.errors import ContentError, ServeError
from copcourse.exporting.addresses import folder_name
from copcourse.exporting.site import script, stylesheet
from copcourse.reading import quizzes_folder
from copcourse.serving.page import TEMPLATES

HOST = "127.0.0.1"
# Seconds between two looks at the files, and at most until a browser hears of nothing new.
LOOK, BEAT = 0.1, 20.0
_HERE = TEMPLATES / "preview"
_OWN = {"preview.css", "preview.js"}

Stamp = tuple[int, int]


def preview(root: Path, path: Path | None, port: int = 0, *, open_browser: bool = True) -> None:
    """Serve the file, or the one saved last, until Ctrl-C.

    Raises ContentError for a file that cannot be shown, ServeError for a port that is taken.
    """
    file = path or saved_last(root)
    if not file.is_file():
        raise ContentError("the file is not there", "Name one that is.", file=file)
    desk = Desk(root, file)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(desk, port, lambda address: _announce(address, open_browser)))


def _announce(address: str, open_browser: bool) -> None:
    print(f"The preview is at {address} (Ctrl-C ends it)", flush=True)
    if open_browser:
        webbrowser.open(address)


def saved_last(root: Path) -> Path:
    """The text, story or quiz that was saved last."""

    def shown(file: Path) -> bool:
        with contextlib.suppress(ContentError):
            return bool(kind_of(file, root))
        return False

    return max(filter(shown, sources(root)), key=lambda file: file.stat().st_mtime_ns)


def sources(root: Path) -> Iterator[Path]:
    """Every file that an author writes."""
    for folder, _, names in os.walk(root):
        yield from (Path(folder, name) for name in names if name.endswith((".md", ".toml")))
    yield from quizzes_folder(root).glob("*.toml")


def stamp(file: Path) -> Stamp | None:
    """When a file was saved, and its size; None while an editor puts a new one in its place."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


async def run(desk: Desk, port: int, announce: Callable[[str], None]) -> None:
    """Serve and watch until it is cancelled."""
    try:
        sockets = bind_sockets(port, HOST)
    except OSError:
        raise ServeError(f"port {port} is taken", "Choose another with --port.") from None
    bell = Bell()
    port = sockets[0].getsockname()[1]
    given = {"desk": desk, "bell": bell, "port": port}
    application = Application(
        [
            (r"/", Index, given),
            (r"/parts", Parts, given),
            (r"/events", Events, given),
            (r"/site/(.*)", Site, given),
            (r"/(preview\.\w+)", Own, given),
        ],
        log_function=lambda _handler: None,
    )
    server = HTTPServer(application)
    server.add_sockets(sockets)
    seen = stamp(desk.file)
    desk.read()
    announce(f"http://{HOST}:{port}/")
    try:
        await watch(desk, bell, seen)
    finally:
        server.stop()


class Bell:
    """Tells every open page that something has changed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits."""
        self._rung.set()
        self._rung = asyncio.Event()

    async def wait(self) -> None:
        """Wait for the next ring."""
        await self._rung.wait()


async def watch(desk: Desk, bell: Bell, seen: Stamp | None) -> None:
    """Read what is saved at once, and check it beside that."""

    def others() -> dict[Path, Stamp | None]:
        found = (one for one in sources(desk.root) if one.resolve() != desk.file)
        return {one: stamp(one) for one in found}

    rest = others()
    checking = asyncio.create_task(_check(desk, bell))
    try:
        for look in _forever():
            now = stamp(desk.file)
            # The one file at every look, all others now and then.
            there = others() if look % 10 == 0 else rest
            if there != rest:
                rest = there
                desk.forget()
            elif now is None or now == seen:
                await asyncio.sleep(LOOK)
                continue
            seen = now
            desk.read()
            bell.ring()
            # What is not done with the old text has nothing to say any more.
            checking.cancel()
            checking = asyncio.create_task(_check(desk, bell))
    finally:
        checking.cancel()


def _forever() -> Iterator[int]:
    look = 0
    while True:
        look += 1
        yield look


async def _check(desk: Desk, bell: Bell) -> None:
    # A moment for the browser, which fetches what has just been read.
    await asyncio.sleep(2 * LOOK)
    await asyncio.to_thread(desk.check)
    bell.ring()


class Calm(RequestHandler):
    """What all answers share: for this machine, never kept, nothing from elsewhere."""

    policy = (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "frame-ancestors 'self'"
    )

    def initialize(self, desk: Desk, bell: Bell, port: int) -> None:
        """Take what is served."""
        self.desk, self.bell, self.port = desk, bell, port

    def prepare(self) -> None:
        """Refuse another name of this machine: a page from elsewhere may have made it up."""
        if self.request.host not in (f"{HOST}:{self.port}", f"localhost:{self.port}"):
            raise HTTPError(403)
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", self.policy)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Say it in a sentence."""
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("The preview shows one page alone. Go back, and name another with the command.")


class Index(Calm):
    """The preview itself."""

    def get(self) -> None:
        """Answer with the page."""
        environment = Environment(loader=FileSystemLoader(_HERE), autoescape=False)  # desk escapes
        self.finish(environment.get_template("index.html.j2").render(parts=self.desk.parts()))


class Parts(Calm):
    """What changes on it."""

    def get(self) -> None:
        """Answer with the parts as JSON."""
        self.finish(dict(self.desk.parts()))


class Own(Calm):
    """Its style and its script."""

    def get(self, name: str) -> None:
        """Answer with the file."""
        if name not in _OWN:
            raise HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
        self.finish((_HERE / name).read_bytes())


class Events(Calm):
    """Server-sent events: one for each change."""

    async def get(self) -> None:
        """Answer for as long as the page is open."""
        self.set_header("Content-Type", "text/event-stream")
        # The page may have missed a change between its own answer and this one.
        told = "event: change\ndata: \n\n"
        with contextlib.suppress(StreamClosedError):
            while True:
                self.write(told)
                await self.flush()
                told = "event: change\ndata: \n\n"
                try:
                    await asyncio.wait_for(self.bell.wait(), BEAT)
                except TimeoutError:
                    told = ": nothing new\n\n"


class Site(Calm):
    """The one page as readers see it, with its style, script and pictures."""

    policy = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
    )

    def get(self, name: str) -> None:
        """Answer with the page or what belongs to it."""
        page = self.desk.page
        if page and name == page.page:
            self.finish(page.html)
            return
        if name.endswith(("static/course.css", "static/course.js")):
            self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "text/plain")
            self.finish(stylesheet() if name.endswith(".css") else _script())
            return
        picture = _pictures(self.desk.root).get(name)
        if picture is None:
            raise HTTPError(404)
        self.set_header("Content-Type", mimetypes.guess_type(picture.name)[0] or "image/svg+xml")
        self.finish(picture.read_bytes())


@cache
def _script() -> str:
    return script(["en"])


def _pictures(root: Path) -> dict[str, Path]:
    found = root.glob("*/images/*.svg")
    return {f"{folder_name(one.parents[1].name)}/images/{one.name}": one for one in found}
