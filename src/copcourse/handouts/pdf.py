"""HTML to tagged PDF (PDF/UA-1) with WeasyPrint, which reaches for nothing outside the page."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from typing import Any

from copcourse.errors import ExportError

HOW = (
    "Install Pango (Debian and Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0; macOS: brew "
    "install pango; Windows: install MSYS2, then pacman -S mingw-w64-x86_64-pango), or leave out "
    "--pdf and print the pages from a browser."
)
# A worker holds about 100 MB, and a module has some fifteen pages to share out.
MOST_WORKERS = 4


def make_pdf(html: str) -> bytes:
    """A page as PDF with tags, title and language. Raises ExportError where that cannot be."""
    weasyprint = _weasyprint()
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    return bytes(
        weasyprint.HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")
    )


def make_pdfs(pages: Mapping[str, str]) -> dict[str, bytes]:
    """Pages as PDF, by the same names, on as many cores as there are. Raises ExportError."""
    _weasyprint()
    # The longest first, so that no worker is left with it at the end.
    names = sorted(pages, key=lambda name: -len(pages[name]))
    count = min(MOST_WORKERS, os.cpu_count() or 1)
    # A page is a large tree that lives until its end: looking for garbage in it costs a seventh.
    with ProcessPoolExecutor(count, initializer=gc.set_threshold, initargs=(100_000,)) as workers:
        made = dict(zip(names, workers.map(make_pdf, (pages[n] for n in names)), strict=True))
    return {name: made[name] for name in pages}


def _weasyprint() -> Any:
    if find_spec("weasyprint") is None:
        remedy = "Install it: pip install 'copcourse[handouts]'."
        raise ExportError("PDF needs a library that is not here", remedy)
    try:
        import weasyprint  # type: ignore[import-untyped]  # it publishes no types
    except OSError:
        # Its own text names a file and a page on the web, and not what to type.
        raise ExportError(
            "PDF needs the library Pango, which is not on this machine", HOW
        ) from None
    return weasyprint
