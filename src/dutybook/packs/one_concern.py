"""One concern held against every authority's procedure: what each asks to be done, and at which level it sees it.

Each procedure reads the concern for itself, from the beginning. Nothing may be worked out here from another's answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from dutybook.engine.decisions import weigh
from dutybook.engine.duties import duties_for
from dutybook.engine.entries import Entry
from dutybook.engine.instance import Instance, Missing, Weighed
from dutybook.engine.procedure import Decision, Procedure
from dutybook.engine.reading import Reading
from dutybook.packs.casefile import NotDeclared, declared_only, document_of, entries_from, wrong_head
from dutybook.packs.loading import load
from dutybook.packs.paths import names, procedures
from dutybook.packs.problems import CaseRefused, PackErrors
from dutybook.packs.side_by_side import authorities

Raw = Mapping[str, Any]

LEVELS = ("matter_class", "threshold", "tier")
"""The decisions that say how a concern is seen, wherever a procedure declares them."""
EXAMPLE = procedures() / "concerns" / "aggressive-handling.yaml"
FOLLOWS = "employment_described"
TO_ANSWER = ("not_asked", "not_known")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """A concern as its file says it, before any procedure has read it."""

    title: str
    says: str
    raws: Sequence[Raw]

    @property
    def at(self) -> datetime:
        """When it was last added to: everything it says is known then, and nothing has been done about it."""
        return max(datetime.fromisoformat(str(raw["happened_at"])) for raw in self.raws)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A decision about the level, and what the procedure points to in it."""

    decision: Decision
    weighed: Weighed


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """A concern under one procedure. `also`: what an organisation's own procedure adds to its authority's."""

    procedure: Procedure
    entries: Sequence[Entry]
    duties: Sequence[Instance]
    levels: Sequence[Level]
    left_out: Sequence[NotDeclared]
    also: Sequence[Under] = ()

    @property
    def to_answer(self) -> list[Missing]:
        """The questions that are still to be answered, each once."""
        asked = [each.weighed.missing for each in self.levels] + [each.missing for each in self.duties]
        found = (missing for some in asked for missing in some if missing.state in TO_ANSWER)
        return list({(each.fact, tuple(sorted(each.about.items()))): each for each in found}.values())


def read_concern(path_or_text: str | Path = EXAMPLE) -> Concern:
    """The concern of a case file. Raises `CaseRefused` with what is wrong in it."""
    document = document_of(path_or_text)
    if problems := [*document.problems, *wrong_head(document, named=False)]:
        raise CaseRefused(problems)
    data = document.data
    return Concern(title=str(data.get("title", "")), says=str(data.get("says", "")), raws=data["entries"])


def under_each(concern: Concern, among: Iterable[Procedure] | None = None) -> list[Under]:
    """The concern under every authority's procedure that is sound, as it stands when all of it is said."""
    found = authorities(list(_sound() if among is None else among))
    return [_under(concern, each) for each in sorted(found, key=lambda each: each.title)]


def _sound() -> Iterator[Procedure]:
    for name in names():
        try:
            yield load(name)
        except PackErrors:
            continue


def _under(concern: Concern, procedure: Procedure) -> Under:
    own = _read(concern.raws, procedure, concern.at)
    asked = {(each.id, tuple(sorted(each.about.items()))) for each in own.duties}
    added = []
    for name, layer in procedure.organisations.items():
        there = _read(_followed(concern.raws, name), procedure, concern.at)
        more = [each for each in there.duties if (each.id, tuple(sorted(each.about.items()))) not in asked]
        if more:
            added.append(replace(there, procedure=layer, duties=more, levels=()))
    return replace(own, also=tuple(added))


def _read(raws: Sequence[Raw], procedure: Procedure, at: datetime) -> Under:
    kept, left_out = declared_only(raws, procedure)
    entries = entries_from(kept, procedure)
    reading = Reading(entries, procedure, at, at)
    return Under(
        procedure=procedure,
        entries=entries,
        duties=[each for each in duties_for(entries, procedure, at=at, known_at=at) if each.status != "not needed"],
        levels=list(_levels(reading, procedure, entries, at)),
        left_out=left_out,
    )


def _levels(reading: Reading, procedure: Procedure, entries: Sequence[Entry], at: datetime) -> Iterator[Level]:
    decisions = procedure.at(at).decisions
    for name in LEVELS:
        if name in decisions:
            for about in _abouts(decisions[name], entries):
                yield Level(decision=decisions[name], weighed=weigh(reading, name, about))


def _abouts(decision: Decision, entries: Sequence[Entry]) -> Iterator[Mapping[str, str]]:
    if decision.kind is None:
        yield {}
        return
    for thing in dict.fromkeys(each for entry in entries for each in entry.things.get(decision.kind, ())):
        yield {decision.kind: thing}


def _followed(raws: Sequence[Raw], organisation: str) -> list[Raw]:
    """The same concern where the employer follows a procedure of its own."""
    return [
        {**raw, "data": {**raw["data"], "employer_procedure": organisation}} if raw.get("type") == FOLLOWS else raw
        for raw in raws
    ]
