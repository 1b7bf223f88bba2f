"""The quiz in JupyterLab: answers.json beside the notebook is the only truth."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from copcourse.answers import canonical, checksum, write_answers
from copcourse.widgets import QuizWidget

Show = Callable[..., Any]
Read = Callable[[str], dict[str, Any]]
LATER = 4_000


@pytest.fixture
def taken(stage: Show, sheet: Read, tmp_path: Path) -> Any:
    """Show the quiz as JupyterLab does, with the real Python side writing into a folder."""
    return stage(QuizWidget(sheet("quiz"), folder=tmp_path, delivery="lab"))


def press(page: Page, *names: str) -> None:
    """Press buttons one after the other, by their accessible names."""
    for name in names:
        page.get_by_role("button", name=name, exact=True).click()


def saved(page: Page) -> None:
    """Wait until the page says that the answers are in the file."""
    expect(page.locator(".cop-saved")).to_contain_text("Saved ", timeout=LATER)


def document(sheet: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Give a sound answers.json, or one that is changed before its check sum is made."""
    given = {"promise": {"options": ["o1"], "sure": 2, "at": "2026-11-23T21:00:00Z"}}
    made = {name: sheet[name] for name in ("format", "quiz", "edition")}
    return {**made, "learner": "K-17", "answers": given, **changes}


def test_each_change_is_written_and_confirmed(taken: Any, tmp_path: Path) -> None:
    """An answer is in the file when the page says so, with a time and the file's name."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    saved(taken.page)
    expect(taken.page.locator(".cop-saved")).to_contain_text(
        "in answers.json beside this notebook."
    )
    data = (tmp_path / "answers.json").read_bytes()
    held = json.loads(data)
    assert data == canonical(held)
    assert held["checksum"] == checksum(held)
    assert held["answers"]["promise"]["options"] == ["o1"]
    assert (held["quiz"], held["edition"], held["learner"]) == (
        "online-threats",
        "0a1b2c3d4e5f",
        "",
    )


def test_it_says_that_the_file_can_be_read(taken: Any) -> None:
    """The page says in one true sentence who can read the answers here, and where they are."""
    text = taken.page.locator(".cop").inner_text()
    assert "Your answers are a file that whoever runs this server can read." in text
    assert "saved at once in answers.json beside this notebook" in text


def test_no_browser_storage_is_used(taken: Any) -> None:
    """One origin may serve several people, so the browser keeps nothing at all."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    saved(taken.page)
    press(taken.page, "Next")
    assert taken.stored() == {}


def test_the_file_has_the_usual_permissions(taken: Any, tmp_path: Path) -> None:
    """A trainer can read the file as any other file of the folder, and no other file is left."""
    (tmp_path / "plain").touch()
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    saved(taken.page)
    mode = stat.S_IMODE((tmp_path / "answers.json").stat().st_mode)
    assert mode == stat.S_IMODE((tmp_path / "plain").stat().st_mode)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers.json", "plain"]


def test_typing_is_saved_when_it_pauses(taken: Any, tmp_path: Path) -> None:
    """Words are not sent with each key, yet none are lost when the reader moves on at once."""
    press(taken.page, "Begin", "Next", "Next", "Next", "Next")
    area = taken.page.get_by_label("What does the teacher do")
    area.press_sequentially("He does not look.")
    assert len(taken.calls()) < 5
    press(taken.page, "Review")
    saved(taken.page)
    held = json.loads((tmp_path / "answers.json").read_bytes())
    assert held["answers"]["the-case"]["text"] == "He does not look."


@pytest.mark.parametrize("end", ["dispatchEvent(new Event('pagehide'))", "models[0].dispose()"])
def test_words_are_sent_before_the_page_goes(taken: Any, end: str) -> None:
    """Closing the tab or running the cell again in the middle of a word loses none of it."""
    press(taken.page, "Begin", "Next", "Next", "Next", "Next")
    sent = taken.page.evaluate(
        f"""() => {{ const area = document.querySelector('textarea');
                    area.value = 'He does'; area.dispatchEvent(new Event('input'));
                    {end};
                    return calls.map((call) => call[1].answers['the-case'].text); }}"""
    )
    assert sent == ["He does"]


