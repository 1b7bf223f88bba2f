"""From a text to a notebook: what an author writes, and what every reader gets."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from course_files import REPOSITORY

from copcourse.building.pages import page_notebook, slot
from copcourse.building.places import Neighbour, Place
from copcourse.content import Course, Page, quiz_folder
from copcourse.errors import ContentError
from copcourse.reading import read_course
from copcourse.texts import cited

MODULES = REPOSITORY / "modules"


@pytest.fixture(scope="module")
def course() -> Course:
    """The real course, read once."""
    return read_course(MODULES)


def notebook(course: Course, body: str, path: str = "a/module.ipynb") -> nbformat.NotebookNode:
    """The notebook of a page with this text."""
    page = Page(path=Path("text.md"), title="A page", lang="en", body=body)
    place = Place(
        page="module",
        path=path,
        module="a",
        previous=Neighbour(title="Before", path="home.ipynb"),
    )
    blocks = {"danger-now": "**Now?** [Get help](../help.ipynb)."}
    return page_notebook(page, place, course, blocks, cited(body))


TEXT = """
# A page

Opening.

:::{block} danger-now
:::

## First
<!-- part: section-1 -->

A fact [@mcf-drwg]. Another [@nspcc-listening; @mcf-drwg].

:::{more} More of it
Folded *text*.
:::

```{code-cell}
module.practice("section-1")
```

## Sources
<!-- part: sources -->

```{code-cell}
module.sources()
```
"""


def test_a_text_becomes_a_notebook(course: Course) -> None:
    """Sections are cells with their part, widgets one line with their slot, folds are folds."""
    made = notebook(course, TEXT)
    nbformat.validate(made)
    kinds = [
        (c.cell_type, c.metadata.get("copcourse", {}), c.metadata.get("tags")) for c in made.cells
    ]
    assert kinds == [
        ("markdown", {}, ["notebook-only"]),
        ("code", {}, ["setup"]),
        ("markdown", {}, None),
        ("markdown", {"part": "section-1"}, None),
        ("code", {"slot": "practice:section-1"}, None),
        ("markdown", {"part": "sources"}, None),
        ("code", {"slot": "sources"}, None),
    ]  # fmt: skip
    first = made.cells[3].source
    assert "part:" not in first
    assert "<details>\n<summary>More of it</summary>\n\nFolded *text*.\n\n</details>" in first
    assert '">1</a></sup>. Another<sup' in first
    assert first.count("#source-mcf-drwg") == 2
    assert 'role="note"' in made.cells[2].source


def test_the_same_text_makes_the_same_bytes(course: Course) -> None:
    """Two builds do not differ, and cell ids come from the path and the position."""
    assert notebook(course, TEXT) == notebook(course, TEXT)
    assert [cell.id for cell in notebook(course, TEXT).cells][:2] == ["a-module-1", "a-module-2"]


def test_a_page_knows_its_neighbours_from_its_own_folder(course: Course) -> None:
    """Addresses in the metadata work from where the notebook stands."""
    facts = notebook(course, TEXT).metadata["copcourse"]
    assert facts["home"] == "../home.ipynb"
    assert facts["help"] == "../help.ipynb"
    assert facts["previous"] == {"title": "Before", "path": "../home.ipynb"}
    assert notebook(course, TEXT, "help.ipynb").metadata["copcourse"]["home"] == "home.ipynb"


def test_a_page_of_text_alone_has_no_code_and_its_own_sources(course: Course) -> None:
    """Such a page starts no kernel, and its citations lead to a list at its end."""
    made = notebook(course, "# A page\n\nA fact [@mcf-drwg].")
    assert {cell.cell_type for cell in made.cells} == {"markdown"}
    assert '<span id="source-mcf-drwg">' in made.cells[-1].source


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (":::{blok} danger-now\n:::\n", "unknown directive 'blok'"),
        (":::{block} danger\n:::\n", "unknown directive 'block' with 'danger'"),
        ("A fact [@nobody-2020].", "unknown source 'nobody-2020'"),
    ],
)
def test_what_the_build_does_not_know_is_named(course: Course, body: str, fault: str) -> None:
    """One sentence names the file, the fault and what may stand there."""
    with pytest.raises(ContentError, match=fault) as caught:
        notebook(course, body)
    assert str(caught.value).startswith("text.md: ")


def test_a_code_cell_is_one_call() -> None:
    """Anything else in a notebook of the course would run on other people's machines."""
    assert slot('module.scenario("a-b")') == "scenario:a-b"
    with pytest.raises(ContentError, match="is not one line"):
        slot("import os")


def test_help_needs_no_kernel_and_lists_every_country(course: Course) -> None:
    """The help page is text alone: each country, and last the one that is not here."""
    made = nbformat.read(MODULES / "help.ipynb", as_version=4)
    assert {cell.cell_type for cell in made.cells} == {"markdown"}
    text = "\n".join(cell.source for cell in made.cells)
    countries = [f"<summary>{name}</summary>" for name in course.help.countries.values()]
    assert all(country in text for country in countries)
    assert text.rindex("<summary>My country is not here") > max(map(text.index, countries))
    assert text.index("cop-block-danger-now") < text.index("<summary>")
    assert 'href="tel:' not in text
    assert "(tel:911)" in text
    assert "not confirmed by us" in text


def test_committed_notebooks_have_no_outputs() -> None:
    """Made files hold what their sources make, and nothing that somebody ran."""
    paths = [*MODULES.rglob("*.ipynb"), *(REPOSITORY / "course" / "source").rglob("*.ipynb")]
    assert len(paths) >= 7
    for path in paths:
        for cell in nbformat.read(path, as_version=4).cells:
            assert cell.cell_type == "markdown" or not cell.outputs, path


def test_no_key_reaches_a_learner(course: Course) -> None:
    """Neither the sheet nor the released notebook says what is right or critical."""
    from copcourse.reading import read_quizzes

    for slug, quiz in read_quizzes(MODULES).items():
        for name in ("quiz.json", "quiz.ipynb"):
            text = (MODULES / quiz_folder(slug) / name).read_text(encoding="utf-8")
            for word in ("correct", "critical", "sister", "misconception", "explain", "rubric"):
                assert f'"{word}"' not in text, (name, word)
            for line in quiz.reflection.rubric if quiz.reflection else ():
                assert line not in text
            for item in quiz.items:
                assert item.explain[:40] not in text
                assert all(option.feedback[:40] not in text for option in item.options)
