"""The site against Voilà's stock page of the same module, and the export against nbconvert."""

from __future__ import annotations

import functools
import gzip
import http.server
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from course import Copies
from nbformat import read
from pages import PAIRS, TIMEOUT_MS, Address, opened, pairs
from playwright.sync_api import Browser
from table import Figure

from copcourse.exporting.addresses import site_path
from copcourse.reading import read_course, read_quizzes
from copcourse.widgets.loader import bundle

ROUNDS = 5
SAVES = 15
FRAME_MS = 16.0
PASSPORT_LIMIT = 3.0
# A page of the site may be no larger than this, whatever its peer is.
MOST_KILOBYTES = 150
_PACKED = {".html", ".css", ".js", ".svg", ".webmanifest"}


class _Packing(http.server.SimpleHTTPRequestHandler):
    """A plain web server that packs text, as hosts of static sites do."""

    def do_GET(self) -> None:
        """Answer with the file, packed."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in _PACKED:
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def site_server(made: Copies) -> Iterator[Address]:
    """The exported site on a plain web server."""
    folder = made.home / "site"
    _export(made, folder)
    handler = functools.partial(_Packing, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        yield Address(lambda page: f"{root}/{site_path(page)}")
        server.shutdown()


def opening_the_site(browser: Browser, made: Copies, site: Address, peer: Address) -> list[Figure]:
    """From navigation to an answer, as the machine is; and the bytes of the page."""
    mine, theirs = pairs(browser, made, site, peer, PAIRS)
    figures = [
        Figure("site: navigation to first widget answering", "s", 0.15,
               [one["answer"] for one in mine], [one["answer"] for one in theirs]),
        Figure("site: the page as sent", "kB", 0.03,
               [one["kilobytes"] for one in mine], [one["kilobytes"] for one in theirs]),
    ]  # fmt: skip
    if figures[1].value > MOST_KILOBYTES:
        raise RuntimeError(f"The page is {figures[1].value:.0f} kB, at most {MOST_KILOBYTES}.")
    return figures


def opening_the_site_slowly(
    browser: Browser, made: Copies, site: Address, peer: Address
) -> list[Figure]:
    """The same on a slow phone with a slow link."""
    mine, theirs = pairs(browser, made, site, peer, PAIRS, slow=True)
    answers = [one["answer"] for one in mine], [one["answer"] for one in theirs]
    return [Figure("site: the same, slow link and processor", "s", 0.06, *answers)]


def exporting(made: Copies) -> list[Figure]:
    """The whole course as a site, against nbconvert running and writing the same notebooks."""
    notebooks = sorted(
        path
        for path in made.peer.rglob("*.ipynb")
        if "page" in read(path, as_version=4).metadata.get("copcourse", {})
    )
    ours, peer = [], []
    for number in range(ROUNDS):
        began = time.monotonic()
        _export(made, made.home / f"site-{number}")
        ours.append(time.monotonic() - began)
        began = time.monotonic()
        _convert(made, notebooks, made.home / f"html-{number}")
        peer.append(time.monotonic() - began)
    return [Figure("export of the whole course", "s", 0.5, ours, peer)]


def _export(made: Copies, folder: Path) -> None:
    command = [sys.executable, "-m", "copcourse", "export", str(folder)]
    subprocess.run(command, cwd=made.peer, env=made.environment(), check=True, capture_output=True)


def _convert(made: Copies, notebooks: list[Path], folder: Path) -> None:
    command = [sys.executable, "-m", "nbconvert", "--execute", "--to", "html", "--allow-errors"]
    subprocess.run(
        [*command, "--output-dir", str(folder), *map(str, notebooks)],
        cwd=made.peer, env=made.environment(), check=True, capture_output=True,
    )  # fmt: skip


def taking_along(browser: Browser, made: Copies, site: Address) -> list[Figure]:
    """Saving and opening the place of a whole course, against one frame of the screen."""
    script = bundle(["passport"])
    with opened(browser) as page:
        page.goto(site.page("place.ipynb"), timeout=TIMEOUT_MS)
        page.add_script_tag(
            content=f"(() => {{{script}; window.taken = {{ gather, write, read, merge }}; }})()"
        )
        times: list[float] = page.evaluate(
            """async ([held, rounds]) => {
                 const times = [];
                 for (let round = 0; round <= rounds; round += 1) {
                   const began = performance.now();
                   const text = await taken.write(taken.gather(held), "2026-01-01T00:00:00Z");
                   const { entries } = taken.merge({}, await taken.read(text));
                   if (Object.keys(entries).length < 17) throw new Error("not all of it came back");
                   times.push(performance.now() - began);
                 }
                 return times.slice(1);
               }""",
            [_whole_course(made), SAVES],
        )
    return [Figure("place of a finished course: save and open", "ms", PASSPORT_LIMIT, times,
                   [FRAME_MS] * SAVES)]  # fmt: skip


def _whole_course(made: Copies) -> dict[str, object]:
    course, at = read_course(made.modules), "2026-01-01T00:00:00Z"
    done = {m.slug: {s.id: at for s in m.scenarios} for m in course.modules}
    held: dict[str, object] = {"copcourse:done": done}
    for module in course.modules:
        held[f"copcourse:practice:{module.slug}"] = {
            item.id: {"tries": 1, "good": True, "at": at} for item in module.practice
        }
    for slug, quiz in read_quizzes(made.modules).items():
        answers = {item.id: {**item.sample("correct"), "sure": 2, "at": at} for item in quiz.items}
        held[f"copcourse:quiz:{slug}"] = {"edition": quiz.edition, "answers": answers}
    return held
