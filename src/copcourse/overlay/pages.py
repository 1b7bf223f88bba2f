"""The course's Markdown with a school's part in it. Pure: text in, text out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copcourse.content import Scenario
from copcourse.overlay.guarded import as_text, shown
from copcourse.school import Contact, School
from copcourse.sheets import dialable
from copcourse.words import words

PART = "school"
_DANGER = re.compile(r"(?m)^:::\{block\} danger-now\n:::[ \t]*\n")
_SECTION = re.compile(r"(?m)^## ")
_LOCAL = re.compile(r"(?mi)^### .*\blocal\b.*\bcard\b.*\n")
_STORY = re.compile(
    r"(?m)^### .+\n\n```\{code-cell\}\nmodule\.scenario\(\"(?P<id>[^\"]*)\"\)\n```\n"
)


def home(text: str, school: School, lang: str) -> str:
    """The first page: the school's welcome before the worries, and the way to who is there."""
    said = words(lang)["school"]
    name = as_text(school.name)
    link = f"[{said['turn_to'].format(school=name)}](help.ipynb#{PART})"
    welcome = f"{shown(school.welcome)}\n\n" if school.welcome.strip() else ""
    piece = f"## {said['welcome_from'].format(school=name)}\n\n{welcome}{link}\n\n"
    return _before(_SECTION, text, piece)


def help_page(text: str, school: School, lang: str) -> str:
    """Where help is: whom to turn to at the school before the lines, and a link to it on top."""
    said = words(lang)["school"]
    name = as_text(school.name)
    title = said["title"].format(school=name)
    piece = "\n\n".join(
        [
            f"## {title}\n<!-- part: {PART} -->",
            said["turn_to_about"],
            contact_list(school, lang),
            said["turn_to_else"],
        ]
    )
    lines = next(
        (one.start() for one in _SECTION.finditer(text) if "\n<!-- part: lines" in
         text[one.start() : one.start() + 200].partition("\n\n")[0]),
        len(text),
    )  # fmt: skip
    whole = f"{text[:lines]}{piece}\n\n{text[lines:]}"
    return _DANGER.sub(lambda match: f"{match[0]}\n[{title}](#{PART})\n", whole, count=1)


def contact_list(school: School, lang: str) -> str:
    """Whom to turn to at the school, each with large ways to reach them."""
    return "\n".join(_contact(one, lang) for one in school.contacts.values())


def _contact(contact: Contact, lang: str) -> str:
    said = words(lang)["school"]
    ways = []
    if contact.phone:
        call = said["call"].format(phone=as_text(contact.phone))
        ways.append(f"[{call}](tel:{dialable(contact.phone)})")
    if contact.email:
        ways.append(
            f"[{said['write'].format(email=as_text(contact.email))}](mailto:{contact.email})"
        )
    about = ". ".join(as_text(_begun(one)) for one in (contact.place, contact.hours) if one)
    checked = [said["checked"].format(day=contact.checked.isoformat())] if contact.checked else []
    small = f"<small>{' '.join(checked)}</small>"
    parts = [f"**{as_text(contact.role)}**", f"{about}." if about else "", " ".join(ways), small]
    return "- " + "<br>".join(part for part in parts if part)


def _begun(text: str) -> str:
    """A text with the capital letter of a sentence."""
    return text[:1].upper() + text[1:]


def workshop(text: str, school: School, lang: str) -> str:
    """A guide with whom to turn to at the school wherever it comes to the local card."""
    said = words(lang)["school"]
    rows = "\n".join(_row(one) for one in school.contacts.values())
    piece = f"**{said['card'].format(school=as_text(school.name))}**\n\n{rows}\n"
    if not _LOCAL.search(text):
        return f"{text.rstrip()}\n\n{piece}"
    return _LOCAL.sub(lambda match: f"{match[0]}\n{piece}", text)


def _row(contact: Contact) -> str:
    return f"- **{as_text(contact.role)}:** {', '.join(as_text(one) for one in reach(contact))}"


def reach(contact: Contact) -> Iterator[str]:
    """How to reach somebody, as a card has it: number, address, place, hours."""
    for one in (contact.phone, contact.email, contact.place, contact.hours):
        if one:
            yield one


def with_story(text: str, story: Scenario, school: School, lang: str) -> str:
    """A module's text with a story of the school: in the old one's place, or after the last."""
    said = words(lang)["school"][f"story_{story.audience}"]
    title = said.format(
        title=as_text(story.title), minutes=story.minutes, school=as_text(school.name)
    )
    cells = list(_STORY.finditer(text))
    cell = f'```{{code-cell}}\nmodule.scenario("{story.id}")\n```\n'
    old = next((one for one in cells if one["id"] == story.id), None)
    if old:
        return f"{text[: old.start()]}### {title}\n\n{cell}{text[old.end() :]}"
    at = cells[-1].end() if cells else len(text)
    return f"{text[:at]}\n### {title}\n\n{cell}{text[at:]}"


def with_activities(text: str, added: str, school: School, lang: str) -> str:
    """A module's activities with those of the school at their end, each a sheet of its own."""
    note = words(lang)["school"]["activity_from"].format(school=as_text(school.name))
    pieces = [one for one in re.split(r"(?m)^(?=## )", shown(added)) if one.startswith("## ")]
    whole = []
    for number, piece in enumerate(pieces, 1):
        title, _, body = piece.partition("\n")
        part = f"<!-- part: own-{number} -->"
        whole.append(f"{title}\n{part}\n\n{body.strip()}\n\n*{note}*\n")
    return "\n".join([f"{text.rstrip()}\n", *whole])


def with_block(text: str, added: str, school: School, lang: str) -> str:
    """A safety text with what the school adds after it, and whose words those are."""
    said = words(lang)["school"]["card"].format(school=as_text(school.name))
    return f"{text.rstrip()}\n\n**{said}** {shown(added)}\n"


def _before(pattern: re.Pattern[str], text: str, piece: str) -> str:
    found = pattern.search(text)
    at = found.start() if found else len(text)
    return f"{text[:at]}{piece}{text[at:]}"
