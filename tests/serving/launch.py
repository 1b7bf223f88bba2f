"""Serve a course as the command does, with what a test wants to be small."""

import json
import sys
from pathlib import Path

from copcourse.errors import ServeError
from copcourse.serving import app, settings


def main() -> None:
    """Serve with the arguments of one JSON object; a refusal is one line and exit code 1."""
    options = json.loads(sys.argv[1])
    settings.CELL_SECONDS = options.pop("cell_seconds", settings.CELL_SECONDS)
    try:
        app.serve(Path(options.pop("root")), open_browser=False, **options)
    except ServeError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
