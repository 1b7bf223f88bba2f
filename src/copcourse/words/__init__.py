"""Interface strings: one TOML file a language, one table a widget."""

import tomllib
from functools import cache
from pathlib import Path

__all__ = ["languages", "words"]

HERE = Path(__file__).parent


def languages() -> list[str]:
    """The languages that there are words in."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


@cache
def words(lang: str) -> dict[str, dict[str, str]]:
    """Give the tables of interface strings of a language; shared between callers, so do not change.

    Raises:
        LookupError: there is no such language; the message names those that there are.
    """
    try:
        text = (HERE / f"{lang}.toml").read_text(encoding="utf-8")
    except FileNotFoundError:
        known = ", ".join(languages())
        raise LookupError(
            f'No interface words in the language "{lang}". There are: {known}. '
            f"Copy words/en.toml to words/{lang}.toml and translate its right-hand sides."
        ) from None
    return tomllib.loads(text)
