"""The whole check: reads the course, applies every rule, and counts what the report prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import mean

from copcourse.checking.passages import (
    course_passages,
    folds,
    plain,
    quiz_passages,
    sentences,
    unfolded,
    word_count,
)
from copcourse.checking.problems import problem
from copcourse.checking.prose import check_prose, reading_grade
from copcourse.checking.questions import check_misconceptions, check_practice, check_quiz
from copcourse.checking.stories import check_scenario, paths
from copcourse.content import Course, ModuleContent, Quiz
from copcourse.errors import ContentError, CourseError, CourseErrors
from copcourse.reading import quizzes_folder, read_course, read_quiz
from copcourse.sheets import dialable
from copcourse.texts import cited, code_lines, directives, split_parts

CORE_WORDS = (1200, 1500)
SECTIONS = (5, 6)
SECTION_WORDS = 280
ALL_WORDS = 2800
CITED = 15
SCENARIOS = 3
PAGE_BLOCKS = {
    "home": {"danger-now", "not-a-substitute", "mistake"},
    "help": {"danger-now", "under-18", "not-safe-at-home", "images"},
    "text": {"danger-now", "under-18", "not-safe-at-home", "not-a-substitute", "mistake"},
    "activities": {"danger-now"},
    "workshop": {"danger-now"},
}
BLOCKS = {"danger-now", "under-18", "not-safe-at-home", "images", "not-a-substitute", "mistake"}
_MINUTES = re.compile(r"^\|\s*(\d+)\s*\|", re.MULTILINE)


def check_course(root: Path, today: date | None = None) -> tuple[str, list[CourseError]]:
    """The report's text, and every problem of the course under ``root`` (its ``modules/``)."""
    problems: list[CourseError] = []
    quizzes: dict[Path, Quiz] = {}
    for path in sorted(quizzes_folder(root).glob("*.toml")):
        try:
            quizzes[path] = read_quiz(path)
        except CourseErrors as errors:
            problems.extend(errors.errors)
        except CourseError as error:
            problems.append(error)
    try:
        course = read_course(root)
    except CourseErrors as errors:
        return "", [*problems, *errors.errors]
    problems.extend(_rules(course, quizzes, today or date.today()))
    return report(course, quizzes), problems


def _rules(course: Course, quizzes: dict[Path, Quiz], today: date) -> Iterator[ContentError]:
    by_slug = {quiz.slug: (path, quiz) for path, quiz in quizzes.items()}
    for module in course.modules:
        for scenario in module.scenarios:
            file = module.folder / "scenarios" / f"{scenario.id}.toml"
            for error in check_scenario(scenario, file, course):
                if error.rule not in scenario.allow:
                    yield error
        yield from check_practice(module)
        if module.slug in by_slug:
            yield from check_quiz(by_slug[module.slug][1], by_slug[module.slug][0], module)
        yield from _module_shape(module)
        yield from _workshop(module)
    yield from check_misconceptions(quizzes, course.modules)
    yield from _sources(course, quizzes, today)
    yield from _helplines(course)
    yield from _blocks(course)
    quiz_texts = [p for path, quiz in quizzes.items() for p in quiz_passages(quiz, path)]
    yield from check_prose([*course_passages(course), *quiz_texts])


def _module_shape(module: ModuleContent) -> Iterator[ContentError]:
    file = module.text.path
    core = core_sections(module)
    if not SECTIONS[0] <= len(core) <= SECTIONS[1]:
        fault = f"{len(core)} core sections, and {SECTIONS[0]} to {SECTIONS[1]} are asked for"
        yield problem("sections", file, "", fault, "Mark each with <!-- part: section-N -->.")
    for part, words in core.items():
        if words > SECTION_WORDS:
            fault = f"{words} words, at most {SECTION_WORDS}"
            yield problem("section-words", file, part, fault, "Move some under a fold.")
    total = sum(core.values())
    if not CORE_WORDS[0] <= total <= CORE_WORDS[1]:
        fault = f"{total} words of core reading, {CORE_WORDS[0]} to {CORE_WORDS[1]} are asked for"
        yield problem("core-words", file, "", fault, "Add some, or fold some.")
    if total + folded_words(module) > ALL_WORDS:
        fault = f"{total + folded_words(module)} words with folds, at most {ALL_WORDS}"
        yield problem("all-words", file, "", fault, "Shorten the folds.")
    if len(cited_sentences(module)) < CITED:
        fault = f"{len(cited_sentences(module))} cited sentences, at least {CITED}"
        yield problem("cited-facts", file, "", fault, "Cite more facts.")
    if len(module.scenarios) < SCENARIOS:
        fault = f"{len(module.scenarios)} scenarios, at least {SCENARIOS}"
        yield problem("scenarios", module.folder / "scenarios", "", fault, "Write another.")
    countries = [s.country for s in module.scenarios if s.country != "any"]
    if len(set(countries)) < len(countries):
        yield problem("country", module.folder / "scenarios", "", "a country stands twice",
                     "Take another, or any.")  # fmt: skip
    yield from _cells(module)


