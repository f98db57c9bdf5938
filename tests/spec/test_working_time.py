"""When a limit ends: worked dates, each counted by hand from the published table of bank holidays.

Nothing here may be computed first and copied in after: a row is counted on paper, and then asked of the engine.
"""

from datetime import date, datetime, timedelta

import holidays
import pytest

from dutybook.engine import due
from dutybook.engine.calendar import Calendar
from dutybook.engine.forms import Length
from dutybook.packs.calendars import load_calendar

CALENDAR = load_calendar("england-and-wales")
ENGLAND = holidays.country_holidays("GB", subdiv="ENG")
TO_THE_MINUTE, TO_THE_SECOND = "%a %d %b %Y %H:%M", "%a %d %b %Y %H:%M:%S %Z"


def end(calendar: Calendar, start: datetime, n: int, unit: str) -> datetime:
    """What the engine answers for a limit of `n` units from `start`; a negative one is counted back."""
    return due(Length(abs(n), unit, "before" if n < 0 else "after"), start, calendar).due_at


# The worked dates of the requirements. Each is in the row it comes from; WD is a working day.

COLUMNS_OF_A4 = ("24 hours", "1 working day", "3 working days", "7 working days", "15 working days")
ROWS_OF_A4 = {  # D1, D3 and D4 (S-12-2, S-22-2, S-27-1) · D2 (S-16-2) · D6 (S-40-3) · D5 (S-27-2) · D7 (S-41-1)
    "Mon 09 Mar 2026 09:00": (
        "Tue 10 Mar 2026 09:00:00 GMT",
        "Tue 10 Mar 2026 23:59:59 GMT",
        "Thu 12 Mar 2026 23:59:59 GMT",
        "Wed 18 Mar 2026 23:59:59 GMT",
        "Mon 30 Mar 2026 23:59:59 BST",
    ),
    "Fri 13 Mar 2026 17:30": (
        "Sat 14 Mar 2026 17:30:00 GMT",
        "Mon 16 Mar 2026 23:59:59 GMT",
        "Wed 18 Mar 2026 23:59:59 GMT",
        "Tue 24 Mar 2026 23:59:59 GMT",
        "Tue 07 Apr 2026 23:59:59 BST",
    ),
    "Thu 02 Apr 2026 16:00": (
        "Fri 03 Apr 2026 16:00:00 BST",
        "Tue 07 Apr 2026 23:59:59 BST",
        "Thu 09 Apr 2026 23:59:59 BST",
        "Wed 15 Apr 2026 23:59:59 BST",
        "Mon 27 Apr 2026 23:59:59 BST",
    ),
    "Sat 04 Apr 2026 11:00": (
        "Sun 05 Apr 2026 11:00:00 BST",
        "Tue 07 Apr 2026 23:59:59 BST",
        "Thu 09 Apr 2026 23:59:59 BST",
        "Wed 15 Apr 2026 23:59:59 BST",
        "Mon 27 Apr 2026 23:59:59 BST",
    ),
    "Thu 24 Dec 2026 15:00": (
        "Fri 25 Dec 2026 15:00:00 GMT",
        "Tue 29 Dec 2026 23:59:59 GMT",
        "Thu 31 Dec 2026 23:59:59 GMT",
        "Thu 07 Jan 2027 23:59:59 GMT",
        "Tue 19 Jan 2027 23:59:59 GMT",
    ),
}
TABLE_A4 = [
    (start, limit, ends) for start, row in ROWS_OF_A4.items() for limit, ends in zip(COLUMNS_OF_A4, row, strict=True)
]

