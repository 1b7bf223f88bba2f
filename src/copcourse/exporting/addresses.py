"""Where the pages of the site lie, and how one leads to another.

A folder is not named after its topic: the address stays in a browser's history, and somebody else
may look there.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Mapping

_NOTEBOOK = re.compile(r"(?<![\w./-])((?:\.\./)*[\w-]+(?:/[\w-]+)*)\.ipynb\b")


def folder_name(slug: str) -> str:
    """A module's folder: the same for the same slug, and telling nothing."""
    return f"part-{hashlib.sha256(slug.encode()).hexdigest()[:5]}"


def site_path(notebook: str) -> str:
    """Where the page of a notebook lies: ``gaming/module.ipynb`` is ``part-4a7d2/module.html``."""
    folder, name = posixpath.split(notebook)
    stem = name.removesuffix(".ipynb")
    if not folder:
        return "index.html" if stem == "home" else f"{stem}.html"
    return f"{folder_name(folder)}/{stem}.html"


def relink(text: str, notebook: str, pages: Mapping[str, str]) -> str:
    """A page's text with every link to a notebook leading to its page on the site.

    ``pages`` gives the site's path for each notebook. What is no page of the course stays.
    """
    here = posixpath.dirname(notebook)
    from_here = posixpath.dirname(pages[notebook]) or "."

    def lead(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(here, f"{match[1]}.ipynb"))
        if target not in pages:
            return match[0]
        return posixpath.relpath(pages[target], from_here)

    return _NOTEBOOK.sub(lead, text)
