"""What the educator's window takes from a workshop guide."""

from __future__ import annotations

import pytest
from course_files import REPOSITORY

from copcourse.building.guide import guide_facts
from copcourse.reading import read_page
from copcourse.texts import without_citations
from copcourse.words import words

MODULES = REPOSITORY / "modules"
SLUGS = sorted(path.parent.name for path in MODULES.glob("*/workshop.md"))
GUIDE = """# An evening

## Before

- **The cut list.** Late? First the
  game goes.
- **You.** Eat.

## Times

### Long

| minutes | part |
|---|---|
| 5 | Hello |
| 10 | The game, one round |
| 3 | Buffer |

Stay on.

## What we do

### Hello

Say it.

### The game: who hides

> Hide.

## When

### Somebody cries

Sit down.
"""


def test_a_guide_becomes_plans_texts_and_scripts() -> None:
    """Minutes find their texts by name; opening and close stand around what may happen."""
    assert guide_facts(GUIDE, "The cut list") == {
        "plans": [
            {
                "title": "Long",
                "minutes": 18,
                "parts": [
                    {"minutes": 5, "title": "Hello", "text": "text-1"},
                    {"minutes": 10, "title": "The game, one round", "text": "text-2"},
                    {"minutes": 3, "title": "Buffer", "text": None},
                ],
                "note": "<p>Stay on.</p>",
            }
        ],
        "texts": [
            {"id": "text-1", "title": "Hello", "html": "<p>Say it.</p>"},
            {
                "id": "text-2",
                "title": "The game: who hides",
                "html": "<blockquote>\n<p>Hide.</p>\n</blockquote>",
            },
            {"id": "text-3", "title": "Somebody cries", "html": "<p>Sit down.</p>"},
        ],
        "scripts": ["text-1", "text-3", "text-2"],
        "cut": "<p>Late? First the game goes.</p>",
    }


def test_a_guide_without_a_timetable_gives_nothing_that_it_does_not_say() -> None:
    """No plan, no text and no script is made up."""
    assert guide_facts("# An evening\n\n## Before\n\nEat.\n", "The cut list") == {
        "plans": [],
        "texts": [],
        "scripts": [],
        "cut": "",
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_each_guide_of_the_course_fits_the_window(slug: str) -> None:
    """Two plans, a text for each line but the buffer, a cut list, and all six scripts."""
    page = read_page(MODULES / slug / "workshop.md")
    facts = guide_facts(without_citations(page.body), words(page.lang)["room"]["cut_list"])
    assert [plan["minutes"] for plan in facts["plans"]] == [90, 45]
    untold = [one["title"] for p in facts["plans"] for one in p["parts"] if not one["text"]]
    assert [title.split(":")[0] for title in untold] == ["Buffer", "Buffer"]
    titles = {one["id"]: one["title"] for one in facts["texts"]}
    scripts = [titles[one] for one in facts["scripts"]]
    assert [scripts[0], scripts[-1]] == ["Opening script", "Calm close"]
    assert {
        "A child's story begins in the round",
        "Somebody speaks of abuse they lived through",
        "Somebody speaks of harm they did, or fear to do",
        "Somebody speaks of suicide",
    } <= set(scripts)
    # One key each, and the letters that darken and move are not among them.
    assert len(scripts) <= len("ACDEFGHIJKLM")
    assert facts["cut"].startswith("<p>")
