"""Rules for items: they mark their own answers, rest on beliefs, and are balanced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean

from copcourse.checking.passages import word_count
from copcourse.checking.problems import problem
from copcourse.content import ModuleContent, Quiz
from copcourse.errors import ContentError
from copcourse.items import Item

PRACTICE = {"section": 10, "self-check": 6, "return": 4}
AFTER = ("day 3", "week 2", "week 6")
QUIZ_ITEMS = 12
CRITICAL = 3
# Fewer single items than this tell nothing of balance.
BALANCED_FROM = 5
# A right option may stand in one place in this share of the single items at most.
POSITION_SHARE = 0.4
# The mean length of right options over that of wrong ones.
LENGTH_RATIO = (0.8, 1.25)

_ALL_OF_THE_ABOVE = re.compile(r"\b(all|none|both) of (the above|these)\b", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(which|what)\b[^?]*\b(is|are|does|do|would|should) (not|NOT)\b|\bexcept\b"
)
_ABSOLUTE = re.compile(r"\b(always|never|every|all|only|none|no one|nobody)\b", re.IGNORECASE)


def check_items(items: Sequence[Item], file: Path) -> Iterator[ContentError]:
    """Problems of items whatever they are used for."""
    twice = [one for one, count in Counter(item.id for item in items).items() if count > 1]
    for one in twice:
        yield problem("ids", file, f'item "{one}"', "the id stands twice", "Give each its own.")
    for item in items:
        place = f'item "{item.id}"'
        options = Counter(item.option_ids)
        for one in (one for one, count in options.items() if count > 1):
            yield problem("ids", file, f'{place}, option "{one}"', "the id stands twice",
                         "Give each its own.")  # fmt: skip
        faults = item.faults()
        for one in faults:
            fault, _, remedy = one.partition("|")
            yield problem("kind", file, place, fault, remedy)
        if not faults:
            yield from _samples(item, file, place)
        yield from _wording(item, file, place)
        if not item.explain:
            yield problem("explain", file, place, "no explain", "Write the reason.")
        if not item.sources:
            yield problem("cited", file, place, "no sources", "Name what the reason rests on.")
    yield from balanced(items, file)


def _samples(item: Item, file: Path, place: str) -> Iterator[ContentError]:
    full = item.mark(item.sample("correct"))
    less = item.mark(item.sample("wrong"))
    bad = item.mark(item.sample("invalid"))
    if full.points != item.points or less.points >= item.points or bad.state != "invalid":
        fault = "its own correct, wrong and invalid answers are not marked so"
        yield problem("samples", file, place, fault, "Look at the key and the points.")


def _wording(item: Item, file: Path, place: str) -> Iterator[ContentError]:
    if _NEGATIVE.search(item.ask) and "negative-stem" not in item.allow:
        yield problem("negative-stem", file, place, "the question asks for what is not so",
                     "Ask for what is so.")  # fmt: skip
    absolute = {True: 0, False: 0}
    for option in item.options:
        inside = f'{place}, option "{option.id}"'
        if not option.feedback:
            remedy = "Say why somebody might choose it and what to do instead."
            yield problem("feedback", file, inside, "no feedback", remedy)
        if _ALL_OF_THE_ABOVE.search(option.text):
            yield problem("all-of-the-above", file, inside, "an option about the other options",
                         "Write what it means.")  # fmt: skip
        if _ABSOLUTE.search(option.text) and "absolute" not in option.allow:
            absolute[option.correct] += 1
    if item.kind in ("single", "several") and absolute[False] and not absolute[True]:
        yield problem("absolute", file, place, "absolute words stand in wrong options alone",
                     "Take them out, or use one in a right option.")  # fmt: skip


def balance(items: Sequence[Item]) -> tuple[Counter[int], float]:
    """Where the right options of single items are shown, and their length over the wrong ones'."""
    singles = [item for item in items if item.kind == "single" and item.right_ids]
    places = Counter(
        [shown["id"] for shown in item.sheet()["options"]].index(item.right_ids[0])
        for item in singles
    )
    right: list[int] = []
    wrong: list[int] = []
    for item in singles:
        for option in item.options:
            (right if option.correct else wrong).append(word_count(option.text))
    return places, mean(right) / mean(wrong) if right and wrong else 1.0


def balanced(items: Sequence[Item], file: Path) -> Iterator[ContentError]:
    """Problems of where right options of single items stand, and of how long they are."""
    places, ratio = balance(items)
    singles = places.total()
    if singles < BALANCED_FROM:
        return
    for place, count in places.items():
        if count > max(2, POSITION_SHARE * singles):
            fault = f"{count} of {singles} right options are shown in place {place + 1}"
            remedy = "Rename an option's id: its place follows it."
            yield problem("positions", file, "", fault, remedy)
    if not LENGTH_RATIO[0] <= ratio <= LENGTH_RATIO[1]:
        fault = f"right options have {ratio:.2f} times the length of wrong ones"
        yield problem("lengths", file, "", fault, "Make them alike.")


