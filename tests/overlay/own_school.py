"""A school's folder as a safeguarding lead would write it, and what is changed in it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from whole.playing import ROOT

BASE = ROOT / "modules"
TODAY = date.today()
LATELY = TODAY - timedelta(days=5)
STORY = BASE / "gaming" / "scenarios" / "other-chat.toml"

HEAD = f'''name = "Rosewood & Hill School"
country = "IE"
welcome = """
Welcome, parents and carers of Rosewood. **You can ask us anything.** <b>Come in.</b>
"""

[lead]
role = "safeguarding lead"
phone = "01 555 0100"
email = "safe@rosewood.example"
place = "the office by the main door"
hours = "school days, 8:00 to 16:00"
checked = {LATELY}

[deputy]
role = "deputy head"
phone = "01 555 0101"

[[helpline]]
name = "Childline"
phone = "1800 66 66 66"
note = ""
confirmed = {{ role = "safeguarding lead", on = {LATELY} }}

[[helpline]]
name = "Town parents' line"
kind = "adult"
serves = "Parents in the town"
phone = "01 555 0199"
confirmed = {{ role = "deputy head", on = {LATELY} }}

[colours.light]
accent = "#7a1f5c"

[colours.dark]
accent = "#f0a8d8"
'''

ACTIVITIES = """<!-- A note for whoever writes here. -->
## Our club card

You need a pencil and ten minutes. Fold a card. Draw a made-up player on it.

<script>document.title = "run"</script>

- ☐ I drew the player.
"""

BLOCK = "In our school, tell any adult with a blue badge. They stay with you."


def story(title: str) -> str:
    """A whole story of nine scenes or more, under a title of its own."""
    return STORY.read_text("utf-8").replace(
        'title = "Come to the other chat"', f'title = "{title}"', 1
    )


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files into a folder, with the folders above them."""
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def whole_school(folder: Path) -> Path:
    """A folder with something of each kind, in which nothing is wrong."""
    return write(
        folder,
        {
            "school.toml": HEAD,
            "gaming/scenarios/night-raid.toml": story("The night raid"),
            "gaming/scenarios/lunch-league.toml": story("The lunch club"),
            "gaming/activities.md": ACTIVITIES,
            "blocks/danger-now.md": BLOCK,
            ".DS_Store": b"\x00",
        },
    )
