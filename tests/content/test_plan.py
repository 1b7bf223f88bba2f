"""A plan is read with all its faults at once, kept short, and shown by its module's page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import PLAN, REPOSITORY, TEXT

from copcourse import CourseError, Module
from copcourse.errors import CourseErrors
from copcourse.plan import Agreement, Headings, Line, Plan, Side
from copcourse.reading import read_plan

Edit = Callable[[str, str, str], None]
Problems = Callable[[], list[str]]
MODULE = REPOSITORY / "modules" / "online-threats"

SMALL = """
say = [{ id = "hear", text = "I want to hear it." }]
set-up = [{ id = "lines", text = "I look at [Get help](../help.ipynb) first." }]
agree = [{ id = "ask", text = "We ask first.", allow = { plan = "a reason" } }]

[headings]
say = "One sentence to learn"

[agreement]
intro = "Talk it through."

[[agreement.side]]
who = "adult"
heading = "Staff say"
promise = [{ id = "listen", text = "I listen." }]
"""


def said_of(file: str, problems: list[str]) -> list[str]:
    """What the check says of one file, without its name."""
    return [one.removeprefix(f"{file}: ") for one in problems if one.startswith(f"{file}: ")]


def test_a_plan_is_read_whole(tmp_path: Path) -> None:
    """Lists, headings and the agreement become one record, and nothing is added."""
    path = tmp_path / "plan.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert read_plan(path) == Plan(
        say=(Line(id="hear", text="I want to hear it."),),
        set_up=(Line(id="lines", text="I look at [Get help](../help.ipynb) first."),),
        agree=(Line(id="ask", text="We ask first.", allow={"plan": "a reason"}),),
        headings=Headings(say="One sentence to learn"),
        agreement=Agreement(
            intro="Talk it through.",
            sides=(
                Side(
                    who="adult",
                    heading="Staff say",
                    promises=(Line(id="listen", text="I listen."),),
                ),
            ),
        ),
    )


def test_a_browser_gets_words_and_links_apart(tmp_path: Path) -> None:
    """A line's link stands beside its words, for a box to tick cannot hold one."""
    path = tmp_path / "plan.toml"
    path.write_text(SMALL, encoding="utf-8")
    assert read_plan(path).sheet("gaming", "../agreements.ipynb") == {
        "module": "gaming",
        "agreements": "../agreements.ipynb",
        "lists": [
            {
                "id": "say",
                "heading": "One sentence to learn",
                "lines": [{"id": "hear", "text": "I want to hear it.", "links": []}],
            },
            {
                "id": "set-up",
                "heading": None,
                "lines": [
                    {
                        "id": "lines",
                        "text": "I look at Get help first.",
                        "links": [{"text": "Get help", "url": "../help.ipynb"}],
                    }
                ],
            },
            {
                "id": "agree",
                "heading": None,
                "lines": [{"id": "ask", "text": "We ask first.", "links": []}],
            },
        ],
        "agreement": {
            "title": None,
            "intro": "Talk it through.",
            "sides": [
                {
                    "who": "adult",
                    "heading": "Staff say",
                    "promises": [{"id": "listen", "text": "I listen.", "links": []}],
                }
            ],
        },
    }


def test_all_faults_of_a_plan_come_at_once(tmp_path: Path) -> None:
    """Each names the list, the line and what to do."""
    path = tmp_path / "plan.toml"
    path.write_text(
        'say = [{ id = "hear" }, { id = "ask", text = 3, why = "x" }]\n'
        "set-up = []\n"
        "[headings]\n"
        'sya = "One sentence"\n'
        "[agreement]\n"
        'side = [{ who = "dad", promise = [{ id = "listen" }] }]\n',
        encoding="utf-8",
    )
    with pytest.raises(CourseErrors) as caught:
        read_plan(path)
    assert [str(error).removeprefix(f"{path}: ") for error in caught.value.errors] == [
        "key 'say', say \"hear\": 'text' is missing. Write text = ...",
        "key 'say', say \"ask\", key 'text': 3 is not a text. Mend the value.",
        "key 'say', say \"ask\": unknown key 'why'. Take it out or mend its name; "
        "known here: allow, id, text.",
        "'agree' is missing. Write agree = ...",
        "key 'agreement': 'intro' is missing. Write intro = ...",
        "key 'agreement', side 1, key 'who': 'dad' is not known here. "
        "Write one of adult, child, both.",
        "key 'agreement', side 1, promise \"listen\": 'text' is missing. Write text = ...",
        "key 'headings': unknown key 'sya'. Take it out or mend its name; "
        "known here: agree, say, set-up.",
    ]


