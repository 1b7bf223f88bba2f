"""nbgrader as the trainer on the hub has it: the course's own settings, and the exchange."""

import os
from pathlib import Path

c = get_config()  # noqa: F821  # nbgrader gives it to the files it reads
load_subconfig("nbgrader_config.py", path=os.environ["COPCOURSE_COURSE"])  # noqa: F821  # as above
c.Exchange.root = str(Path(os.environ["COPCOURSE_HUB"]) / "exchange")
if os.environ.get("COPCOURSE_DB"):
    c.CourseDirectory.db_url = os.environ["COPCOURSE_DB"]
# In a rehearsal one account is everybody, and nobody can be told from another by it.
if os.environ["COPCOURSE_ACCOUNTS"] != "one":
    c.ExchangeFactory.collect = "copcourse.grading.exchange.OwnHandIns"
    c.OwnHandIns.numbered = os.environ["COPCOURSE_ACCOUNTS"] == "numbers"
