"""An entry of a case: what happened, when it can have happened, when it was recorded, what it names and answers.

Reading one from a plain mapping (a case file, the store) is here too, with every refusal. Nothing here may guess: an
entry that does not fit the procedure is refused with what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN, Event, Fact, Procedure, Rules

KEYS = {
    "type",
    "happened_at",
    "recorded_at",
    "by",
    "as",
    "recorded_by",
    "told_by",
    "data",
    "corrects",
    "retracted",
    "reason",
    "seq",
    "compartment",
    "decided_under",
}

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""No case reaches further, and the arithmetic of days stays far from where the calendar itself ends."""

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. It happened somewhere in `[lo, hi]`; `lo` None: nobody knows from when. Moments are aware, in UTC.

    `only_under`: the organisations' packs that declare what it says, where the authority's own procedure does not.
    """

    seq: int
    type: str
    lo: datetime | None
    hi: datetime
    recorded_at: datetime
    by: str = ""
    role: str = ""
    things: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    corrects: int | None = None
    retracted: bool = False
    happened_at: str = ""
    only_under: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[datetime, int]:
        """Entries stand in this order, and the last answer is read in it."""
        return self.hi, self.seq


class EntryRefused(ValueError):
    """One entry is not as the procedure declares; the message says what is wrong and what to write."""


def read_entry(raw: Mapping[str, Any], seq: int, procedure: Procedure) -> Entry:
    """The entry that a plain mapping says, or `EntryRefused`.

    `happened_at` is text: a moment with its offset, a day, a month, a year, "A/B" (from A to B) or "not known";
    "about " before any of them is kept and changes no reading. Without `recorded_at` it was recorded at once.
    """
    unknown = sorted(set(raw) - KEYS)
    if unknown:
        raise EntryRefused(f"{unknown[0]!r} is not a key of an entry; write one of: {', '.join(sorted(KEYS))}")
    written = str(raw.get("happened_at", "")).strip()
    recorded = _moment(raw["recorded_at"], "recorded_at", procedure.calendar) if raw.get("recorded_at") else None
    lo, hi = span_of(written, recorded, procedure.calendar)
    recorded = recorded or hi
    if hi > recorded:
        raise EntryRefused(
            f"happened_at {written} is later than recorded_at {raw['recorded_at']}; an entry says what has happened:"
            " write a plan as an answer in data, not as happened_at"
        )
    kind = str(raw.get("type"))
    retracted = raw.get("retracted") is True
    if retracted and raw.get("corrects") is None:
        raise EntryRefused("retracted says that an earlier entry never was; write which one: corrects: SEQ")
    (things, answers), only_under = _under(procedure, hi, kind, raw.get("data") or {}, bare=retracted)
    return Entry(
        seq=seq,
        type=kind,
        lo=lo,
        hi=hi,
        recorded_at=recorded,
        by=str(raw.get("by", "")),
        role=str(raw.get("as", "")),
        things=things,
        answers=answers,
        corrects=raw.get("corrects"),
        retracted=retracted,
        happened_at=written,
        only_under=only_under,
    )


def span_of(written: str, recorded: datetime | None, calendar: Calendar) -> tuple[datetime | None, datetime]:
    """The earliest and latest moment at which it can have happened; never later than it was recorded."""
    text = written.removeprefix("about ").strip()
    if text in ("not known", NOT_KNOWN):
        if recorded is None:
            raise EntryRefused(
                "happened_at is not known, so recorded_at is needed; write when it was recorded, with its offset"
            )
        return None, recorded
    first, slash, last = text.partition("/")
    lo, hi = _bounds(first, calendar)
    if slash:
        hi = _bounds(last, calendar)[1]
    if hi < lo:
        raise EntryRefused(f"happened_at {written} ends before it begins; write the earlier moment first")
    if recorded is not None and lo <= recorded < hi and not _is_moment(last if slash else first):
        hi = recorded
    return lo, hi


def _is_moment(text: str) -> bool:
    return "T" in text or " " in text.strip()


def _bounds(text: str, calendar: Calendar) -> tuple[datetime, datetime]:
    if _DAY.fullmatch(text):
        day = _date(text)
        return calendar.start_of(day), calendar.end_of(day)
    if _MONTH.fullmatch(text):
        first = _date(f"{text}-01")
        return calendar.start_of(first), calendar.end_of(calendar.add_months(first, 1) - timedelta(days=1))
    if _YEAR.fullmatch(text):
        return calendar.start_of(_date(f"{text}-01-01")), calendar.end_of(_date(f"{text}-12-31"))
    moment = _moment(text, "happened_at", calendar)
    return moment, moment


def _date(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise EntryRefused(f"happened_at {text!r} is not a day of the calendar; write a day as 2026-04-02") from None
    _require_our_times(day, "happened_at")
    return day


def _require_our_times(when: date, key: str) -> None:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise EntryRefused(
            f"{key} {when.isoformat()} is not of our times; write a year from {FIRST_YEAR} to {LAST_YEAR}"
        )


def _moment(value: Any, key: str, calendar: Calendar) -> datetime:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        raise EntryRefused(
            f"{key} {str(value)!r} is not a time; write a moment as 2026-04-02T16:00:00+01:00, a day as 2026-04-02,"
            " a span as A/B, or not known"
        ) from None
    _require_our_times(moment, key)
    if moment.tzinfo is None:
        raise EntryRefused(
            f"{key} {value} has no offset; write {calendar.written(calendar.from_local(moment))},"
            " or the bare day if the time is not known"
        )
    return moment.astimezone(UTC).replace(microsecond=0)


Data = tuple[dict[str, tuple[str, ...]], dict[str, Any]]
"""The ids an entry names, by kind, and the answers it gives."""


def _under(
    procedure: Procedure, moment: datetime, kind: str, data: Mapping[str, Any], *, bare: bool
) -> tuple[Data, tuple[str, ...]]:
    """What an entry says under the procedure; what that does not declare, under the organisations' packs that do."""
    try:
        return _data(kind, data, procedure.at(moment), procedure, bare=bare), ()
    except EntryRefused as refused:
        found, refusals = {}, [refused]
    for name, each in procedure.organisations.items():
        rules = each.at(moment)
        try:
            found[name] = _data(kind, data, rules, each, bare=bare)
        except EntryRefused as refused:
            # Only a pack that has the event can say what is wrong with an entry of it.
            refusals += [refused] if kind in rules.events and kind not in procedure.at(moment).events else []
    if not found:
        raise refusals[-1]
    return next(iter(found.values())), tuple(found)


