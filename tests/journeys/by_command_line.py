"""What `dutybook` says of the same case and the same data folder, as somebody types it in a terminal.

What it says of a duty is put into the words of the case page here, and not by the code that makes the page.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
STATUSES = {
    "open": "To do",
    "overdue": "Overdue",
    "held": "On hold",
    "met for now": "Met for now",
    "cannot tell": "Cannot tell yet",
    "upcoming": "Not yet",
    "met": "Done",
    "met late": "Done late",
    "not needed": "Not needed",
    "not done": "Decided not to do",
}
Line = tuple[str, str, str]
"""Its title, its status and its date, each in words."""


def dutybook(*words: str | Path, now: str) -> subprocess.CompletedProcess[str]:
    """Runs the command at this moment."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("DUTYBOOK_")}
    command = [sys.executable, "-m", "dutybook.cli.main", *map(str, words)]
    environment = others | {"DUTYBOOK_NOW": now}
    return subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=300)


def duties_of(case_file: Path, *, at: str, known_at: str) -> Counter[Line]:
    """Every duty that `dutybook duties` lists."""
    done = dutybook("duties", case_file, "--at", at, "--known-at", known_at, "--json", now=at)
    assert done.returncode == 0, done.stderr
    return Counter((each["title"], STATUSES[each["status"]], _date(each)) for each in json.loads(done.stdout)["duties"])


def _date(duty: dict[str, Any]) -> str:
    if duty["status"] in ("not needed", "not done", "cannot tell"):
        return ""
    late = f"; {_span(duty['late_by_seconds'])} late" if duty["late_by_seconds"] else ""
    if duty["met_at"]:
        return f"Done {_words(duty['met_at'])}{late}"
    if not duty["due_at"]:
        return ""
    return f"{'Was due' if duty['status'] == 'overdue' else 'Due'} {_words(duty['due_at'])}{late}"


def _words(written: str) -> str:
    """2026-04-03T16:00:00+01:00 as Friday 3 April 2026 at 16:00."""
    moment = datetime.fromisoformat(written)
    day = f"{DAYS[moment.weekday()]} {moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    return f"the end of {day}" if f"{moment:%H:%M:%S}" == "23:59:59" else f"{day} at {moment:%H:%M}"


def _span(seconds: int) -> str:
    minutes, hours, days = seconds // 60 % 60, seconds // 3600 % 24, seconds // 86400
    parts = [(days, "day"), (hours, "hour"), (minutes, "minute"), (seconds % 60, "second")]
    return " and ".join([f"{number} {unit}{'s' * (number != 1)}" for number, unit in parts if number][:2])
