"""Short forms before and after a session: their reading, their rules, and what is built of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from course_files import REPOSITORY

from copcourse.answers import Answers, unreadable
from copcourse.building import made_files
from copcourse.checking import check_course
from copcourse.checking.forms import check_forms
from copcourse.content import Confidence, Course, ModuleContent, Quiz, quiz_folder, split_slug
from copcourse.errors import CourseErrors
from copcourse.items import Item
from copcourse.material import Material
from copcourse.reading import read_course, read_module, read_quiz, read_quizzes

FOLDER = Path(__file__).parent / "forms"
SLUG = "online-threats"
MODULES = REPOSITORY / "modules"
QUIZZES = read_quizzes(MODULES)
FORMS = sorted(slug for slug, quiz in QUIZZES.items() if quiz.form)

Both = dict[str, tuple[Path, Quiz]]


@pytest.fixture(scope="module")
def module() -> ModuleContent:
    """The module that the forms belong to."""
    return read_module(MODULES / SLUG)


@pytest.fixture
def both() -> Both:
    """Two sound forms."""
    paths = {name: FOLDER / f"{SLUG}-{name}.toml" for name in ("before", "later")}
    return {name: (path, read_quiz(path)) for name, path in paths.items()}


@pytest.fixture
def before(both: Both) -> Quiz:
    """The form before a session."""
    return both["before"][1]


def changed(quiz: Quiz, number: int, **changes: Any) -> Quiz:
    """The form with one item changed."""
    items = list(quiz.items)
    items[number] = evolve(items[number], **changes)
    return evolve(quiz, items=tuple(items))


def faults(both: Mapping[str, tuple[Path, Quiz]], module: ModuleContent) -> list[str]:
    """What the rules say of forms, without the folder."""
    found = check_forms(both, QUIZZES[SLUG], module)
    return [str(problem).replace(f"{FOLDER}/{SLUG}-", "") for problem in found]


def test_a_form_is_known_by_its_name() -> None:
    """The ending of a slug says that it is a form, and of which module."""
    assert split_slug("online-threats-before") == ("online-threats", "before")
    assert split_slug("online-threats") == ("online-threats", "")
    assert split_slug("before") == ("before", "")
    assert quiz_folder("gaming-later") == "gaming/later"
    assert quiz_folder("gaming") == "gaming"


def test_a_form_has_no_pass_and_no_reflection(before: Quiz) -> None:
    """Its sheet holds the items and the questions on confidence, and nothing of a key."""
    assert (before.form, before.module) == ("before", SLUG)
    assert (before.pass_mark, before.reflection, before.by_hand) == (None, None, ())
    sheet = before.sheet()
    assert list(sheet) == ["format", "quiz", "edition", "title", "lang", "items", "confidence"]
    assert sheet["confidence"] == [
        {"id": "first-words-ready", "ask": "How ready are you to find the first words?"},
        {
            "id": "know-where",
            "ask": "How sure are you that you know where to get help the same day?",
        },
    ]
    assert {key for item in sheet["items"] for key in item} == {
        "id", "kind", "ask", "points", "options",
    }  # fmt: skip
    assert {key for item in sheet["items"] for one in item["options"] for key in one} == {
        "id", "text",
    }  # fmt: skip


def test_the_editions_of_quizzes_stay_as_they_were() -> None:
    """Hand-ins of quizzes that were given out before there were forms are still good."""
    small = read_quiz(REPOSITORY / "tests" / "grading" / "small.toml")
    assert (small.edition, QUIZZES[SLUG].edition) == ("9079d8eff71e", "b32d08ff1669")


def test_a_forms_edition_follows_its_questions(before: Quiz) -> None:
    """Another question on confidence is another edition, a mended word is not."""
    first, second = before.confidence
    reworded = evolve(before, confidence=(evolve(first, ask="How ready?"), second))
    renamed = evolve(before, confidence=(evolve(first, id="other"), second))
    assert reworded.edition == before.edition
    assert renamed.edition != before.edition
    assert evolve(before, confidence=()).edition != before.edition


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"scale": 1, "at": "2026-11-20T10:00:00Z"}, ""),
        ({"scale": 5}, ""),
        ({"scale": 0}, "holds no whole number from 1 to 5"),
        ({"scale": 6}, "holds no whole number from 1 to 5"),
        ({"scale": 2.0}, "holds no whole number from 1 to 5"),
        ({"scale": True}, "holds no whole number from 1 to 5"),
        ({"scale": "3"}, "holds no whole number from 1 to 5"),
        ({"scale": None}, "holds no whole number from 1 to 5"),
        ({}, "holds no whole number from 1 to 5"),
        ({"scale": 3, "text": "x"}, "is not an answer to this kind of question"),
        ({"options": ["glad-of-it"]}, "is not an answer to this kind of question"),
        ([3], "is not an answer to this kind of question"),
        (None, "is not an answer to this kind of question"),
    ],
)
def test_a_level_of_confidence_is_one_of_five(answer: Any, why: str, before: Quiz) -> None:
    """What the widget writes is read; anything else is named, and never taken for a level."""
    given = {"know-where": answer, "oskar-at-the-door": {"options": ["glad-of-it"]}}
    hand_in = Answers(quiz=before.slug, edition=before.edition, learner="7", answers=given)
    assert unreadable(hand_in, before) == ([("know-where", why)] if why else [])


def test_a_form_asks_for_nothing_else(before: Quiz) -> None:
    """A text, or an answer to another form's item, is no question of this form."""
    given = {"the-case": {"text": "x"}, "ines-in-the-car": {"options": ["i-am-here"]}}
    hand_in = Answers(quiz=before.slug, edition=before.edition, learner="7", answers=given)
    assert unreadable(hand_in, before) == [
        ("the-case", "is not a question of this quiz"),
        ("ines-in-the-car", "is not a question of this quiz"),
    ]


