"""The real course in a language that nobody speaks: whoever still reads English found a leak.

The content's letters become Cyrillic ones; links, ids and directives stay. The interface comes in
a pseudo-language. A plain Latin letter on a page then belongs to neither.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from copcourse.building import build
from copcourse.exporting import export
from copcourse.reading import read_course, read_quizzes

_LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CYRILLIC = "абцдефгхийклмнопярстужвзыьАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЗЫЬ"
_LETTERS = str.maketrans(_LATIN, _CYRILLIC)

# What in a text is not for readers: code, directives, comments, tags, addresses, citations, gaps.
_KEPT = re.compile(
    r"(```.*?^```|^:::\{(?!more|story)\w+\}.*?$|^:::\{\w+\}|<!--.*?-->|<[^>]+>|\]\([^)]*\)|\[@[^\]]*\]"
    r"|\{\w+\}|&\w+;|https?://\S+|\\.)",
    re.DOTALL | re.MULTILINE,
)
# The keys of the TOML files whose values readers see.
_SEEN = (
    "about|alt|ages|ask|case|child|description|do|explain|family|feedback|languages|learned|leave|"
    "name|not_shown|note|pair|publisher|read|reason|say|say_it|serves|text|then|title|way_back|"
    "why|words|[A-Z]{2}"
)
_VALUE = re.compile(
    rf"^(?P<key>(?:{_SEEN}) = )(?P<value>.*?)(?=^\[|^#|^[\w-]+ = |\Z)", re.DOTALL | re.MULTILINE
)
# A plan's lines are tables in a line.
_PLAN = re.compile(
    r"""(?P<key>\b(?:text|title|intro|say|set-up|agree|heading) = )(?P<value>'[^'\n]*'|"[^"\n]*")"""
)
_WORRY_HELP = re.compile(r'^(?P<key>help = )(?P<value>".*")$', re.MULTILINE)


def foreign(root: Path, into: Path, lang: str) -> Path:
    """Copy a checkout's course into a folder, in ``lang`` and in other letters; the site of it."""
    modules = into / "modules"
    shutil.copytree(root / "modules", modules, ignore=shutil.ignore_patterns("*.ipynb", "*.svg"))
    shutil.copytree(root / "course" / "quizzes", into / "course" / "quizzes")
    shutil.copytree(root / "course" / "blocks", into / "course" / "blocks")
    for path in [*into.rglob("*.md"), *into.rglob("*.toml")]:
        text = path.read_text("utf-8")
        made = _markdown(text, lang) if path.suffix == ".md" else _toml(text, path.name)
        if path.parent.name == "quizzes":
            made = f'lang = "{lang}"\n{made}'
        path.write_text(made, "utf-8")
    course = read_course(modules)
    build(course, read_quizzes(modules))
    export(modules, into / "site")
    return into / "site"


def _other(text: str) -> str:
    """The text in other letters, but for what is not for readers."""
    parts = _KEPT.split(text)
    return "".join(one if at % 2 else one.translate(_LETTERS) for at, one in enumerate(parts))


def _markdown(text: str, lang: str) -> str:
    head, body = re.fullmatch(r"(---\n.*?\n---\n)?(.*)", text, re.DOTALL).groups("")
    head = re.sub(r"(?m)^lang: .*$", f"lang: {lang}", head)
    head = re.sub(r"(?m)^((?:title|description): )(.*)$", _second(_other), head)
    return head + _other(body)


def _toml(text: str, name: str) -> str:
    if name == "plan.toml":
        return _PLAN.sub(_second(_other), text)
    made = _VALUE.sub(_second(_other), text)
    if name == "worries.toml":
        made = _WORRY_HELP.sub(_second(_other), made)
    if name == "course.toml":
        made = re.sub(r"(?m)^languages = .*$", 'languages = ["en"]', made)
    return made


def _second(change: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
    """Change a match's second group, and leave the first."""
    return lambda match: match[1] + change(match[2])
