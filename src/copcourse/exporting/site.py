"""All files of the site, and how they come into a folder: whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat

from copcourse.errors import ExportError
from copcourse.exporting.addresses import folder_name, site_path
from copcourse.exporting.pages import make_environment, make_page
from copcourse.exporting.slots import WIDGETS
from copcourse.serving.files import PICTURES, read_page
from copcourse.serving.page import PAGE_TABLES, ROOM_SCRIPTS, SCRIPTS, TEMPLATES
from copcourse.widgets.loader import HERE, bundle, style
from copcourse.words import words

# A folder with this file in it was made here, and may be made anew.
MARK = ".copcourse-site"
PAGE_SCRIPTS = sorted({name for names in SCRIPTS.values() for name in names})
_STATIC = TEMPLATES / "voila" / "templates" / "copcourse" / "static"
_SITE = TEMPLATES / "site" / "static"
VENDORED = HERE / "vendor"


def export(root: Path, out: Path) -> list[str]:
    """Write the course under ``root`` into the folder ``out``; the paths of the files.

    Raises ExportError when the folder holds something else, and leaves it as it is.
    """
    out = out.absolute()
    if out.exists() and not (out / MARK).is_file() and (not out.is_dir() or any(out.iterdir())):
        remedy = "Name a new folder, or an empty one."
        raise ExportError("something else is there already", remedy, file=out)
    files = site_files(root)
    try:
        _write(files, out)
    except OSError as error:
        fault = f"the site cannot be written there ({error.strerror})"
        remedy = "Make room, or name another folder. What was there is as it was."
        raise ExportError(fault, remedy, file=out) from None
    return list(files)


def _write(files: Mapping[str, bytes], out: Path) -> None:
    """Write everything beside the folder, then let it take the folder's place."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        for name, data in files.items():
            path = fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        fresh.chmod(0o755)
        _put(fresh, out)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _put(fresh: Path, out: Path) -> None:
    """Let the new folder take the place of the old one."""
    if not out.exists():
        fresh.rename(out)
        return
    old = fresh.with_name(f"{fresh.name}-old")
    out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old)


def site_files(root: Path) -> dict[str, bytes]:
    """Every file of the site by its path, with its bytes."""
    environment = make_environment()
    pages = site_pages(root)
    files = {
        "static/course.css": without_comments(stylesheet()).encode(),
        "static/lean-qr.txt": (VENDORED / "lean-qr.LICENSE").read_bytes(),
    }
    spoken: set[str] = set()
    for notebook, path in pages.items():
        page = nbformat.read(root / notebook, as_version=4)
        text = make_page(page, notebook, root=root, pages=pages, environment=environment)
        files[path] = text.encode()
        spoken.add(page.metadata["copcourse"].get("lang", "en"))
    files["static/course.js"] = without_comments(script(spoken)).encode()
    files["static/room.js"] = without_comments(room_script()).encode()
    files["static/room.css"] = without_comments(room_stylesheet()).encode()
    for picture in sorted(root.glob("*/images/*")):
        if picture.suffix in PICTURES:
            folder = folder_name(picture.parents[1].name)
            files[f"{folder}/images/{picture.name}"] = picture.read_bytes()
    for asset in sorted(_SITE.glob("icon*")):
        files[f"static/{asset.name}"] = asset.read_bytes()
    files["manifest.webmanifest"] = (_SITE / "manifest.webmanifest").read_bytes()
    files["offline.js"] = worker(files).encode()
    files[MARK] = b"Made by copcourse export, which may replace this folder.\n"
    # GitHub Pages would leave out what begins with an underscore, and build what is built.
    files[".nojekyll"] = b""
    return files


def site_pages(root: Path) -> dict[str, str]:
    """The site's path of every page, by its notebook's path under ``root``."""
    notebooks = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.ipynb"))
    return {one: site_path(one) for one in notebooks if read_page(root.resolve(), one)}


def without_comments(text: str) -> str:
    """A script or stylesheet without the lines that are comments alone: phones need none."""
    text = re.sub(r"(?ms)^[ \t]*/\*(?:(?!\*/).)*\*/[ \t]*\n", "", text)
    return re.sub(r"(?m)^[ \t]*//.*\n", "", text)


def script(spoken: Iterable[str]) -> str:
    """The one script of all pages: what moves them, the widgets, and the host that shows them.

    It brings the words of the languages that are spoken.
    """
    tables = {lang: _site_words(lang) for lang in sorted(spoken)}
    return "\n".join(
        (
            '(() => {\n"use strict";',
            f"const words = {json.dumps(tables, ensure_ascii=False)};",
            "const widgets = {};",
            bundle([*PAGE_SCRIPTS, *sorted(set(WIDGETS.values()))]),
            (_SITE / "host.js").read_text("utf-8"),
            "})();",
            (_STATIC / "moving.js").read_text("utf-8"),
        )
    )


def room_script() -> str:
    """The script of the pages for a room, which no other page loads."""
    start = (_SITE / "room.js").read_text("utf-8")
    return "\n".join(('(() => {\n"use strict";', bundle(ROOM_SCRIPTS), start, "})();\n"))


def room_stylesheet() -> str:
    """The style of those pages, beside the course's."""
    shared = style("shared")
    return "\n".join(style(name).replace(shared, "", 1) for name in ROOM_SCRIPTS)


def _site_words(lang: str) -> Mapping[str, Mapping[str, str]]:
    tables = words(lang)
    wanted = {"shared", *PAGE_TABLES, *WIDGETS.values()}
    return {name: tables[name] for name in sorted(wanted)}


def stylesheet() -> str:
    """The pages' style and the widgets', each part once."""
    parts = [(_STATIC / "copcourse.css").read_text("utf-8")]
    shared = style("shared")
    parts.append(shared)
    for name in sorted(set(WIDGETS.values())):
        parts += [one for one in (style(name).replace(shared, "", 1),) if one not in parts]
    parts.append((_SITE / "site.css").read_text("utf-8"))
    return "\n".join(parts)


def worker(files: Mapping[str, bytes]) -> str:
    """The script that keeps a copy for offline use; its name for the copy is the files' own."""
    edition = hashlib.sha256(
        b"".join(hashlib.sha256(data).digest() for data in files.values())
    ).hexdigest()[:12]
    names = json.dumps(sorted(files))
    text = (_SITE / "offline.js").read_text("utf-8")
    return text.replace("EDITION", edition).replace('["FILES"]', names)
