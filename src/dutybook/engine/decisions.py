"""What the procedure points to in a decision, and what would settle it. A person decides; this never does.

What a decision points to feeds nothing: only the recorded decision is a fact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from dutybook.engine.conditions import Conditions
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Name
from dutybook.engine.instance import Missing, Pointed, Weighed
from dutybook.engine.known import Known, Scope
from dutybook.engine.missing import Asker, without_repeats
from dutybook.engine.procedure import Decision, Procedure, Row
from dutybook.engine.reading import Reading
from dutybook.engine.telling import Teller
from dutybook.engine.timescales import NOWHERE, at_least, reach


def points_to(
    decision: str,
    entries: Iterable[Entry],
    procedure: Procedure,
    *,
    about: Mapping[str, str] | None = None,
    at: datetime,
    known_at: datetime,
) -> Weighed:
    """What the procedure points to at `at`, as known on `known_at`, for the thing the decision is about."""
    return weigh(Reading(entries, procedure, at, known_at), decision, about or {})


def weigh(reading: Reading, decision: str, about: Mapping[str, str]) -> Weighed:
    """The same, of a case already read. An undeclared decision is a KeyError."""
    edition = reading.edition(about, reading.t)
    return _Table(edition.rules.decisions[decision], edition.conditions, reading, about).read()


class _Table:
    """One decision's rows over one thing."""

    def __init__(self, decision: Decision, conditions: Conditions, reading: Reading, scope: Scope) -> None:
        self.decision = decision
        self.conditions = conditions
        self.known: Known = reading.known
        self.t = reading.t
        self.scope = scope
        self.asker = Asker(conditions, reading.known)
        self.teller = Teller(conditions, reading.known, reading.calendar)

    def read(self) -> Weighed:
        holding, doubtful = self._rows()
        first = self.decision.mode == "first"
        answers = {self._word(row) for row in (*doubtful, *holding)}
        settled = bool(holding) and (not first or not doubtful or (len(answers) == 1 and None not in answers))
        pointed = tuple(
            self._pointed(row, word) for row in holding if settled and (word := self._word(row)) is not None
        )
        possible = [] if settled and first else doubtful if not first else [*doubtful, *holding]
        decided = self._decided()
        return Weighed(
            decision=self.decision.id,
            points_to=pointed,
            possible=tuple(dict.fromkeys(word for row in possible if (word := self._word(row)) is not None)),
            missing=without_repeats(self._missing([*doubtful, *holding])),
            decided=_written(decided),
            differs=bool(pointed) and _differs(decided, {each.points_to for each in pointed}),
        )

    def _rows(self) -> tuple[list[Row], list[Row]]:
        """The rows that hold and those nobody can tell about; `first` stops at the first that holds."""
        holding: list[Row] = []
        doubtful: list[Row] = []
        for row in self.decision.rows:
            value = True if row.when is None else self.conditions.holds(row.when, self.known, self.scope, self.t)
            if value is None:
                doubtful.append(row)
            elif value:
                holding.append(row)
                if self.decision.mode == "first":
                    break
        return holding, doubtful

    def _word(self, row: Row) -> str | None:
        """What the row points to; None while the fact it points to is not known."""
        if not row.points_to.startswith("="):
            return row.points_to
        value = self.conditions.holds(Name(row.points_to[1:]), self.known, self.scope, self.t)
        return None if value is None else str(value)

    def _pointed(self, row: Row, word: str) -> Pointed:
        because = self.teller.reasons(row.when, self.scope, self.t) if row.when else []
        until = self._until(row).hi
        return Pointed(row, word, until, tuple(because), self._at_least(row) if until is None else None)

    def _at_least(self, row: Row) -> datetime | None:
        if row.until is None:
            return None
        return at_least(row.until, NOWHERE, self.conditions.works(self.known), self.scope, self.t)

    def _until(self, row: Row) -> Any:
        works = self.conditions.works(self.known)
        return reach(row.until, NOWHERE, works, self.scope, self.t) if row.until else NOWHERE

    def _missing(self, rows: list[Row]) -> Iterator[Missing]:
        for row in rows:
            yield from self.asker.missing(row.when, self.scope, self.t)
            if row.points_to.startswith("="):
                yield from self.asker.missing(Name(row.points_to[1:]), self.scope, self.t)
            yield from self.asker.of_reach(self._until(row), self.scope, self.t)

    def _decided(self) -> Any:
        """The recorded decision: the answer to the fact of the decision's own name."""
        fact = self.conditions.rules.facts.get(self.decision.id)
        about = tuple(self.scope.get(kind, "") for kind in (fact.of if fact else ()))
        answers = self.known.answers[self.decision.id].get(about)
        return answers.at(self.t) if answers else None


def _written(decided: Any) -> str | None:
    """A decision of several answers is written as a list."""
    if isinstance(decided, tuple):
        return ", ".join(decided)
    return None if decided is None else str(decided)


def _differs(decided: Any, pointed_to: set[str]) -> bool:
    """One answer must be among what the rows give; several must be just that."""
    if isinstance(decided, tuple):
        return set(decided) != pointed_to
    return decided is not None and str(decided) not in pointed_to
