"""Interface strings: one TOML file a language, one table a widget.

Two more languages are made from English, to try the pages with: `en-XA` and `ar-XB` (see `pseudo`).
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from copcourse.shelf import Shelf
from copcourse.words.pseudo import PSEUDO, pseudo

__all__ = ["direction", "languages", "words"]

HERE = Path(__file__).parent
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})


def languages() -> list[str]:
    """The languages that there are words in."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def direction(lang: str) -> str:
    """Where a language's lines begin, as in HTML's `dir`."""
    return "rtl" if lang.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


@cache
def words(lang: str) -> Mapping[str, Mapping[str, str]]:
    """Give the tables of interface strings of a language; shared between callers, so do not change.

    Raises:
        LookupError: there is no such language; the message names those that there are.
    """
    if lang in PSEUDO:
        return pseudo(words("en"), PSEUDO[lang])
    try:
        text = (HERE / f"{lang}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        known = ", ".join(languages())
        raise LookupError(
            f'No interface words in the language "{lang}". There are: {known}. '
            f"Copy words/en.toml to words/{lang}.toml and translate its right-hand sides."
        ) from None
    return Shelf(text)
