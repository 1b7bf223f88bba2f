"""Rules for a module as a whole: its words, its sections, its cells, its minutes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copcourse.checking.passages import folds, plain, sentences, unfolded, word_count
from copcourse.checking.problems import problem
from copcourse.content import ModuleContent
from copcourse.errors import ContentError
from copcourse.texts import code_lines, split_parts

CORE_WORDS = (1200, 1500)
SECTIONS = (5, 6)
SECTION_WORDS = 280
ALL_WORDS = 2800
CITED = 15
SCENARIOS = 3
# These modules have a version in simpler words.
SIMPLER = {"special-needs", "getting-help"}
_MINUTES = re.compile(r"^\|\s*(\d+)\s*\|", re.MULTILINE)


def check_shape(module: ModuleContent) -> Iterator[ContentError]:
    """All problems of a module's sizes and parts."""
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
    if module.slug in SIMPLER and not module.simpler:
        path = module.folder / "simpler.md"
        yield problem("simpler", path, "", "no version in simpler words", "Write it.")
    yield from _cells(module)
    yield from _workshop(module)


def _cells(module: ModuleContent) -> Iterator[ContentError]:
    """Every story, every practice group and the plan is shown, and nothing that is not there."""
    lines = code_lines(module.text.body)
    groups = {item.when for item in module.practice if item.when}
    wanted = {f'module.scenario("{scenario.id}")' for scenario in module.scenarios}
    wanted |= {f'module.practice("{group}")' for group in groups}
    wanted |= {"module.sources()", "module.helplines()"}
    wanted |= {"module.plan()"} if module.plan else set()
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
