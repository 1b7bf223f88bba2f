"""How large a hub must be: ``python course/hub/sizes.py`` prints the table of README.md.

What was measured is what tests/hub/measure.py printed; what is assumed is nobody's measurement.
Change a number here to see what it does.
"""

from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True)
class Measured:
    """One learner, the quiz open in JupyterLab, on two cores of a small machine."""

    server_mb: float = 143  # the learner's JupyterLab
    kernel_mb: float = 45  # the quiz's kernel
    hub_mb: float = 127  # JupyterHub and its proxy
    trainer_mb: float = 150  # the trainer's JupyterLab with formgrader
    visit_cpu_s: float = 7  # log in, open, answer, submit: server, kernel, a share of the hub
    quiz_mb_disk: float = 0.4  # home, exchange, and the course's copies, for one quiz
    mark_ms: float = 5  # copcourse mark, a hand-in


@dataclass(frozen=True)
class Assumed:
    """How a class behaves, and what is kept free."""

    learners: int
    together: float  # the share that is there at the same time, at worst
    arrive_minutes: float  # in which those come
    quizzes: int = 8
    headroom: float = 1.3  # memory: what a learner may open besides
    busy: float = 0.5  # no more of the cores than this
    system_mb: float = 1000  # the machine's own
    hub_holds: int = 2000  # at the same time on one hub
    machine_mb: float = 32_000


CLASSES = (
    Assumed(learners=30, together=1, arrive_minutes=5),
    Assumed(learners=1_000, together=0.2, arrive_minutes=30),
    Assumed(learners=100_000, together=0.05, arrive_minutes=60),
)


def row(one: Measured, us: Assumed) -> list[str]:
    """A row of the table."""
    there = ceil(us.learners * us.together)
    each = (one.server_mb + one.kernel_mb) * us.headroom
    hubs = ceil(there / us.hub_holds)
    memory = there * each + hubs * (one.hub_mb + one.trainer_mb) + us.system_mb
    cores = there * one.visit_cpu_s / (us.arrive_minutes * 60) / us.busy
    machines = ceil((memory - us.system_mb) / (us.machine_mb - us.system_mb))
    disk = us.learners * us.quizzes * one.quiz_mb_disk / 1000
    marking = us.learners * one.mark_ms / 1000
    return [
        f"{us.learners:,}",
        f"{there:,}",
        f"{memory / 1000:,.0f} GB",
        f"{ceil(cores):,}",
        f"{disk:,.1f} GB",
        f"{marking:,.1f} s" if marking < 60 else f"{marking / 60:,.0f} min",
        f"{hubs}",
        f"{machines}",
    ]


def table() -> str:
    """The whole table, in Markdown."""
    head = [
        "Learners",
        "At the same time",
        "Memory",
        "Cores",
        "Disk",
        "Marking a quiz",
        "Hubs",
        "Machines of 32 GB",
    ]
    rows = [head, ["---:"] * len(head), *(row(Measured(), us) for us in CLASSES)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


if __name__ == "__main__":
    print(table())