CLOCK_TEST_VECTORS = [
    # Row 1 (H-APOT-12, D-A3-3): over Fri 18 Good Friday, Sat 19, Sun 20, Mon 21 Easter Monday.
    ("Thu 17 Apr 2025 16:00", "1 working day", "Tue 22 Apr 2025 23:59:59 BST"),
    # Row 2: a start on a day that is not worked counts from the next one; over Sun 20, Mon 21 Easter Monday.
    ("Sat 19 Apr 2025 00:00", "1 working day", "Tue 22 Apr 2025 23:59:59 BST"),
    # Row 3 (D-A3-34): Tue 22, Wed 23, Thu 24.
    ("Thu 17 Apr 2025 00:00", "3 working days", "Thu 24 Apr 2025 23:59:59 BST"),
    # Row 4 (G-OUT-2): 22-25 Apr (4), 28 Apr-2 May (9), over Mon 5 May, 6-9 May (13), Mon 12, Tue 13 (15).
    ("Thu 17 Apr 2025 00:00", "15 working days", "Tue 13 May 2025 23:59:59 BST"),
    # Row 5: over 25, 26 Dec; 29-31 Dec (3), over 1 Jan, Fri 2 (4), 5-9 (9), 12-16 (14), Mon 19 (15).
    ("Wed 24 Dec 2025 00:00", "15 working days", "Mon 19 Jan 2026 23:59:59 GMT"),
    # Row 6 (G-STR-2), both halves: 17 + 10 = 27 Apr; and 22-25 Apr (4), 28 Apr-2 May (9), over Mon 5, Tue 6 (10).
    ("Thu 17 Apr 2025 00:00", "10 days", "Sun 27 Apr 2025 23:59:59 BST"),
    ("Thu 17 Apr 2025 00:00", "10 working days", "Tue 06 May 2025 23:59:59 BST"),
    # Rows 7 and 8 (D-A3-33, G-REF-2): hours run through the night the clocks change.
    ("Sat 29 Mar 2025 12:00", "48 hours", "Mon 31 Mar 2025 13:00:00 BST"),
    ("Sat 25 Oct 2025 12:00", "48 hours", "Mon 27 Oct 2025 11:00:00 GMT"),
    # Row 9 (G-RCPC-1) and row 10 (G-RCPC-6): February has no 30th and no 31st.
    ("Sun 30 Nov 2025 00:00", "3 months", "Sat 28 Feb 2026 23:59:59 GMT"),
    ("Sun 31 Aug 2025 00:00", "6 months", "Sat 28 Feb 2026 23:59:59 GMT"),
    # Row 11 (D-A3-2): any day at 22:30, of which these are a winter's, a summer's and a bank holiday.
    ("Wed 14 Jan 2026 22:30", "same day", "Wed 14 Jan 2026 23:59:59 GMT"),
    ("Wed 15 Jul 2026 22:30", "same day", "Wed 15 Jul 2026 23:59:59 BST"),
    ("Mon 06 Apr 2026 22:30", "same day", "Mon 06 Apr 2026 23:59:59 BST"),
]

# Our own, with the count of each.