def _data(kind: str, data: Mapping[str, Any], rules: Rules, procedure: Procedure, *, bare: bool) -> Data:
    things = {key: _ids(key, value) for key, value in data.items() if key in rules.things}
    rest = {key: value for key, value in data.items() if key not in rules.things}
    if kind == DUTY_NOT_DONE:
        return things, _not_done(rest, rules)
    event = rules.events.get(kind)
    if event is None:
        raise EntryRefused(f"{kind!r} is not an event of {procedure.name}; {_nearest(kind, rules.events)}")
    if not bare:
        _names_every_kind(event, things)
    return things, {key: _answer(key, value, things, rules, procedure) for key, value in rest.items()}


def _not_done(rest: Mapping[str, Any], rules: Rules) -> dict[str, Any]:
    if rest.get("duty") not in rules.duties or not rest.get("reason"):
        raise EntryRefused(
            f"{DUTY_NOT_DONE} needs data: {{duty: …, reason: …}} and the things the duty is about;"
            f" {_nearest(str(rest.get('duty')), rules.duties)}"
        )
    extra = sorted(set(rest) - {"duty", "reason"})
    if extra:
        raise EntryRefused(
            f"{extra[0]!r} is not part of {DUTY_NOT_DONE}; write duty, reason and the things it is about"
        )
    return dict(rest)


