"""``copcourse new``: commented starts of modules, stories, questions, sources and help lines.

A start passes ``copcourse check`` except for the places that say TO FILL. What is there already is
never written over.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import date
from pathlib import Path
from string import Template
from typing import Any

from copcourse.content import REVIEW_YEARS
from copcourse.errors import ContentError
from copcourse.reading import read_helplines, read_sources, read_toml
from copcourse.writing import read_text, write_new, write_whole

STARTS = Path(__file__).parent / "starts"
FIRST_STORY = "first-story"
# A section's own question, six to check oneself with, and those for coming back.
GROUPS = (*(f"section-{number}" for number in range(1, 6)), "self-check", "return")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STORY_CELL = re.compile(r"^```\{code-cell\}\nmodule\.scenario\(\"[^\"]*\"\)\n```\n", re.MULTILINE)


def new_scenario(root: Path, module: str, name: str) -> list[Path]:
    """A story of nine scenes in a module, with its place on the module's page."""
    folder = _module(root, module)
    file = folder / "scenarios" / f"{_id(name)}.toml"
    # Read before anything is written, so that a fault leaves nothing half done.
    page, text = folder / "text.md", read_text(folder / "text.md")
    _mkdir(file.parent)
    write_new(file, _start("scenario.toml").encode())
    shown = text
    if f'module.scenario("{name}")' not in text:
        cell = (
            "### TO FILL: 4 minutes, for parents\n\n"
            f'```{{code-cell}}\nmodule.scenario("{name}")\n```\n'
        )
        cells = list(_STORY_CELL.finditer(text))
        at = cells[-1].end() if cells else len(text)
        shown = f"{text[:at]}\n{cell}{text[at:]}"
    if shown != text:
        write_whole(page, shown.encode())
    return [file, page] if shown != text else [file]


def new_item(root: Path, module: str, name: str) -> list[Path]:
    """A question at the end of a module's practice."""
    file = _module(root, module) / "practice.toml"
    known = [one.get("id") for one in read_toml(file).get("item", ()) if isinstance(one, dict)]
    _free(_id(name), known, file, "item")
    return _append(file, _start("item.toml", id=name))


def new_source(root: Path, name: str) -> list[Path]:
    """A source at the end of ``sources.toml``."""
    file = root / "sources.toml"
    _free(_id(name), read_sources(file), file, "source")
    today = date.today()
    review = date(today.year + REVIEW_YEARS, today.month, 1)
    return _append(file, _start("source.toml", id=name, year=today.year, review=review))


def new_helpline(root: Path, country: str) -> list[Path]:
    """A help line of a country at the end of ``helplines.toml``."""
    file = root / "helplines.toml"
    countries = read_helplines(file).countries
    code = country.upper()
    if code not in countries:
        raise ContentError(
            f"there is no country {country!r}",
            f"Name one of {', '.join(sorted(countries))}, or add it to [countries] first.",
            file=file,
        )
    return _append(file, _start("helpline.toml", country=code, year=date.today().year))


def new_school(root: Path, folder: str) -> list[Path]:
    """A school's own folder, for `--with`. It may be there already, but hold no ``school.toml``."""
    file = Path(folder) / "school.toml"
    if file.parent.resolve().is_relative_to(root.resolve()):
        remedy = "Name a folder beside the course, such as my-school."
        raise ContentError("this is the course's own folder", remedy, file=file.parent)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ContentError(
            f"it cannot be written: {error.strerror}", "Name another place.", file=file.parent
        ) from None
    write_new(file, (STARTS / "school" / "school.toml").read_bytes())
    return [file]


def new_own_scenario(root: Path, module: str, name: str, school: Path) -> list[Path]:
    """A story of nine scenes in a school's own folder."""
    _module(root, module)
    file = school / module / "scenarios" / f"{_id(name)}.toml"
    if not (school / "school.toml").is_file():
        remedy = "Begin one with `copcourse new school FOLDER`."
        raise ContentError("this is no school's folder", remedy, file=school)
    _mkdir(school / module)
    _mkdir(file.parent)
    write_new(file, _start("scenario.toml").encode())
    return [file]


def new_module(root: Path, name: str) -> list[Path]:
    """A module's folder, and its place at the end of the course and of each path through it."""
    folder = root / _id(name)
    if folder.exists():
        raise ContentError("the folder is there already", "Name another module.", file=folder)
    head = root / "course.toml"
    outline = _with_module(read_text(head), name, head)
    made = Path(tempfile.mkdtemp(dir=root, prefix=".writing-"))
    try:
        for page in sorted((STARTS / "module").glob("*.md")):
            shutil.copyfile(page, made / page.name)
        (made / "practice.toml").write_text(_practice(), encoding="utf-8")
        (made / "scenarios").mkdir()
        story = made / "scenarios" / f"{FIRST_STORY}.toml"
        story.write_text(_start("scenario.toml"), encoding="utf-8")
        made.chmod(0o755)  # mkdtemp makes folders that nobody else can read
        made.rename(folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    write_whole(head, outline.encode())
    page = folder / "text.md"
    others = sorted(one for one in folder.rglob("*") if one.is_file() and one != page)
    return [page, *others, head]


def _practice() -> str:
    items = []
    for group in GROUPS:
        item = _start("item.toml", id=f"{group}-first")
        line = f'when = "{group}"' + ('\nafter = "day 3"' if group == "return" else "")
        items.append(re.sub(r"^when = .*$", line, item, flags=re.MULTILINE))
    # What the comment says of an item need not be said of each.
    return "".join([items[0], *(re.sub(r"^#.*\n", "", one, flags=re.M) for one in items[1:])])


def _with_module(text: str, name: str, file: Path) -> str:
    """The course's outline with a module at the end of each list, comments kept."""
    ages = read_toml(file).get("ages", [])
    lists = re.compile(r"^(modules|parent|educator) = \[(.*?)\n?\]", re.DOTALL | re.MULTILINE)

    def longer(match: re.Match[str]) -> str:
        held = match[2].rstrip().rstrip(",")
        return f'{match[1]} = [{held},\n  "{name}",\n]'

    made = lists.sub(longer, text)
    all_ages = ", ".join(f'"{age}"' for age in ages)
    way = f'[ways.{name}]\nreason = "TO FILL"\nages = [{all_ages}]\n\n'
    at = made.find("# Empty until somebody")
    at = at if at >= 0 else made.find("[review]")
    return f"{made[:at]}{way}{made[at:]}" if at >= 0 else f"{made.rstrip()}\n\n{way}"


def _start(name: str, **filled: Any) -> str:
    return Template((STARTS / name).read_text(encoding="utf-8")).substitute(filled)


def _module(root: Path, name: str) -> Path:
    known = read_toml(root / "course.toml").get("modules", [])
    if name not in known:
        raise ContentError(
            f"there is no module {name!r}",
            f"Name one of {', '.join(known)}.",
            file=root / "course.toml",
        )
    return root / name


def _id(name: str) -> str:
    if not _ID.fullmatch(name):
        raise ContentError(
            f"{name!r} cannot be an id",
            "Use small letters from a to z, digits, and hyphens between them.",
        )
    return name


def _free(name: str, known: Any, file: Path, kind: str) -> None:
    if name in known:
        raise ContentError(
            "the id is taken", "Choose another.", file=file, place=f'{kind} "{name}"'
        )


def _append(file: Path, more: str) -> list[Path]:
    write_whole(file, (read_text(file).rstrip("\n") + "\n" + more).encode())
    return [file]


def _mkdir(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ContentError(
            f"it cannot be written: {error.strerror}", "Name another place.", file=folder
        ) from None