def test_what_belongs_to_a_quiz_is_refused_in_a_form(tmp_path: Path) -> None:
    """A pass mark, a reflection or an unknown key of a question on confidence is named."""
    path = tmp_path / f"{SLUG}-before.toml"
    text = (FOLDER / path.name).read_text(encoding="utf-8")
    path.write_text("pass = 3\n" + text + '\n[[reflection]]\nid = "x"\n', encoding="utf-8")
    with pytest.raises(CourseErrors) as refused:
        read_quiz(path)
    known = "confidence, item, lang, misconceptions, title"
    remedy = f"Take it out or mend its name; known here: {known}."
    assert str(refused.value).replace(f"{path}: ", "").split("\n") == [
        f"unknown key 'pass'. {remedy}",
        f"unknown key 'reflection'. {remedy}",
    ]
    path.write_text(text + 'scale = ["no", "yes"]\n', encoding="utf-8")
    with pytest.raises(CourseErrors, match=r"confidence \"know-where\": unknown key 'scale'"):
        read_quiz(path)


def test_sound_forms_keep_every_rule(both: Both, module: ModuleContent) -> None:
    """Two parallel forms of four items and two questions on confidence are in order."""
    assert faults(both, module) == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"sister": None}, "its sister None is not in online-threats-later"),
        ({"sister": "ravi-in-class"}, "its sister 'ravi-in-class' is not in online-threats-later"),
        (
            {"objective": "blackmail"},
            "its sister 'ines-in-the-car' has the objective 'first-words'",
        ),
        ({"objective": "none"}, "unknown objective 'none'"),
        ({"critical": True}, "a critical item, and a form has no pass mark"),
        ({"points": 2}, "kind 'single' with 2 points"),
        ({"explain": ""}, "no explain"),
        ({"sources": ()}, "no sources"),
        ({"id": "know-where"}, 'confidence "know-where": an item has this id'),
    ],
)
def test_a_fault_of_an_item_is_named(
    changes: dict[str, Any], fault: str, both: Both, module: ModuleContent
) -> None:
    """Sisters that do not match, and what a form's item may not be."""
    path, form = both["before"]
    both["before"] = (path, changed(form, 0, **changes))
    assert any(fault in one for one in faults(both, module)), faults(both, module)


def test_sisters_meet_the_same_beliefs_or_say_why(both: Both, module: ModuleContent) -> None:
    """A belief that only one of two sisters offers cannot be compared, unless that is meant."""
    path, form = both["before"]
    options = tuple(
        evolve(one, misconception=one.misconception and "promise-secrecy")
        for one in form.items[0].options
    )
    both["before"] = (path, changed(form, 0, options=options))
    said = "meets other beliefs"
    assert [said in one for one in faults(both, module)] == [True, True]
    both["before"] = (path, changed(form, 0, options=options, allow={"sister-beliefs": "why"}))
    assert faults(both, module) == []


