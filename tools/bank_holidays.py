"""Says what must change in a calendar of `procedures/calendars` to agree with the published table of bank holidays.

Never changes the file: a person does, and writes there where the row comes from and the day it was read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from dutybook.packs.calendars import changes_to_agree_with, load_calendar


def main(arguments: Sequence[str] | None = None) -> int:
    """Print one line for each day that differs, and exit with 1 if any does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("published", type=Path, help="the published table: the JSON file, downloaded")
    parser.add_argument("--calendar", default="england-and-wales", help="the name of the calendar to compare with it")
    chosen = parser.parse_args(arguments)
    published = json.loads(chosen.published.read_text(encoding="utf-8"))
    changes = changes_to_agree_with(published, load_calendar(chosen.calendar))
    print("\n".join(changes) or "nothing to change")
    return 1 if changes else 0


if __name__ == "__main__":
    raise SystemExit(main())
