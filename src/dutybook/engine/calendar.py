"""Working time: which days are worked, and which day a moment falls on.

This is the only module that turns a moment into a day. It must never guess: a day beyond the holiday
table raises `BeyondTable`, and a moment without an offset is refused.
"""

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from operator import attrgetter
from zoneinfo import ZoneInfo

WEEKEND = {5: "Saturday", 6: "Sunday"}
ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
DAY = attrgetter("day")
TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class BeyondTable(Exception):
    """A day was needed for which nobody has published the holidays yet.

    When a count runs off the table, `day` is the first day that it needed and the table lacks.
    """

    def __init__(self, day: date, first: date, last: date) -> None:
        super().__init__(day, first, last)
        self.day, self.first, self.last = day, first, last

    def __str__(self) -> str:
        return f"the holiday table covers {self.first} to {self.last}; {self.day} lies beyond it"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that a count of working days passed over, and why."""

    day: date
    why: str


@dataclass(frozen=True)
class Calendar:
    """A table of holidays, complete from `first` to `last`, in one time zone.

    Moments go in and come out aware; those that come out are in UTC, except from `local`.
    """

    name: str
    zone: str
    first: date
    last: date
    holidays: Mapping[date, str] = field(hash=False, repr=False)
    source: str

    def day_of(self, moment: datetime) -> date:
        """The local day on which the moment falls."""
        return self.local(moment).date()

    def local(self, moment: datetime) -> datetime:
        """The same moment with the local offset, for printing."""
        if moment.utcoffset() is None:
            raise ValueError(f"{moment.isoformat()} has no offset from UTC; write it as 2026-04-02T16:00:00+01:00")
        return moment.astimezone(self._zone)

    def written(self, moment: datetime | None) -> str | None:
        """The moment in ISO 8601 with its local offset, as every answer gives it."""
        return None if moment is None else self._written(moment)

    def from_local(self, naive: datetime) -> datetime:
        """The moment at which clocks on the wall showed this time.

        In autumn an hour is shown twice: the first is taken, so that a deadline is never later than the
        worker who read the clock can have meant. In spring an hour is not shown at all: a time in it is
        read by the clock that nobody had put forward yet, so 01:30 is the moment properly called 02:30.
        """
        if naive.tzinfo is not None:
            raise ValueError(f"{naive.isoformat()} already has an offset; a local time is written without one")
        return naive.replace(tzinfo=self._zone, fold=0).astimezone(UTC)

    def start_of(self, day: date) -> datetime:
        """The first moment of the local day."""
        return self.from_local(datetime.combine(day, time.min))

    def end_of(self, day: date) -> datetime:
        """The last whole second of the local day, 23:59:59."""
        return self.start_of(day + ONE_DAY) - ONE_SECOND

    def at_time(self, day: date, time_of_day: str) -> datetime:
        """The moment at which the local clock shows "16:00" on that day."""
        found = TIME_OF_DAY.fullmatch(time_of_day)
        if found is None:
            raise ValueError(f'"{time_of_day}" is not a time of day; write hours and minutes, as in "16:00"')
        return self.from_local(datetime.combine(day, time.min) + timedelta(hours=int(found[1]), minutes=int(found[2])))

    def why_not_working(self, day: date) -> str | None:
        """The name of the holiday or of the weekend day; None on a working day."""
        self._require(day)
        return WEEKEND.get(day.weekday()) or self.holidays.get(day)

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after the day, which is day 0 whether it is worked or not; n < 0 counts back."""
        self._require(day)
        days = self._working_days
        if n > 0:
            index = bisect_right(days, day) + n - 1
        elif n < 0:
            index = bisect_left(days, day) + n
        else:
            return day
        if index < 0:
            raise BeyondTable(self.first - ONE_DAY, self.first, self.last)
        if index >= len(days):
            raise BeyondTable(self.last + ONE_DAY, self.first, self.last)
        return days[index]

    def skipped(self, day: date, n: int) -> tuple[Skipped, ...]:
        """The days that `add_working_days` passed over, in date order; the day it starts from is not one of them."""
        start, end = sorted((day, self.add_working_days(day, n)))
        off = self._days_off
        return off[bisect_right(off, start, key=DAY) : bisect_left(off, end, key=DAY)]

    def next_working_day(self, day: date) -> date:
        """The first working day after the day, even when it is a working day itself."""
        return self.add_working_days(day, 1)

    def add_months(self, day: date, n: int) -> date:
        """The same day n months on, or the month's last day where it is shorter; a year is twelve months."""
        year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

    def _require(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise BeyondTable(day, self.first, self.last)

    @cached_property
    def _written(self) -> Callable[[datetime], str]:
        return lru_cache(maxsize=65536)(lambda moment: self.local(moment).isoformat())

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @cached_property
    def _working_days(self) -> tuple[date, ...]:
        return tuple(day for day in self._days if self.why_not_working(day) is None)

    @cached_property
    def _days_off(self) -> tuple[Skipped, ...]:
        return tuple(Skipped(day, why) for day in self._days if (why := self.why_not_working(day)) is not None)

    @property
    def _days(self) -> Iterator[date]:
        return (self.first + timedelta(days=i) for i in range((self.last - self.first).days + 1))
