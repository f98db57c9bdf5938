"""Where this computer's own Chromium is, and how it is started for a test.

Never downloads a browser, and never lets one talk to anything but this computer.
"""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def find_chromium() -> str | None:
    """DUTYBOOK_CHROMIUM when it is set, otherwise the first of the usual names on the PATH."""
    chosen = os.environ.get("DUTYBOOK_CHROMIUM")
    return shutil.which(chosen) if chosen else next(filter(None, map(shutil.which, NAMES)), None)


def launch_arguments() -> list[str]:
    """Chromium's sandbox refuses to start for root, so only there it is left out."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
