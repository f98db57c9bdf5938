"""The small world of the random procedures: its things, events, facts and contacts, always the same.

Nothing random may live here: what a procedure asks and what happens in a case is drawn in `procedures` and `histories`.
"""

from __future__ import annotations

from datetime import date, datetime, time

from dutybook.engine.procedure import Choice, Contact, Event, Fact, Hours, Thing
from dutybook.packs.calendars import load_calendar

CALENDAR = load_calendar("england-and-wales")

IDS = {"child": ("c1", "c2", "c3"), "employment": ("e1", "e2")}

THINGS = {kind: Thing(id=kind) for kind in IDS}

EVENTS = {
    name: Event(id=name, about=about)
    for name, about in {
        "opened": (),
        "noted": (),
        "closed": (),
        "child_named": ("child",),
        "child_seen": ("child",),
        "post_named": ("employment",),
        "post_left": ("employment",),
        "linked": ("child", "employment"),
    }.items()
}

LEVELS = (Choice(id="low"), Choice(id="high"), Choice(id="none_yet"))

FACTS = {
    fact.id: fact
    for fact in (
        Fact(id="urgent"),
        Fact(id="level", answers="choice", choices=LEVELS),
        Fact(id="how_many", answers="number"),
        Fact(id="planned_on", answers="date"),
        Fact(id="happened_then", answers="moment"),
        Fact(id="reason", answers="text"),
        Fact(id="harmed", of=("child",)),
        Fact(id="school", of=("child",), answers="organisation"),
        Fact(id="review_on", of=("child",), answers="date"),
        Fact(id="pack_named", of=("employment",), answers="organisation"),
        Fact(id="suspended", of=("employment",)),
        Fact(id="contact_agreed", of=("child", "employment")),
        Fact(id="tier", answers="text"),
        Fact(id="route", of=("child",), answers="text"),
    )
}
"""`tier` and `route` are decisions too: a decision is a fact of its own name."""

OWN_STEP = Event(id="own_step", about=("employment",))
"""The event that only organisations' own packs declare."""

OWN_ANSWERS = {
    "academy": Fact(id="own_answer", of=("employment",)),
    "north": Fact(id="own_answer", of=("child", "employment")),
}
"""The fact that each of two organisations declares for itself, by one name, and means otherwise."""

EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

DIRECTORY = {
    contact.id: contact
    for contact in (
        Contact(id="desk", hours=(Hours(("mon", "tue", "wed", "thu", "fri"), "09:00", "16:00"),)),
        Contact(id="night_desk", hours=(Hours(("sat", "sun", "fri"), "16:00", "24:00"),), bank_holidays=True),
        Contact(
            id="shore_line",
            hours=(Hours(("mon", "tue", "wed", "thu"), "08:00", "22:00"), Hours(("fri", "sat"), "09:00", "22:00")),
            bank_holidays=(Hours(EVERY_DAY, "10:00", "13:00"), Hours(EVERY_DAY, "14:00", "20:00")),
        ),
        Contact(id="helpline"),
    )
}

CLOCKS = (time(0), time(1, 30), time(10), time(10, 0, 1), time(16), time(16, 30), time(23, 59, 59))

WINDOWS = (
    ("2026-03-27", "2026-03-28", "2026-03-29", "2026-03-30", "2026-03-31", "2026-04-02", "2026-04-03", "2026-04-07"),
    ("2026-10-23", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27", "2026-10-28"),
    ("2026-12-23", "2026-12-24", "2026-12-25", "2026-12-28", "2026-12-29", "2027-01-01", "2027-01-04", "2027-01-31"),
    ("2028-12-27", "2028-12-28", "2028-12-29"),
)
"""Days around a weekend, a bank holiday or a change of the clocks; the last ones near the end of the holiday table."""


def moments_of(days: tuple[str, ...]) -> list[datetime]:
    """The grid of moments on these days."""
    each_day = [date.fromisoformat(day) for day in days]
    return [CALENDAR.from_local(datetime.combine(day, clock)) for day in each_day for clock in CLOCKS]
