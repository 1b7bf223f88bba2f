"""The whole course in one go, with the problems of all its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from copcourse.content import Course, ModuleContent, Page, Review, Scenario
from copcourse.entrance import Entrance, Guidelines, Way
from copcourse.errors import CourseError, CourseErrors
from copcourse.reading.blocks import read_blocks
from copcourse.reading.entrance import read_guidelines, read_placement, read_worries
from copcourse.reading.helplines import read_helplines
from copcourse.reading.items import read_practice
from copcourse.reading.pages import read_page, read_pictures
from copcourse.reading.plan import read_plan
from copcourse.reading.records import need, only, read_toml, structure
from copcourse.reading.sources import read_sources
from copcourse.reading.stories import read_scenario

T = TypeVar("T")

# The pages of the course besides home, help and those of the modules.
PAGES = ("about", "agreements", "place", "certificate", "placement", "help-simpler")


class _Gather:
    """Calls reading functions and keeps what they complain of, so that nothing stops the others."""

    def __init__(self) -> None:
        self.errors: list[CourseError] = []

    def there(self, read: Callable[[Path], T], path: Path) -> T | None:
        """What a file holds, or None where there is no such file."""
        return self(read, path) if path.exists() else None

    def __call__(self, read: Callable[..., T], *arguments: Any) -> T | None:
        try:
            return read(*arguments)
        except CourseErrors as errors:
            self.errors.extend(errors.errors)
        except CourseError as error:
            self.errors.append(error)
        return None


def read_course(root: Path) -> Course:
    """Everything under ``modules/``. Raises CourseErrors with all problems of all files."""
    gather = _Gather()
    path = root / "course.toml"
    raw = gather(_read_head, path)
    home = gather(read_page, root / "home.md")
    help_page = gather(read_page, root / "help.md")
    sources = gather(read_sources, root / "sources.toml")
    help_list = gather(read_helplines, root / "helplines.toml")
    pages = {name: gather.there(read_page, root / f"{name}.md") for name in PAGES}
    ways = {
        slug: gather(structure, one, Way, path, f'ways "{slug}"')
        for slug, one in (raw or {}).get("ways", {}).items()
    }
    entrance = Entrance(
        worries=gather.there(read_worries, root / "worries.toml") or (),
        placement=gather.there(read_placement, root / "placement.toml") or (),
        paths={name: tuple(slugs) for name, slugs in (raw or {}).get("paths", {}).items()},
        ages=tuple((raw or {}).get("ages", [])),
        ways={slug: way for slug, way in ways.items() if way},
        guidelines=gather.there(read_guidelines, root / "guidelines.toml") or Guidelines(),
    )
    modules = [gather(read_module, root / slug) for slug in (raw or {}).get("modules", [])]
    if gather.errors or not (raw and home and help_page and help_list) or sources is None:
        raise CourseErrors(gather.errors)
    return Course(
        root=root,
        title=raw["title"],
        description=raw["description"],
        languages=tuple(raw["languages"]),
        report=raw["report"],
        review=structure(raw.get("review", {}), Review, path, "review"),
        home=home,
        help_page=help_page,
        modules=tuple(module for module in modules if module),
        sources=sources,
        help=help_list,
        blocks=read_blocks(root),
        pages={name: page for name, page in pages.items() if page},
        entrance=entrance,
    )


def _read_head(path: Path) -> dict[str, Any]:
    raw = read_toml(path)
    kinds = {"title": str, "description": str, "languages": list, "modules": list, "report": str}
    only(raw, {*kinds, "review", "paths", "ages", "ways"}, path)
    need(raw, kinds, path)
    return raw


def read_module(folder: Path) -> ModuleContent:
    """One module's folder. Raises CourseErrors with the problems of all its files."""
    gather = _Gather()
    pages: list[Page | None] = [
        gather(read_page, folder / name) for name in ("text.md", "activities.md", "workshop.md")
    ]
    practice = gather(read_practice, folder / "practice.toml")
    scenarios: list[Scenario | None] = [
        gather(read_scenario, path) for path in sorted((folder / "scenarios").glob("*.toml"))
    ]
    pictures = gather.there(read_pictures, folder / "pictures.toml")
    plan = gather.there(read_plan, folder / "plan.toml")
    simpler = gather.there(read_page, folder / "simpler.md")
    text, activities, workshop = pages
    if gather.errors or not (text and activities and workshop) or practice is None:
        raise CourseErrors(gather.errors)
    return ModuleContent(
        slug=folder.name,
        folder=folder,
        text=text,
        activities=activities,
        workshop=workshop,
        scenarios=tuple(scenario for scenario in scenarios if scenario),
        practice=practice,
        pictures=pictures or (),
        plan=plan,
        simpler=simpler,
    )
