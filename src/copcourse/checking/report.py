"""The figures of a course, as ``copcourse check --report`` prints them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean

from copcourse.checking.coverage import coverage_lines
from copcourse.checking.passages import plain, sentences, unfolded, word_count
from copcourse.checking.prose import reading_grade
from copcourse.checking.questions import balance
from copcourse.checking.shape import cited_sentences, core_sections, folded_words
from copcourse.checking.stories import paths
from copcourse.content import FORMS, Course, Quiz
from copcourse.items import Item
from copcourse.texts import cited


def report(course: Course, quizzes: dict[Path, Quiz]) -> str:
    """The figures of a course as lines of text."""
    lines = [course.title, f"sources: {len(course.sources)}; help lines: {len(course.help.lines)}"]
    complete = [code for code in sorted(course.help.countries) if not course.help.missing(code)]
    lines.append(f"countries complete: {' '.join(complete)}")
    by_slug = {quiz.slug: quiz for quiz in quizzes.values()}
    lines += coverage_lines(course)
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
            themes = f"; {', '.join(scenario.themes)}" if scenario.themes else ""
            lines += [
                f"  scenario {scenario.id}: {len(scenario.scenes)} scenes, {len(every)} paths of "
                f"{min(ways)} to {max(ways)} decisions, endings {outcomes}",
                f"    {scenario.audience}; {scenario.country}; {', '.join(scenario.harm)}{themes}; "
                f"{scenario.family}",
            ]
        lines += [
            f"  practice: {len(module.practice)} items ({_kinds(module.practice)})",
            f"    {_balanced(module.practice)}",
        ]
        if module.slug in by_slug:
            quiz = by_slug[module.slug]
            points = sum(item.points for item in quiz.items)
            critical = sum(item.critical for item in quiz.items)
            lines.append(
                f"  quiz: {len(quiz.items)} items, {points} points, {critical} critical, pass "
                f"{quiz.pass_mark}; {len(quiz.misconceptions)} misconceptions; "
                f"edition {quiz.edition}"
            )
            lines.append(f"    ({_kinds(quiz.items)}) {_balanced(quiz.items)}")
        forms = [by_slug[f"{module.slug}-{n}"] for n in FORMS if f"{module.slug}-{n}" in by_slug]
        if forms:
            sizes = " and ".join(f"{len(form.items)} items" for form in forms)
            editions = ", ".join(f"{form.form} {form.edition}" for form in forms)
            items = [item for form in forms for item in form.items]
            lines.append(f"  short forms: {sizes}; editions {editions}")
            lines.append(f"    {_balanced(items)}")
    return "\n".join(lines)


def _kinds(items: Sequence[Item]) -> str:
    kinds = Counter(item.kind for item in items)
    return ", ".join(f"{kinds[kind]} {kind}" for kind in sorted(kinds))


def _balanced(items: Sequence[Item]) -> str:
    places, ratio = balance(items)
    shown = ", ".join(f"{places[place]}" for place in range(max(places, default=-1) + 1))
    return f"right options by place {shown}; {ratio:.2f} times the length of wrong ones"
