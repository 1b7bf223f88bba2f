"""Rules for sentences: words by scope, pictures, figures and their sources, length, grade."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import mean

from copcourse.checking.passages import Passage, sentences, word_count
from copcourse.checking.wordlist import word, wording
from copcourse.content import Source
from copcourse.errors import ContentError
from copcourse.texts import cited

# By scope, with what holds for all others: words in a sentence, on average and at most; the grade.
MEAN_SENTENCE = {"simpler": 9, "": 14}
LONGEST_SENTENCE = {"simpler": 15, "": 28}
GRADE = {"workshop": 8.0, "more": 8.0, "simpler": 4.0, "": 7.0}
# The formula means nothing on a few words.
GRADE_FROM_WORDS = 60

_ADVICE = ("narrator", "feedback", "right", "workshop", "more", "block", "simpler")
_FIGURE = re.compile(
    r"\b\d[\d,.]*\s*(%|per cent|percent)|"
    r"\b(one|two|three|four|five|\d+) in "
    r"(two|three|four|five|six|seven|eight|nine|ten|\d+)\b|\b\d{1,3}(,\d{3})+\b|"
    r"\b\d+(\.\d+)? (million|billion)\b|"
    r"\b(a|one|two|three) (third|thirds|quarter|quarters|fifth|fifths) of\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(never|not|nobody)\b|n['’]t\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(19|20)\d\d\b")
_PHONE = re.compile(r"(?<![\w,.])\+?\d[\d ()-]{5,}\d(?![\w,])")


def check_prose(passages: Iterable[Passage], lang: str = "en") -> Iterator[ContentError]:
    """All problems of words, figures and length. The grade's formula is for English only."""
    every = list(passages)
    for passage in every:
        yield from _terms(passage)
        yield from _handling(passage)
        yield from _figures(passage)
        yield from _phones(passage)
        yield from _telling(passage)
        yield from _law(passage)
        yield from _origin(passage)
    yield from _police(every)
    yield from _length(every, lang)


def _error(rule: str, passage: Passage, fault: str, remedy: str) -> Iterator[ContentError]:
    if rule not in passage.allow:
        yield ContentError(fault, remedy, file=passage.file, place=passage.place, rule=rule)


def _terms(passage: Passage) -> Iterator[ContentError]:
    for term in wording()["term"]:
        if passage.scope not in term.get("scopes", [passage.scope]):
            continue
        found = word(term["pattern"]).search(passage.plain)
        if found:
            yield from _error(
                term.get("rule", "words"),
                passage,
                f"the words {found[0]!r}",
                f"Write: {term['instead']}.",
            )


def _handling(passage: Passage) -> Iterator[ContentError]:
    """Rule 2: nobody is told to look at, keep or pass on a picture."""
    if passage.scope not in _ADVICE:
        return
    rule = wording()["handling"]
    near = re.compile(
        rf"\b({rule['verbs']})\b(\W+\w+){{0,4}}?\W+({rule['nouns']})\b", re.IGNORECASE
    )
    for sentence in sentences(passage.plain):
        found = near.search(sentence)
        if found and not re.search(rf"\b({rule['beside']})\b|n['’]t\b", sentence, re.IGNORECASE):
            yield from _error(
                "handling",
                passage,
                f"somebody handles a picture: {found[0]!r}",
                "Say never or do not beside it, or leave it out.",
            )


def _figures(passage: Passage) -> Iterator[ContentError]:
    """A figure has who, where, when and its source in the same sentence."""
    if passage.scope not in _ADVICE:
        return
    # Citations count in the sentence they stand in, so this reads the text before they go.
    marked = re.sub(r"\s*(\[@[^\]]*\])", r" \1", passage.text)
    flat = " ".join(marked.split())
    for sentence in sentences(flat):
        found = _FIGURE.search(sentence)
        if not found:
            continue
        own = cited(sentence) or (passage.sources if "[@" not in passage.text else ())
        if not own:
            yield from _error(
                "cited",
                passage,
                f"the figure {found[0]!r} has no citation",
                "Put [@source-id] before that sentence's full stop.",
            )
        if not _YEAR.search(sentence):
            yield from _error(
                "dated",
                passage,
                f"the figure {found[0]!r} has no year in its sentence",
                "Say who, where and when in the same sentence.",
            )


def _phones(passage: Passage) -> Iterator[ContentError]:
    for found in _PHONE.finditer(passage.plain):
        if len(re.sub(r"\D", "", found[0])) >= 6 and not _YEAR.match(found[0]):
            yield from _error(
                "phone",
                passage,
                f"the number {found[0]!r} stands in prose",
                "Numbers stand in helplines.toml alone.",
            )


def _telling(passage: Passage) -> Iterator[ContentError]:
    """Rule 5: home may not be safe."""
    # A story's narrator tells what happens; its reasons and its right choices are advice.
    story = passage.scope == "narrator" and passage.place.startswith("scene")
    if passage.scope not in _ADVICE or story:
        return
    rule = wording()["telling"]
    if rule["beside"] in passage.plain:
        return
    for sentence in sentences(passage.plain):
        found = word(rule["pattern"]).search(sentence)
        if found and not _NEGATION.search(sentence[: found.start()]):
            yield from _error(
                "telling",
                passage,
                f"advice to {found[0]!r} without the words for homes that are not safe",
                f'Add: "{rule["beside"]}; then ask a help line or the school\'s lead first".',
            )


