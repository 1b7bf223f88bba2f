"""What stands in a widget's place on the site: its data, and the same in words without a script."""

from __future__ import annotations

import json
import re
from typing import Any

from attrs import frozen
from jinja2 import Environment

from copcourse.errors import ContentError
from copcourse.material import Material
from copcourse.words import words

# The widget that shows what a cell asks for.
WIDGETS = {
    "scenario": "scenario",
    "practice": "practice",
    "placement": "practice",
    "plan": "plan",
    "quiz": "quiz",
    "sources": "sources",
    "helplines": "helplines",
}
_CALL = re.compile(r"module\.(?P<name>\w+)\((?:\"(?P<argument>[^\"]*)\")?\)")


@frozen(kw_only=True)
class Slot:
    """A widget's place: which widget, its data as JSON, and the same as plain HTML."""

    widget: str
    data: str
    outline: str


def make_slot(source: str, material: Material, environment: Environment) -> Slot:
    """What a cell such as ``module.scenario("a")`` shows. Raises ContentError for another cell."""
    match = _CALL.fullmatch(source.strip())
    if not match or match["name"] not in WIDGETS:
        fault = f"the code cell {source.splitlines()[0][:60]!r} is nothing that the site can show"
        raise ContentError(fault, "Write one call of module in it.", file=material.folder)
    arguments = [match["argument"]] if match["argument"] else []
    sheet: dict[str, Any] = getattr(material, match["name"])(*arguments)
    widget = WIDGETS[match["name"]]
    tables = words(material.lang)
    template = environment.get_template(f"outlines/{widget}.html.j2")
    outline = template.render(sheet=sheet, t={**tables["shared"], **tables[widget]})
    return Slot(widget=widget, data=_script_json(sheet), outline=outline)


def _script_json(sheet: dict[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end that element."""
    text = json.dumps(sheet, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")
