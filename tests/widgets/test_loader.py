"""Joining a widget's modules into one text."""

import re
from pathlib import Path

import pytest

from copcourse.widgets import loader
from copcourse.words import words

WIDGETS = ("scenario", "practice", "plan", "quiz", "sources", "helplines", "toolbar")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder of modules that stands in for the real one."""
    monkeypatch.setattr(loader, "HERE", tmp_path)
    return tmp_path


def test_each_module_is_joined_once_and_before_its_users(folder: Path) -> None:
    """A module that two others import stands once, ahead of both, and only the widget exports."""
    (folder / "base.js").write_text("export function base() {}\n")
    (folder / "left.js").write_text(
        'import { base } from "./base.js";\nexport const left = base;\n'
    )
    (folder / "top.js").write_text(
        'import {\n  base,\n} from "./base.js";\nimport { left } from "./left.js";\n'
        "export default { left, base };\n"
    )
    assert loader.script.__wrapped__("top") == (
        "function base() {}\nconst left = base;\nexport default { left, base };\n"
    )


def test_one_name_in_two_modules_is_refused(folder: Path) -> None:
    """Two modules with one top-level name would break in the browser, so joining names both."""
    (folder / "one.js").write_text("export const same = 1;\n")
    (folder / "two.js").write_text('import { same as x } from "./one.js";\nconst same = 2;\n')
    with pytest.raises(ValueError, match=r"two\.js: the name same is taken by one\.js"):
        loader.script.__wrapped__("two")


def test_an_import_in_another_form_is_refused(folder: Path) -> None:
    """An import that cannot be joined is named, with the form that can."""
    (folder / "odd.js").write_text('import thing from "elsewhere";\n')
    with pytest.raises(ValueError, match=r"odd\.js: cannot join `import thing from"):
        loader.script.__wrapped__("odd")


def test_a_circle_of_imports_is_refused(folder: Path) -> None:
    """Modules that import each other are named instead of joined for ever."""
    (folder / "hen.js").write_text('import { egg } from "./egg.js";\nexport const hen = 1;\n')
    (folder / "egg.js").write_text('import { hen } from "./hen.js";\nexport const egg = 1;\n')
    with pytest.raises(ValueError, match="imports itself by way of hen, egg"):
        loader.script.__wrapped__("hen")


@pytest.mark.parametrize("name", WIDGETS)
def test_words_and_code_name_the_same_keys(name: str) -> None:
    """Every word that a widget's code asks for exists, and no word of its table is left over."""
    code = loader.script(name)
    table = "page" if name == "toolbar" else name
    known = {re.sub(r"_(?:one|other)$", "", key) for key in words("en")[table]}
    asked = set(re.findall(r"\bwords\.(\w+)" if name == "toolbar" else r'\bt\("(\w+)"', code))
    mentioned = set(re.findall(r'"(\w+)"', code)) | asked
    made = tuple(re.findall(r"(?:\bt\(|words\[|\? )`(\w+_)\$", code)) or ("\0",)
    assert asked - known - set(words("en")["shared"]) == set()
    assert {key for key in known - mentioned if not key.startswith(made)} == set()


def test_a_language_without_words_is_named() -> None:
    """Asking for a language that is not there says which there are and what to do."""
    with pytest.raises(LookupError, match=r'"tlh"\. There are: en'):
        loader.state("sources", {"sources": []}, lang="tlh")


def test_state_is_what_a_page_without_kernel_needs() -> None:
    """The state for the site holds the sheet, the widget's own words only, and the direction."""
    state = loader.state("sources", {"sources": []}, words=words("en"), lang="ar")
    assert state == {
        "sheet": {"sources": []},
        "words": {**words("en")["shared"], **words("en")["sources"]},
        "delivery": "site",
        "lang": "ar",
        "dir": "rtl",
    }
