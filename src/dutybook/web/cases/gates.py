"""What stands before recording an event, in words: the gates that are shut, and why.

Whether a gate is shut is not decided here; nothing here may open one, or leave one out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dutybook.casework import gates
from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.gates import out_of_order
from dutybook.engine.instance import Missing, Reason
from dutybook.engine.procedure import Citation, Event
from dutybook.web.cases.chronology import Written, written
from dutybook.web.duties import missing_in_words, reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutGate:
    """One gate that is shut, and what would open it; `asks` are the facts that nobody has answered yet."""

    id: str
    title: str
    because: Sequence[str]
    missing: Sequence[str]
    asks: frozenset[str]
    paragraph: str
    source: str
    ours: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What stands before an event. `refuses`: it is not recorded; otherwise it is, with a reason."""

    shut: Sequence[ShutGate] = ()
    refuses: bool = False
    asks_why: bool = False


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """Something that happened while a gate before it was shut."""

    gate: ShutGate
    entry: Written


def before(
    view: CaseView, event: Event, about: Mapping[str, Sequence[str]], *, by: str, already: bool = False
) -> Before:
    """The gates before this event about these things; `already`: it is said that it has happened."""
    found = gates.before(view, event, about, by=by)
    return in_words(view, found.for_what_has_happened() if already else found)


def in_words(view: CaseView, found: gates.Before) -> Before:
    return Before(shut=[_shut(view, each) for each in found.shut], refuses=found.refuses, asks_why=found.asks_why)


def listed_out_of_order(view: CaseView) -> list[OutOfOrder]:
    """What happened in spite of a gate, by the order of what happened."""
    entries = {entry.seq: entry for entry in view.entries}
    found = out_of_order(view.entries, view.procedure, at=view.at, known_at=view.known_at)
    return [
        OutOfOrder(_gate(view, gate, view.rules.gates[gate].cite), written(view, entries[seq]))
        for gate, seq in found
        if gate in view.rules.gates
    ]


def _shut(view: CaseView, reason: Reason) -> ShutGate:
    """A reason that is only the gate's title is not said twice."""
    titled = f"{_title(view, reason.gate)}."
    told = reasons(view, (each for each in reason.because if each != titled))
    return _gate(view, reason.gate, reason.cite, told, reason.missing)


def _gate(
    view: CaseView, gate: str, cite: Citation, because: Sequence[str] = (), missing: Sequence[Missing] = ()
) -> ShutGate:
    return ShutGate(
        id=gate,
        title=_title(view, gate),
        because=because,
        missing=[missing_in_words(view, each) for each in missing],
        asks=frozenset(each.fact for each in missing),
        paragraph=cite.at,
        source=view.procedure.sources.get(cite.source, ""),
        ours=cite.ours,
    )


def _title(view: CaseView, gate: str) -> str:
    """By its id where it is an organisation's own gate."""
    declared = view.rules.gates.get(gate)
    return declared.title if declared and declared.title else words.sentence(gate.replace("-", " "))
