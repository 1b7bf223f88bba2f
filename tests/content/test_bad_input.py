"""Every fault of an author ends in one sentence that names file and place and what to do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from course_files import HEADING, HOME, PRACTICE, QUIZ, STORY, TEXT

Edit = Callable[[str, str, str], None]
Problems = Callable[[], list[str]]


def first_choice(course: Path) -> tuple[str, str]:
    """The first scene that asks for a decision and the target of its first choice."""
    text = (course / STORY).read_text(encoding="utf-8")
    goto = re.search(r'^goto = "([^"]+)"', text, re.MULTILINE)
    scene = re.search(r'\[\[scene\]\]\s*\nid = "([^"]+)"', text)
    assert goto
    assert scene
    return scene[1], goto[1]


def test_the_course_itself_is_clean(problems: Problems) -> None:
    """The check finds nothing to mend in the real course."""
    assert problems() == []


def test_toml_that_does_not_parse(edit: Edit, problems: Problems) -> None:
    """The line and column are named."""
    edit(STORY, "title = ", "title ")
    (problem,) = problems()
    assert problem.startswith(f"{STORY}: this is not TOML: ")
    assert "line 1" in problem


def test_an_unknown_key(edit: Edit, problems: Problems) -> None:
    """The key, the item and the option are named, and the keys that are known."""
    edit(PRACTICE, "feedback = ", "feedbak = ")
    (problem,) = problems()
    assert re.match(
        rf'{PRACTICE}: item "[\w-]+", option "[\w-]+": unknown key \'feedbak\'. '
        r"Take it out or mend its name; known here: .*feedback",
        problem,
    )


def test_all_problems_at_once(edit: Edit, problems: Problems) -> None:
    """A fault in one file does not hide those of another."""
    edit(PRACTICE, "feedback = ", "feedbak = ")
    edit(QUIZ, "pass = 9", 'pass = "nine"')
    found = problems()
    assert [problem.split(":")[0] for problem in found] == [QUIZ, PRACTICE]
    assert "'pass' is not a whole number" in found[0]


def test_a_choice_to_a_scene_that_is_not_there(
    course: Path, edit: Edit, problems: Problems
) -> None:
    """The choice and the target are named."""
    _, goto = first_choice(course)
    edit(STORY, f'goto = "{goto}"', 'goto = "attic"')
    assert any(
        re.match(rf'{STORY}: scene "[\w-]+", choice "[\w-]+": goto leads to \'attic\'', problem)
        for problem in problems()
    )


def test_an_unreachable_scene(edit: Edit, problems: Problems) -> None:
    """A scene that no path reaches is named."""
    scene = (
        '[[scene]]\nid = "attic"\ntitle = "The attic"\ntext = "Dust."\nsay_it = ["A", "B", "C"]\n'
        '[[scene.choice]]\nid = "down"\ntext = "Go down."\ngoto = "attic-stairs"\n\n[[ending]]\n'
    )
    edit(STORY, "[[ending]]\n", scene)
    assert any(f'{STORY}: scene "attic": no path from' in problem for problem in problems())


def test_a_scene_with_no_way_out(edit: Edit, problems: Problems) -> None:
    """A scene without choices is named."""
    scene = '[[scene]]\nid = "attic"\ntitle = "The attic"\ntext = "Dust."\n\n[[ending]]\n'
    edit(STORY, "[[ending]]\n", scene)
    assert any(
        f'{STORY}: scene "attic": the scene has no way out' in problem for problem in problems()
    )


def test_two_correct_options_in_a_single(course: Path, problems: Problems) -> None:
    """The item is named, and both ways to mend it."""
    path = course / QUIZ
    text = path.read_text(encoding="utf-8")
    start = text.index('kind = "single"')
    end = text.index("[[item]]", start)
    item = text[start:end]
    wrong = next(
        block for block in item.split("[[item.option]]")[1:] if "correct = true" not in block
    )
    path.write_text(text[:start] + item.replace(wrong, wrong.rstrip() + "\ncorrect = true\n\n")
                    + text[end:], encoding="utf-8")  # fmt: skip
    assert any(
        re.match(rf'{QUIZ}: item "[\w-]+": 2 options are correct in a single. Leave', problem)
        for problem in problems()
    )


def test_a_number_without_a_citation(edit: Edit, problems: Problems) -> None:
    """The figure and its section are named."""
    edit(TEXT, HEADING, f"\nAbout 37 per cent of parents in 2024 have a plan.\n{HEADING}")
    assert any(
        problem.startswith(f'{TEXT}: section "') and "'37 per cent' has no citation" in problem
        for problem in problems()
    )


def test_a_figure_without_its_year(edit: Edit, problems: Problems) -> None:
    """A figure says when, in its own sentence."""
    edit(TEXT, HEADING, f"\nSome 37 per cent plan [@disrupting-harm-insights].\n{HEADING}")
    assert any("'37 per cent' has no year in its sentence" in problem for problem in problems())


@pytest.mark.parametrize("file", [TEXT, PRACTICE])
def test_an_unknown_source(file: str, course: Path, problems: Problems) -> None:
    """A citation of a source that is not in the list is named, in prose and in questions."""
    path = course / file
    text = path.read_text(encoding="utf-8")
    mark = r"\[@[\w.-]+" if file == TEXT else r'sources = \["[^"]+'
    path.write_text(re.sub(mark, lambda m: f"{m[0]}-x", text, count=1), encoding="utf-8")
    assert any(problem.startswith(f"{file}: ") and "unknown source" in problem
               for problem in problems())  # fmt: skip


def test_a_forbidden_word_in_the_narrators_voice(edit: Edit, problems: Problems) -> None:
    """The word is named with the term to use instead."""
    edit(TEXT, HEADING, f"\nThe perpetrator plans.\n{HEADING}")
    (problem,) = [p for p in problems() if "'perpetrator'" in p]
    assert "Write: the child who shared it, or the person who harmed." in problem


def test_a_picture_is_never_handled(edit: Edit, problems: Problems) -> None:
    """Advice to screenshot a picture is refused; the same words beside never are not."""
    edit(HOME, HEADING, f"\nTake care to screenshot the picture.\n{HEADING}")
    assert any("somebody handles a picture" in problem for problem in problems())
    edit(HOME, "Take care to screenshot the picture.", "Never screenshot the picture.")
    assert problems() == []


def test_telling_a_parent_carries_the_words_for_unsafe_homes(
    edit: Edit, problems: Problems
) -> None:
    """Advice to tell the other parent without them is refused."""
    edit(HOME, HEADING, f"\nTell the other parent today.\n{HEADING}")
    assert any("homes that are not safe" in problem for problem in problems())


def test_what_a_law_says_has_a_place_and_a_year(edit: Edit, problems: Problems) -> None:
    """A sentence on law without them is refused, for no law holds everywhere."""
    edit(HOME, HEADING, f"\nSecret listening is illegal.\n{HEADING}")
    assert any("'illegal' without a place and a year" in problem for problem in problems())


def test_a_missing_safety_block(edit: Edit, problems: Problems) -> None:
    """A page without the words for danger is refused."""
    edit("modules/help.md", ":::{block} under-18\n:::\n", "")
    assert problems() == [
        "modules/help.md: the safety block 'under-18' is missing. "
        "Add a line :::{block} under-18 and a line :::."
    ]


def test_a_country_whose_help_list_is_not_complete(edit: Edit, problems: Problems) -> None:
    """A story names only a country in which the reader finds every kind of help."""
    edit(STORY, 'country = "CA"', 'country = "ES"')
    assert any("the help list of 'ES' lacks a place to report" in problem for problem in problems())


def test_a_source_that_was_to_be_read_again(course: Path) -> None:
    """A review date that has passed is reported, so that old law does not stand for ever."""
    from datetime import date

    from copcourse.checking import check_course

    found = check_course(course / "modules", today=date(2040, 1, 1))[1]
    assert any("it was to be looked at again by" in str(problem) for problem in found)


def run(course: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the copy of the course."""
    return subprocess.run(
        [sys.executable, "-m", "copcourse", *arguments],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_command_reports_and_exits(course: Path, edit: Edit) -> None:
    """Exit 0 and the figures for a clean course; exit 1 and no traceback for a broken one."""
    clean = run(course, "check", "--report")
    assert clean.returncode == 0
    assert "online-threats\n  core reading: " in clean.stdout
    edit(STORY, "title = ", "title ")
    broken = run(course, "check")
    assert broken.returncode == 1
    assert "Traceback" not in broken.stderr
    assert broken.stderr.count("\n") == 2
    unbuildable = run(course, "build")
    assert unbuildable.returncode == 1
    assert "Traceback" not in unbuildable.stderr


def test_a_wrong_call_exits_2(course: Path) -> None:
    """A command that is not there is answered with those that are."""
    wrong = run(course, "chek")
    assert wrong.returncode == 2
    assert "check" in wrong.stderr


def test_a_stale_made_file_is_named(course: Path, edit: Edit) -> None:
    """The check of made files names the notebook whose text has changed, and build mends it."""
    assert run(course, "build").returncode == 0
    assert run(course, "build", "--check").returncode == 0
    edit(TEXT, HEADING, f"\nYou need no plan yet.\n{HEADING}")
    stale = run(course, "build", "--check")
    assert stale.returncode == 1
    assert "module.ipynb: not what its source makes" in stale.stderr
    assert run(course, "build").stdout.count("made ") == 1
    assert run(course, "build", "--check").returncode == 0