def check_practice(module: ModuleContent) -> Iterator[ContentError]:
    """Twenty formative items where they belong, each objective among them."""
    file = module.folder / "practice.toml"
    yield from check_items(module.practice, file)
    groups = Counter((item.when or "none").partition("-")[0] for item in module.practice)
    found = {
        "section": groups["section"],
        "self-check": groups["self"],
        "return": groups["return"],
    }
    for name, number in PRACTICE.items():
        if found[name] != number:
            fault = f"{found[name]} items for {name}, and {number} are asked for"
            yield problem("practice", file, "", fault, "Add or take away some.")
    for item in module.practice:
        if item.when == "return" and item.after not in AFTER:
            fault, remedy = "no after", f"Write after = one of {', '.join(AFTER)}."
            yield problem("after", file, f'item "{item.id}"', fault, remedy)
    yield from check_objectives(module.practice, module, file)


def check_objectives(
    items: Sequence[Item], module: ModuleContent, file: Path
) -> Iterator[ContentError]:
    """Each objective of a module has an item, and each item an objective."""
    yield from check_known_objectives(items, module, file)
    for one in (objective.id for objective in module.text.objectives):
        if one not in {item.objective for item in items}:
            yield problem(
                "objectives", file, "", f"no item for the objective {one!r}", "Write one."
            )


def check_known_objectives(
    items: Sequence[Item], module: ModuleContent, file: Path
) -> Iterator[ContentError]:
    """Each item has an objective of its module."""
    known = [objective.id for objective in module.text.objectives]
    for item in items:
        if item.objective not in known:
            fault = f"unknown objective {item.objective!r}"
            yield problem("objectives", file, f'item "{item.id}"', fault,
                         f"Write one of {', '.join(known)}.")  # fmt: skip


def check_quiz(quiz: Quiz, file: Path, module: ModuleContent) -> Iterator[ContentError]:
    """Twelve items, three critical ones with sisters, every wrong option a misconception."""
    yield from check_items(quiz.items, file)
    yield from check_objectives(quiz.items, module, file)
    if len(quiz.items) != QUIZ_ITEMS:
        fault = f"{len(quiz.items)} items, and {QUIZ_ITEMS} are asked for"
        yield problem("quiz-size", file, "", fault, "Add or take away some.")
    critical = [item for item in quiz.items if item.critical]
    if len(critical) != CRITICAL:
        fault = f"{len(critical)} critical items, and {CRITICAL} are asked for"
        yield problem("critical", file, "", fault, "Write critical = true on three.")
    for item in critical:
        sister = quiz.item(item.sister or "")
        if sister is None or sister.sister != item.id:
            fault = f"its sister {item.sister!r} is not there or does not name it back"
            remedy = "Write sister = ... in both."
            yield problem("sister", file, f'item "{item.id}"', fault, remedy)
    yield from check_quiz_options(quiz, file)


def check_quiz_options(quiz: Quiz, file: Path) -> Iterator[ContentError]:
    """Every wrong option rests on a misconception, and no match gives its pairs away."""
    for item in quiz.items:
        for option in item.options:
            place = f'item "{item.id}", option "{option.id}"'
            wrong = item.kind in ("single", "several") and not option.correct
            if wrong and option.misconception not in quiz.misconceptions:
                fault = f"unknown misconception {option.misconception!r}"
                remedy = "Name one of [misconceptions], or add it there."
                yield problem("misconception", file, place, fault, remedy)
            if item.kind == "match" and (not option.pair_id or option.pair_id in item.option_ids):
                yield problem("pair-id", file, place, "no pair_id that keeps the pair a secret",
                             'Write pair_id = "k3" or the like.')  # fmt: skip


def check_misconceptions(
    quizzes: Mapping[Path, Quiz], modules: Sequence[ModuleContent]
) -> Iterator[ContentError]:
    """Each misconception is met by two items or more of the course."""
    met: Counter[str] = Counter()
    items = [item for quiz in quizzes.values() for item in quiz.items]
    items += [item for module in modules for item in module.practice]
    for item in items:
        met.update({option.misconception for option in item.options if option.misconception})
    for file, quiz in quizzes.items():
        for one in quiz.misconceptions:
            if met[one] < 2:
                fault = f"the misconception {one!r} is met by {met[one]} items, and 2 are asked for"
                yield problem("misconception", file, "", fault, "Use it in another item.")
