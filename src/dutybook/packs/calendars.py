"""Holiday tables: from their YAML to a `Calendar`, and what must change in one to agree with the published table.

Nothing here may fetch a table, add a holiday that the file does not hold, or use the sound part of a wrong file.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dutybook.engine.calendar import Calendar
from dutybook.packs.paths import Among, folders
from dutybook.packs.problems import Problem, in_order
from dutybook.packs.source import Document, read_file

KEYS = ("name", "zone", "covers", "source", "holidays")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class WrongCalendar(ValueError):
    """A holiday table that is not there or cannot be used; `problems` holds everything that is wrong in its file."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def load_calendar(which: Path | str, among: Among = None) -> Calendar:
    """The calendar of a file, or of a name among the calendars of the procedures folders.

    Raises `WrongCalendar` with every problem of the file, or with the names there are.
    """
    document = read_file(which if isinstance(which, Path) else path_of(which, among))
    return _Page(document).calendar()


def changes_to_agree_with(published: Mapping[str, Any], calendar: Calendar) -> list[str]:
    """One sentence for each day on which the calendar and the published table differ.

    The published table rolls: it drops old years as it adds new ones, so years before its first are left alone.
    """
    table = dict(_published_holidays(published[calendar.name]["events"]))
    begins = date(min(table).year, 1, 1)
    ours = {day: name for day, name in calendar.holidays.items() if day >= begins}
    none = "not a holiday"
    return [
        f'{day}: the published table says "{table.get(day, none)}", the file "{ours.get(day, none)}"'
        for day in sorted(table | ours)
        if table.get(day) != ours.get(day)
    ]


def _published_holidays(events: Sequence[Mapping[str, str]]) -> Iterator[tuple[date, str]]:
    for event in events:
        title, note = (event.get(key, "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for key in ("title", "notes"))
        yield date.fromisoformat(event["date"]), f"{title} ({note[0].lower()}{note[1:]})" if note else title


def path_of(name: str, among: Among = None) -> Path:
    """The file of the calendar of this name; raises `WrongCalendar` with the names there are."""
    paths = [
        path for folder in (folders() if among is None else among) for path in sorted(folder.glob("calendars/*.yaml"))
    ]
    for path in paths:
        if path.stem == name:
            return path
    raise WrongCalendar(f'there is no calendar "{name}"; write one of: {", ".join(path.stem for path in paths)}')


class _Page:
    """One file being read; problems are gathered until a stage is through."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems = list(document.problems)

    def calendar(self) -> Calendar:
        self._stop_if_wrong()

        self._check_keys(KEYS)
        self._check_keys(("from", "to"), "covers")
        name, zone, source = (self._text(key) for key in ("name", "zone", "source"))
        first, last = self._day("covers", "from"), self._day("covers", "to")
        days = self._rows("holidays") or {}
        holidays = {self._day_written(day, "holidays", day): self._text("holidays", day) for day in days}
        self._stop_if_wrong()

        self._check_zone(zone)
        self._check_span(first, last, holidays)
        self._stop_if_wrong()
        return Calendar(name, zone, first, last, holidays, source)

    def _at(self, *where: str) -> Any:
        """What stands there; None where nothing does, which `_check_keys` has listed."""
        value = self.document.data
        for step in where:
            value = value.get(step) if isinstance(value, dict) else None
        return value

    def _rows(self, *where: str) -> dict[str, Any] | None:
        rows = self._at(*where)
        if isinstance(rows, dict):
            return rows
        if rows is not None:
            self._wrong(where, "there are no rows here", "write them as `key: value`")
        return None

    def _check_keys(self, keys: Sequence[str], *where: str) -> None:
        rows = self._rows(*where)
        if rows is None:
            return
        for key in rows:
            if key not in keys:
                self._wrong((*where, key), f'"{key}" is no key of this', f"write one of: {', '.join(keys)}")
        for key in keys:
            if key not in rows:
                self._wrong(where, f'there is no "{key}" here', "add it")

    def _text(self, *where: str) -> str:
        text = self._at(*where)
        if isinstance(text, str) and text.strip():
            return text
        if text is not None:
            self._wrong(where, "there is no text here", "write some")
        return ""

    def _day(self, *where: str) -> date:
        return self._day_written(self._text(*where), *where)

    def _day_written(self, text: str, *where: str) -> date:
        """The day; for text that is wrong, and so listed, any day will do."""
        if DAY.fullmatch(text):
            with suppress(ValueError):
                return date.fromisoformat(text)
        if text:
            self._wrong(where, f'"{text}" is not a day', 'write it as "2026-04-03"')
        return date.min

    def _check_zone(self, zone: str) -> None:
        try:
            ZoneInfo(zone)
        except (OSError, ValueError, ZoneInfoNotFoundError):
            self._wrong(("zone",), f'"{zone}" is not a time zone', 'write one of the tz database, as "Europe/London"')

    def _check_span(self, first: date, last: date, holidays: Mapping[date, str]) -> None:
        if first > last:
            self._wrong(("covers",), f"{first} to {last} covers no day", "write the earlier day first")
        for day in holidays:
            if not first <= day <= last:
                where = ("holidays", day.isoformat())
                self._wrong(where, f"{day} is outside {first} to {last}", "widen `covers`, or take the day out")

    def _wrong(self, where: Sequence[str], what: str, write: str) -> None:
        self.problems.append(self.document.problem(where, what, write))

    def _stop_if_wrong(self) -> None:
        if self.problems:
            problems = in_order(self.problems)
            raise WrongCalendar("\n".join(str(each) for each in problems), problems)
