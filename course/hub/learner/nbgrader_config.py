"""nbgrader as a learner on the hub has it: where assignments come from and go to."""

import os
from pathlib import Path

c = get_config()  # nbgrader defines it where it loads this file
c.CourseDirectory.course_id = "copcourse"
c.Exchange.root = str(Path(os.environ["COPCOURSE_HUB"]) / "exchange")
if "COPCOURSE_REHEARSAL" in os.environ:
    # One account is everybody there, and only the hub knows who is who.
    c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
