"""The language cases in their short form: from YAML to the data classes both engines read.

Only what the fifty cases write is read here; a real pack goes through `dutybook.packs`, and never through this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from dutybook.engine.entries import Entry, span_of
from dutybook.engine.forms import (
    AnyOf,
    AtLeast,
    Different,
    Every,
    Expression,
    Form,
    Happened,
    IsNotKnown,
    Length,
    Means,
    Passed,
)
from dutybook.engine.grammar import parse_expression, parse_timescale
from dutybook.engine.procedure import (
    After,
    Arises,
    Becomes,
    Choice,
    Condition,
    CutOff,
    Decision,
    Deed,
    DoneBy,
    Duty,
    Event,
    Expires,
    Fact,
    Gate,
    OwnerRow,
    Procedure,
    Provisionally,
    Recurs,
    Row,
    Rules,
    Thing,
)
from dutybook.packs.calendars import load_calendar

FOLDER = Path(__file__).parents[1] / "spec" / "language-cases"
CALENDAR = load_calendar("england-and-wales")


def language_cases() -> Iterator[dict[str, Any]]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from (case for case in yaml.safe_load_all(path.read_text(encoding="utf-8")) if case)


def procedure_of(case: Mapping[str, Any]) -> Procedure:
    layers = case.get("layers") or [case["pack"]]
    days = {date.min} | {date.fromisoformat(each["from"]) for layer in layers for each in _editions(layer)}
    editions = tuple((day, _rules([_on(layer, day) for layer in layers])) for day in sorted(days))
    return Procedure(name="case", title="", edition="", hash="", calendar=CALENDAR, editions=editions)


def _editions(layer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for duty in layer.get("duties", {}).values() for each in duty.get("editions", ())]


def _on(layer: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The layer with each duty as it is on that day."""
    duties = {}
    for name, duty in layer.get("duties", {}).items():
        fields = {key: value for key, value in duty.items() if key != "editions"}
        for each in duty.get("editions", ()):
            if date.fromisoformat(each["from"]) <= day:
                fields |= {key: value for key, value in each.items() if key != "from"}
        duties[name] = fields
    return {**layer, "duties": duties}


def _rules(layers: list[dict[str, Any]]) -> Rules:
    chapters: dict[str, dict[str, Any]] = {}
    for layer in layers:
        for chapter, members in layer.items():
            for name, fields in members.items():
                chapters.setdefault(chapter, {}).setdefault(name, {}).update(fields)
    duties = {name: fields for name, fields in chapters.get("duties", {}).items() if "withdrawn" not in fields}
    return Rules(
        things={name: Thing(id=name) for name in chapters.get("things", {})},
        events={name: Event(id=name, about=_several(each.get("about"))) for name, each in chapters["events"].items()},
        facts={name: _fact(name, each) for name, each in chapters.get("facts", {}).items()},
        conditions={
            name: Condition(id=name, form=_form(each)) for name, each in chapters.get("conditions", {}).items()
        },
        duties={name: _duty(name, fields) for name, fields in duties.items()},
        decisions={name: _decision(name, each, chapters) for name, each in chapters.get("decisions", {}).items()},
        gates={name: _gate(name, each) for name, each in chapters.get("gates", {}).items()},
    )


def _several(written: Any) -> tuple[str, ...]:
    return (written,) if isinstance(written, str) else tuple(written or ())


def _expression(written: str | None) -> Expression | None:
    return None if written is None else parse_expression(written)


def _fact(name: str, fields: Mapping[str, Any]) -> Fact:
    choices = tuple(Choice(id=each["is"], when=_expression(each.get("when"))) for each in fields.get("choices", ()))
    return Fact(id=name, of=_several(fields.get("of")), choices=choices)


def _form(fields: Mapping[str, Any]) -> Form:
    means = _expression(fields.get("means"))
    match fields:
        case {"any": kind}:
            return AnyOf(kind, parse_expression(fields["means"]))
        case {"every": kind}:
            return Every(kind, parse_expression(fields["means"]))
        case {"different": fact, "of": kind, "at_least": n}:
            return Different(fact, kind, n)
        case {"at_least": n, "of": kind}:
            return AtLeast(n, kind, means)
        case {"happened": event}:
            return Happened(event)
        case {"passed": timescale}:
            return Passed(parse_timescale(timescale))
        case {"not_known": fact}:
            return IsNotKnown(fact)
    return Means(parse_expression(fields["means"]))