EXTRA_AND_MOVED_HOLIDAYS = [
    # 2012: the spring holiday left Mon 28 May; over Sat 26, Sun 27 only.
    ("Fri 25 May 2012 12:00", "1 working day", "Mon 28 May 2012 23:59:59 BST"),
    # 2012: over Sat 2, Sun 3, Mon 4 Jun spring holiday (moved here), Tue 5 Jun Diamond Jubilee.
    ("Fri 01 Jun 2012 12:00", "1 working day", "Wed 06 Jun 2012 23:59:59 BST"),
    # 2020: Mon 4 May was worked, because the early May holiday moved to VE day; over Sat 2, Sun 3.
    ("Fri 01 May 2020 10:00", "1 working day", "Mon 04 May 2020 23:59:59 BST"),
    # 2020: over Fri 8 May VE day, Sat 9, Sun 10.
    ("Thu 07 May 2020 12:00", "1 working day", "Mon 11 May 2020 23:59:59 BST"),
    # 2020: Tue 5, Wed 6, Thu 7 (3), over Fri 8 VE day, Sat 9, Sun 10, Mon 11 (4), Tue 12 (5).
    ("Mon 04 May 2020 09:00", "5 working days", "Tue 12 May 2020 23:59:59 BST"),
    # 2022: Mon 30 May was worked, because the spring holiday moved to 2 June: Mon 30, Tue 31, Wed 1.
    ("Fri 27 May 2022 14:00", "3 working days", "Wed 01 Jun 2022 23:59:59 BST"),
    # 2022: over Thu 2 Jun spring holiday, Fri 3 Jun Platinum Jubilee, Sat 4, Sun 5.
    ("Wed 01 Jun 2022 09:00", "1 working day", "Mon 06 Jun 2022 23:59:59 BST"),
    # 2022: Mon 30, Tue 31 May, Wed 1 Jun (3), over Thu 2, Fri 3, Sat 4, Sun 5, Mon 6 (4), Tue 7 (5).
    ("Fri 27 May 2022 14:00", "5 working days", "Tue 07 Jun 2022 23:59:59 BST"),
    # 2022: over Sat 17, Sun 18, Mon 19 Sep, the State Funeral.
    ("Fri 16 Sep 2022 16:00", "1 working day", "Tue 20 Sep 2022 23:59:59 BST"),
    # 2022: Tue 13-Fri 16 (4), over Sat 17, Sun 18, Mon 19 State Funeral, Tue 20 (5), Wed 21 (6), Thu 22 (7).
    ("Mon 12 Sep 2022 10:00", "7 working days", "Thu 22 Sep 2022 23:59:59 BST"),
    # 2023: over Sat 6, Sun 7, Mon 8 May, the coronation.
    ("Fri 05 May 2023 15:00", "1 working day", "Tue 09 May 2023 23:59:59 BST"),
    # 2023: over Mon 1 May; Tue 2-Fri 5 (4), over Mon 8 May coronation, Tue 9 (5), Wed 10 (6), Thu 11 (7).
    ("Fri 28 Apr 2023 15:00", "7 working days", "Thu 11 May 2023 23:59:59 BST"),
    # 2025: over Sat 23, Sun 24, Mon 25 Aug summer holiday.
    ("Fri 22 Aug 2025 17:00", "1 working day", "Tue 26 Aug 2025 23:59:59 BST"),
]

CHRISTMAS_AND_NEW_YEAR = [
    # Over Fri 25 Christmas, Sat 26, Sun 27, Mon 28 for Boxing Day.
    ("Thu 24 Dec 2020 15:00", "1 working day", "Tue 29 Dec 2020 23:59:59 GMT"),
    # 29-31 Dec (3), over Fri 1 Jan, 4-8 Jan (8), 11-15 (13), Mon 18 (14), Tue 19 (15).
    ("Thu 24 Dec 2020 15:00", "15 working days", "Tue 19 Jan 2021 23:59:59 GMT"),
    # Over Sat 25, Sun 26, Mon 27 for Christmas Day, Tue 28 for Boxing Day.
    ("Fri 24 Dec 2021 12:00", "1 working day", "Wed 29 Dec 2021 23:59:59 GMT"),
    # Wed 29, Thu 30, Fri 31: New Year's Eve is worked.
    ("Fri 24 Dec 2021 12:00", "3 working days", "Fri 31 Dec 2021 23:59:59 GMT"),
    # Wed 29-Fri 31 (3), over Sat 1, Sun 2, Mon 3 Jan for New Year's Day, Tue 4 (4).
    ("Fri 24 Dec 2021 12:00", "4 working days", "Tue 04 Jan 2022 23:59:59 GMT"),
    # Over Sat 24, Sun 25, Mon 26 Boxing Day, Tue 27 for Christmas Day; Wed 28, Thu 29.
    ("Fri 23 Dec 2022 17:00", "2 working days", "Thu 29 Dec 2022 23:59:59 GMT"),
    # Over Sat 31, Sun 1, Mon 2 Jan for New Year's Day.
    ("Fri 30 Dec 2022 11:00", "1 working day", "Tue 03 Jan 2023 23:59:59 GMT"),
    # Starts on Christmas Day: over Sat 26, Sun 27, Mon 28 for Boxing Day.
    ("Fri 25 Dec 2026 10:00", "1 working day", "Tue 29 Dec 2026 23:59:59 GMT"),
    # Starts on the substitute day itself: the next day is worked.
    ("Mon 28 Dec 2026 10:00", "1 working day", "Tue 29 Dec 2026 23:59:59 GMT"),
    # Over Sat 25, Sun 26, Mon 27, Tue 28; Wed 29-Fri 31 (3), over Sat 1, Sun 2, Mon 3 Jan, Tue 4 (4).
    ("Fri 24 Dec 2027 12:00", "4 working days", "Tue 04 Jan 2028 23:59:59 GMT"),
    # The first day of the table, a Sunday: over Mon 2 Jan for New Year's Day.
    ("Sun 01 Jan 2012 08:00", "1 working day", "Tue 03 Jan 2012 23:59:59 GMT"),
    # Up to the last working day of the table: over Sat 23-Tue 26; Wed 27, Thu 28, Fri 29.
    ("Fri 22 Dec 2028 09:00", "3 working days", "Fri 29 Dec 2028 23:59:59 GMT"),
]

