"""Ways to bring a page of the site into each of its states, whatever language it is in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Locator, Page, expect

# A state is reached by steps; after each one there is something new to see.
Steps = Iterator[str]


def as_it_is(page: Page) -> Steps:
    """The page as it opens, with everything unfolded."""
    unfold(page)
    yield "open"


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")


def leaving(page: Page) -> Steps:
    """The page's own buttons: erase everything, and what is said when a browser keeps nothing."""
    page.locator(".cop-erase-button").click()
    yield "erase?"
    page.locator(".cop-erase-note .cop-button").last.click()
    page.locator(".cop-erase-button").click()
    page.locator(".cop-erase-note .cop-button").first.click()
    expect(page.locator(".cop-erase-note .cop-button")).to_have_count(0)
    yield "erased"
    page.evaluate("dispatchEvent(new Event('copcourse:refused'))")
    yield "refused"
    page.locator(".cop-refused .cop-button").first.click()
    page.locator(".cop-refused > p").nth(1).wait_for()
    yield "refused, saved"


def story(page: Page) -> Steps:
    """A parents' story and an educators': before it, skipped, each step of one way, and its end."""
    stories = page.locator('[data-slot^="scenario"]')
    for place in (stories.first, stories.last):
        place.locator(".cop-actions .cop-button").last.click()
        unfold(page)
        yield "skipped"
        place.locator(".cop-actions .cop-button").click()
        yield "scene"
        while place.locator(".cop-ask, .cop-feedback, .cop-heard").count():
            yield from step(page, place)
        yield "ending"


def step(page: Page, place: Locator) -> Steps:
    """One step of a story: the last choice, which leads on and seldom well, then its reason."""
    choices = place.locator(".cop-ask .cop-button")
    if choices.count():
        choices.last.click()
        unfold(page)
        yield "feedback"
    place.locator(".cop-actions .cop-primary").click()
    unfold(page)
    yield "next scene"


def practice(page: Page) -> Steps:
    """A question of each kind: nothing chosen, wrong once, wrong twice, and what opens then."""
    unfold(page)
    for kind in ('[type="radio"]', '[type="checkbox"]', "select", ".cop-arrow"):
        item = page.locator(".cop-practice .cop-item", has=page.locator(kind)).first
        if not item.count():
            continue
        check = item.locator(".cop-actions .cop-primary")
        check.click()
        yield "nothing chosen"
        choose(item)
        check.click()
        yield "once"
        if check.is_visible():
            check.click()
        unfold(page)
        yield "twice"


def choose(item: Locator) -> None:
    """Give some answer to a question of any kind; seldom the right one."""
    if item.locator("input").count():
        item.locator("input").last.check()
    for number, answers in enumerate(item.locator("select").all()):
        answers.select_option(index=1 + number % 2)
    if item.locator(".cop-arrow").count():
        item.locator(".cop-arrow:enabled").first.click()


def quiz(page: Page) -> Steps:
    """Every question of the quiz, its reflection, and handing in with a name and without."""
    go_on = page.locator(".cop-quiz .cop-walk .cop-primary")
    page.locator(".cop-quiz .cop-view .cop-primary").first.click()
    while go_on.count():
        unfold(page)
        yield "question"
        if page.locator(".cop-quiz .cop-item").count():
            choose(page.locator(".cop-quiz .cop-item"))
        go_on.click()
    unfold(page)
    yield "review"
    hand_in = page.locator(".cop-quiz .cop-view .cop-primary")
    hand_in.click()
    yield "no name"
    page.locator(".cop-quiz .cop-input").fill("7")
    hand_in.click()
    yield "handed in"


def place(page: Page) -> Steps:
    """The reader's place: saved, shown as a code, opened wrongly, and kept after all."""
    spot = page.locator('[data-copcourse="place"]')
    page.evaluate(
        """sessionStorage.setItem("copcourse:done",
           '{"gaming": {"ten-more-minutes": "2026-11-20T10:00:00Z"}}')"""
    )
    page.reload()
    buttons = spot.locator(".cop-actions .cop-button")
    buttons.nth(1).click()
    page.wait_for_function("document.querySelector('.cop-place-status').textContent !== ''")
    yield "saved"
    buttons.nth(2).click()
    spot.locator(".cop-place-code > p").wait_for()
    yield "code"
    for text in ("{}", '{"format": "copcourse-passport/99"}', "nothing"):
        data = {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
        spot.locator("input").set_input_files(data)  # type: ignore[arg-type]  # one file
        page.wait_for_timeout(50)
        yield text
    buttons.first.click()
    yield "only yours?"
    spot.locator(".cop-place-ask .cop-button").last.click()
    yield "no"
    buttons.first.click()
    spot.locator(".cop-place-ask .cop-button").first.click()
    yield "yes"


def start(page: Page) -> Steps:
    """The way in on the home page, in another order."""
    page.locator(".cop-start-ask select").last.select_option(index=2)
    yield "ordered"


def reading(page: Page) -> Steps:
    """Reading as one likes it: one section, wide and large, and read aloud, paused."""
    page.evaluate(
        """(lang) => {
             window.SpeechSynthesisUtterance = class {};
             const own = { lang, localService: true };
             const mouth = { getVoices: () => [own], speak() {}, cancel() {} };
             Object.defineProperty(window, "speechSynthesis", { value: mouth });
           }""",
        page.evaluate("document.documentElement.lang"),
    )
    page.locator(".cop-reading summary").click()
    for box in page.locator(".cop-reading input").all():
        box.check()
    yield "one section"
    page.locator(".cop-aloud-offer .cop-button").click()
    yield "aloud"
    page.locator(".cop-aloud .cop-button").first.click()
    yield "paused"


def room(page: Page) -> Steps:
    """The projector's view: each step of a decision, a dark screen, an ending and what it shows."""
    page.evaluate("history.replaceState(null, '')")
    page.reload()
    page.locator(".cop-room-stories .cop-button").first.click()
    go_on = page.locator(".cop-room-steps .cop-primary")
    yield "what it is about"
    go_on.click()
    page.keyboard.press("2")
    unfold(page)
    yield "cards"
    for name in ("bars", "what happens", "why", "talk"):
        go_on.click()
        unfold(page)
        yield name
    page.keyboard.press("b")
    yield "dark"
    page.locator(".cop-room-extra .cop-button").nth(-2).click()
    yield "ending"
    go_on.click()
    unfold(page)
    yield "learned"


def guide(page: Page) -> Steps:
    """The educator's window: a part, a script, late, and with what the room sees."""
    unfold(page)
    yield "part"
    for letter in "cf":
        page.keyboard.press(letter)
        yield letter
    page.evaluate(
        """() => {
             const spent = [30 * 60000];
             history.replaceState({ copcourse: { clock: { plan: 0, at: 0, spent } } }, "");
           }"""
    )
    page.reload()
    page.locator(".cop-guide-cut.is-late").wait_for()
    yield "late"
    with page.context.expect_page() as opened:
        page.locator(".cop-guide-screen .cop-button").click()
    opened.value.locator(".cop-room-stories .cop-button").first.click()
    opened.value.locator(".cop-room-steps .cop-primary").click()
    page.locator(".cop-guide-cards").wait_for()
    unfold(page)
    yield "in step"
    opened.value.close()


EVERY: dict[str, tuple[Callable[[Page], Steps], ...]] = {
    "index.html": (start, as_it_is, reading, leaving),
    "place.html": (place,),
    "placement.html": (practice,),
    "module.html": (story, practice),
    "quiz.html": (quiz,),
    "room.html": (room,),
    "guide.html": (guide,),
}