def _names_every_kind(event: Event, things: Mapping[str, tuple[str, ...]]) -> None:
    for kind in event.about:
        if kind not in things:
            raise EntryRefused(f"{event.id} is about {_one(kind)} and names none; write data: {{{kind}: ID}}")


def _ids(kind: str, value: Any) -> tuple[str, ...]:
    ids = tuple(value) if isinstance(value, list | tuple) else (value,)
    if not ids or not all(isinstance(each, str) and each for each in ids):
        raise EntryRefused(f"{kind}: {value!r} names no {kind}; write one id, or several as [c1, c2]")
    return ids


def _answer(key: str, value: Any, things: Mapping[str, tuple[str, ...]], rules: Rules, procedure: Procedure) -> Any:
    fact = rules.facts.get(key)
    if fact is None:
        raise EntryRefused(f"{key!r} is neither a thing nor a fact of {procedure.name}; {_nearest(key, rules.facts)}")
    for kind in fact.of:
        if kind not in things:
            raise EntryRefused(f"{key} is a fact of {_one(kind)} and the entry names none; write {kind}: ID beside it")
    return value_of(fact, value, procedure.calendar)


def value_of(fact: Fact, value: Any, calendar: Calendar) -> Any:
    """An answer as the engine reads it: a truth, a date, a moment in UTC, a number, text, choices, or `NOT_KNOWN`."""
    if value == NOT_KNOWN:
        return NOT_KNOWN
    reader = _READERS.get(fact.answers)
    if reader is None:
        return _text(fact, value)
    return reader(fact, value, calendar) if fact.answers == "moment" else reader(fact, value)


def _refuse(fact: Fact, value: Any, write: str) -> EntryRefused:
    return EntryRefused(f"{fact.id}: {value!r} does not answer it; write {write}, or {NOT_KNOWN}")


def _yes_no(fact: Fact, value: Any) -> bool:
    if value in (True, "yes"):
        return True
    if value in (False, "no"):
        return False
    raise _refuse(fact, value, "yes or no")


def _choice(fact: Fact, value: Any) -> str:
    offered = [choice.id for choice in fact.choices if not choice.withdrawn]
    if not isinstance(value, str) or (fact.choices and value not in {choice.id for choice in fact.choices}):
        raise _refuse(fact, value, "one of " + ", ".join(offered))
    return value


def _choices(fact: Fact, value: Any) -> tuple[str, ...]:
    return tuple(_choice(fact, each) for each in (value if isinstance(value, list | tuple) else [value]))


def _day_answer(fact: Fact, value: Any) -> date:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        raise _refuse(fact, value, "a day as 2026-04-02") from None
    _require_our_times(day, fact.id)
    return day


def _moment_answer(fact: Fact, value: Any, calendar: Calendar) -> datetime | date:
    """A bare day answers a question for a moment too: it is a day, not midnight."""
    if _DAY.fullmatch(str(value)):
        return _day_answer(fact, value)
    return _moment(value, fact.id, calendar)


def _number(fact: Fact, value: Any) -> int | float:
    if isinstance(value, bool):
        raise _refuse(fact, value, "a number")
    try:
        return value if isinstance(value, int | float) else int(value)
    except (TypeError, ValueError):
        try:
            return float(value)
        except (TypeError, ValueError):
            raise _refuse(fact, value, "a number") from None


def _text(fact: Fact, value: Any) -> str:
    if not isinstance(value, str):
        raise _refuse(fact, value, "words")
    return value


_READERS: dict[str, Any] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "date": _day_answer,
    "moment": _moment_answer,
    "number": _number,
}


def _one(kind: str) -> str:
    """A child; an allegation."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _nearest(word: str, known: Iterable[str]) -> str:
    """Which declared name was perhaps meant."""
    alike = sorted(known, key=lambda each: (-len(set(_pairs(word)) & set(_pairs(each))), each))[:3]
    return "write one of: " + ", ".join(alike) if alike else "none is declared"


def _pairs(word: str) -> list[str]:
    return [word[i : i + 2] for i in range(len(word) - 1)]
