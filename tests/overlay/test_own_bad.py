"""A school's folder in which something is wrong: one sentence each, at the school's own place."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from own_school import BASE, HEAD, LATELY, TODAY, story, whole_school, write

from copcourse.cli import main
from copcourse.content import Course
from copcourse.overlay import command
from copcourse.reading import read_course

COURSE_BLOCKS = "danger-now, images, mistake, not-a-substitute, not-safe-at-home, under-18"
MAY = "It may hold school.toml, blocks/NAME.md, MODULE/scenarios/ID.toml and MODULE/activities.md."


@pytest.fixture(scope="module")
def read() -> Course:
    """The real course, read once."""
    return read_course(BASE)


@pytest.fixture
def judge(read: Course, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Give all problems of a folder, by paths in it."""
    monkeypatch.setattr("copcourse.reading.read_course", lambda root: read)

    def problems(folder: Path) -> list[str]:
        found = command.school_problems(folder, BASE)
        return [str(one).replace(f"{folder}/", "") for one in found]

    return problems


HEADS = {
    "an unknown country": (
        ('country = "IE"', 'country = "UK"'),
        ["school.toml: line 2, key 'country': the country 'UK' is not in the course's help list. "
         "Near it are GB (United Kingdom), UG (Uganda), KE (Kenya), US (United States). For a "
         "country that is missing, give its two capital letters, country_name = \"...\" and its "
         "help lines."],
    ),
    "a colour without contrast": (
        ('accent = "#7a1f5c"', 'accent = "#d8a0c0"'),
        ["school.toml: line 32, colours.light: accent #d8a0c0 on tint #e6f1f1 has a contrast of "
         "1.87 to 1, and 4.5 to 1 is needed. Choose a darker accent."],
    ),
    "a dark colour without contrast": (
        ('accent = "#f0a8d8"', 'accent = "#7a1f5c"'),
        ["school.toml: line 35, colours.dark: accent #7a1f5c on tint #1d3538 has a contrast of "
         "1.34 to 1, and 4.5 to 1 is needed. Choose a lighter accent."],
    ),
    "no colour at all": (
        ('accent = "#7a1f5c"', 'accent = "red;}"'),
        ["school.toml: line 32, colours.light: accent = 'red;}' is no colour. Write # and six "
         'digits from 0 to f, such as "#0e5c63".'],
    ),
    "a background that swallows the course's words": (
        ('accent = "#7a1f5c"', 'background = "#8a2c3c"'),
        ["school.toml: line 32, colours.light: the course's harm #8a2c3c on background #8a2c3c has a "
         "contrast of 1.00 to 1, and 4.5 to 1 is needed. Choose a lighter background."],
    ),
    "a name in a role's place": (
        ('role = "deputy head"\nphone = "01 555 0101"', 'role = "Anna Kovacs"\nphone = "1"'),
        ["school.toml: line 15, deputy: 'Anna Kovacs' looks like a person's name. Write what the "
         'person is at the school, such as "safeguarding lead".',
         "school.toml: line 15, deputy: '1' cannot be dialled. Write digits and spaces."],
    ),
    "nobody can be reached": (
        ('[deputy]\nrole = "deputy head"\nphone = "01 555 0101"', '[deputy]\nrole = "deputy head"'),
        ["school.toml: line 15, deputy: nobody can tell how to reach them. Give a phone, an email "
         "or a place."],
    ),
    "a day that is to come": (
        (f'role = "deputy head", on = {LATELY}', f'role = "deputy head", on = {TODAY + timedelta(3)}'),
        [f"school.toml: line 30, helpline \"Town parents' line\", key 'confirmed': "
         f"{TODAY + timedelta(3)} is still to come. Write the day on which somebody checked it."],
    ),
    "a day too long ago": (
        (f'role = "deputy head", on = {LATELY}', 'role = "deputy head", on = 2019-03-01'),
        ["school.toml: line 30, helpline \"Town parents' line\", key 'confirmed': 2019-03-01 is more "
         "than 2 years ago. Call again or read the operator's page, then write that day."],
    ),
    "a line that is none of the course's": (
        ('name = "Childline"', 'name = "Childlin"'),
        ['school.toml: line 20, helpline "Childlin": the course has no line of that name in IE. Name '
         "one of Childline, Garda child sexual abuse line. For a new line give kind and serves too."],
    ),
    "a safety text in the wrong place": (
        ("[deputy]", "[blocks]\nimages = false\n[deputy]"),
        ["school.toml: line 15, key 'blocks': the course's safety texts cannot be replaced or taken "
         "out. Write what you add in blocks/NAME.md; it stands after the course's."],
    ),
    "an unknown key": (
        ("[deputy]", "[second]"),
        ["school.toml: unknown key 'second'. Take it out or mend its name; known here: allow, "
         "colours, country, country_name, deputy, helpline, lead, name, welcome."],
    ),
    "what is not TOML": (
        ("[deputy]", "[deputy"),
        ["school.toml: this is not TOML: expected ']' at the end of a table declaration (at line 15, "
         "column 8). Mend that line; a text stands between quotes, a list between [ and ]."],
    ),
    "a picture from elsewhere": (
        ("<b>Come in.</b>", "![us](https://elsewhere.example/us.png)"),
        ["school.toml: line 3, key 'welcome': a picture stands here, and it would be fetched from "
         "elsewhere. Describe it in words."],
    ),
    "code": (
        ("<b>Come in.</b>", "\n\n```{code-cell}\nimport os\n```\n"),
        ["school.toml: line 3, key 'welcome': code stands here, and nothing in a school's folder is "
         "run. Take the lines with ``` out."],
    ),
    "words that the course refuses": (
        ("<b>Come in.</b>", "Some call it revenge porn."),
        ["school.toml: line 3, key 'welcome': the words 'revenge porn'. Write: pictures shared "
         "without consent."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADS)
def test_a_fault_in_the_schools_own_facts(name: str, judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Each says the line of the school's file, what is wrong, and what to do."""
    (old, new), said = HEADS[name]
    assert old in HEAD
    assert judge(write(tmp_path / "s", {"school.toml": HEAD.replace(old, new, 1)})) == said


FILES: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "an empty safety text": (
        {"blocks/images.md": ""},
        ["blocks/images.md: it is empty, and a safety text of the course cannot be replaced or "
         "taken out. Write what your school adds to it, or take the file out."],
    ),
    "a comment in a safety text's place": (
        {"blocks/images.md": "<!-- nothing -->\n"},
        ["blocks/images.md: it is empty, and a safety text of the course cannot be replaced or "
         "taken out. Write what your school adds to it, or take the file out."],
    ),
    "a flag to replace a safety text": (
        {"blocks/images.md": "---\nreplace: true\n---\nAsk us first.\n"},
        ["blocks/images.md: line 1: a line for a page's header stands here. Write the text alone: "
         "what the course says cannot be replaced."],
    ),
    "an unknown safety text": (
        {"blocks/panic.md": "Stay calm."},
        [f"blocks/panic.md: the course has no safety text of that name. Name one of {COURSE_BLOCKS}."],
    ),
    "a learner's answers": (
        {"answers.json": "{}"},
        ["answers.json: a learner's answers lie here; nothing of them was read. Move them to where "
         "you keep hand-ins."],
    ),
    "programs": (
        {"setup.py": "raise SystemExit", "gaming/extra.ipynb": "{}"},
        [f"{name}: it is a program or a page, and nothing in a school's folder is run or shown. Take "
         "it out." for name in ("gaming/extra.ipynb", "setup.py")],
    ),
    "a page of the course": (
        {"gaming/text.md": "# Mine"},
        [f"gaming/text.md: this file of the course cannot be replaced from here. {MAY}"],
    ),
    "what nobody knows": (
        {"logo.png": b"\x89PNG", "gaming/deep/a.txt": "a"},
        [f"gaming/deep: a folder of that name has no place here. {MAY}",
         f"logo.png: a file of that name has no place here. {MAY}"],
    ),
    "another encoding": (
        {"blocks/images.md": "Fragt uns früh.".encode("utf-16")},
        ["blocks/images.md: the file is not UTF-8 text. Save it as UTF-8."],
    ),
    "a binary": (
        {"gaming/activities.md": b"## A\n\x00\x01"},
        ["gaming/activities.md: line 2: a character is in it that no text has. Save it as plain "
         "text, UTF-8."],
    ),
    "far too much": (
        {"gaming/activities.md": "## A\n" + "word " * 60_000},
        ["gaming/activities.md: the file has 300,005 bytes, and a text has at most 200,000. Is it the "
         "right file? Shorten it."],
    ),
    "a story's name": (
        {"gaming/scenarios/My Story.toml": ""},
        ["gaming/scenarios/My Story.toml: a story's file name is its id, and this cannot be one. Use "
         "small letters from a to z, digits, and hyphens between them."],
    ),
    "a module of no such name": (
        {"gamming/activities.md": "## A"},
        ["gamming: there is no module of that name. Name the folder blocks, or one of "
         "growing-up-online, online-threats, connected-toys, gaming, special-needs, ai-and-robots, "
         "getting-help, whole-school."],
    ),
    "code in an activity": (
        {"gaming/activities.md": "## A\n\nDo this.\n\n- ~~~{code-cell}\n  import os\n  ~~~\n"},
        ["gaming/activities.md: line 5: code stands here, and nothing in a school's folder is run. "
         "Take the lines with ``` out."],
    ),
    "an address that runs": (
        {"gaming/activities.md": "## A\n\n[Go](https://a.example) or [press](java&#115;cript:alert(1)).\n"},
        ["gaming/activities.md: line 3: an address stands here that may lead anywhere. Lead to "
         "https://, mailto: or tel: addresses, or to a page such as help.ipynb."],
    ),
    "an activity without a title": (
        {"gaming/activities.md": "Fold a card.\n"},
        ["gaming/activities.md: line 1: no activity is here. Write a line ## and the activity's title "
         "first, and the activity below it."],
    ),
    "a task that asks for real life": (
        {"gaming/activities.md": "## A\n\nWrite of something that happened to you in a game.\n"},
        ["gaming/activities.md: line 1, section \"A\": a task may ask for real life: 'something that happened to "
         "you'. Let it be made up, on paper."],
    ),
    "a source that nobody knows": (
        {"gaming/activities.md": "## A\n\nFold a card [@no-such].\n"},
        ["gaming/activities.md: unknown source 'no-such'. Name one of modules/sources.toml, or leave "
         "it out."],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_may_not_be_there(name: str, judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Each says which file, what is wrong with it, and what to do."""
    files, said = FILES[name]
    assert judge(write(tmp_path / "s", {"school.toml": HEAD, **files})) == said


def test_a_story_with_a_dead_end(judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A choice that leads nowhere and a scene without a way out stand at the school's lines."""
    text = story("The night raid")
    dead = text.replace('goto = "silver"', 'goto = "nowhere"')
    assert dead != text
    lines = [
        number for number, line in enumerate(text.splitlines(), 1) if line == 'goto = "silver"'
    ]
    starts = [
        max(
            n
            for n, line in enumerate(text.splitlines(), 1)
            if line == "[[scene.choice]]" and n < at
        )
        for at in lines
    ]
    found = judge(write(tmp_path / "s", {"school.toml": HEAD, "gaming/scenarios/a.toml": dead}))
    told = [one for one in found if "nowhere" in one]
    assert [one.split(":")[0] for one in found] == ["gaming/scenarios/a.toml"] * len(found)
    assert [int(one.split("line ")[1].split(",")[0]) - 1 for one in told] == starts
    assert 'ending "silver": no path from' in found[-1]


def test_links_are_not_followed(judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A link to a file, to a folder or to itself is named, and what it leads to is not read."""
    secret = tmp_path / "secret.md"
    secret.write_text("## Secret\n\nNobody reads this.\n")
    folder = write(tmp_path / "s", {"school.toml": HEAD, "gaming/x": ""})
    (folder / "gaming" / "x").unlink()
    (folder / "gaming" / "activities.md").symlink_to(secret)
    (folder / "blocks").symlink_to(tmp_path)
    (folder / "whole-school").symlink_to(folder)
    os.mkfifo(folder / "gaming" / "pipe")
    link = "it is a link, and links are not followed. Put the file itself here."
    assert judge(folder) == [
        f"blocks: {link}",
        f"gaming/activities.md: {link}",
        "gaming/pipe: it is no file that could be read. Take it out.",
        f"whole-school: {link}",
    ]


def test_no_folder_and_no_school(judge, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Whoever names the wrong folder hears how to begin one."""
    assert judge(write(tmp_path / "empty", {})) == [
        "school.toml: the school's own file is missing. Begin one with `copcourse new school "
        "FOLDER`, and fill it in."
    ]
    with pytest.raises(Exception, match="there is no such folder. Name the school's folder, or"):
        judge(tmp_path / "none")


def test_a_whole_school_has_no_problem_and_its_changes_are_listed(
    judge,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],  # type: ignore[no-untyped-def]
) -> None:
    """Two stories more, one of them in an old one's place, break no rule of the shipped course."""
    folder = whole_school(tmp_path / "s")
    assert judge(folder) == []
    assert capsys.readouterr().out.splitlines() == [
        f"With Rosewood & Hill School ({folder}), which",
        "  adds a welcome to the first page",
        "  adds safeguarding lead to Get help, the workshop guides and the local card",
        "  adds deputy head to Get help, the workshop guides and the local card",
        f'  adds phone to and replaces note of the help line "Childline" (IE), confirmed by '
        f"safeguarding lead on {LATELY}",
        f'  adds the help line "Town parents\' line" (IE), confirmed by deputy head on {LATELY}',
        '  replaces the story "Lunch-break league" by "The lunch club" in Gaming',
        '    gaming/text.md still speaks of "Lunch-break league"',
        '    gaming/workshop.md still speaks of "Lunch-break league"',
        '  adds the story "The night raid" in Gaming',
        '  adds the activity "Our club card" to Gaming',
        '  adds to the safety text "danger-now", which stays whole',
        "  replaces the colour accent of light pages by #7a1f5c",
        "  replaces the colour accent of dark pages by #f0a8d8",
    ]


@pytest.mark.parametrize(
    "call", ["serve --no-browser --port 1", "export OUT", "handouts gaming --country IE --out OUT"]
)
def test_problems_stop_what_would_be_shown(
    call: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is served or written, the list stands in the terminal, and nothing is left behind."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    folder = write(tmp_path / "s", {"school.toml": HEAD, "blocks/images.md": ""})
    words = [str(tmp_path / "out") if word == "OUT" else word for word in call.split()]
    assert main([*words, "--with", str(folder)]) == 1
    told = capsys.readouterr()
    assert (told.out, told.err) == (
        "",
        f"{folder}/blocks/images.md: it is empty, and a safety text of the course cannot be "
        "replaced or taken out. Write what your school adds to it, or take the file out.\n",
    )
    assert not (tmp_path / "out").exists()
    assert list((tmp_path / "tmp").iterdir()) == []