def test_the_shape_of_both_forms_is_checked(both: Both, module: ModuleContent) -> None:
    """Too few items, other questions on confidence, and items that another form has too."""
    path, form = both["later"]
    first, second = form.confidence
    short = evolve(form, items=form.items[:3], confidence=(first,))
    both["later"] = (path, short)
    found = faults(both, module)
    assert [one for one in found if one.startswith("later")] == [
        "later.toml: 3 items, and 4 are asked for. Add or take away some.",
        "later.toml: 1 questions on confidence, and 2 are asked for. Add or take away some.",
        "later.toml: the questions on confidence are not those of online-threats-before.toml. "
        "Use the same ids and the same words.",
    ]
    both["later"] = (path, evolve(form, confidence=(first, evolve(second, ask="How sure now?"))))
    assert [one.partition(". ")[0] for one in faults(both, module)] == [
        "later.toml: the questions on confidence are not those of online-threats-before.toml"
    ]


def test_a_form_alone_is_no_form(both: Both, module: ModuleContent) -> None:
    """Where one of the two is missing, nothing can be compared."""
    del both["later"]
    assert faults(both, module) == [
        "before.toml: there is no online-threats-later.toml beside it. "
        "Write it, or take this one out."
    ]


def test_nothing_is_asked_twice(both: Both, module: ModuleContent) -> None:
    """A question or an option in the words of the quiz, the practice or the sister is named."""
    quiz = QUIZZES[SLUG]
    practised = next(item for item in module.practice if item.kind == "single")
    path, form = both["later"]
    options = list(form.items[1].options)
    options[0] = evolve(options[0], text=practised.options[0].text.upper())
    form = changed(form, 0, ask=quiz.items[0].ask)
    form = changed(form, 1, options=tuple(options))
    form = changed(form, 2, ask=both["before"][1].items[2].ask)
    both["later"] = (path, form)
    # Long words borrowed from elsewhere may also be out of balance, which is another rule's.
    found = [one.partition(". ")[0] for one in faults(both, module) if "the same words" in one]
    assert found == [
        'later.toml: item "ines-in-the-car": the same words as in the quiz',
        'later.toml: item "ravi-in-class", option "words-only": the same words as in practice.toml',
        'later.toml: item "a-demand-at-noon": the same words as in online-threats-before.toml',
    ]


def test_balance_is_weighed_over_both_forms(both: Both, module: ModuleContent) -> None:
    """Right options that are far longer stand out in four items as in twelve."""
    for name, (path, form) in both.items():
        items = [evolve(item, options=_longer(item)) for item in form.items]
        both[name] = (path, evolve(form, items=tuple(items)))
    assert [one for one in faults(both, module) if "times the length" in one] != []


def _longer(item: Item) -> tuple[Any, ...]:
    return tuple(
        evolve(one, text=f"{one.text} And then some more of it.") if one.correct else one
        for one in item.options
    )


def test_the_check_takes_forms_as_it_takes_quizzes(course: Path) -> None:
    """Their sentences and beliefs obey the course's rules, and the report has their figures."""
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, course / "course" / "quizzes")
    stray = course / "course" / "quizzes" / "sailing-before.toml"
    text = (FOLDER / f"{SLUG}-before.toml").read_text(encoding="utf-8")
    stray.write_text(text.replace("Someone was mean to me", "LOOK " * 40), encoding="utf-8")
    later = course / "course" / "quizzes" / f"{SLUG}-later.toml"
    later.write_text(
        later.read_text(encoding="utf-8").replace("I must see it to", "I have to see it to"),
        encoding="utf-8",
    )
    report, problems = check_course(course / "modules")
    found = [str(problem).replace(f"{course}/course/quizzes/", "") for problem in problems]
    assert any(one.startswith("sailing-before.toml: there is no module 'sailing'") for one in found)
    assert any(re.match(r"sailing-before.*oskar.*a sentence of \d+ words", one) for one in found)
    assert any(
        one.startswith(f"{SLUG}-later.toml: the misconception 'must-see' reads otherwise")
        for one in found
    )
    assert re.search(
        r"  short forms: 4 items and 4 items; editions before [0-9a-f]{12}, later [0-9a-f]{12}\n"
        r"    right options by place 3, 2, 3; 0\.98 times the length of wrong ones",
        report,
    )


