"""Where a page stands, and what its notebook's metadata says of that."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from attrs import frozen

from copcourse.words import direction


@frozen(kw_only=True)
class Neighbour:
    """A page before or after another one."""

    title: str
    path: str


@frozen(kw_only=True)
class Place:
    """Where a page stands: its kind, its path under ``modules/``, and what is around it.

    ``usual`` and ``simpler`` are the paths of the two versions of a page that has both.
    """

    page: str
    path: str
    module: str | None = None
    previous: Neighbour | None = None
    next: Neighbour | None = None
    usual: str | None = None
    simpler: str | None = None

    def to(self, path: str) -> str:
        """The address of another page, from this page's own folder."""
        up = len(PurePosixPath(self.path).parent.parts)
        return "../" * up + path


def page_metadata(place: Place, title: str, lang: str) -> dict[str, Any]:
    """What the Voilà template knows of a page: it sees nothing but the notebook."""

    def neighbour(one: Neighbour | None) -> dict[str, str] | None:
        return {"title": one.title, "path": place.to(one.path)} if one else None

    return {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
        "title": title,
        "voila": {"template": "copcourse"},
        "copcourse": {
            "format": 1,
            "page": place.page,
            "title": title,
            "lang": lang,
            "dir": direction(lang),
            "module": place.module,
            "home": place.to("home.ipynb"),
            "help": place.to("help.ipynb"),
            "place": place.to("place.ipynb"),
            "previous": neighbour(place.previous),
            "next": neighbour(place.next),
        },
    }
