"""What happened, and what was answered by whom and when, in sentences; and what is missing.

No sentence is made twice in one case.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from benchmarks.by_hand.record import Case
from benchmarks.by_hand.wording import EVENTS, FACTS
from dutybook.engine import words
from dutybook.engine.entries import Entry

Json = dict[str, Any]


def event(case: Case, entry: Entry) -> str:
    """A concern was raised on Thursday 2 April 2026 at 16:00 (Head teacher)."""
    told = case.sentences.get(entry.seq)
    if told is None:
        by = f" ({entry.by})" if entry.by else ""
        told = case.sentences[entry.seq] = f"{EVENTS[entry.type]} {when(case, entry)}{by}."
    return told


def when(case: Case, entry: Entry) -> str:
    calendar = case.calendar
    if entry.lo is None:
        return f"at a time not known, by {words.moment(entry.hi, calendar)}"
    if entry.lo == entry.hi:
        return f"on {words.moment(entry.hi, calendar)}"
    first, last = calendar.day_of(entry.lo), calendar.day_of(entry.hi)
    if first == last and "/" not in entry.happened_at:
        return f"on {words.day(first)}"
    return f"between {words.moment(entry.lo, calendar)} and {words.moment(entry.hi, calendar)}"


def read(case: Case, reads: list[tuple[str, str]], u: datetime) -> Iterator[str]:
    """What is known by u of each of these facts and events."""
    for name, about in reads:
        if name in EVENTS:
            first = case.all_of(name, about)[:1]
            if first and first[0].hi <= u:
                yield event(case, first[0])
            continue
        entry, value = case.answered(name, about, u)
        if entry is not None:
            yield answer(case, name, about, entry, value)


def answer(case: Case, name: str, about: str, entry: Entry, value: Any) -> str:
    """Was there an injury? [c1] Yes (Head teacher, on Thursday 2 April 2026 at 16:00)."""
    key = name, about, entry.seq
    told = case.sentences.get(key)
    if told is None:
        of = f" [{about}]" if about else ""
        who = f"{entry.by}, {when(case, entry)}" if entry.by else when(case, entry)
        told = case.sentences[key] = f"{FACTS[name]['ask']}{of} {in_words(case, name, value)} ({who})."
    return told


def in_words(case: Case, name: str, value: Any) -> str:
    if value == "not_known":
        return "Not known"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.sentence(words.moment(value, case.calendar))
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, tuple):
        return ", ".join(choice(name, each) for each in value)
    return choice(name, str(value))


def choice(name: str, value: str) -> str:
    return FACTS[name]["choices"].get(value) or words.sentence(value.replace("_", " "))


def ask(case: Case, name: str, about: str, u: datetime) -> Json:
    """A fact that would settle something: nobody asked, or it was asked and is not known."""
    asked = case.answered(name, about, u)[0] is not None
    return missing(name, dict(zip(FACTS[name]["of"], [about], strict=False)), "not_known" if asked else "not_asked")


def missing(name: str, about: dict[str, str], state: str) -> Json:
    return {"fact": name, "about": about, "state": state}
