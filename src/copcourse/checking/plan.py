"""Rules for a module's plan: short lists, and an agreement in which every side speaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from copcourse.checking.passages import Passage, plain, word_count
from copcourse.checking.problems import problem
from copcourse.content import Course, ModuleContent
from copcourse.errors import ContentError
from copcourse.plan import Plan

LINES = (3, 6)
LINE_WORDS = 25
SIDES = ("adult", "child", "both")


def check_plan(module: ModuleContent) -> Iterator[ContentError]:
    """Lists that can be taken in at a glance, and the whole agreement by who says it."""
    plan, file = module.plan, plan_file(module)
    if not plan:
        yield problem("plan", file, "", "the module has no plan", "Write it: see another module's.")
        return
    for name, lines in plan.lists.items():
        if not LINES[0] <= len(lines) <= LINES[1]:
            fault = f"{len(lines)} lines, and {LINES[0]} to {LINES[1]} are asked for"
            yield problem("plan", file, name, fault, "Add or join some.")
        for line in lines:
            words = word_count(plain(line.text))
            if words > LINE_WORDS and "plan" not in line.allow:
                place = f'{name}, line "{line.id}"'
                fault = f"{words} words, at most {LINE_WORDS}"
                yield problem("plan", file, place, fault, "Shorten it: it goes on a card.")
    for one, count in Counter(line.id for line in plan.lines()).items():
        if count > 1:
            yield problem("ids", file, f'line "{one}"', "the id stands twice", "Rename one.")
    spoken = {side.who for side in plan.agreement.sides if side.promises}
    for who in SIDES:
        if who not in spoken:
            remedy = f'Write [[agreement.side]] with who = "{who}" and its promises.'
            yield problem("agreement", file, "agreement", f"{who} says nothing in it", remedy)


def plan_file(module: ModuleContent) -> Path:
    """Where a module's plan stands."""
    return module.folder / "plan.toml"


def plan_passages(course: Course) -> Iterator[Passage]:
    """What plans say, as the rules for sentences read it."""
    for module in course.modules:
        if module.plan:
            yield from _passages(module.plan, plan_file(module))


def _passages(plan: Plan, file: Path) -> Iterator[Passage]:
    said = plan.headings
    for heading in (said.say, said.set_up, said.agree):
        yield Passage(file=file, place="headings", scope="narrator", text=heading)
    for name, lines in plan.lists.items():
        for line in lines:
            yield Passage(
                file=file,
                # The rules for length take the lists together: they are read as one card.
                place=f'lists, {name}, line "{line.id}"',
                scope="right",
                text=line.text,
                allow=line.allow,
            )
    agreement = plan.agreement
    for text in (agreement.title, agreement.intro, *(side.heading for side in agreement.sides)):
        yield Passage(file=file, place="agreement", scope="narrator", text=text)
    for side in agreement.sides:
        for line in side.promises:
            yield Passage(
                file=file,
                place=f'agreement, {side.who}, promise "{line.id}"',
                scope="right",
                text=line.text,
                allow=line.allow,
            )
