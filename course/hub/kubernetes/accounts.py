"""A part of the chart's jupyterhub_config.py: each learner works under a user id of their own.

By itself every server of the chart runs as the user 1000, and on a shared volume that user may
read what all the others handed in.
"""

import os
from hashlib import sha256

c = get_config()  # noqa: F821  # JupyterHub gives it to the files it reads
TRAINER = os.environ["COPCOURSE_TRAINER"]
ROOM = "/srv/copcourse"


def number_of(name):
    """A learner's user id; copcourse.grading.exchange knows a hand-in's owner by the same."""
    return 100_000 + int.from_bytes(sha256(name.encode()).digest()[:8], "big") % 2_000_000_000


def furnish(spawner):
    """Give the trainer the course and the gradebook, and a learner the list of assignments."""
    name = spawner.user.name
    role = "trainer" if name == TRAINER else "learner"
    spawner.uid = 1000 if role == "trainer" else number_of(name)
    spawner.environment = {
        **spawner.environment,
        "HOME": "/home/jovyan",
        "USER": name,
        "JUPYTER_CONFIG_PATH": f"{ROOM}/etc/{role}",
        "COPCOURSE_HUB": ROOM,
        "COPCOURSE_ACCOUNTS": "numbers",
    }
    if role == "trainer":
        spawner.environment["COPCOURSE_COURSE"] = "/home/jovyan/copcourse/course"
        spawner.environment["COPCOURSE_DB"] = os.environ["COPCOURSE_DB"]


c.Spawner.pre_spawn_hook = furnish
