"""nbgrader as the trainer on the hub has it: the course's own settings, and the exchange."""

import os
from pathlib import Path

c = get_config()  # nbgrader defines it where it loads this file
load_subconfig("nbgrader_config.py", path=os.environ["COPCOURSE_COURSE"])
c.Exchange.root = str(Path(os.environ["COPCOURSE_HUB"]) / "exchange")
if "COPCOURSE_REHEARSAL" not in os.environ:
    c.ExchangeFactory.collect = "copcourse.grading.exchange.OwnHandIns"