def _cells(module: ModuleContent) -> Iterator[ContentError]:
    """Every story and every practice group is shown, and nothing that is not there."""
    lines = code_lines(module.text.body)
    groups = {item.when for item in module.practice if item.when}
    wanted = {f'module.scenario("{scenario.id}")' for scenario in module.scenarios}
    wanted |= {f'module.practice("{group}")' for group in groups}
    wanted |= {"module.sources()", "module.helplines()"}
    for line in sorted(wanted - set(lines)):
        yield problem("cells", module.text.path, "", f"no code cell {line}", "Add it.")
    for line in lines:
        if line not in wanted:
            remedy = "Mend it, or write the story or items that it asks for."
            yield problem("cells", module.text.path, f"code cell {line}", "shows nothing", remedy)


def core_sections(module: ModuleContent) -> dict[str, int]:
    """Words of each core section without its folds."""
    return {
        part: word_count(plain(unfolded(text)))
        for part, text in split_parts(module.text.body)
        if part and part.startswith("section-")
    }


def folded_words(module: ModuleContent) -> int:
    """Words of the folds in the core sections."""
    return sum(
        word_count(plain(fold))
        for part, text in split_parts(module.text.body)
        if part and part.startswith("section-")
        for _, fold in folds(text)
    )


def cited_sentences(module: ModuleContent) -> set[str]:
    """The distinct sentences of a module's reading that carry a citation."""
    flat = " ".join(module.text.body.split())
    return {one for one in sentences(flat) if "[@" in one}


def _workshop(module: ModuleContent) -> Iterator[ContentError]:
    """The minutes of the two plans add up to 90 and 45."""
    tables = re.split(r"\n\s*\n", module.workshop.body)
    sums = [sum(int(m) for m in _MINUTES.findall(table)) for table in tables]
    for minutes in (90, 45):
        if minutes not in sums:
            found = ", ".join(str(one) for one in sums if one)
            fault = f"no table of minutes adds up to {minutes} (found {found})"
            yield problem("minutes", module.workshop.path, "", fault, "Mend the minutes.")


def _sources(course: Course, quizzes: dict[Path, Quiz], today: date) -> Iterator[ContentError]:
    file = course.root / "sources.toml"
    used: set[str] = set()

    def cites(where: Path, place: str, ids: tuple[str, ...] | list[str]) -> Iterator[ContentError]:
        used.update(ids)
        for one in ids:
            if one not in course.sources:
                fault = f"unknown source {one!r}"
                yield problem("sources", where, place, fault, "Mend it, or add it to sources.toml.")

    pages = [course.home, course.help_page]
    for module in course.modules:
        pages += [module.text, module.activities, module.workshop]
        for scenario in module.scenarios:
            path = module.folder / "scenarios" / f"{scenario.id}.toml"
            yield from cites(path, "", list(scenario.cited()))
        for item in module.practice:
            path = module.folder / "practice.toml"
            yield from cites(path, f'item "{item.id}"', item.sources)
    for page in pages:
        yield from cites(page.path, "", cited(page.body))
    for path, quiz in quizzes.items():
        for item in quiz.items:
            yield from cites(path, f'item "{item.id}"', item.sources)
        yield from cites(path, "reflection", quiz.reflection.sources)
    for line in (*course.help.lines, *course.help.worldwide):
        place = f'line "{line.name}"'
        yield from cites(course.root / "helplines.toml", place, line.sources)
    for one, source in course.sources.items():
        place = f'source "{one}"'
        if one not in used:
            yield problem("sources", file, place, "nothing cites it", "Take it out.")
        if source.review_by < today:
            fault = f"it was to be looked at again by {source.review_by}"
            yield problem("review-by", file, place, fault, "Read it again and set a new date.")


