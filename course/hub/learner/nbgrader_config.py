"""nbgrader as a learner on the hub has it: where assignments come from and go to."""

import os
from pathlib import Path

c = get_config()  # noqa: F821  # nbgrader gives it to the files it reads
c.CourseDirectory.course_id = "copcourse"
c.Exchange.root = str(Path(os.environ["COPCOURSE_HUB"]) / "exchange")
if os.environ["COPCOURSE_ACCOUNTS"] != "system":
    # The account has no name of its own there, and only the hub knows who is who.
    c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