EASTER_AND_LONG_COUNTS = [
    # Over Fri 29 Mar Good Friday, Sat 30, Sun 31, Mon 1 Apr Easter Monday; Tue 2-Fri 5 (4), Mon 8, Tue 9, Wed 10 (7).
    ("Thu 28 Mar 2013 16:00", "7 working days", "Wed 10 Apr 2013 23:59:59 BST"),
    # Over Fri 30 Mar Good Friday, Sat 31, Sun 1, Mon 2 Apr Easter Monday; Tue 3, Wed 4, Thu 5.
    ("Thu 29 Mar 2018 16:00", "3 working days", "Thu 05 Apr 2018 23:59:59 BST"),
    # Over Fri 10 Good Friday, Sat 11, Sun 12, Mon 13 Easter Monday; Tue 14, Wed 15, Thu 16.
    ("Thu 09 Apr 2020 17:00", "3 working days", "Thu 16 Apr 2020 23:59:59 BST"),
    # Over Fri 2 Good Friday, Sat 3, Sun 4, Mon 5 Easter Monday; Tue 6-Fri 9 (4), Mon 12, Tue 13, Wed 14 (7).
    ("Thu 01 Apr 2021 16:30", "7 working days", "Wed 14 Apr 2021 23:59:59 BST"),
    # Over Fri 7, Mon 10; 11-14 Apr (4), 17-21 (9), 24-28 (14), over Mon 1 May, Tue 2 May (15).
    ("Thu 06 Apr 2023 10:00", "15 working days", "Tue 02 May 2023 23:59:59 BST"),
    # Over Fri 29 Mar Good Friday, Sat 30, Sun 31 (the clocks change), Mon 1 Apr Easter Monday.
    ("Thu 28 Mar 2024 16:00", "1 working day", "Tue 02 Apr 2024 23:59:59 BST"),
    # Over Fri 26 Good Friday, Sat 27, Sun 28 (the clocks change), Mon 29 Easter Monday.
    ("Thu 25 Mar 2027 09:00", "1 working day", "Tue 30 Mar 2027 23:59:59 BST"),
    # Twenty are not 28 days: 13-17 Apr (5), 20-24 (10), 27 Apr-1 May (15), over Mon 4 May, 5-8 (19), Mon 11 (20).
    ("Fri 10 Apr 2026 10:00", "20 working days", "Mon 11 May 2026 23:59:59 BST"),
    # 3-6 Mar (4), to 13 (9), 20 (14), 27 (19), 30 Mar-2 Apr (23), over 3 and 6 Apr, 7-10 (27), to 17 (32), 24 (37),
    # 1 May (42), over Mon 4, Tue 5 (43), Wed 6 (44), Thu 7 (45).
    ("Mon 02 Mar 2026 10:00", "45 working days", "Thu 07 May 2026 23:59:59 BST"),
]

