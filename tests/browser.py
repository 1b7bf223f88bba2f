"""Finds a Chromium, or installs one: ``python tests/browser.py``. Tests start it from here too."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Without the first, Chromium does not start as root in a container; the last keeps it off the
# network.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
NONE = (
    "No browser starts here, and the tests need one. Install Chromium (Debian: apt-get install "
    "chromium) and put it on the PATH, or set CHROMIUM to its file, or run "
    "`.venv/bin/python -m playwright install chromium`."
)


def find_chromium() -> str | None:
    """A Chromium that is installed: CHROMIUM, then the PATH, then macOS's applications."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(command) for command in COMMANDS)
    installed = (path for path in MACOS if Path(path).is_file())
    return next((path for path in (*found, *installed) if path), None)


def launch(playwright: Playwright) -> Browser:
    """Start the Chromium that is there, else Playwright's own. Raises Error where there is none."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)


def starts() -> bool:
    """Whether a browser starts."""
    try:
        with sync_playwright() as playwright:
            launch(playwright).close()
    except Error:
        return False
    return True


def install() -> None:
    """Debian's package where that can be, else Playwright's own build."""
    apt = shutil.which("apt-get")
    if apt and os.geteuid() == 0:
        subprocess.run([apt, "update", "--quiet=2"], check=False)
        done = subprocess.run(
            [apt, "install", "--quiet=2", "--yes", "--no-install-recommends", "chromium"],
            check=False,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
        if done.returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """Make sure that a browser starts; 1 and what to do where none can be had."""
    if starts():
        return 0
    print("No Chromium here yet: installing one.", flush=True)
    install()
    if starts():
        return 0
    print(NONE, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