LINES = "".join(f'  {{ id = "more-{n}", text = "I do more." }},\n' for n in range(4))
LONG = " ".join(["I listen."] * 13)
FAULTS = [
    (
        '  { id = "feels-odd", text = \'"When something feels odd online, I want to hear it. '
        "I will listen first.\"' },\n",
        "",
        ["say: 2 lines, and 3 to 6 are asked for. Add or join some."],
    ),
    (
        "agree = [\n",
        f"agree = [\n{LINES}",
        ["agree: 7 lines, and 3 to 6 are asked for. Add or join some."],
    ),
    (
        "We look together at who can write to my child.",
        LONG,
        [
            'set-up, line "who-can-write": 26 words, at most 25. '
            "Shorten it: it goes on a card.",
        ],
    ),
    (
        '"no-secrecy"',
        '"feels-odd"',
        ['line "feels-odd": the id stands twice. Rename one.'],
    ),
    (
        'who = "both"',
        'who = "adult"',
        [
            "agreement: both says nothing in it. "
            'Write [[agreement.side]] with who = "both" and its promises.',
        ],
    ),
    (
        "../help.ipynb",
        "../hepl.ipynb",
        ["](../hepl.ipynb): no such page. Mend the address."],
    ),
    (
        "I ask before I post about you.",
        "Once online, always online.",
        [
            "agreement, adult, promise \"ask-before-posting-you\": the words 'Once online, "
            "always online'. Write: pictures can often be removed or blocked.",
        ],
    ),
    (
        ", unless that could put anyone at risk; then ask a help line or the school's lead first.",
        ".",
        [
            "agreement: advice to 'Sign it together' without the words for homes that are not "
            'safe. Add: "unless that could put anyone at risk; then ask a help line or the '
            "school's lead first\".",
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), FAULTS)
def test_a_poor_plan_is_named(
    edit: Edit, problems: Problems, old: str, new: str, said: list[str]
) -> None:
    """Too few or too long lines, a side that is silent, a lost link, a word: each by itself."""
    assert said_of(PLAN, problems()) == []
    edit(PLAN, old, new)
    assert said_of(PLAN, problems()) == said


def test_a_line_may_be_excused(edit: Edit, problems: Problems) -> None:
    """A long line with its reason stands."""
    text = '"We look together at who can write to my child."'
    edit(PLAN, text, f'"{LONG}", allow = {{ plan = "it is a poem" }}')
    assert said_of(PLAN, problems()) == []


CELL = "```{code-cell}\nmodule.plan()\n```\n"


def test_a_plan_is_shown_by_its_cell(edit: Edit, problems: Problems) -> None:
    """Without the cell nobody would see the plan."""
    edit(TEXT, CELL, "")
    assert "no code cell module.plan(). Add it." in said_of(TEXT, problems())


def test_a_cell_without_a_plan_is_named(course: Path, problems: Problems) -> None:
    """A module may have no plan yet, and then its page asks for none."""
    (course / PLAN).unlink()
    assert [one for one in said_of(TEXT, problems()) if "module.plan()" in one] == [
        "code cell module.plan(): shows nothing. "
        "Mend it, or write the story or items that it asks for."
    ]


def test_the_module_gives_its_plan() -> None:
    """The widget shows the file's own lines, and where the agreements are."""
    widget = Module(MODULE).plan()
    assert widget.sheet == read_plan(MODULE / "plan.toml").sheet(
        "online-threats", "../agreements.ipynb"
    )


def test_a_plan_that_is_not_there_is_one_sentence() -> None:
    """A cell in a module without a plan is answered with the file and the fault."""
    with pytest.raises(CourseError, match=r"plan\.toml: the file is missing"):
        Module(MODULE.parent).plan()


def test_the_reader_is_asked_about_paper() -> None:
    """Before any line is chosen the page asks whether paper is safe at home."""
    text = " ".join((MODULE / "text.md").read_text(encoding="utf-8").split())
    part = text[text.index("part: plan") : text.index("module.plan()")]
    assert "Is paper safe in your home? If not, keep the plan in your head." in part
