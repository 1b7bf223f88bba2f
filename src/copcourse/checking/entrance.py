"""Rules for the ways into the course, and for links from page to page."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copcourse.checking.passages import Passage, word_count
from copcourse.checking.plan import plan_file
from copcourse.checking.problems import problem
from copcourse.checking.questions import check_items
from copcourse.content import Course, Page, quiz_folder
from copcourse.entrance import Worry
from copcourse.errors import ContentError
from copcourse.reading import quizzes_folder

WORRIES = (18, 26)
# What is read in a minute and stands on one screen of a phone.
WORRY_WORDS = 120
PLACEMENT = 5
POINTS = 13
PATHS = ("educator", "parent")

_LINK = re.compile(r"\]\(([^)#\s]*\.ipynb)?(?:#([\w-]+))?\)")


def check_entrance(course: Course) -> Iterator[ContentError]:
    """Worries, questions, paths and the map to the guidelines are whole."""
    targets = page_targets(course)
    yield from _worries(course, targets)
    yield from _placement(course)
    yield from _guidelines(course, targets)
    file = course.root / "course.toml"
    slugs = [module.slug for module in course.modules]
    for name in PATHS:
        if sorted(course.entrance.paths.get(name, ())) != sorted(slugs):
            fault = f"the path for {name} does not hold each module once"
            yield problem("paths", file, "paths", fault, f"List all {len(slugs)} slugs.")

    for slug in slugs:
        way = course.entrance.ways.get(slug)
        if way is None:
            yield problem("ways", file, f'ways "{slug}"', "no way leads to this module",
                         f"Write [ways.{slug}] with reason and ages.")  # fmt: skip
        elif not set(way.ages) <= set(course.entrance.ages) or not way.ages:
            yield problem("ways", file, f'ways "{slug}"', "an age that is not in ages",
                         f"Write some of {', '.join(course.entrance.ages)}.")  # fmt: skip


def worry_text(worry: Worry) -> str:
    """All words of a worry's answer."""
    return "\n\n".join([worry.words, *worry.say, *worry.do, *worry.leave, worry.help])


def _worries(course: Course, targets: dict[str, set[str]]) -> Iterator[ContentError]:
    file = course.root / "worries.toml"
    worries = course.entrance.worries
    if not WORRIES[0] <= len(worries) <= WORRIES[1]:
        fault = f"{len(worries)} worries, and {WORRIES[0]} to {WORRIES[1]} are asked for"
        yield problem("worries", file, "", fault, "Add or join some.")
    for one, count in Counter(worry.id for worry in worries).items():
        if count > 1:
            yield problem("ids", file, f'worry "{one}"', "the id stands twice", "Rename one.")
    for worry in worries:
        place = f'worry "{worry.id}"'
        words = word_count(worry_text(worry))
        if words > WORRY_WORDS:
            fault = f"{words} words, at most {WORRY_WORDS}"
            yield problem("length", file, place, fault, "Shorten it: it is read in a minute.")
        name = worry.module
        if worry.section not in targets.get(
            f"{name}/module.ipynb", targets.get(f"{name}.ipynb", set())
        ):
            fault = f"no section {worry.module}#{worry.section}"
            yield problem("links", file, place, fault, "Name one that is there.")
        for name, lines in (("say", worry.say), ("do", worry.do), ("leave", worry.leave)):
            if not 1 <= len(lines) <= 3:
                fault = f"{len(lines)} lines in {name}, and 1 to 3 are asked for"
                yield problem("worries", file, place, fault, "Add or join some.")


def worry_passages(course: Course) -> Iterator[Passage]:
    """What worries say, as the rules for sentences read it."""
    file = course.root / "worries.toml"
    for worry in course.entrance.worries:
        said = (("right", worry.say), ("right", worry.do), ("narrator", worry.leave))
        for scope, lines in (*said, ("narrator", (worry.help,))):
            yield Passage(
                file=file,
                place=f'worry "{worry.id}"',
                scope=scope,
                text="\n\n".join(lines),
                sources=worry.sources,
                allow=worry.allow,
            )


