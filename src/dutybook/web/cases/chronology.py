"""The record of a case as a chronology: what happened, when, who did it, who recorded it, and what they answered.

Both clocks are on every entry. What was corrected stands beside what corrected it: nothing may be left out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dutybook.casework.chasing import CHASED_DUTY, LOOK_AGAIN_DUTY
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import DUTY_NOT_DONE, NOT_KNOWN
from dutybook.web.dates import happened_in_words, moment_in_words
from dutybook.web.duties import label, role

WHICH_DUTY, WHY_NOT_DONE = NOT_DONE = ("duty", "reason")
"""What the entry by which a duty is left undone says: it is no event of the procedure, and asks no question of its."""
NAMES_A_DUTY = (CHASED_DUTY, LOOK_AGAIN_DUTY)


@dataclass(frozen=True, slots=True)
class Answer:
    """A question and what was answered, in words."""

    ask: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One entry as it was written; `reason` is why it was recorded, corrected or retracted, if that was asked."""

    number: int
    type: str
    title: str
    happened: str
    recorded: str
    by: str
    recorded_by: str
    about: str
    answers: Sequence[Answer]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened: as it stands, or as it last stood, and how it was recorded before.

    `seq` is its number in the record; `number` is how its reader counts.
    """

    seq: int
    number: int
    written: Written
    earlier: Sequence[Written]
    retraction: Written | None


def chronology(view: CaseView) -> list[Happening]:
    """In the order in which things happened, which need not be the order in which they were recorded."""
    stands = {entry.seq: entry for entry in view.stands}
    found = []
    for versions in _together(view.entries):
        first = versions[0]
        retraction = _retraction(versions) if first.seq not in stands else None
        now = stands.get(first.seq) or (first if retraction and first.hi <= view.at else None)
        if now is not None:
            found.append((now.place, _happening(view, versions, now, retraction)))
    return [happening for _, happening in sorted(found, key=lambda each: each[0])]


def _together(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Each entry with every entry that corrects it, or a correction of it, as they were recorded."""
    first: dict[int, int] = {}
    versions: dict[int, list[Entry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda each: each.seq):
        first[entry.seq] = first.get(entry.corrects, entry.seq) if entry.corrects else entry.seq
        versions[first[entry.seq]].append(entry)
    yield from versions.values()


def _retraction(versions: Sequence[Entry]) -> Entry | None:
    return next((each for each in reversed(versions) if each.retracted), None)


def _happening(view: CaseView, versions: Sequence[Entry], now: Entry, retraction: Entry | None) -> Happening:
    stands = as_recorded(view, now)
    others = [each for each in versions if each not in (stands, retraction)]
    return Happening(
        seq=versions[0].seq,
        number=view.numbers[versions[0].seq],
        written=written(view, stands),
        earlier=[written(view, each) for each in others],
        retraction=written(view, retraction) if retraction else None,
    )


def as_recorded(view: CaseView, entry: Entry) -> Entry:
    """The entry under its own number: to a standing correction the engine gives the number of what it corrects."""
    # Two entries may say the same; the answers of a correction that stands are the very same object.
    return next(each for each in view.entries if each.answers is entry.answers)


def written(view: CaseView, entry: Entry) -> Written:
    """One entry in words, as it was written."""
    calendar = view.procedure.calendar
    entry = as_recorded(view, entry)
    raw = next(each for each in view.raws if each["seq"] == entry.seq)
    return Written(
        number=view.numbers[entry.seq],
        type=entry.type,
        title=_title(view, entry),
        happened=words.sentence(happened_in_words(entry.happened_at, calendar)),
        recorded=moment_in_words(entry.recorded_at, calendar),
        by=", ".join(filter(None, (entry.by, role(view, entry.role)))),
        recorded_by=raw.get("recorded_by", ""),
        about=", ".join(_about(view, entry)),
        answers=[_answer(view, fact, value) for fact, value in entry.answers.items() if fact not in NOT_DONE],
        reason=raw.get("reason", "") or str(entry.answers.get(WHY_NOT_DONE, "")),
    )


def _title(view: CaseView, entry: Entry) -> str:
    if entry.type == DUTY_NOT_DONE:
        return f"It was decided that this will not be done: {duty_title(view, entry.answers.get(WHICH_DUTY))}"
    return words.event(view.rules.events.get(entry.type), entry.type)


def duty_title(view: CaseView, name: Any) -> str:
    """A duty as the procedure titles it, where an entry names it."""
    declared = view.rules.duties.get(str(name))
    return declared.title if declared is not None else str(name)


def _about(view: CaseView, entry: Entry) -> Iterator[str]:
    for kind, ids in entry.things.items():
        yield from (label(view, kind, each) for each in ids)


def _answer(view: CaseView, name: str, value: Any) -> Answer:
    """Words that somebody typed stand as they were typed."""
    fact = view.rules.facts.get(name)
    if name in NAMES_A_DUTY:
        return Answer(words.question(fact, name), duty_title(view, value))
    typed = isinstance(value, str) and value != NOT_KNOWN and (fact is None or not fact.choices)
    said = str(value) if typed else words.answer(fact, value, view.procedure.calendar)
    return Answer(words.question(fact, name), said)
