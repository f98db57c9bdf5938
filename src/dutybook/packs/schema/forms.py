"""The keyed forms inside elements: how a duty arises, what does it, who owns it, when a contact is there.

Each reader turns what a pack wrote into the engine's own data class. Nothing here may know whether a name is declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from dutybook.engine.forms import Length
from dutybook.engine.procedure import (
    After,
    Becomes,
    CutOff,
    Deed,
    DoneBy,
    Expires,
    Hours,
    OwnerRow,
    Provisionally,
    Recurs,
)
from dutybook.packs.schema.words import (
    NAME,
    NAMES,
    RULE_NAME,
    WHEN,
    expression,
    keys,
    read_name,
    read_names,
    read_rule_name,
    refuse,
    said,
    time_of_day,
    timescale,
)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _mapping(value: Any, what: str, known: tuple[str, ...], write: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise refuse(f"{value!r} is not {what}", write)
    for key in value:
        if key not in known:
            raise refuse(f"{key!r} is not a key of {what}", write, key)
    return value


_ARISES = "write EVENT, {after: EVENT, where: …}, {becomes: …}, {expires: DUTY} or {every: 12 months, from: FACT}"


def arises(value: Any) -> Any:
    if isinstance(value, After | Becomes | Expires | Recurs):
        return value
    if isinstance(value, str):
        return After(read_names(value))
    written = _mapping(value, "how a duty arises", ("after", "where", "becomes", "expires", "every", "from"), _ARISES)
    match sorted(written):
        case ["after"] | ["after", "where"]:
            return After(read_names(written["after"]), _maybe(written.get("where")))
        case ["becomes"]:
            return Becomes(expression(written["becomes"]))
        case ["expires"]:
            return Expires(read_rule_name(written["expires"]))
        case ["every", "from"]:
            return _recurs(written)
    raise refuse(f"{{{', '.join(written)}}} is not how a duty arises", _ARISES)


def _recurs(written: Mapping[str, Any]) -> Recurs:
    length = timescale(written["every"])
    if not isinstance(length, Length) or length.anchor or length.unit == "hours" or length.n < 1:
        raise refuse(f"every {written['every']!r} is not a length to repeat", "write it as 12 months", "every")
    return Recurs(length, read_name(written["from"]))


def _maybe(value: Any) -> Any:
    return None if value is None else expression(value)


@dataclass(frozen=True, slots=True)
class Changed:
    """The questions of a pack above, with some added after them and some left out."""

    add: tuple[str, ...]
    without: tuple[str, ...]

    def of(self, asked: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(each for each in asked if each not in self.without), *self.add)))


_ASKS = "write the facts, or, to change those of a pack above, {add: [FACT, …], without: [FACT, …]}"


def asks(value: Any) -> Any:
    if isinstance(value, Changed):
        return value
    if not isinstance(value, Mapping):
        return read_names(value)
    written = _mapping(value, "what an event asks", ("add", "without"), _ASKS)
    if not written:
        raise refuse("neither add nor without is written", _ASKS)
    return Changed(read_names(written.get("add", ())), read_names(written.get("without", ())))


_DEEDS = "write EVENT, {event: EVENT, where: …}, {any: [EVENT, …]} or {all: [EVENT, …]}"


def done_by(value: Any) -> Any:
    if isinstance(value, DoneBy):
        return value
    if isinstance(value, Mapping) and list(value) in (["any"], ["all"]):
        ((mode, deeds),) = value.items()
        if not isinstance(deeds, list) or not deeds:
            raise refuse(f"{mode}: {deeds!r} is not a list of events", _DEEDS, mode)
        return DoneBy(mode, tuple(_deed(each) for each in deeds))
    return DoneBy("any", (_deed(value),))


def _deed(value: Any) -> Deed:
    if isinstance(value, str):
        return Deed(read_name(value))
    written = _mapping(value, "a deed", ("event", "where"), _DEEDS)
    if "event" not in written:
        raise refuse("a deed names no event", _DEEDS)
    return Deed(read_name(written["event"]), _maybe(written.get("where")))


_OWNERS = "write a role, or rows {id: {when: …, role: ROLE}, …} the last of which has no `when`"


def owner(value: Any) -> Any:
    if isinstance(value, str):
        return (OwnerRow(read_name(value)),)
    if isinstance(value, tuple):
        return value
    rows = list(value.values()) if isinstance(value, Mapping) else value
    if not isinstance(rows, list) or not rows:
        raise refuse(f"{value!r} is nobody", _OWNERS)
    found = tuple(_owner_row(each) for each in rows)
    if found[-1].when is not None:
        raise refuse("the last owner row has a condition, so that nobody may own the duty", _OWNERS)
    return found


def _owner_row(value: Any) -> OwnerRow:
    written = _mapping(value, "an owner row", ("when", "role"), _OWNERS)
    if "role" not in written:
        raise refuse("an owner row names no role", _OWNERS)
    return OwnerRow(read_name(written["role"]), _maybe(written.get("when")))


_CUT_OFF = 'write {after: "16:00", days: [fri]}'


def cut_off(value: Any) -> Any:
    if isinstance(value, CutOff):
        return value
    written = _mapping(value, "a cut-off", ("after", "days"), _CUT_OFF)
    if "after" not in written:
        raise refuse("a cut-off has no time", _CUT_OFF)
    return CutOff(time_of_day(written["after"]), _days(written.get("days", list(DAYS))))


def _days(value: Any) -> tuple[str, ...]:
    days = tuple(read_names(value))
    for day in days:
        if day not in DAYS:
            raise refuse(f"{day!r} is not a day of the week", f"write {', '.join(DAYS)}")
    return days


def provisionally(value: Any) -> Any:
    if isinstance(value, Provisionally):
        return value
    write = "write {by: EVENT, until: DUTY}"
    written = _mapping(value, "how a duty is held for the time being", ("by", "until"), write)
    if len(written) < 2:
        raise refuse("`provisionally` needs both `by` and `until`", write)
    return Provisionally(read_name(written["by"]), read_rule_name(written["until"]))


@dataclass(frozen=True, slots=True)
class Deciders:
    """Who decides; `agreed` when every one of them must agree."""

    roles: tuple[str, ...]
    agreed: bool = False


def decided_by(value: Any) -> Any:
    if isinstance(value, Deciders):
        return value
    if not isinstance(value, Mapping):
        return Deciders(read_names(value))
    write = "write ROLE, [ROLE, ROLE] or {agreed_by: [ROLE, ROLE]}"
    written = _mapping(value, "who decides", ("agreed_by",), write)
    return Deciders(read_names(written.get("agreed_by", [])), agreed=True)


ALWAYS = (Hours(DAYS, "00:00", "24:00"),)
_HOURS = 'write not_given, always, or {mon-fri: ["09:00", "17:00"]}'


def hours(value: Any) -> Any:
    """Opening hours; an empty tuple would say "never", so `not_given` is a word of its own."""
    if value in ("not_given", "always"):
        return value if value == "not_given" else ALWAYS
    if isinstance(value, tuple):
        return value
    if not isinstance(value, Mapping) or not value:
        raise refuse(f"{value!r} is not opening hours", _HOURS)
    return tuple(span for days, times in value.items() for span in _day_hours(days, times))


_HOLIDAYS = 'write yes (open as on the day of the week), no, or the hours: ["10:00", "16:00"]'


def bank_holidays(value: Any) -> Any:
    """Yes, no, or the hours of every bank holiday, whatever day of the week it is."""
    if isinstance(value, bool | tuple):
        return value
    if not isinstance(value, list) or not value:
        raise refuse(f"{value!r} is not what is done on bank holidays", _HOLIDAYS)
    return tuple(_span(DAYS, span, _HOLIDAYS) for span in _spans(value))


def _day_hours(days: str, times: Any) -> list[Hours]:
    """One span of a day, or several as [["09:00", "12:00"], ["13:00", "17:00"]]."""
    first, _, last = days.partition("-")
    if first not in DAYS or (last or first) not in DAYS or DAYS.index(last or first) < DAYS.index(first):
        raise refuse(f"{days!r} is not days of the week", _HOURS, days)
    week = DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]
    return [_span(week, span, _HOURS, days) for span in _spans(times)]


def _spans(times: Any) -> list[Any]:
    return times if isinstance(times, list) and times and isinstance(times[0], list) else [times]


def _span(week: tuple[str, ...], span: Any, write: str, *inside: str) -> Hours:
    if not isinstance(span, list) or len(span) != 2:
        raise refuse(f"{span!r} is not from when to when", write, *inside)
    opens, closes = time_of_day(span[0]), time_of_day(span[1])
    if closes <= opens:
        raise refuse(
            f"{opens} to {closes} ends before it begins", "write the part after midnight under the next day", *inside
        )
    return Hours(week, opens, closes)


_DEED = {"anyOf": [NAME, keys("event", event=NAME, where=WHEN)]}
_DEED_LIST = {"type": "array", "items": _DEED}
_OWNER_ROW = keys("role", when=WHEN, role=NAME)
_TIME_OF_DAY = {"type": "string", "pattern": r"^[0-9]{2}:[0-9]{2}$"}
_DAY_OF_WEEK = {"enum": list(DAYS)}

ARISES = {
    "anyOf": [
        NAME,
        keys("after", after=NAMES, where=WHEN),
        keys("becomes", becomes=WHEN),
        keys("expires", expires=RULE_NAME),
        keys("every from", every={"type": "string"}, from_=NAME),
    ]
}
DONE_BY = {"anyOf": [*_DEED["anyOf"], keys("any", any=_DEED_LIST), keys("all", all=_DEED_LIST)]}
OWNERS = {
    "anyOf": [
        NAME,
        {"type": "object", "additionalProperties": _OWNER_ROW},
        {"type": "array", "items": _OWNER_ROW},
    ]
}
CUT_OFF = keys(
    "after",
    after=_TIME_OF_DAY,
    days={"anyOf": [_DAY_OF_WEEK, {"type": "array", "items": _DAY_OF_WEEK}]},
)
ASKS = {"anyOf": [*NAMES["anyOf"], keys("", add=NAMES, without=NAMES)]}
DECIDERS = {"anyOf": [*NAMES["anyOf"], keys("agreed_by", agreed_by=NAMES)]}
_TIMES = {"type": "array", "items": _TIME_OF_DAY, "minItems": 2, "maxItems": 2}
BANK_HOLIDAYS = {"anyOf": [{"enum": ["yes", "no", True, False]}, _TIMES, {"type": "array", "items": _TIMES}]}
HOURS = {
    "anyOf": [
        {"enum": ["not_given", "always"]},
        {"type": "object", "propertyNames": {"pattern": "^[a-z]{3}(-[a-z]{3})?$"}},
    ]
}

Arising = Annotated[Any, *said(ARISES, arises)]
Asks = Annotated[Any, *said(ASKS, asks)]
Doing = Annotated[Any, *said(DONE_BY, done_by)]
Owner = Annotated[Any, *said(OWNERS, owner)]
Deciding = Annotated[Any, *said(DECIDERS, decided_by)]
CutOffTime = Annotated[Any, *said(CUT_OFF, cut_off)]
ForNow = Annotated[Any, *said(keys("by until", by=NAME, until=RULE_NAME), provisionally)]
OpeningHours = Annotated[Any, *said(HOURS, hours)]
BankHolidays = Annotated[Any, *said(BANK_HOLIDAYS, bank_holidays)]
