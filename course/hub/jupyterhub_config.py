"""A class on one machine: JupyterHub, nbgrader's exchange, one trainer and learners.

    sudo make hub

The trainer is the system account that owns the folder of the course; learners are the accounts in
the group ``copcourse``. Everybody logs in with the password of their account on this machine.
README.md beside this file says how to make the accounts, and who can read what.

COPCOURSE_COURSE     the trainer's course, where it is not the ``course/`` that this file lies in
COPCOURSE_HUB        the folder for the exchange and the hub's own files (/var/lib/copcourse)
COPCOURSE_REHEARSAL  a password: a rehearsal without root. Everybody uses it, any name is a
                     learner, "trainer" is the trainer, and nothing keeps one from another
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from rooms import GROUP, TRAINER, close_home, prepare, refuse

c = get_config()  # noqa: F821  # JupyterHub gives it to the files it reads
HUB = Path(__file__).parent.resolve()
COURSE = Path(os.environ.get("COPCOURSE_COURSE") or HUB.parent).resolve()
ROOM = Path(os.environ.get("COPCOURSE_HUB") or "/var/lib/copcourse").resolve()
PASSWORD = os.environ.get("COPCOURSE_REHEARSAL")

if PASSWORD:
    trainer = TRAINER
    c.JupyterHub.authenticator_class = "dummy"
    c.DummyAuthenticator.password = PASSWORD
    c.DummyAuthenticator.allow_all = True
    c.JupyterHub.spawner_class = "simple"
    c.SimpleLocalProcessSpawner.home_dir_template = str(ROOM / "homes" / "{username}")
    # Root needs no rehearsal, but in a container there may be nobody else.
    c.Spawner.args = ["--allow-root"]
else:
    trainer = refuse(COURSE) or COURSE.owner()
    c.JupyterHub.authenticator_class = "pam"
    c.PAMAuthenticator.allowed_groups = {GROUP}
    c.PAMAuthenticator.allowed_users = {trainer}
prepare(HUB, COURSE, ROOM, trainer=None if PASSWORD else trainer)

# Nobody is the hub's administrator in the browser: accounts are made on the machine.
c.Authenticator.admin_users = set()

c.JupyterHub.ip = "127.0.0.1"
c.JupyterHub.db_url = f"sqlite:///{ROOM / 'hub' / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(ROOM / "hub" / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(ROOM / "hub" / "proxy.pid")
# What a TLS server in front says of the browser passes unchanged; the proxy would add "http" to it.
c.ConfigurableHTTPProxy.command = [sys.executable, str(HUB / "proxy.py"), "--no-x-forward"]

c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.default_url = "/lab"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120


def furnish(spawner):
    """Give the trainer the course to work in, and a learner the list of assignments."""
    if not PASSWORD:
        close_home(spawner.user.name)
    role = "trainer" if spawner.user.name == trainer else "learner"
    spawner.environment = {
        "JUPYTER_CONFIG_PATH": str(ROOM / "etc" / role),
        "COPCOURSE_HUB": str(ROOM),
        **({"COPCOURSE_COURSE": str(COURSE)} if role == "trainer" else {}),
        "COPCOURSE_ACCOUNTS": "one" if PASSWORD else "system",
    }
    if role == "trainer":
        spawner.notebook_dir = str(COURSE)


c.Spawner.pre_spawn_hook = furnish
