"""A story as Twee 3, which Twine opens, and back. Both directions work on a story's TOML tables.

After "Twee 3 Specification" 3.0.2 (https://github.com/iftechfoundation/twine-specs). A scene or an
ending is a passage. Lines that begin with ``>`` are TOML and belong to what stands above them: to
the passage, or to the choice whose link it is. So nothing of a story is lost, and in Twine they
read as quotations.
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w
from attrs import frozen

from copcourse.banks.conversion import TO_FILL, slug
from copcourse.errors import ContentError

HEADER = "About this story"
"""The passage that holds what stands before the first scene of a story file."""

_PASSAGE = re.compile(r"^::", re.MULTILINE)
_HEAD = re.compile(
    r"^\s*(?P<name>(?:\\.|[^\\\[\]{}])*?)\s*"
    r"(?:\[(?P<tags>(?:\\.|[^\\\[\]])*)\])?\s*(?P<more>\{.*\})?\s*$"
)
_LINK = re.compile(r"\[\[(.+?)\]\]")
_MACRO = re.compile(r"<<.+?>>|\(\w+:.*?\)|<[a-zA-Z/!][^>]*>")
_SETTING = re.compile(r"^>[ ]?")
_OURS = {"scene", "ending"}
_OUTCOMES = ("safe", "repaired", "harm")
_CHOICE = ("then", "why", "quality")


@frozen
class Told:
    """A story's tables, and what is missing or was left out, each as a sentence."""

    story: dict[str, Any]
    missing: list[str]


@frozen
class _Passage:
    name: str
    tags: tuple[str, ...]
    text: str


def write(story: Mapping[str, Any], name: str) -> str:
    """The Twee 3 source of a story; ``name`` is its id. The same story gives the same source."""
    header = {key: value for key, value in story.items() if key not in ("scene", "ending")}
    data = {
        # Twine wants a number of its own for each story.
        "ifid": str(uuid.uuid5(uuid.NAMESPACE_URL, f"copcourse:{name}")).upper(),
        "format": "Chapbook",
        "format-version": "2.2.0",
        "start": story["start"],
    }
    passages = [
        f":: StoryTitle\n{story['title']}\n",
        f":: StoryData\n{json.dumps(data, indent=1)}\n",
        f":: {HEADER} [header]\n{_settings(header)}\n",
    ]
    passages += [_scene(scene) for scene in story.get("scene", ())]
    passages += [_ending(ending) for ending in story.get("ending", ())]
    return "\n\n".join(passages)


def read(text: str) -> Told:
    """A story from Twee 3, ours or another's. Raises ContentError for what is no story at all."""
    passages = list(_passages(text.removeprefix("\ufeff").replace("\r\n", "\n")))
    named = {passage.name: passage for passage in passages}
    if not passages:
        raise ContentError(
            "there is no passage in it", "In Twee each passage begins with a line ':: Its name'."
        )
    missing: list[str] = []
    story: dict[str, Any] = {}
    if HEADER in named:
        story.update(_toml(named[HEADER].text, HEADER))
    title = named["StoryTitle"].text.strip() if "StoryTitle" in named else ""
    story.setdefault("title", title or TO_FILL)
    told = [p for p in passages if p.name not in ("StoryTitle", "StoryData", HEADER)]
    for passage in told:
        if {"script", "stylesheet"} & set(passage.tags):
            missing.append(f'passage "{passage.name}": scripts and styles are left out')
    told = [p for p in told if not {"script", "stylesheet"} & set(p.tags)]
    ids = _ids(told)
    scenes, endings = [], []
    for passage in told:
        leads_on = "scene" in passage.tags or _LINK.search(passage.text)
        if leads_on and "ending" not in passage.tags:
            scenes.append(_read_scene(passage, ids, missing))
        else:
            endings.append(_read_ending(passage, ids, missing))
    start = _start(named, told)
    story.setdefault("start", ids.get(start, slug(start)))
    story.update(_filled(story, missing))
    story["scene"], story["ending"] = scenes, endings
    return Told(story, missing)


