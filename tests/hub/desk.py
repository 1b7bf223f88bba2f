"""What a trainer and a learner do on the hub, in their own browsers."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import Any

from playwright.sync_api import Locator, Page, expect

from hub.classroom import Classroom, Person
from whole.playing import SLUG, WORDS, answer, press, quiz_sheet

SLOW = 60_000
TEXTS = WORDS["quiz"]
MARK = "copcourse-done"

# Opens a terminal as JupyterLab does, types into it, and reads until the mark comes.
TERMINAL = """async ([base, command, mark]) => {
  const xsrf = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)[1];
  const headers = { "X-XSRFToken": decodeURIComponent(xsrf) };
  const made = await fetch(`${base}/api/terminals`, { method: "POST", headers });
  const { name } = await made.json();
  const socket = new WebSocket(`${base.replace("http", "ws")}/terminals/websocket/${name}`);
  return await new Promise((done, fail) => {
    let said = "";
    socket.onerror = fail;
    socket.onopen = () => socket.send(JSON.stringify(["stdin",
      `stty -echo; PS1=; m=${mark}; echo $m-begin; ( ${command} ) 2>&1; echo $m-end\\n`]));
    socket.onmessage = (message) => {
      const [kind, text] = JSON.parse(message.data);
      said += kind === "stdout" ? text : "";
      if (said.includes(`${mark}-end`)) {
        socket.close();
        fetch(`${base}/api/terminals/${name}`, { method: "DELETE", headers });
        done(said.split(`${mark}-end`)[0]);
      }
    };
  });
}"""
# A server on the hub takes nobody's request for data without the token that its pages have.
JSON = """async (address) => {
  const xsrf = /(?:^|; )_xsrf=([^;]*)/.exec(document.cookie)[1];
  return (await fetch(address, { headers: { "X-XSRFToken": decodeURIComponent(xsrf) } })).json();
}"""


class Desk:
    """One person and their browser."""

    def __init__(self, hub: Classroom, person: Person, page: Page) -> None:
        self.person, self.page = person, page
        self.base = f"{hub.url}/user/{person.name}"

    def log_in(self, hub: Classroom) -> None:
        """Log in; the hub begins to start the person's server."""
        self.page.goto(hub.url)
        self.page.get_by_label("Username").fill(self.person.name)
        self.page.get_by_label("Password").fill(self.person.password)
        self.page.get_by_role("button", name="Sign in").click(no_wait_after=True)

    def arrive(self) -> None:
        """Wait for JupyterLab."""
        self.page.wait_for_url(f"**/user/{self.person.name}/lab*", timeout=2 * SLOW)
        self.page.get_by_role("menuitem", name="Nbgrader", exact=True).wait_for()

    def status(self, address: str) -> int:
        """How an address answers when this person opens it."""
        page = self.page.context.new_page()
        reply = page.goto(address)
        page.close()
        assert reply
        return reply.status

    def shell(self, command: str) -> str:
        """What a command says in a terminal of the person's own server."""
        said = self.page.evaluate(TERMINAL, [self.base, command, MARK])
        return str(said).split(f"{MARK}-begin\r\n", 1)[1].replace("\r\n", "\n").strip()

    def reads(self, place: Path) -> str:
        """What becomes of it when this person looks into a file or folder in a terminal."""
        said = self.shell(f"if [ -d '{place}' ]; then /bin/ls '{place}'; else cat '{place}'; fi")
        return said.split(": ")[-1]


