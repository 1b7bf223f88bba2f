"""The hand-in's bytes: JavaScript and Python must write the same ones."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from copcourse.answers import canonical, checksum
from copcourse.widgets.loader import script

NASTY = [
    "plain",
    "",
    "“Ça va”, naïve, 中文, العربية",
    "\U0001f9d2\U0001f3fd\u200d\U0001f9bd",
    "line\u2028paragraph\u2029end",
    "quotes \" and \\ and / and '",
    "".join(chr(code) for code in range(32)) + "\x7f\x80\x9f",
    "lone \ud800 high, lone \udc00 low, swapped \udc00\ud800",
    "\ufeff\ufffe\uffff\u00ad",
    "</script><!--",
    "e\u0301 and \u00e9",
]


@pytest.fixture
def handin(context: BrowserContext) -> Page:
    """Give a page with the module's functions."""
    page = context.new_page()
    page.goto("about:blank")
    page.evaluate(
        """async (text) => {
             const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
             window.handin = await import(address);
           }""",
        script("handin"),
    )
    return page


def in_browser(page: Page, call: str, *values: Any) -> Any:
    """Run code in the page; values travel as ASCII JSON, so that lone surrogates arrive."""
    texts = [json.dumps(value) for value in values]
    return page.evaluate(
        f"(texts) => {{ const v = texts.map((text) => JSON.parse(text)); return {call}; }}", texts
    )


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_both_languages_write_the_same_bytes(handin: Page, text: str) -> None:
    """Whatever a learner types, as text or as a key, the canonical bytes agree."""
    document = {"b": text, "a": {text: [1, None, True, {"z": text, "": 0}]}, "format": 1}
    here = in_browser(handin, "[...new TextEncoder().encode(handin.canonical(v[0]))]", document)
    assert bytes(here) == canonical(document)


def test_keys_are_sorted_by_code_point(handin: Page) -> None:
    """A sign beyond U+FFFF sorts after one below it, though its first half is smaller."""
    document = {"\uff5e": 1, "\U0001f9d2": 2, "a": 3, "ab": 4, "": 5}
    assert in_browser(handin, "handin.canonical(v[0])", document).encode() == canonical(document)


def test_the_check_sum_is_pythons(handin: Page) -> None:
    """The check sum of a whole hand-in with every nasty text is the one that Python finds."""
    sheet = {"format": 1, "quiz": "online-threats", "edition": "0a1b2c3d4e5f"}
    answers = {
        f"q{n}": {"text": text, "at": "2026-11-23T21:00:00Z"} for n, text in enumerate(NASTY)
    }
    made = in_browser(handin, "handin.handIn(v[0], v[1], v[2])", sheet, "Zoë \U0001f600", answers)
    assert made["checksum"] == checksum(made)
    assert made["checksum"] == checksum({**sheet, "learner": "Zoë \U0001f600", "answers": answers})


@pytest.mark.parametrize(
    ("learner", "part"),
    [
        ("K-17", "K-17"),
        ("Zoë Müller", "ZoeMuller"),
        ("../../etc", "etc"),
        ("ليلى", "learner"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_file_name_suits_every_computer(handin: Page, learner: str, part: str) -> None:
    """Only letters, digits and hyphens of the learner's code stand in the name."""
    name = in_browser(
        handin, 'handin.fileName({quiz: "online-threats"}, v[0], "2026-11-23T21:04:05Z")', learner
    )
    assert name == f"online-threats_{part}_20261123T210405Z.json"
