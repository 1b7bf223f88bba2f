"""Languages that nobody speaks, made from English words to try the pages with.

Whoever sees a plain English word on such a page has found one that stands outside the words' file,
and whatever is cut off there would be cut off in a language with longer words. The codes are those
that Unicode's CLDR and Android use: `en-XA` is accented English, `ar-XB` runs from right to left.
"""

import re
from collections.abc import Mapping

__all__ = ["PSEUDO", "pseudo"]

_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçðéƒğĥîĵķļɱñöþɋŕšťûṽŵẋýžÀƁÇÐÉƑĞĤÎĴĶĻṀÑÖÞɊŔŠŤÛṼŴẊÝŽ"
_ARABIC = "ابجدهفغحيژكلمنعپقرسطوثوخىز"

# What becomes of the letters of each language.
PSEUDO = {
    "en-XA": str.maketrans(_LATIN, _ACCENTED),
    "ar-XB": str.maketrans(_LATIN, _ARABIC * 2),
}
# Words of other languages are longer: two fifths for a sentence, and more for a word.
_LONGER = 0.4
_FILLER = "one two three four five six seven eight nine ten "
_GAP = re.compile(r"(\{\w+\})")


def pseudo(
    tables: Mapping[str, Mapping[str, str]], letters: dict[int, int]
) -> dict[str, dict[str, str]]:
    """Give the tables in a language that nobody speaks: other letters, longer, and in brackets.

    Gaps such as `{n}` stay as they are, and so does every key.
    """
    return {
        name: {key: _said(text, letters) for key, text in table.items()}
        for name, table in tables.items()
    }


def _said(text: str, letters: dict[int, int]) -> str:
    more = (_FILLER * (len(text) // 50 + 1))[: max(2, round(len(text) * _LONGER))].strip()
    parts = _GAP.split(text)
    told = "".join(part if _GAP.fullmatch(part) else part.translate(letters) for part in parts)
    return f"[{told} {more.translate(letters)}]"
