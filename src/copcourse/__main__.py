"""``python -m copcourse`` is ``copcourse``."""

from copcourse.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