def _police(passages: list[Passage]) -> Iterator[ContentError]:
    rule = wording()["police"]
    pages: dict[Path, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.scope in _ADVICE:
            pages[passage.file].append(passage)
    for those in pages.values():
        named = [p for p in those if word(rule["pattern"]).search(p.plain)]
        if named and not any(rule["beside"] in p.plain for p in those):
            yield from _error(
                "police",
                named[0],
                "the police are named as advice without the words on law and risk",
                f'Add "{rule["beside"]}" once.',
            )


def _law(passage: Passage) -> Iterator[ContentError]:
    """Rule 12: what a law says has a place and a date, or the words that laws differ."""
    rule = wording()["law"]
    if passage.scope not in _ADVICE:
        return
    for sentence in sentences(passage.plain):
        found = word(rule["pattern"]).search(sentence)
        if found and not _YEAR.search(sentence) and not word(rule["beside"]).search(passage.plain):
            yield from _error(
                "law",
                passage,
                f"{found[0]!r} without a place and a year",
                'Write "In England, in 2026, ...", and that the law differs elsewhere.',
            )


def _origin(passage: Passage) -> Iterator[ContentError]:
    """Rule 9: no origin, faith or diagnosis stands beside whoever harms."""
    rule = wording()["origin"]
    near = word(rf"(?:{rule['people']}) (?:\w+ ){{0,2}}(?:{rule['harming']})")
    found = near.search(passage.plain)
    if found:
        yield from _error(
            "origin",
            passage,
            f"an origin or a diagnosis beside the one who harms: {found[0]!r}",
            "Say what was done, and leave out who they are.",
        )


def check_weight(
    passages: Iterable[Passage], sources: Mapping[str, Source]
) -> Iterator[ContentError]:
    """Advice on pictures, evidence, disclosure, suicide or law rests on weighty sources."""
    rule = wording()["weighty"]
    for passage in passages:
        if passage.scope not in _ADVICE:
            continue
        # A page cites sentence by sentence, a question or a choice as a whole.
        marked = "[@" in passage.text
        flat = " ".join(re.sub(r"\s*(\[@[^\]]*\])", r" \1", passage.text).split())
        for said in sentences(flat) if marked else [flat]:
            ids = cited(said) if marked else passage.sources
            kinds = {sources[one].kind for one in ids if one in sources}
            found = word(rule["pattern"]).search(said)
            if found and kinds and not kinds & set(rule["kinds"]):
                yield from _error(
                    "weighty",
                    passage,
                    f"{found[0]!r} rests on press or sellers alone",
                    f"Cite a source of kind {', '.join(rule['kinds'])}, or leave it out.",
                )


def _length(passages: list[Passage], lang: str) -> Iterator[ContentError]:
    for passage in passages:
        longest = LONGEST_SENTENCE.get(passage.scope, LONGEST_SENTENCE[""])
        for sentence in sentences(passage.plain):
            words = word_count(sentence)
            if words > longest:
                start = " ".join(sentence.split()[:6])
                yield from _error(
                    "long-sentence",
                    passage,
                    f"a sentence of {words} words: {start!r}...",
                    f"Cut it: at most {longest}.",
                )
    for whole in grouped(passages):
        found = sentences(whole.plain)
        average = mean(word_count(one) for one in found) if found else 0
        most = MEAN_SENTENCE.get(whole.scope, MEAN_SENTENCE[""])
        if average > most:
            yield from _error(
                "mean-sentence",
                whole,
                f"sentences of {average:.1f} words on average",
                f"Shorten some: at most {most}.",
            )
        limit = GRADE.get(whole.scope, GRADE[""])
        if lang == "en" and word_count(whole.plain) >= GRADE_FROM_WORDS:
            grade = reading_grade(whole.plain)
            if grade > limit:
                yield from _error(
                    "grade",
                    whole,
                    f"reading grade {grade:.1f}, and {limit:.0f} is asked for",
                    "Use shorter words and sentences.",
                )


def grouped(passages: list[Passage]) -> list[Passage]:
    """Passages as they are read: a section alone, a whole story, a question with its options."""
    groups: dict[tuple[Path, str, str], list[Passage]] = defaultdict(list)
    for passage in passages:
        page = passage.file.suffix == ".md"
        story = passage.file.parent.name == "scenarios"
        place = passage.place if page else "" if story else passage.place.partition(",")[0]
        scope = passage.scope if page else "narrator"
        groups[passage.file, place, scope].append(passage)
    return [_joined(place, those) for (_, place, _), those in groups.items()]


def _joined(place: str, those: list[Passage]) -> Passage:
    allow: Mapping[str, str] = {k: v for each in those for k, v in each.allow.items()}
    first = those[0]
    text = "\n\n".join(each.text for each in those if each.text)
    return Passage(file=first.file, place=place, scope=first.scope, text=text, allow=allow)


@cache
def reading_grade(text: str) -> float:
    """Flesch and Kincaid's grade of a plain English text."""
    import textstat  # here, because only authors have it

    return float(textstat.flesch_kincaid_grade(text))
