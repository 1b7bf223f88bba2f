"""What a school's folder adds to the course and what it replaces, a line each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copcourse.content import Course
from copcourse.overlay import guarded
from copcourse.overlay.records import Own, find_line, given


def changes(own: Own, course: Course) -> Iterator[str]:
    """Every change, as ``copcourse`` says it; ``course`` is without the school's part."""
    school, texts = own.school, own.texts
    titles = {module.slug: module.text.title for module in course.modules}
    if school.welcome.strip():
        yield "adds a welcome to the first page"
    for contact in school.contacts.values():
        yield f"adds {contact.role} to Get help, the workshop guides and the local card"
    if school.country not in course.help.countries:
        yield f"adds the country {school.country_name} ({school.country}) to the help list"
    for line in school.helplines:
        country = line.country or school.country
        old = find_line(course.help, line.name, country)
        who = f"confirmed by {line.confirmed.role} on {line.confirmed.on.isoformat()}"
        if not old:
            yield f'adds the help line "{line.name}" ({country}), {who}'
            continue
        more = [name for name, one in given(line).items() if one and getattr(old, name) is None]
        other = [
            name
            for name, one in given(line).items()
            if name not in more and one != getattr(old, name)
        ]
        acts = [f"adds {', '.join(more)} to"] * bool(more)
        acts += [f"replaces {', '.join(other)} of"] * bool(other)
        what = " and ".join(acts) or "confirms"
        yield f'{what} the help line "{old.name}" ({country}), {who}'
        if old.note and line.note is None and acts:
            yield f'  keeps its note "{old.note}": write note = "" if that is no longer so'
    for (slug, one), story in own.stories.items():
        module = next(module for module in course.modules if module.slug == slug)
        old_story = module.scenario(one)
        name = f'the story "{old_story.title}" by' if old_story else "the story"
        yield f'{"replaces" if old_story else "adds"} {name} "{story.title}" in {titles[slug]}'
        if old_story and old_story.title != story.title:
            for page in (module.text, module.workshop):
                if f'"{old_story.title}"' in page.body:
                    where = f"{slug}/{page.path.name}"
                    yield f'  {where} still speaks of "{old_story.title}"'
    for slug, text in texts.activities.items():
        for title in re.findall(r"(?m)^## (.+)$", guarded.shown(text)):
            yield f'adds the activity "{title}" to {titles[slug]}'
    for name in texts.blocks:
        yield f'adds to the safety text "{name}", which stays whole'
    for scheme in ("light", "dark"):
        palette = getattr(school.colours, scheme)
        for name in ("accent", "background", "tint"):
            if colour := getattr(palette, name):
                yield f"replaces the colour {name} of {scheme} pages by {colour}"