CLOCK_CHANGES = [
    # On 29 March 2026 the clocks go from 01:00 to 02:00: one hour fewer on the wall.
    ("Sat 28 Mar 2026 12:00", "24 hours", "Sun 29 Mar 2026 13:00:00 BST"),
    ("Sat 28 Mar 2026 12:00", "72 hours", "Tue 31 Mar 2026 13:00:00 BST"),
    ("Fri 27 Mar 2026 16:00", "72 hours", "Mon 30 Mar 2026 17:00:00 BST"),
    # 01:30 is not shown on the 29th: 24 hours after 01:30 GMT is 02:30 BST.
    ("Sat 28 Mar 2026 01:30", "24 hours", "Sun 29 Mar 2026 02:30:00 BST"),
    # A day of 23 hours: from half an hour into it, 24 hours reach into the next.
    ("Sun 29 Mar 2026 00:30", "24 hours", "Mon 30 Mar 2026 01:30:00 BST"),
    # On 25 October 2026 they go from 02:00 to 01:00: one hour more on the wall.
    ("Sat 24 Oct 2026 12:00", "24 hours", "Sun 25 Oct 2026 11:00:00 GMT"),
    ("Sat 24 Oct 2026 12:00", "72 hours", "Tue 27 Oct 2026 11:00:00 GMT"),
    ("Fri 23 Oct 2026 16:00", "72 hours", "Mon 26 Oct 2026 15:00:00 GMT"),
    # 01:30 is shown twice on the 25th: 24 hours after 01:30 BST is the first.
    ("Sat 24 Oct 2026 01:30", "24 hours", "Sun 25 Oct 2026 01:30:00 BST"),
    # A start written 01:30 is read as the first; one hour later the clock shows 01:30 again.
    ("Sun 25 Oct 2026 01:30", "1 hour", "Sun 25 Oct 2026 01:30:00 GMT"),
    # A day of 25 hours: 24 hours from half an hour into it end on the same day.
    ("Sun 25 Oct 2026 00:30", "24 hours", "Sun 25 Oct 2026 23:30:00 GMT"),
    # Limits in days end at midnight by the clock on the wall, whatever the length of the days between.
    ("Sat 28 Mar 2026 16:00", "1 day", "Sun 29 Mar 2026 23:59:59 BST"),
    ("Fri 27 Mar 2026 16:00", "3 days", "Mon 30 Mar 2026 23:59:59 BST"),
    ("Fri 27 Mar 2026 16:00", "1 working day", "Mon 30 Mar 2026 23:59:59 BST"),
    ("Sat 24 Oct 2026 16:00", "1 day", "Sun 25 Oct 2026 23:59:59 GMT"),
    ("Fri 23 Oct 2026 16:00", "1 working day", "Mon 26 Oct 2026 23:59:59 GMT"),
    ("Fri 23 Oct 2026 16:00", "1 week", "Fri 30 Oct 2026 23:59:59 GMT"),
    # Half past midnight in summer is still the day before in UTC: day 0 is Wed 1 July, not Tue 30 June.
    ("Wed 01 Jul 2026 00:30", "1 working day", "Thu 02 Jul 2026 23:59:59 BST"),
    ("Tue 30 Jun 2026 23:30", "1 working day", "Wed 01 Jul 2026 23:59:59 BST"),
]