def test_what_the_browser_holds_is_not_read(taken: Any) -> None:
    """What another person's session left under this origin does not steer this one."""
    taken.page.evaluate(
        """() => sessionStorage.setItem('copcourse:quiz:online-threats',
             JSON.stringify({edition: '0a1b2c3d4e5f', answers: {}, step: 'review'}))"""
    )
    taken.open()
    expect(taken.page.get_by_role("heading", name="Before you start")).to_be_visible()


def test_a_reopened_notebook_shows_the_answers(stage: Show, sheet: Read, tmp_path: Path) -> None:
    """A new kernel reads the file, and the page shows what was chosen."""
    write_answers(tmp_path / "answers.json", document(sheet("quiz")))
    shown = stage(QuizWidget(sheet("quiz"), folder=tmp_path, delivery="lab"))
    expect(shown.page.get_by_text("1 of 5 answered")).to_be_visible()
    shown.page.get_by_text("All questions").click()
    shown.page.locator(".cop-jump-button").nth(1).click()
    expect(shown.page.get_by_label("I cannot promise that")).to_be_checked()
    expect(shown.page.get_by_label("Fairly sure")).to_be_checked()


def test_a_reloaded_page_with_the_same_kernel_shows_the_newest(taken: Any) -> None:
    """A page that is opened again starts from what was saved last, not from the kernel's start."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    saved(taken.page)
    taken.open()
    expect(taken.page.get_by_text("1 of 5 answered")).to_be_visible()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "cannot be read"),
        ("[]", "cannot be read"),
        ('{"answers": 7}', "cannot be read"),
        ("changed", "cannot be read"),
        ("edition", "belongs to another edition"),
        ("quiz", "belongs to another edition"),
    ],
)
def test_a_file_that_does_not_fit_is_kept_under_another_name(
    stage: Show, sheet: Read, tmp_path: Path, text: str, words: str
) -> None:
    """A damaged or foreign file is never overwritten: the page says so, and a save renames it."""
    file = tmp_path / "answers.json"
    if text in ("edition", "quiz"):
        write_answers(file, document(sheet("quiz"), **{text: "another"}))
    elif text == "changed":
        write_answers(file, document(sheet("quiz")))
        file.write_bytes(file.read_bytes().replace(b'"o1"', b'"o2"'))
    else:
        file.write_text(text)
    before = file.read_bytes()
    shown = stage(QuizWidget(sheet("quiz"), folder=tmp_path, delivery="lab"))
    expect(shown.page.locator(".cop-saved")).to_contain_text(words)
    assert [path.name for path in tmp_path.iterdir()] == ["answers.json"]
    press(shown.page, "Begin")
    shown.page.get_by_label("I cannot promise that").check()
    saved(shown.page)
    aside = next(path for path in tmp_path.iterdir() if path.name != "answers.json")
    assert aside.name.startswith("answers-20")
    assert aside.read_bytes() == before
    assert aside.name in shown.page.locator(".cop-saved").inner_text()
    assert list(json.loads(file.read_bytes())["answers"]) == ["promise"]


def test_a_folder_that_cannot_be_written_is_said_in_the_page(
    stage: Show, sheet: Read, tmp_path: Path
) -> None:
    """A failed save is one clear sentence, and the answers stay on the page."""
    gone = tmp_path / "gone"
    gone.mkdir()
    shown = stage(QuizWidget(sheet("quiz"), folder=gone, delivery="lab"))
    gone.rmdir()
    press(shown.page, "Begin")
    shown.page.get_by_label("I cannot promise that").check()
    note = shown.page.locator(".cop-saved")
    expect(note).to_contain_text("Not saved (No such file or directory).")
    assert str(gone) in note.inner_text()
    expect(shown.page.get_by_label("I cannot promise that")).to_be_checked()
    gone.mkdir()
    shown.page.get_by_label("Certain").check()
    saved(shown.page)
    assert (gone / "answers.json").is_file()


def test_a_kernel_that_does_not_answer_is_not_called_saved(taken: Any, tmp_path: Path) -> None:
    """Without a confirmation the page says that nothing is saved yet, and what to press."""
    taken.page.evaluate("() => { window.toPython = () => new Promise(() => {}); }")
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    expect(taken.page.locator(".cop-saved")).to_have_text("Saving…")
    expect(taken.page.locator(".cop-saved")).to_contain_text("Not saved yet", timeout=10_000)
    assert not (tmp_path / "answers.json").exists()


def test_handing_in_writes_the_code_and_names_the_next_step(taken: Any, tmp_path: Path) -> None:
    """Hand in puts the learner's code into the file and says that the folder is ready."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    press(taken.page, "Next", "Next", "Next", "Next", "Review")
    taken.page.get_by_label("Your code or name").fill("K-17")
    press(taken.page, "Hand in")
    note = taken.page.locator(".cop-outcome-note")
    expect(note).to_contain_text("The folder is ready.")
    expect(note).to_contain_text("nbgrader submit online-threats")
    assert json.loads((tmp_path / "answers.json").read_bytes())["learner"] == "K-17"
    press(taken.page, "Previous", "Previous")
    taken.page.get_by_label("A child wants to talk").select_option(label="A child helpline")
    saved(taken.page)
    assert json.loads((tmp_path / "answers.json").read_bytes())["learner"] == "K-17"