def _duty(name: str, fields: Mapping[str, Any]) -> Duty:
    timescales = {key: parse_timescale(fields[key]) for key in ("within", "target") if key in fields}
    expressions = {key: parse_expression(fields[key]) for key in ("when", "held_while") if key in fields}
    plain = {
        key: fields[key] for key in ("strength", "again", "counts_from", "promptly", "if_unknown") if key in fields
    }
    cut_off = fields.get("cut_off")
    provisionally = fields.get("provisionally")
    return Duty(
        id=name,
        kinds=_several(fields.get("for")),
        owner=_owner(fields.get("owner", ())),
        arises=_arises(fields["arises"]),
        done_by=_done_by(fields["done_by"]),
        ends=_several(fields.get("ends")),
        earlier_counts=fields.get("earlier_counts", False),
        cut_off=CutOff(cut_off["after"], tuple(cut_off["days"])) if cut_off else None,
        provisionally=Provisionally(**provisionally) if provisionally else None,
        **timescales,
        **expressions,
        **plain,
    )


def _owner(written: Any) -> tuple[OwnerRow, ...]:
    if isinstance(written, str):
        return (OwnerRow(written),)
    return tuple(OwnerRow(row["role"], _expression(row.get("when"))) for row in written)


def _arises(written: Any) -> Arises:
    match written:
        case {"after": events, **rest}:
            return After(_several(events), _expression(rest.get("where")))
        case {"becomes": condition}:
            return Becomes(parse_expression(condition))
        case {"expires": duty}:
            return Expires(duty)
        case {"every": length, "from": fact}:
            every = parse_timescale(length)
            assert isinstance(every, Length)
            return Recurs(every, fact)
    return After((written,))


def _done_by(written: Any) -> DoneBy:
    match written:
        case {"all": deeds}:
            return DoneBy("all", tuple(_deed(each) for each in deeds))
        case {"any": deeds}:
            return DoneBy("any", tuple(_deed(each) for each in deeds))
    return DoneBy("any", (_deed(written),))


def _deed(written: Any) -> Deed:
    return Deed(written) if isinstance(written, str) else Deed(written["event"], _expression(written.get("where")))


def _decision(name: str, fields: Mapping[str, Any], chapters: Mapping[str, Any]) -> Decision:
    mode: Any = "first" if "first" in fields else "all"
    rows = tuple(_row(i, row) for i, row in enumerate(fields[mode]))
    read = chapters.get("facts", {})
    about = [_several(read[word].get("of")) for row in fields[mode] for word in _words(row.get("when")) if word in read]
    kinds = sorted({kind for of in about for kind in of})
    return Decision(id=name, kind=kinds[0] if kinds else None, mode=mode, rows=rows)


def _words(expression: str | None) -> list[str]:
    return re.findall(r"\w+", expression or "")


def _row(i: int, fields: Mapping[str, Any]) -> Row:
    return Row(
        id=str(fields.get("id", i)),
        when=_expression(fields.get("when")),
        points_to=fields["points_to"],
        strength=fields.get("strength", "should"),
        until=parse_timescale(fields["until"]) if "until" in fields else None,
    )


def _gate(name: str, fields: Mapping[str, Any]) -> Gate:
    return Gate(
        id=name,
        before=_several(fields["before"]),
        needs=_expression(fields.get("needs")),
        different_people=_several(fields.get("different_people")),
        effect=fields["effect"],
    )


def moment(written: str) -> datetime:
    """A time without an offset is local here."""
    return CALENDAR.from_local(datetime.fromisoformat(written))


def entries_of(case: Mapping[str, Any]) -> tuple[Entry, ...]:
    things = {kind for layer in case.get("layers") or [case["pack"]] for kind in layer.get("things", {})}
    return tuple(_entry(raw, seq, things) for seq, raw in enumerate(case["entries"], 1))


def _entry(raw: Mapping[str, Any], seq: int, things: set[str]) -> Entry:
    written = re.sub(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", lambda found: moment(found[0]).isoformat(), raw["at"])
    recorded = moment(raw["recorded"]) if "recorded" in raw else None
    lo, hi = span_of(written, recorded, CALENDAR)
    data = raw.get("data", {})
    return Entry(
        seq=seq,
        type=raw["type"],
        lo=lo,
        hi=hi,
        recorded_at=recorded or hi,
        by=raw.get("by", ""),
        things={key: _several(value) for key, value in data.items() if key in things},
        answers={key: _answer(value) for key, value in data.items() if key not in things},
        corrects=raw.get("corrects"),
        retracted=raw.get("retracted", False),
    )


def _answer(value: Any) -> Any:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return date.fromisoformat(value)
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", value):
        return moment(value)
    return value