def _placement(course: Course) -> Iterator[ContentError]:
    file = course.root / "placement.toml"
    questions = course.entrance.placement
    if len(questions) != PLACEMENT:
        fault = f"{len(questions)} questions, and {PLACEMENT} are asked for"
        yield problem("placement", file, "", fault, "Add or take away some.")
    slugs = {module.slug for module in course.modules}
    for one in questions:
        if one.module not in slugs:
            place = f'item "{one.item.id}"'
            yield problem("links", file, place, f"no module {one.module!r}", "Name one.")
    if len({one.module for one in questions}) < len(questions):
        yield problem("placement", file, "", "two questions lead to one module", "Spread them.")
    yield from check_items([one.item for one in questions], file)


def _guidelines(course: Course, targets: dict[str, set[str]]) -> Iterator[ContentError]:
    file = course.root / "guidelines.toml"
    guidelines = course.entrance.guidelines
    if [row.number for row in guidelines.points] != list(range(1, POINTS + 1)):
        fault = f"the points for parents are not numbered 1 to {POINTS}"
        yield problem("guidelines", file, "", fault, "Write each once, in order.")
    if not guidelines.themes:
        yield problem("guidelines", file, "", "no themes", "Write [[theme]] tables.")
    rows = [(f'theme "{row.id}"', row) for row in guidelines.themes]
    rows += [(f'point "{row.number}"', row) for row in guidelines.points]  # type: ignore[misc]  # rows alike
    for place, row in rows:
        if not row.read or not row.sources:
            fault, remedy = "it does not say how we know of it", "Fill read and sources."
            yield problem("guidelines", file, place, fault, remedy)
        if not row.sections:
            yield problem("guidelines", file, place, "no section", "Name one that answers it.")
        for one in row.sections:
            name, _, part = one.partition("#")
            parts = targets.get(f"{name}/module.ipynb", targets.get(f"{name}.ipynb"))
            if parts is None or (part and part not in parts):
                yield problem("links", file, place, f"no section {one}", "Name one that is there.")


def page_targets(course: Course) -> dict[str, set[str]]:
    """Every page by its path under ``modules/``, with the places that a link may lead to."""
    # A quiz that is not made yet has its key at least; where there are no keys, it is made.
    quizzes = {quiz_folder(path.stem) for path in quizzes_folder(course.root).glob("*.toml")}
    made = [path for module in course.modules for path in module.folder.rglob("quiz.json")]
    quizzes |= {path.parent.relative_to(course.root).as_posix() for path in made}
    targets: dict[str, set[str]] = {}
    for path, page in _pages(course):
        targets[path] = set(page.headings)
    for folder in quizzes:
        targets[f"{folder}/quiz.ipynb"] = set()
    worries = {f"worry-{worry.id}" for worry in course.entrance.worries}
    targets["home.ipynb"] |= worries
    return targets


def _pages(course: Course) -> Iterator[tuple[str, Page]]:
    yield "home.ipynb", course.home
    yield "help.ipynb", course.help_page
    for name, page in course.pages.items():
        yield f"{name}.ipynb", page
    for module in course.modules:
        yield f"{module.slug}/module.ipynb", module.text
        yield f"{module.slug}/activities.ipynb", module.activities
        yield f"{module.slug}/workshop.ipynb", module.workshop
        if module.simpler:
            yield f"{module.slug}/simpler.ipynb", module.simpler


def check_links(course: Course) -> Iterator[ContentError]:
    """Every link from page to page leads to a page and a place that are there."""
    targets = page_targets(course)
    for path, file, text in _linking(course):
        for match in _LINK.finditer(text):
            address, part = match[1], match[2]
            if not address and not part:
                continue
            folder = posixpath.dirname(path)
            to = posixpath.normpath(posixpath.join(folder, address)) if address else path
            if to not in targets:
                yield problem("links", file, match[0], "no such page", "Mend the address.")
            elif part and part not in targets[to]:
                remedy = f"Name one of {', '.join(sorted(targets[to]))}."
                yield problem("links", file, match[0], "no such place in it", remedy)


def _linking(course: Course) -> Iterator[tuple[str, Path, str]]:
    """Every text that may hold links: the page's path, the file that it stands in, the text."""
    for path, page in _pages(course):
        yield path, page.path, page.body
    for module in course.modules:
        for line in module.plan.lines() if module.plan else ():
            yield f"{module.slug}/module.ipynb", plan_file(module), line.text


def missing_pages(course: Course, names: tuple[str, ...]) -> Iterator[ContentError]:
    """The pages that every course has."""
    for name in names:
        if name not in course.pages:
            path: Path = course.root / f"{name}.md"
            yield problem("pages", path, "", "the page is missing", "Write it.")