def _helplines(course: Course) -> Iterator[ContentError]:
    file = course.root / "helplines.toml"
    for line in (*course.help.lines, *course.help.worldwide):
        place = f'line "{line.country or "worldwide"}: {line.name}"'
        if not (line.phone or line.sms or line.url):
            yield problem("dialable", file, place, "no phone, sms or url", "Give one way in.")
        for number in (line.phone, line.sms.number if line.sms else None):
            if number and not re.fullmatch(r"\+?[\d*#]{2,15}", dialable(number)):
                yield problem("dialable", file, place, f"{number!r} cannot be dialled",
                             "Write digits and spaces.")  # fmt: skip
        if line.country is None and line.phone and not line.phone.startswith("+"):
            fault = "a number that does not work everywhere stands among the worldwide ones"
            yield problem("worldwide", file, place, fault, "Begin it with +, or move it.")
        if line.country and line.country not in course.help.countries:
            fault = f"unknown country {line.country!r}"
            yield problem("countries", file, place, fault, "Add it to [countries].")
        if line.url and not line.url.startswith("https://"):
            yield problem("dialable", file, place, "the address is not https", "Mend it.")
        if bool(line.confirmed_by) != bool(line.confirmed_on):
            yield problem("confirmed", file, place, "confirmed_by and confirmed_on go together",
                         "Fill both, or neither.")  # fmt: skip


def _blocks(course: Course) -> Iterator[ContentError]:
    """Each page carries its safety blocks, and nobody writes their words anew."""
    for one in sorted(BLOCKS - set(course.blocks)):
        path = course.root / "blocks" / f"{one}.md"
        yield problem("blocks", path, "", "the block is missing", "Write it.")
    pages = [("home", course.home), ("help", course.help_page)]
    for module in course.modules:
        pages += [
            ("text", module.text),
            ("activities", module.activities),
            ("workshop", module.workshop),
        ]
    first = {
        name: sentences(plain(text))[1:2] for name, text in course.blocks.items() if text.strip()
    }
    for kind, page in pages:
        there = {argument for name, argument, _ in directives(page.body) if name == "block"}
        for one in sorted(PAGE_BLOCKS[kind] - there):
            remedy = f"Add a line :::{{block}} {one} and a line :::."
            yield problem("blocks", page.path, "", f"the safety block {one!r} is missing", remedy)
        for name, opening in first.items():
            if opening and opening[0] in plain(page.body):
                remedy = f"Use :::{{block}} {name} instead."
                yield problem("blocks", page.path, "", f"the words of {name!r} stand here", remedy)


def report(course: Course, quizzes: dict[Path, Quiz]) -> str:
    """The figures of a course as lines of text."""
    lines = [course.title, f"sources: {len(course.sources)}; help lines: {len(course.help.lines)}"]
    complete = [code for code in sorted(course.help.countries) if not course.help.missing(code)]
    lines.append(f"countries complete: {' '.join(complete)}")
    by_slug = {quiz.slug: quiz for quiz in quizzes.values()}
    for module in course.modules:
        core = core_sections(module)
        text = plain(unfolded(module.text.body))
        lines += [
            f"\n{module.slug}",
            f"  core reading: {sum(core.values())} words in {len(core)} sections "
            f"({', '.join(str(words) for words in core.values())}); "
            f"with folds {sum(core.values()) + folded_words(module)}",
            f"  reading grade {reading_grade(text):.1f}; "
            f"mean sentence {mean(word_count(one) for one in sentences(text)):.1f} words",
            f"  cited sentences: {len(cited_sentences(module))}; "
            f"sources in the text: {len(cited(module.text.body))}",
        ]
        for scenario in module.scenarios:
            every = list(paths(scenario))
            ways = [path.decisions for path in every]
            outcomes = ", ".join(ending.outcome for ending in scenario.endings)
            lines.append(
                f"  scenario {scenario.id}: {len(scenario.scenes)} scenes, {len(every)} paths of "
                f"{min(ways)} to {max(ways)} decisions, endings {outcomes}"
            )
        kinds = sorted({item.kind for item in module.practice})
        lines.append(f"  practice: {len(module.practice)} items ({', '.join(kinds)})")
        if module.slug in by_slug:
            quiz = by_slug[module.slug]
            points = sum(item.points for item in quiz.items)
            critical = sum(item.critical for item in quiz.items)
            lines.append(
                f"  quiz: {len(quiz.items)} items, {points} points, {critical} critical, pass "
                f"{quiz.pass_mark}; {len(quiz.misconceptions)} misconceptions; "
                f"edition {quiz.edition}"
            )
    return "\n".join(lines)
