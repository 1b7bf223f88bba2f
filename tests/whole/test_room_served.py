"""The pages for a room as Voilà's server gives them: at once, and without a kernel."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from whole.playing import SLUG, WORDS, Course, Net, press, secrets, story_sheet

SAID = {**WORDS["scenario"], **WORDS["room"]}


def test_a_room_and_its_educator_need_no_kernel(
    course: Course, context: BrowserContext, net: Net
) -> None:
    """From the workshop guide both windows open, keep in step, and send nothing that is chosen."""
    page = context.new_page()
    page.goto(course.page("workshop"))
    page.get_by_role("link", name=WORDS["frame"]["room"]).click()
    page.wait_for_url("**/room.ipynb")
    story = story_sheet("sunday-night")
    press(page, f"{SAID['take']}: {story['title']}")
    page.keyboard.press("PageDown")
    page.keyboard.press("2")
    with context.expect_page() as opened:
        press(page, SAID["window"])
    screen = opened.value.locator(".cop-guide-screen")
    expect(screen.get_by_text("1 card counted")).to_be_visible()
    press(opened.value, SAID["next_scene"])
    press(opened.value, SAID["next_bars"])
    then = story["scenes"][0]["choices"][1]["then"]
    expect(page.locator(".cop-room-stage").get_by_text(then, exact=True)).to_be_visible()
    expect(opened.value.locator(".cop-guide-figure").first).to_have_text("10:00")
    for one in (page, opened.value):
        expect(one.locator("#jupyter-config-data")).to_have_count(0)
    assert net.faults == []
    assert net.frames == []
    assert net.strays() == []
    assert net.leaks(secrets() - {SLUG}) == []
