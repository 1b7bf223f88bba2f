"""The text that a browser gets for one widget: its module joined with those that it imports.

A widget reaches the browser as one text (a trait, or a script inside a page that is opened from a
stick), so it cannot import its neighbours at run time. The files stay ordinary ES modules all the
same: they are linted, read and tested as such.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from copcourse.words import direction
from copcourse.words import words as read_words

__all__ = ["bundle", "script", "state", "style"]

HERE = Path(__file__).parent

# Libraries that are shipped whole, with their licence beside them, and the name that ours use.
_VENDORED = {"lean-qr": "leanQr"}

_IMPORT = re.compile(
    r'^import \{[^}]*\} from "\./(?:vendor/)?(?P<name>[\w-]+)\.js";\n', re.MULTILINE
)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class)\b)", re.MULTILINE)
_TOP_NAME = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)
_LEFT_OVER = re.compile(r"^import\b.*$", re.MULTILINE)


@cache
def script(name: str) -> str:
    """Give the ES module `<name>.js` joined with all that it imports, each once.

    Raises:
        FileNotFoundError: a module that is imported does not exist.
        ValueError: modules import each other in a circle, two of them use one top-level name, or an
            import is written in a form that cannot be joined.
    """

    def exported(module: str, text: str) -> str:
        return text if module == name else _EXPORT.sub("", text)

    return _joined(_in_order(name, ()), exported, name)


def bundle(names: Sequence[str]) -> str:
    """Give one classic script with several widgets, for a page that is opened from a stick.

    There a script cannot be a module. Each widget's default export becomes an entry of the object
    `widgets`, which the script must find.

    Raises:
        FileNotFoundError, ValueError: as in `script`.
    """
    order: list[str] = []
    for name in names:
        order += [module for module in _in_order(name, ()) if module not in order]

    def entered(module: str, text: str) -> str:
        return _EXPORT.sub("", text).replace("export default {", f'widgets["{module}"] = {{', 1)

    return _joined(order, entered, "one script")


def _joined(order: Sequence[str], exported: Callable[[str, str], str], into: str) -> str:
    """Join modules in an order; `exported` gives a module's text with its exports as wanted."""
    owner: dict[str, str] = {}
    parts: list[str] = []
    for module in order:
        text = _read(module)
        for top in _TOP_NAME.findall(text):
            if top in owner:
                raise ValueError(
                    f"{module}.js: the name {top} is taken by {owner[top]}.js, and both are joined "
                    f"into {into}. Give one of them another name."
                )
            owner[top] = module
        joined = _IMPORT.sub("", text)
        if fault := _LEFT_OVER.search(joined):
            raise ValueError(
                f"{module}.js: cannot join `{fault[0]}`. "
                'Write it as `import { a, b } from "./module.js";`.'
            )
        parts.append(exported(module, joined))
    return "\n".join(part.strip("\n") for part in parts) + "\n"


@cache
def style(name: str) -> str:
    """Give the shared style sheet, the widget's own, and those of the modules that it imports."""
    sheets = ["shared", *(module for module in _in_order(name, ()) if module != "shared")]
    files = [HERE / f"{sheet}.css" for sheet in sheets]
    return "\n".join(file.read_text(encoding="utf-8") for file in files if file.is_file())


def state(
    name: str,
    sheet: Mapping[str, Any],
    *,
    words: Mapping[str, Mapping[str, str]] | None = None,
    lang: str = "en",
    delivery: str = "site",
) -> dict[str, Any]:
    """Give what a widget's model answers to `get`, for a widget and for a page without a kernel.

    Args:
        name: the widget, such as `scenario`; its table of words is sent, and the shared one.
        sheet: the widget's data.
        words: all tables of interface strings; those of `lang` when left out.
        lang: the language of the sheet, as in HTML's `lang`.
        delivery: `lab`, `voila` or `site`.

    Raises:
        LookupError: there are no words in that language.
    """
    tables = read_words(lang) if words is None else words
    own = "page" if name == "toolbar" else name
    return {
        "sheet": dict(sheet),
        "words": {**tables["shared"], **tables[own]},
        "delivery": delivery,
        "lang": lang,
        "dir": direction(lang),
    }


def _in_order(name: str, above: tuple[str, ...]) -> list[str]:
    """Name the modules that `name` needs, each after those that it needs itself."""
    if name in above:
        raise ValueError(f"{name}.js: imports itself by way of {', '.join(above)}.")
    order: list[str] = []
    for needed in _IMPORT.findall(_read(name)):
        order += [module for module in _in_order(needed, (*above, name)) if module not in order]
    return [*order, name]


def _read(name: str) -> str:
    if name in _VENDORED:
        text = (HERE / "vendor" / f"{name}.js").read_text(encoding="utf-8")
        # Somebody else's file stays as it is; it was written for `exports`, and gets one.
        opened = f"export const {_VENDORED[name]} = (() => {{\nconst exports = {{}};\n"
        return f"{opened}{text}\nreturn exports;\n}})();\n"
    return (HERE / f"{name}.js").read_text(encoding="utf-8")
