"""Who sent a file, by the names that learning platforms give to what a trainer downloads.

Moodle (``mod/assign/classes/downloader.php`` and, before 4.1, ``mod/assign/locallib.php``): a
folder ``<full name>_<number>_assignsubmission_file`` for each learner, with one more ``_`` at its
end in older versions; or, with "download in folders" off, the same before the file's own name. With
anonymous submissions the name is the word for participant in the site's language.

Canvas (``lib/content_zipper.rb``): ``<name>_<number>_<number of the file>_<the file's own name>``,
where the name is the sortable one ("Gómez, Ana") in small letters without anything between, and
``_LATE`` follows it for a late one; anonymous ones begin with ``anon_``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from attrs import frozen

_MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_|$)")
_CANVAS = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?=.)")
_CANVAS_ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<number>[^\W_]+)_\d+_(?=.)")


@frozen(kw_only=True)
class Sender:
    """Who sent a file, as a learning platform knows them; ``name`` is empty for anonymous ones."""

    platform: Literal["Moodle", "Canvas"]
    number: str
    name: str = ""
    late: bool = False

    def __str__(self) -> str:
        late = ", late" if self.late else ""
        return f"{self.name or 'anonymous'} ({self.platform} {self.number}{late})"

    def may_be(self, typed: str) -> bool:
        """Whether what a learner typed can be this sender's name, or a part of it."""
        ours, theirs = letters(self.name), letters(typed)
        # Canvas puts the last name first.
        return not ours or theirs in ours or ours in theirs or sorted(ours) == sorted(theirs)


def sender_of(names: Iterable[str]) -> Sender | None:
    """Who sent the file, from the names of its folders and its own, the outermost first.

    A learner can name what is in their own archive, but not the folder that the platform made.
    """
    for name in names:
        if found := _MOODLE.match(name):
            return Sender(platform="Moodle", number=found["number"], name=found["name"])
        if found := _CANVAS_ANONYMOUS.match(name):
            return Sender(platform="Canvas", number=found["number"], late=bool(found["late"]))
        if found := _CANVAS.match(name):
            late = bool(found["late"])
            return Sender(platform="Canvas", number=found["number"], name=found["name"], late=late)
    return None


def letters(name: str) -> str:
    """A name's letters and digits alone, small and without accents, to compare names by."""
    bare = unicodedata.normalize("NFKD", name).casefold()
    return "".join(one for one in bare if unicodedata.category(one)[0] in "LN")
