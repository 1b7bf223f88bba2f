"""Where the course lies: in a checkout, so that edits show at once, or in the package."""

from __future__ import annotations

from pathlib import Path

from copcourse.errors import ContentError

_PACKAGE = Path(__file__).parent


def course_root(start: Path | None = None) -> Path:
    """The ``modules/`` folder for a working folder (default: the current one).

    A checkout around that folder comes first, then the one the package was installed from, then
    the copy inside the package. Raises ContentError where there is none.
    """
    here = (start or Path.cwd()).resolve()
    candidates = [folder / "modules" for folder in (here, *here.parents)]
    if (here / "course.toml").is_file():
        candidates.insert(0, here)
    candidates += [_PACKAGE.parents[1] / "modules", _PACKAGE / "modules"]
    for candidate in candidates:
        if (candidate / "course.toml").is_file():
            return candidate
    raise ContentError(
        "no course is here",
        "Run this in a folder that holds modules/course.toml, or install copcourse again.",
        file=here,
    )