def test_a_copy_can_be_downloaded(taken: Any) -> None:
    """The same file can be saved from the page, for a class without nbgrader's exchange."""
    press(taken.page, "Begin", "Next", "Next", "Next", "Next", "Review")
    taken.page.get_by_label("Your code or name").fill("K-17")
    with taken.page.expect_download() as started:
        press(taken.page, "Download a copy")
    held = json.loads(started.value.path().read_bytes())
    assert (held["learner"], held["checksum"]) == ("K-17", checksum(held))


def test_closing_the_view_lets_go_of_the_model(taken: Any) -> None:
    """Running the cell again leaves no listener of the old view behind."""
    assert taken.page.evaluate("window.models[0].listeners()") == 1
    taken.page.evaluate("window.models[0].dispose()")
    assert taken.page.evaluate("window.models[0].listeners()") == 0


def test_only_the_quiz_tells_python_and_only_answers(taken: Any) -> None:
    """What is sent is the answers and nothing else; no trait is ever set."""
    press(taken.page, "Begin")
    taken.page.get_by_label("I cannot promise that").check()
    saved(taken.page)
    assert [(call[0], sorted(call[1])) for call in taken.calls()] == [("send", ["answers", "kind"])]


@pytest.mark.parametrize("content", [None, [], {"kind": "answers"}, {"answers": [1]}])
def test_a_message_that_makes_no_sense_writes_nothing(
    sheet: Read, tmp_path: Path, content: Any
) -> None:
    """Python takes answers only."""
    widget = QuizWidget(sheet("quiz"), folder=tmp_path, delivery="lab")
    widget._handle_custom_msg(content, [])
    assert list(tmp_path.iterdir()) == []


def test_elsewhere_python_touches_no_file(stage: Show, sheet: Read, tmp_path: Path) -> None:
    """In Voilà a file that lies there is not read, and no message would write one."""
    write_answers(tmp_path / "answers.json", document(sheet("quiz")))
    widget = QuizWidget(sheet("quiz"), folder=tmp_path, delivery="voila")
    assert widget.sheet["answers"] is None
    (tmp_path / "answers.json").unlink()
    widget._handle_custom_msg({"kind": "answers", "answers": {}}, [])
    assert list(tmp_path.iterdir()) == []
