"""Finds the library that WeasyPrint draws text with, or installs it: ``python tests/pango.py``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from copcourse.errors import ExportError
from copcourse.handouts.pdf import HOW, make_pdf

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")


def works() -> bool:
    """Whether a page becomes a PDF; in a process of its own, for a failed start is remembered."""
    return subprocess.run([sys.executable, __file__, "--try"], check=False).returncode == 0


def install() -> None:
    """Debian's packages, where that can be."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        subprocess.run([apt, "update", "--quiet=2"], check=False)
        subprocess.run(
            [apt, "install", "--quiet=2", "--yes", "--no-install-recommends", *PACKAGES],
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )


def main(arguments: list[str]) -> int:
    """Make sure that PDFs can be made; 1 and what to do where they cannot."""
    if arguments == ["--try"]:
        try:
            make_pdf('<html lang="en"><title>A page</title><p>A page</p></html>')
        except ExportError:
            return 1
        return 0
    if works():
        return 0
    print("No Pango here yet: installing it.", flush=True)
    install()
    if works():
        return 0
    print(HOW, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