LEAP_DAYS_AND_MONTH_ENDS = [
    # Thu 29 Feb 2024 is a day like another.
    ("Wed 28 Feb 2024 09:00", "24 hours", "Thu 29 Feb 2024 09:00:00 GMT"),
    ("Wed 28 Feb 2024 09:00", "1 working day", "Thu 29 Feb 2024 23:59:59 GMT"),
    # Tue 29 Feb, Wed 1 Mar.
    ("Mon 28 Feb 2028 09:00", "2 working days", "Wed 01 Mar 2028 23:59:59 GMT"),
    # 28 Feb + 7 days over a 29th.
    ("Wed 28 Feb 2024 09:00", "1 week", "Wed 06 Mar 2024 23:59:59 GMT"),
    ("Wed 31 Jan 2024 09:00", "1 month", "Thu 29 Feb 2024 23:59:59 GMT"),
    ("Mon 31 Jan 2028 09:00", "1 month", "Tue 29 Feb 2028 23:59:59 GMT"),
    ("Fri 30 Jan 2026 09:00", "1 month", "Sat 28 Feb 2026 23:59:59 GMT"),
    # A year from a leap day is 28 February; four years are a leap day again.
    ("Thu 29 Feb 2024 09:00", "1 year", "Fri 28 Feb 2025 23:59:59 GMT"),
    ("Sat 29 Feb 2020 09:00", "4 years", "Thu 29 Feb 2024 23:59:59 GMT"),
    # Months ask nothing of the holiday table, so they are counted beyond it.
    ("Tue 29 Feb 2028 09:00", "12 months", "Wed 28 Feb 2029 23:59:59 GMT"),
    ("Mon 31 Mar 2025 09:00", "1 month", "Wed 30 Apr 2025 23:59:59 BST"),
    ("Sat 31 May 2025 09:00", "1 month", "Mon 30 Jun 2025 23:59:59 BST"),
    # The end of a month's limit stays on a Sunday.
    ("Fri 31 Oct 2025 09:00", "1 month", "Sun 30 Nov 2025 23:59:59 GMT"),
    ("Wed 30 Nov 2022 09:00", "3 months", "Tue 28 Feb 2023 23:59:59 GMT"),
    # Over a year's end, and from GMT to GMT by way of BST.
    ("Tue 30 Dec 2025 09:00", "2 months", "Sat 28 Feb 2026 23:59:59 GMT"),
]

BEFORE = [
    # Back over Mon 6 Easter Monday, Sun 5, Sat 4, Fri 3 Good Friday.
    ("Tue 07 Apr 2026 10:00", "1 working day before", "Thu 02 Apr 2026 23:59:59 BST"),
    # From a day that is not worked itself: back over Sun 5, Sat 4, Fri 3 Good Friday.
    ("Mon 06 Apr 2026 10:00", "1 working day before", "Thu 02 Apr 2026 23:59:59 BST"),
    # Tue 7 (1), over Mon 6, Sun 5, Sat 4, Fri 3, Thu 2 (2), Wed 1 (3).
    ("Wed 08 Apr 2026 10:00", "3 working days before", "Wed 01 Apr 2026 23:59:59 BST"),
    # Mon 4 (1), over Sun 3, Sat 2, Fri 1 Jan, Thu 31 (2), Wed 30 (3), Tue 29 (4), over Mon 28 to Fri 25, Thu 24 (5).
    ("Tue 05 Jan 2027 10:00", "5 working days before", "Thu 24 Dec 2026 23:59:59 GMT"),
    # Over Tue 28 and Mon 27, the substitute days, Sun 26, Sat 25.
    ("Wed 29 Dec 2021 10:00", "1 working day before", "Fri 24 Dec 2021 23:59:59 GMT"),
    # Over Mon 19 Sep, the State Funeral, Sun 18, Sat 17.
    ("Tue 20 Sep 2022 10:00", "1 working day before", "Fri 16 Sep 2022 23:59:59 BST"),
    # Days and months count back too: 8 - 3 = 5, Easter Sunday; and February has no 31st.
    ("Wed 08 Apr 2026 10:00", "3 days before", "Sun 05 Apr 2026 23:59:59 BST"),
    ("Tue 31 Mar 2026 10:00", "1 month before", "Sat 28 Feb 2026 23:59:59 GMT"),
    # Two days back from the day after the clocks changed.
    ("Mon 30 Mar 2026 10:00", "2 days before", "Sat 28 Mar 2026 23:59:59 GMT"),
]

