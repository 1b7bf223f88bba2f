"""Learners' names to folders: safe on every file system, and never two learners in one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from copcourse.errors import AnswersError
from copcourse.marking import ANSWERS

_HOSTILE = re.compile(r"[/\\<>\0]|^\.+$")


def learner_folder(name: str) -> str:
    """A safe folder name: the letters and digits of any script, everything else as single hyphens.

    Empty when nothing is left.
    """
    letters = (
        char if unicodedata.category(char)[0] in "LNM" else "-"
        for char in unicodedata.normalize("NFC", name)
    )
    return re.sub("-+", "-", "".join(letters)).strip("-")[:60].rstrip("-")


def learner_among(folders: Iterable[Path], name: str) -> str:
    """The folder for a learner beside the folders of others.

    Raises AnswersError for a name with a path or markup, without letters and digits, or that would
    share a folder with somebody else's hand-ins.
    """
    # No widget stops a hand from typing these, and no honest name or code needs them.
    if _HOSTILE.search(name):
        raise AnswersError(
            f"the learner's name {name[:60]!r} holds a path or markup",
            "Ask the learner to type a name or code of letters and digits and hand in again.",
            reason="learner",
        )
    folder = learner_folder(name)
    if not folder:
        raise AnswersError(
            "the hand-in has no learner's name or code with a letter or a digit in it",
            "Ask the learner to type one and hand in again.",
            reason="learner",
        )
    for other in folders:
        # Some file systems see no difference between Ana and ana.
        if other.name.casefold() != folder.casefold():
            continue
        holder = _holder(other)
        if _plain(holder) != _plain(name):
            whose = f"of {holder!r}" if holder else "collected in another way"
            raise AnswersError(
                f"{name[:60]!r} would share folder {other.name!r} with hand-ins {whose}",
                "Ask one of them to hand in under another name; nothing was merged.",
                reason="learner",
            )
    return folder


def _holder(folder: Path) -> str:
    """The name under which a learner's folder was filled, as the learner typed it."""
    for path in sorted(folder.glob(f"*/{ANSWERS}")):
        try:
            name = json.loads(path.read_bytes())["learner"]
        except (ValueError, LookupError, TypeError, RecursionError):
            continue
        if isinstance(name, str) and name:
            return name
    return ""


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())