class Trainer(Desk):
    """The trainer, in formgrader."""

    def assignment(self) -> Locator:
        """The quiz's row among formgrader's assignments."""
        self.page.goto(f"{self.base}/formgrader/manage_assignments")
        named = self.page.get_by_role("link", name=SLUG, exact=True)
        return self.page.get_by_role("row").filter(has=named)

    def press(self, *columns: str) -> None:
        """Press buttons in the quiz's row, and see that nbgrader says it worked."""
        row = self.assignment()
        for column in columns:
            row.locator(f"td.{column} a").click()
            dialog = self.page.get_by_role("dialog")
            expect(dialog).to_contain_text("Success", timeout=SLOW)
            dialog.get_by_role("button", name="OK", exact=True).click()
            expect(dialog).to_have_count(0)

    def mark(self, name: str) -> None:
        """Mark what one learner handed in, with formgrader's button."""
        self.page.goto(f"{self.base}/formgrader/manage_submissions/{SLUG}")
        row = self.page.get_by_role("row").filter(has_text=name)
        row.locator("td.autograde a").click()
        expect(row.locator("td.status")).to_have_text("needs manual grading", timeout=SLOW)

    def mark_all(self, course: Path) -> str:
        """Mark what everybody handed in, with our command in a terminal."""
        return self.shell(f"cd '{course}'; {quote(sys.executable)} -m copcourse mark {SLUG}")

    def scores(self) -> dict[str, float]:
        """What formgrader shows of everybody."""
        listed = self.page.evaluate(JSON, f"{self.base}/formgrader/api/submissions/{SLUG}")
        return {one["student"]: one["score"] for one in listed if one["autograded"]}


class Learner(Desk):
    """A learner, in JupyterLab."""

    def assignments(self) -> Locator:
        """The list of assignments, opened where it is not open yet."""
        tab = self.page.get_by_role("tab", name="Assignments", exact=True)
        if tab.count():
            tab.click()
        else:
            self.page.get_by_role("menuitem", name="Nbgrader", exact=True).click()
            self.page.get_by_role("menuitem", name="Assignment List", exact=True).click()
        return self.page.locator(".tab-pane").filter(has_text="Released assignments")

    def fetch_and_open(self) -> None:
        """Fetch the quiz, open its notebook and run it."""
        listed = self.assignments()
        listed.get_by_role("button", name="Fetch", exact=True).click()
        listed.get_by_role("button", name=SLUG).click()
        listed.get_by_role("link", name="quiz", exact=True).click()
        idle = self.page.get_by_text(re.compile(r"Python 3.* \| Idle"))
        expect(idle).to_be_visible(timeout=SLOW)
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        expect(self.page.get_by_text(TEXTS["who_sees_lab"], exact=True)).to_be_visible()

    def hand_in(self, given: Mapping[str, Any], ask: str, words: str) -> None:
        """Answer in the widget and hand in."""
        page = self.page
        press(page, TEXTS["begin"])
        for item in quiz_sheet()["items"]:
            view = page.locator(".cop-item")
            expect(view.get_by_text(item["ask"], exact=True)).to_be_visible()
            answer(view, item, given[item["id"]])
            press(page, TEXTS["next"])
        page.get_by_label(ask).fill(words)
        press(page, TEXTS["to_review"])
        page.get_by_label(TEXTS["learner"]).fill(self.person.name)
        press(page, TEXTS["hand_in"])
        done = TEXTS["handed_in_lab"].format(file="answers.json")
        expect(page.get_by_text(done, exact=True)).to_be_visible()

    def submit(self) -> None:
        """Submit the folder from the list of assignments."""
        listed = self.assignments()
        listed.get_by_role("button", name="Submit", exact=True).click()
        expect(listed.locator("#submitted_assignments_list")).to_contain_text(SLUG, timeout=SLOW)

    def fetch_feedback(self) -> Page:
        """Fetch the feedback from the list of assignments, and open its page."""
        listed = self.assignments()
        listed.locator("#refresh_assignments_list").click()
        listed.get_by_role("button", name="Fetch Feedback", exact=True).click()
        expect(listed.get_by_text("view feedback")).to_be_visible(timeout=SLOW)
        folder = self.page.evaluate(JSON, f"{self.base}/api/contents/{SLUG}/feedback")
        (stamp,) = [one["name"] for one in folder["content"]]
        page = self.page.context.new_page()
        page.goto(f"{self.base}/files/{SLUG}/feedback/{stamp}/quiz.html")
        return page