NOTHING_ADDED_AND_HOURS_ON_HOLIDAYS = [
    # Nought days end with the day, worked or not: Good Friday, a Saturday, an ordinary Monday.
    ("Fri 03 Apr 2026 10:00", "0 working days", "Fri 03 Apr 2026 23:59:59 BST"),
    ("Sat 04 Apr 2026 10:00", "0 days", "Sat 04 Apr 2026 23:59:59 BST"),
    ("Mon 09 Mar 2026 09:00", "0 months", "Mon 09 Mar 2026 23:59:59 GMT"),
    ("Mon 09 Mar 2026 09:00", "0 hours", "Mon 09 Mar 2026 09:00:00 GMT"),
    # Hours do not wait: they end on Easter Monday, Christmas Day, Boxing Day (a Saturday), the funeral, the coronation.
    ("Sun 05 Apr 2026 11:00", "24 hours", "Mon 06 Apr 2026 11:00:00 BST"),
    ("Thu 24 Dec 2026 09:00", "24 hours", "Fri 25 Dec 2026 09:00:00 GMT"),
    ("Thu 24 Dec 2026 09:00", "48 hours", "Sat 26 Dec 2026 09:00:00 GMT"),
    ("Fri 16 Sep 2022 16:00", "72 hours", "Mon 19 Sep 2022 16:00:00 BST"),
    ("Fri 05 May 2023 15:00", "72 hours", "Mon 08 May 2023 15:00:00 BST"),
]

OUR_OWN = [
    *EXTRA_AND_MOVED_HOLIDAYS,
    *CHRISTMAS_AND_NEW_YEAR,
    *EASTER_AND_LONG_COUNTS,
    *CLOCK_CHANGES,
    *LEAP_DAYS_AND_MONTH_ENDS,
    *BEFORE,
    *NOTHING_ADDED_AND_HOURS_ON_HOLIDAYS,
]
EVERY_ROW = [*TABLE_A4, *CLOCK_TEST_VECTORS, *OUR_OWN]
IN_WORKING_DAYS = [row for row in EVERY_ROW if "working day" in row[1]]


@pytest.mark.parametrize(("start", "limit", "ends"), EVERY_ROW)
def test_a_limit_ends_when_it_does_on_paper(start: str, limit: str, ends: str) -> None:
    n, unit = _in_numbers(limit)

    reached = end(CALENDAR, _moment(start), n, unit)

    assert CALENDAR.local(reached).strftime(TO_THE_SECOND) == ends


@pytest.mark.parametrize(("start", "limit", "ends"), IN_WORKING_DAYS)
def test_an_independent_table_of_holidays_counts_the_same_days(start: str, limit: str, ends: str) -> None:
    n, _ = _in_numbers(limit)

    counted = _count_by_loop(CALENDAR.day_of(_moment(start)), n)

    assert counted.strftime("%a %d %b %Y") == ends[:15]


@pytest.mark.parametrize("written", sorted({row[0] for row in EVERY_ROW}))
def test_every_day_of_the_week_in_the_table_is_the_right_one(written: str) -> None:
    assert _on_the_wall(written).strftime(TO_THE_MINUTE) == written


def test_our_own_rows_are_more_than_forty_five_and_none_is_one_of_the_requirements() -> None:
    own = {(start, limit) for start, limit, _ in OUR_OWN}

    assert len(own) == len(OUR_OWN) > 45
    assert own.isdisjoint((start, limit) for start, limit, _ in [*TABLE_A4, *CLOCK_TEST_VECTORS])


def _moment(written: str) -> datetime:
    return CALENDAR.from_local(_on_the_wall(written))


def _on_the_wall(written: str) -> datetime:
    return datetime.strptime(written, TO_THE_MINUTE)


def _in_numbers(limit: str) -> tuple[int, str]:
    """("15 working days") → (15, "working days"); `before` counts back, and `same day` is nought days."""
    if limit == "same day":
        return 0, "days"
    number, unit = limit.removesuffix(" before").split(" ", 1)
    return int(number) * (-1 if limit.endswith(" before") else 1), unit if unit.endswith("s") else f"{unit}s"


def _count_by_loop(day: date, n: int) -> date:
    """The plainest way to count, by a table that nobody here wrote."""
    step, left = timedelta(days=1 if n > 0 else -1), abs(n)
    while left:
        day += step
        if day.weekday() < 5 and day not in ENGLAND:
            left -= 1
    return day
