"""What one learner costs a hub: ``sudo .venv/bin/python tests/hub/measure.py``, in two minutes.

Prints the figures that course/hub/sizes.py works with.
"""

from __future__ import annotations

import os
import pwd
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser import launch
from copcourse.reading import read_quiz
from hub.classroom import Classroom, classroom
from hub.desk import SLOW, Learner, Trainer
from whole.playing import ROOT, SLUG

LOADED = 'performance.getEntriesByType("resource").reduce((n, one) => n + one.transferSize, 0)'
TICK = os.sysconf("SC_CLK_TCK")


def processes(name: str) -> Iterator[tuple[str, float, float]]:
    """Each process of an account: what it runs, its memory (PSS, MB), its time so far (CPU s)."""
    uid = pwd.getpwnam(name).pw_uid
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if place.stat().st_uid != uid:
                continue
            command = (place / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            rolled = (place / "smaps_rollup").read_text().splitlines()
            fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        pss = next(int(line.split()[1]) for line in rolled if line.startswith("Pss:")) / 1024
        yield command, pss, (int(fields[11]) + int(fields[12])) / TICK


def by_kind(found: Iterator[tuple[str, float, float]], sign: str) -> tuple[float, float]:
    """Memory and time of the processes whose command has a word in it."""
    some = [(pss, used) for command, pss, used in found if sign in command]
    return sum(pss for pss, _ in some), sum(used for _, used in some)


def size(*places: Path) -> float:
    """What files take on the disk, in MB."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    return sum(path.stat().st_blocks * 512 for path in files) / 1e6


def timed(label: str, act: Callable[[], object]) -> None:
    """Do something and print how long it took."""
    begun = time.perf_counter()
    act()
    print(f"{label:45} {time.perf_counter() - begun:8.1f} s", flush=True)


def play(hub: Classroom, trainer: Trainer, learners: list[Learner]) -> None:
    """Play a class once and print its figures."""
    quiz = read_quiz(ROOT / "course" / "quizzes" / f"{SLUG}.toml")
    right = {item.id: item.sample("correct") for item in quiz.items}
    asked = quiz.reflection.ask
    for one in (trainer, *learners):
        one.log_in(hub)
        timed(f"log in to JupyterLab, {type(one).__name__.lower()}", one.arrive)
    loaded = learners[0].page.evaluate(LOADED) / 1e6
    print(f"{'JupyterLab, first visit':45} {loaded:8.1f} MB over the network")
    idle = [by_kind(processes(one.person.name), "singleuser")[0] for one in learners]
    print(f"{'server without a kernel, PSS':45} {max(idle):8.0f} MB")
    trainer.press("assign", "release")
    for one in learners:
        timed("fetch, open and run the quiz", one.fetch_and_open)
        timed("answer every question by machine", lambda one=one: one.hand_in(right, asked, "I."))
        timed("submit", one.submit)
    for sign, label in (("singleuser", "server"), ("ipykernel", "kernel, the quiz open")):
        figures = [by_kind(processes(one.person.name), sign) for one in learners]
        print(f"{label + ', PSS':45} {max(pss for pss, _ in figures):8.0f} MB")
        print(
            f"{label + ', from log-in to submit':45} {max(used for _, used in figures):8.1f} CPU s"
        )
    print(f"{'trainer, PSS':45} {by_kind(processes(trainer.person.name), '')[0]:8.0f} MB")
    root = list(processes("root"))
    for sign, label in (("jupyterhub --config", "hub"), ("proxy.py", "proxy")):
        pss, used = by_kind(iter(root), sign)
        print(
            f"{label + ', PSS':45} {pss:8.0f} MB\n{label + ', for all three':45} {used:8.1f} CPU s"
        )
    timed("collect", lambda: trainer.press("collect"))
    timed("mark one with formgrader", lambda: trainer.mark(learners[0].person.name))
    timed("mark all with copcourse mark", lambda: trainer.mark_all(hub.course))
    timed("feedback", lambda: trainer.press("generate-feedback", "release-feedback"))
    course = hub.course
    for one in learners[:1]:
        name = one.person.name
        kept = (course / place / name for place in ("submitted", "autograded", "feedback"))
        print(f"{'disk: home':45} {size(one.person.home):8.2f} MB")
        print(f"{'disk: exchange, a hand-in':45} {size(*hub.inbound.glob(f'{name}+*')):8.2f} MB")
        print(f"{'disk: the course, a hand-in':45} {size(*kept):8.2f} MB")


def main() -> int:
    """Play a class and print what it cost."""
    with classroom() as hub, sync_playwright() as playwright:
        if not hub.apart:
            return 1
        browser = launch(playwright)
        desks = []
        for kind, person in zip((Trainer, Learner, Learner), hub.people, strict=True):
            context = browser.new_context(reduced_motion="reduce")
            context.set_default_timeout(SLOW)
            desks.append(kind(hub, person, context.new_page()))
        play(hub, desks[0], desks[1:])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