@pytest.fixture(scope="module")
def formless(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The real course as it was before anybody made a form."""
    root = tmp_path_factory.mktemp("formless") / "modules"
    shutil.copytree(MODULES, root, ignore=shutil.ignore_patterns("before", "later"))
    shutil.copytree(MODULES.parent / "course" / "blocks", root.parent / "course" / "blocks")
    shutil.copy(MODULES.parent / "course" / "comments.toml", root.parent / "course")
    return read_course(root)


def guide_of(made: Mapping[Path, bytes], course: Course) -> str:
    """The text of the workshop guide that was made."""
    cells = json.loads(made[course.root / SLUG / "workshop.ipynb"])["cells"]
    return "".join("".join(cell["source"]) for cell in cells)


def test_what_is_built_of_forms(formless: Course) -> None:
    """An assignment each, a folder each in the module's, and links on the workshop guide alone."""
    bare = {slug: quiz for slug, quiz in QUIZZES.items() if not quiz.form}
    forms = {path.stem: read_quiz(path) for path in FOLDER.glob("*.toml")}
    without, made = made_files(formless, bare), made_files(formless, {**bare, **forms})
    root = formless.root.parent
    assert sorted(str(path.relative_to(root)) for path in made if path not in without) == sorted(
        f"{folder}/{name}"
        for form in ("before", "later")
        for folder in (f"course/source/{SLUG}-{form}", f"modules/{SLUG}/{form}")
        for name in ("quiz.ipynb", "quiz.json")
    )
    other = [path for path in without if made[path] != without[path]]
    assert other == [formless.root / SLUG / "workshop.ipynb"]
    guide = guide_of(made, formless)
    assert "## Before and after: two short forms" in guide
    assert guide.index("](before/quiz.ipynb)") < guide.index("](later/quiz.ipynb)")


def test_where_the_keys_lie_elsewhere_the_guide_leads_to_what_is_made(formless: Course) -> None:
    """Whoever builds the pages without the keys does not lose the links."""
    sheet = formless.root / SLUG / "before" / "quiz.json"
    sheet.parent.mkdir()
    sheet.touch()
    guide = guide_of(made_files(formless, {}), formless)
    shutil.rmtree(sheet.parent)
    assert "](before/quiz.ipynb)" in guide
    assert "](later/quiz.ipynb)" not in guide
    assert "two short forms" not in guide_of(made_files(formless, {}), formless)


def test_what_learners_get_of_forms(formless: Course) -> None:
    """The released notebook has four grade cells and nothing by hand, and no key stands in it."""
    forms = {path.stem: read_quiz(path) for path in FOLDER.glob("*.toml")}
    made = made_files(formless, forms)
    for slug, form in forms.items():
        folder = formless.root / quiz_folder(slug)
        notebook = json.loads(made[folder / "quiz.ipynb"])
        assert notebook["metadata"]["copcourse"]["home"] == "../../home.ipynb"
        assert notebook["metadata"]["copcourse"]["previous"]["path"] == "../../" + (
            f"{SLUG}/module.ipynb"
        )
        cells = [cell["metadata"].get("nbgrader", {}) for cell in notebook["cells"]]
        assert sum(cell.get("grade", False) for cell in cells) == 4
        assert not any(cell.get("task") for cell in cells)
        assert "".join(notebook["cells"][1]["source"]) == "module.quiz()"
        for data in (made[folder / "quiz.ipynb"], made[folder / "quiz.json"]):
            text = data.decode()
            for word in ("correct", "critical", "sister", "misconception", "explain"):
                assert f'"{word}"' not in text
            for item in form.items:
                assert item.explain not in text
                assert item.sister not in text
                assert not any(option.feedback in text for option in item.options)


def test_a_form_shows_its_sheet_and_the_way_to_help(tmp_path: Path) -> None:
    """From its folder in the module's, the course's help page is two folders up."""
    root = tmp_path / "modules"
    folder = root / SLUG / "before"
    folder.mkdir(parents=True)
    (root / "course.toml").touch()
    (root / "help.ipynb").touch()
    sheet = read_quiz(FOLDER / f"{SLUG}-before.toml").sheet()
    (folder / "quiz.json").write_text(json.dumps(sheet), encoding="utf-8")
    assert Material(folder).quiz() == {**sheet, "help": "../../help.ipynb"}


def test_every_module_has_both_forms_or_none() -> None:
    """What the course ships can be compared, form by form."""
    modules = {quiz.module for quiz in QUIZZES.values() if quiz.form}
    assert sorted(f"{one}-{form}" for one in modules for form in ("before", "later")) == FORMS


def test_a_question_on_confidence_earns_nothing(before: Quiz) -> None:
    """It is no item: it has no points and no cell that is marked."""
    assert all(isinstance(one, Confidence) for one in before.confidence)
    assert [before.item(one.id) for one in before.confidence] == [None, None]
