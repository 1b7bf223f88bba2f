"""Which texts were found clean before, so that a check after an edit judges what was edited.

Judging sentences takes most of the time of a check. What is kept is a list of fingerprints, in the
user's cache folder: each stands for all passages of a file, the sources that they cite, and the
rules themselves, so that a changed rule judges everything again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

from copcourse import texts
from copcourse.checking.passages import Passage
from copcourse.content import Source

HERE = Path(__file__).parent


class CleanTexts:
    """The fingerprints of an earlier check, and those of this one.

    Parameters
    ----------
    path
        Where they are kept; None keeps nothing, and so all is judged.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._before = _read(path) if path else frozenset[str]()
        self._now: set[str] = set()
        self._rules = _rules()

    @classmethod
    def of_this_user(cls) -> CleanTexts:
        """Those that this user's checks found."""
        return cls(user_cache_path("copcourse", appauthor=False) / "clean-texts")

    def fingerprint(
        self, file: str, passages: Sequence[Passage], sources: Mapping[str, Source]
    ) -> str:
        """What stands for the passages of one file, wherever the course lies."""
        cited = {one for passage in passages for one in passage.sources}
        kinds = sorted((one, sources[one].kind) for one in cited if one in sources)
        texts = [(one.place, one.scope, one.text, one.sources, one.allow) for one in passages]
        whole = self._rules.copy()
        whole.update(repr((file, texts, kinds)).encode())
        return whole.hexdigest()

    def __contains__(self, fingerprint: str) -> bool:
        """Whether it was clean before."""
        if fingerprint in self._before:
            self._now.add(fingerprint)
            return True
        return False

    def add(self, fingerprint: str) -> None:
        """Note that it is clean."""
        self._now.add(fingerprint)

    def keep(self) -> None:
        """Write down what this check found; a folder that cannot be written to costs only time."""
        if not self._path or self._now == self._before:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            other = self._path.with_name(f"{self._path.name}.new")
            other.write_text("\n".join(sorted(self._now)), encoding="ascii")
            other.replace(self._path)
        except OSError:
            return


def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(path.read_text(encoding="ascii").split())
    except (OSError, ValueError):
        # Nothing kept, or nothing that can be read: all is judged.
        return frozenset()


@cache
def _rules() -> hashlib._Hash:
    """All that decides whether a sentence is clean, besides itself."""
    files = [*sorted(HERE.glob("*.py")), *sorted(HERE.glob("*.toml")), Path(texts.__file__)]
    whole = hashlib.sha256(version("textstat").encode())
    for file in files:
        whole.update(file.read_bytes())
    return whole
