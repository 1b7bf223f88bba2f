"""The whole check: reads the course and applies every rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from os.path import relpath
from pathlib import Path

from copcourse.checking.activities import check_activities
from copcourse.checking.blocks import check_blocks
from copcourse.checking.clean import CleanTexts
from copcourse.checking.coverage import check_beliefs, check_coverage
from copcourse.checking.drafts import Drafts, find_drafts, judged, unread, without_drafts
from copcourse.checking.entrance import (
    check_entrance,
    check_links,
    missing_pages,
    worry_passages,
)
from copcourse.checking.evidence import check_helplines, check_sources
from copcourse.checking.forms import check_forms
from copcourse.checking.passages import Passage, course_passages, quiz_passages
from copcourse.checking.pictures import check_pictures
from copcourse.checking.plan import check_plan, plan_passages
from copcourse.checking.problems import problem
from copcourse.checking.prose import check_prose, check_weight
from copcourse.checking.questions import check_misconceptions, check_practice, check_quiz
from copcourse.checking.report import report
from copcourse.checking.shape import check_shape
from copcourse.checking.stories import check_scenario
from copcourse.content import FORMS, Course, Quiz
from copcourse.errors import ContentError, CourseError, CourseErrors
from copcourse.reading import PAGES, quizzes_folder, read_course, read_quiz


def check_course(
    root: Path, today: date | None = None, clean: CleanTexts | None = None, figures: bool = True
) -> tuple[str, list[CourseError]]:
    """The report's text, and every problem of the course under ``root`` (its ``modules/``).

    Parameters
    ----------
    root
        The folder ``modules/``.
    today
        What a review date is held against; today when left out.
    clean
        Which texts an earlier check found clean; all are judged when left out.
    figures
        Whether the report is wanted; without it, its text is empty.
    """
    clean = clean or CleanTexts()
    course, quizzes, problems = _checked(root, today or date.today(), None, clean)
    clean.keep()
    return report(course, quizzes) if course and figures else "", problems


def check_file(root: Path, file: Path) -> list[CourseError]:
    """The problems that the whole check has of one file, in less time."""
    problems = _checked(root, date.today(), file, CleanTexts())[2]
    return [one for one in problems if one.file and Path(one.file) == file]


def _checked(
    root: Path, today: date, only: Path | None, clean: CleanTexts
) -> tuple[Course | None, dict[Path, Quiz], list[CourseError]]:
    """The course, its quizzes and all problems; sentences are judged in one file alone if asked."""
    drafts = find_drafts(root)
    to_fill: list[CourseError] = [place for places in drafts.values() for place in places]
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
        return None, quizzes, [*to_fill, *unread([*problems, *errors.errors], drafts)]
    rules = [*_rules(course, quizzes, today, drafts), *_sentences(course, quizzes, only, clean)]
    return course, quizzes, [*to_fill, *unread(problems, drafts), *judged(rules, drafts)]


def _rules(
    course: Course, quizzes: dict[Path, Quiz], today: date, drafts: Drafts
) -> Iterator[ContentError]:
    by_slug = {quiz.slug: (path, quiz) for path, quiz in quizzes.items()}
    for path, quiz in quizzes.items():
        if quiz.module not in {module.slug for module in course.modules}:
            fault = f"there is no module {quiz.module!r}"
            yield problem("modules", path, "", fault, "Mend the file's name, or take it out.")
    for module in course.modules:
        for scenario in module.scenarios:
            file = module.folder / "scenarios" / f"{scenario.id}.toml"
            for error in check_scenario(scenario, file, course):
                if error.rule not in scenario.allow:
                    yield error
        yield from check_practice(module)
        if module.slug in by_slug:
            yield from check_quiz(by_slug[module.slug][1], by_slug[module.slug][0], module)
        forms = {
            name: by_slug[slug] for name in FORMS if (slug := f"{module.slug}-{name}") in by_slug
        }
        if forms:
            _, own = by_slug.get(module.slug, (None, None))
            yield from check_forms(forms, own, module)
        yield from check_shape(module)
        yield from check_activities(module)
        yield from check_pictures(module)
        yield from check_plan(module)
    yield from check_coverage(without_drafts(course, drafts))
    yield from missing_pages(course, PAGES)
    yield from check_entrance(course)
    yield from check_links(course)
    yield from check_beliefs(quizzes)
    yield from check_misconceptions(quizzes, course.modules)
    yield from check_sources(course, quizzes, today)
    yield from check_helplines(course)
    yield from check_blocks(course)


def _sentences(
    course: Course, quizzes: dict[Path, Quiz], only: Path | None, clean: CleanTexts
) -> Iterator[ContentError]:
    quiz_texts = [p for path, quiz in quizzes.items() for p in quiz_passages(quiz, path)]
    every = [*course_passages(course), *worry_passages(course), *plan_passages(course)]
    files: dict[Path, list[Passage]] = defaultdict(list)
    for passage in [*every, *quiz_texts]:
        files[passage.file].append(passage)
    for file, passages in files.items():
        name = relpath(file, course.root.parent)
        fingerprint = clean.fingerprint(name, passages, course.sources)
        if (only and file != only) or fingerprint in clean:
            continue
        found = [*check_prose(passages), *check_weight(passages, course.sources)]
        if not found:
            clean.add(fingerprint)
        yield from found
