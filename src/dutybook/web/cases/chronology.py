"""The record of a case as a chronology: what happened, when, who did it, who recorded it, and what they answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dutybook.casework.queries import CaseView
from dutybook.casework.store import Raw
from dutybook.engine import words
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import NOT_KNOWN
from dutybook.web.asking import things
from dutybook.web.dates import happened_in_words
from dutybook.web.duties import role


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, in words."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry of the record, to be read."""

    number: int
    title: str
    happened: str
    recorded: str
    by: str
    recorded_by: str
    about: str
    answers: Sequence[Answer]


def chronology(view: CaseView) -> list[Happening]:
    """In the order in which things happened, which need not be the order in which they were recorded."""
    raws = {raw["seq"]: raw for raw in view.raws}
    return [_happening(view, entry, raws[entry.seq]) for entry in sorted(view.entries, key=lambda entry: entry.place)]


def _happening(view: CaseView, entry: Entry, raw: Raw) -> Happening:
    calendar = view.procedure.calendar
    return Happening(
        number=entry.seq,
        title=words.event(view.rules.events.get(entry.type), entry.type),
        happened=happened_in_words(entry.happened_at, calendar),
        recorded=words.moment(entry.recorded_at, calendar),
        by=", ".join(filter(None, (entry.by, role(view, entry.role)))),
        recorded_by=raw.get("recorded_by", ""),
        about=", ".join(_about(view, entry)),
        answers=[_answer(view, fact, value) for fact, value in entry.answers.items()],
    )


def _about(view: CaseView, entry: Entry) -> Iterator[str]:
    for kind, ids in entry.things.items():
        yield from (things.label(kind, each, view.entries, view.rules) for each in ids)


def _answer(view: CaseView, name: str, value: Any) -> Answer:
    """Words that somebody typed stand as they were typed."""
    fact = view.rules.facts.get(name)
    typed = isinstance(value, str) and value != NOT_KNOWN and (fact is None or not fact.choices)
    said = str(value) if typed else words.answer(fact, value, view.procedure.calendar)
    return Answer(words.question(fact, name), said)