def story_toml(story: Mapping[str, Any]) -> str:
    """The story file for a story's tables: the head first, then scenes and endings."""
    head = {key: value for key, value in story.items() if key not in ("scene", "ending")}
    whole = {**head, "scene": story.get("scene", []), "ending": story.get("ending", [])}
    return tomli_w.dumps(whole, multiline_strings=True)


def _scene(scene: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in scene.items() if key not in ("id", "text", "choice")}
    parts = [f":: {_name(scene['id'])} [scene]", _text(scene.get("text", "")), _settings(rest)]
    for choice in scene.get("choice", ()):
        more = {key: value for key, value in choice.items() if key not in ("text", "goto")}
        if set(choice["text"]) & set("[]\n") or "->" in choice["text"] or "|" in choice["text"]:
            # A link cannot hold these.
            more["text"] = choice["text"]
        shown = re.sub(r"\s+", " ", choice["text"].translate(_NO_LINK)).replace("->", "→")
        parts.append(f"[[{shown}->{choice['goto']}]]\n{_settings(more)}")
    return "\n\n".join(part for part in parts if part) + "\n"


_NO_LINK = str.maketrans({"[": "(", "]": ")", "|": "/"})


def _ending(ending: Mapping[str, Any]) -> str:
    rest = {key: value for key, value in ending.items() if key not in ("id", "text")}
    head = f":: {_name(ending['id'])} [ending {ending.get('outcome', '')}]"
    parts = [head, _text(ending.get("text", "")), _settings(rest)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _name(text: str) -> str:
    return re.sub(r"([\\\[\]{}])", r"\\\1", text)


def _text(text: str) -> str:
    """A text whose lines begin with none of our signs, and whose ends are kept by a setting."""
    lines = text.strip("\n").split("\n")
    return "\n".join(f"\\{line}" if re.match(r"\\|>|::|\[\[", line) else line for line in lines)


def _settings(table: Mapping[str, Any]) -> str:
    if not table:
        return ""
    lines = tomli_w.dumps(table, multiline_strings=False).strip("\n").split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _passages(text: str) -> Iterator[_Passage]:
    starts = [found.end() for found in _PASSAGE.finditer(text)]
    ends = [*(start - 2 for start in starts[1:]), len(text)]
    for start, end in zip(starts, ends, strict=False):
        head, _, body = text[start:end].partition("\n")
        found = _HEAD.match(head)
        name = re.sub(r"\\(.)", r"\1", found["name"] if found else head.strip())
        tags = tuple((found["tags"] or "").split()) if found else ()
        yield _Passage(name.strip(), tags, body.strip("\n"))


def _ids(passages: list[_Passage]) -> dict[str, str]:
    """An id for each passage: its own name where that is one, else made from it, each once."""
    ids: dict[str, str] = {}
    for number, passage in enumerate(passages, 1):
        wanted = passage.name if _OURS & set(passage.tags) else ""
        one = wanted or slug(passage.name) or f"passage-{number}"
        ids[passage.name] = one if one not in ids.values() else f"{one}-{number}"
    return ids


def _start(named: Mapping[str, _Passage], told: list[_Passage]) -> str:
    if "StoryData" in named:
        try:
            data = json.loads(named["StoryData"].text)
        except ValueError:
            raise ContentError(
                "the passage StoryData is not JSON", "Export the story from Twine again."
            ) from None
        if isinstance(data, dict) and isinstance(data.get("start"), str):
            return data["start"]
    return "Start" if "Start" in named or not told else told[0].name


def _toml(settings: str, place: str) -> dict[str, Any]:
    lines = [_SETTING.sub("", line) for line in settings.split("\n") if line.startswith(">")]
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise ContentError(
            f"its lines that begin with > are not TOML: {error}",
            "Mend that line, or take it out.",
            place=f'passage "{place}"',
        ) from None


def _blocks(text: str) -> list[str]:
    """A passage's own part first, then one for each link."""
    starts = [m.start() for m in re.finditer(r"^\[\[", text, re.MULTILINE)]
    return [text[a:b] for a, b in zip([0, *starts], [*starts, len(text)], strict=True)]


def _plain(block: str) -> str:
    lines = [line for line in block.split("\n") if not line.startswith(">")]
    return "\n".join(line[1:] if line.startswith("\\") else line for line in lines).strip("\n")


def _read_scene(passage: _Passage, ids: Mapping[str, str], missing: list[str]) -> dict[str, Any]:
    own, *blocks = _blocks(passage.text)
    place = f'scene "{ids[passage.name]}"'
    # Another author's links may stand within a text, several on a line, or with text behind.
    links = [(*_link(found), "") for found in _LINK.findall(own)]
    texts = [_LINK.sub(lambda found: _link(found[1])[0], _plain(own))]
    for block in blocks:
        first, *more = _LINK.findall(block)
        links.append((*_link(first), block))
        links += [(*_link(found), "") for found in more]
        texts.append(_LINK.sub("", _plain(block)).strip())
    text = "\n\n".join(text for text in texts if text)
    _note_code(text, place, missing)
    told = {"title": passage.name, **_toml(own, passage.name)}
    scene = {"id": ids[passage.name], "text": text or TO_FILL, **told}
    choices = [
        _choice(shown, target, _toml(block, passage.name), (place, ids, missing))
        for shown, target, block in links
    ]
    if choices:
        scene["choice"] = choices
    return scene


def _choice(
    shown: str,
    target: str,
    more: dict[str, Any],
    seen: tuple[str, Mapping[str, str], list[str]],
) -> dict[str, Any]:
    place, ids, missing = seen
    if target not in ids:
        missing.append(f'{place}: the passage "{target}" that a choice leads to is not there')
    choice = {"text": shown, "goto": ids.get(target, slug(target) or TO_FILL), **more}
    # Ours say what there is to say; another author's say nothing of what comes of a choice.
    if not more:
        missing.append(f'{place}, choice "{shown[:40]}": {", ".join(_CHOICE)}')
        choice.update(id=slug(shown) or TO_FILL, **dict.fromkeys(_CHOICE, TO_FILL))
    return choice


def _read_ending(passage: _Passage, ids: Mapping[str, str], missing: list[str]) -> dict[str, Any]:
    place = f'ending "{ids[passage.name]}"'
    text = _plain(passage.text)
    _note_code(text, place, missing)
    more = _toml(passage.text, passage.name)
    outcome = next((tag for tag in passage.tags if tag in _OUTCOMES), None)
    if outcome and "outcome" not in more:
        more = {"outcome": outcome, **more}
    wanted = {"title": passage.name, "outcome": TO_FILL, "learned": [TO_FILL]}
    bare = [key for key in wanted if key not in more]
    if bare:
        missing.append(f"{place}: {', '.join(bare)}")
    return {"id": ids[passage.name], "text": text or TO_FILL, **wanted, **more}


def _link(inside: str) -> tuple[str, str]:
    """What a link says and where it leads, in Twine's four ways to write one."""
    if "->" in inside:
        text, _, target = inside.rpartition("->")
    elif "<-" in inside:
        target, _, text = inside.partition("<-")
    elif "|" in inside:
        text, _, target = inside.partition("|")
    else:
        text = target = inside
    return text.strip(), target.strip()


def _note_code(text: str, place: str, missing: list[str]) -> None:
    if _MACRO.search(text):
        missing.append(f"{place}: a macro or HTML in it is shown as text")


# What stands at the head of a story, and what stands there until an author fills it.
_HEAD_OF_STORY: dict[str, Any] = {
    **dict.fromkeys(("audience", "about", "not_shown", "country", "family", "child"), TO_FILL),
    "minutes": 4,
    "harm": [TO_FILL],
    "risks": [TO_FILL],
    "age": TO_FILL,
}


def _filled(story: Mapping[str, Any], missing: list[str]) -> dict[str, Any]:
    bare = {key: value for key, value in _HEAD_OF_STORY.items() if key not in story}
    if bare:
        missing.append(f"the head of the story: {', '.join(bare)}")
    return bare
