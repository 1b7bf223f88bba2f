"""Where to get help, and what the course rests on."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from copcourse.widgets import HelplinesWidget, SourcesWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]


@pytest.fixture
def helped(stage: Show, sheet: Read) -> Any:
    """Show the help list."""
    return stage(HelplinesWidget(sheet("helplines"), delivery="voila"))


def choose(shown: Any, label: str) -> None:
    """Choose a country by what the list shows."""
    shown.page.get_by_label("Which country are you in?").select_option(label=label)


def test_danger_comes_first_and_no_country_is_chosen(helped: Any) -> None:
    """The words for danger stand above; no line is shown before a country is chosen."""
    assert helped.page.locator(".cop-body > *").first.inner_text().startswith("Danger now?")
    assert helped.page.locator("select").input_value() == ""
    assert helped.page.locator(".cop-card").count() == 0


def test_no_country_is_guessed(context: Any, stage: Show, sheet: Read) -> None:
    """A browser set to a listed country's language still starts with nothing chosen."""
    shown = stage(HelplinesWidget(sheet("helplines"), delivery="voila"))
    shown.page.add_init_script("Object.defineProperty(navigator, 'language', {value: 'en-CA'})")
    shown.open()
    assert shown.page.locator("select").input_value() == ""


def test_a_countrys_lines_say_what_they_are_and_how_sure_we_are(helped: Any) -> None:
    """Each line has name, kind, whom it serves, languages, how it was seen, and ways to call."""
    choose(helped, "Canada")
    cards = helped.page.locator(".cop-shown > .cop-cards > .cop-card")
    assert cards.count() == 2
    assert cards.nth(0).locator("strong").inner_text() == "Emergency services"
    text = cards.nth(1).inner_text()
    for part in (
        "Kids Help Phone",
        "For children",
        "Children and young people",
        "Languages: English, French",
        "Seen on a page of 2024; not confirmed by us.",
    ):
        assert part in text
    links = [
        (one.inner_text(), one.get_attribute("href")) for one in cards.nth(1).locator("a").all()
    ]
    assert links == [
        ("Call 1-800-668-6868", "tel:18006686868"),
        ("Text CONNECT to 686868", "sms:686868"),
        ("Open the website", "https://kidshelpphone.example"),
    ]
    web = cards.nth(1).get_by_role("link", name="Open the website: Kids Help Phone")
    assert web.get_attribute("rel") == "noreferrer noopener"
    assert "2 help lines for Canada" in helped.page.get_by_role("status").inner_text()


def test_what_a_country_lacks_is_said(helped: Any) -> None:
    """A country without an emergency entry says so, with the list for everyone folded below."""
    choose(helped, "Kenya")
    expect(
        helped.page.get_by_text("We found no entry for: emergency, adult or crisis.")
    ).to_be_visible()
    everywhere = helped.page.get_by_text("Child Helpline International", exact=True)
    expect(everywhere).to_be_hidden()
    helped.page.locator("summary").click()
    expect(everywhere).to_be_visible()


def test_my_country_is_not_here_is_the_last_entry(helped: Any) -> None:
    """The last entry leads to the worldwide list and the emergency number of where one is."""
    labels = helped.page.locator("option").all_inner_texts()
    assert labels == ["Choose…", "Canada", "Kenya", "My country is not here"]
    choose(helped, "My country is not here")
    text = helped.page.locator(".cop-shown").inner_text()
    assert "call the emergency number of the place where you are" in text
    assert "Child Helpline International" in text


def test_the_country_is_kept_nowhere(helped: Any) -> None:
    """After a reload nothing is chosen, and no storage holds anything."""
    choose(helped, "Canada")
    assert helped.stored() == {}
    helped.open()
    assert helped.page.locator("select").input_value() == ""


def test_sources_are_numbered_anchors(stage: Show, sheet: Read) -> None:
    """Each source has its anchor and number, and a link only where it may have one."""
    shown = stage(SourcesWidget(sheet("sources"), delivery="voila"))
    rows = shown.page.locator("li")
    assert [row.get_attribute("id") for row in rows.all()] == [
        "source-iwf-2024",
        "source-ncmec",
        "source-undated",
    ]
    assert rows.nth(0).inner_text() == "Annual report\nInternet Watch Foundation, 2024"
    assert rows.nth(2).inner_text().endswith("NSPCC, no year given")
    links = [(one.inner_text(), one.get_attribute("href")) for one in shown.page.locator("a").all()]
    assert links == [("Sextortion: what parents should know", "https://example.org/report")]
