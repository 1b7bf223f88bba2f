"""What the preview shows of a story or of questions: all words, with each problem at its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from copcourse.authoring.graph import graph
from copcourse.content import Choice, Confidence, Ending, Reflection, Scenario, Scene
from copcourse.errors import ContentError, CourseError
from copcourse.items import Item

_AT = re.compile(r'(?:scene|ending|item|reflection|confidence) "([^"]+)"')
_OUTCOMES = {
    "safe": "A safe ending",
    "repaired": "A repaired ending",
    "harm": "An ending with harm",
}


def anchor(problem: CourseError) -> str:
    """The id of the scene, ending or question that a problem names, or nothing."""
    found = _AT.search(problem.place)
    return found[1] if found else ""


def problem_list(problems: Sequence[CourseError], links: Iterable[str] = ()) -> str:
    """The problems as a list: place, fault, remedy and the rule's name. ``links`` are ids."""
    there = set(links)
    return f'<ul class="problems">{"".join(_problem(one, there) for one in problems)}</ul>'


def _problem(one: CourseError, there: set[str]) -> str:
    place = escape(one.place or "the whole file")
    if (at := anchor(one)) in there:
        place = f'<a href="#{escape(at)}">{place}</a>'
    rule = one.rule if isinstance(one, ContentError) else ""
    named = f'<p class="rule">rule: {escape(rule)}</p>' if rule else ""
    said = f"{escape(one.fault[:1].upper() + one.fault[1:])}. {escape(one.remedy)}"
    return f'<li><p class="place">{place}</p><p>{said}</p>{named}</li>'


def show_scenario(scenario: Scenario, problems: Sequence[CourseError]) -> str:
    """A story: its picture, then every scene and ending with what belongs to it."""
    head = (
        f"<h2>{escape(scenario.title)}</h2><p>{escape(scenario.about)}</p>"
        f"<p><b>Not shown:</b> {escape(scenario.not_shown)}</p>"
        f"<p><b>For:</b> {escape(scenario.audience)}, {scenario.minutes} minutes. "
        f"<b>Country:</b> {escape(scenario.country)}. <b>Who:</b> {escape(scenario.family)} "
        f"{escape(scenario.child)}</p>"
    )
    return "\n".join(
        (
            head,
            graph(scenario),
            "<h2>Scenes</h2>",
            *(_scene(scene, problems) for scene in scenario.scenes),
            "<h2>Endings</h2>",
            *(_ending(ending, problems) for ending in scenario.endings),
        )
    )


def scenario_ids(scenario: Scenario) -> list[str]:
    """The ids that problems of a story lead to."""
    return [*(one.id for one in scenario.scenes), *(one.id for one in scenario.endings)]


def _scene(scene: Scene, problems: Sequence[CourseError]) -> str:
    said = "".join(f"<li>{escape(one)}</li>" for one in scene.say_it)
    aloud = f"<p>Said aloud, and then compared with:</p><ul>{said}</ul>" if said else ""
    choices = "".join(map(_choice, scene.choices))
    body = f"{_paragraphs(scene.text)}{aloud}{choices}"
    return _article(scene.id, scene.title, body, problems)


def _choice(choice: Choice) -> str:
    quality = choice.quality or ""
    lines = [f"<p><b>{escape(quality.capitalize() or 'Go on')}:</b> {escape(choice.text)}</p>"]
    for name, text in (("Then", choice.then), ("Why", choice.why)):
        lines += [f"<p><b>{name}:</b> {escape(text)}</p>"] if text else []
    goto = escape(choice.goto)
    lines.append(f'<p>Leads to <a href="#{goto}">{goto}</a>.</p>')
    return f'<div class="choice {quality}">{"".join(lines)}</div>'


def _ending(ending: Ending, problems: Sequence[CourseError]) -> str:
    learned = "".join(f"<li>{escape(one)}</li>" for one in ending.learned)
    back = f"<p><b>A way back:</b> {escape(ending.way_back)}</p>" if ending.way_back else ""
    body = (
        f"<p><b>{_OUTCOMES[ending.outcome]}</b></p>{_paragraphs(ending.text)}{back}"
        f"<p>What is learnt:</p><ul>{learned}</ul>"
    )
    return _article(ending.id, ending.title, body, problems)


def show_questions(
    title: str,
    items: Sequence[Item],
    by_hand: Sequence[Reflection | Confidence],
    problems: Sequence[CourseError],
) -> str:
    """Questions with their keys: for their author, on the author's own machine."""
    parts = [f"<h2>{escape(title)}</h2>", *(_item(item, problems) for item in items)]
    for one in by_hand:
        case = _paragraphs(one.case) if isinstance(one, Reflection) else ""
        body = f"{case}<p>{escape(one.ask)}</p>"
        parts.append(_article(one.id, one.id, body, problems))
    return "\n".join(parts)


def _item(item: Item, problems: Sequence[CourseError]) -> str:
    options = []
    for option in item.options:
        # Which are right, says an item of one or several; others have an order or pairs.
        right = {"single": True, "several": True}.get(item.kind, False)
        named = ("Right" if option.correct else "Wrong") if right else "Option"
        pair = f" ↔ {escape(option.pair)}" if option.pair else ""
        feedback = f"<p>{escape(option.feedback)}</p>" if option.feedback else ""
        quality = "good" if option.correct else ""
        options.append(
            f'<div class="choice {quality}"><p><b>{named}:</b> {escape(option.text)}{pair}</p>'
            f"{feedback}</div>"
        )
    when = " ".join(part for part in (item.when, item.after) if part)
    about = ", ".join(part for part in (item.kind, when, item.objective) if part)
    body = (
        f"<p>{escape(item.ask)}</p>{''.join(options)}"
        f"<p><b>The reason:</b> {escape(item.explain)}</p><p>{escape(about)}</p>"
    )
    return _article(item.id, item.id, body, problems)


def _article(one: str, title: str, body: str, problems: Sequence[CourseError]) -> str:
    own = [problem for problem in problems if anchor(problem) == one]
    told = problem_list(own) if own else ""
    return f'<article id="{escape(one)}"><h3>{escape(title)}</h3>{told}{body}</article>'


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part.strip())}</p>" for part in text.split("\n\n") if part.strip())
