"""Which things of a case follow an organisation's own procedure, and which rules are theirs because of it.

What an organisation's pack declares is for the things that name it. Nothing here may lend it to any other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import product
from typing import Any

from dutybook.engine.entries import Entry
from dutybook.engine.procedure import DUTY_NOT_DONE, Event, Fact, Passage, Procedure, Rules

Ids = tuple[str, ...]
"""The things that an answer to the organisation fact is about, in the order of the fact's kinds."""

Follows = Mapping[Ids, str]
"""The name of the organisation's pack that each of them follows."""


@dataclass(frozen=True, slots=True)
class NotTheirs:
    """What an entry says (an event, a fact or a duty, by its stored name) that only `organisations` declare.

    `things` are those it is about that follow none of them; empty if it is about nothing that could.
    """

    name: str
    things: Ids
    organisations: tuple[str, ...]
    fact: str

    def __str__(self) -> str:
        whose = " or ".join(self.organisations)
        about = f"{', '.join(self.things)} does not follow it" if self.things else "the entry names nothing that does"
        return (
            f"{self.name} is only for what follows the procedure of {whose}, and {about};"
            f" write first that it does, as {self.fact}: {self.organisations[0]}"
        )


def follows(entries: Iterable[Entry], procedure: Procedure) -> dict[Ids, str]:
    """By the last answer of these entries, which stand and are in order."""
    last = dict(named(entries, procedure))
    return {ids: name for ids, name in last.items() if name in procedure.organisations}


def named(entries: Iterable[Entry], procedure: Procedure) -> Iterator[tuple[Ids, str]]:
    """Every answer to the organisation fact, in the order of the entries."""
    for entry in entries:
        if procedure.organisation_fact in entry.answers:
            for ids in _about(entry.things, procedure):
                yield ids, str(entry.answers[procedure.organisation_fact])


def rules_about(things: Mapping[str, Any], theirs: Follows, procedure: Procedure, moment: datetime) -> Rules:
    """The rules for what is about these things: the organisation's that all of them follow, else the authority's.

    `things` may be the data of an entry as it is written: one id or several of a kind, and answers beside them.
    """
    names = {theirs.get(ids) for ids in _about(things, procedure)}
    organisation = procedure.organisations.get(names.pop() or "") if len(names) == 1 else None
    return (organisation or procedure).at(moment)


def not_theirs(entry: Entry, procedure: Procedure, told: Mapping[Ids, Collection[str]]) -> NotTheirs | None:
    """What the entry says of things that follow no pack that declares it; `told`: the packs they are said to follow.

    A retraction says nothing of anything.
    """
    if not entry.only_under or entry.retracted:
        return None
    own = {ids: {name} for ids, name in named([entry], procedure)}
    about = _about(entry.things, procedure)
    wrong = [ids for ids in about if not {*told.get(ids, ()), *own.get(ids, ())} & set(entry.only_under)]
    if about and not wrong:
        return None
    return NotTheirs(
        name=_what_is_theirs(entry, procedure.at(entry.hi)),
        things=tuple(dict.fromkeys(each for ids in wrong for each in ids)),
        organisations=entry.only_under,
        fact=procedure.organisation_fact,
    )


def _about(things: Mapping[str, Any], procedure: Procedure) -> list[Ids]:
    """Every combination of these things that an answer to the organisation fact can be about."""
    fact = procedure.editions[-1][1].facts.get(procedure.organisation_fact)
    return list(product(*(_ids(things.get(kind)) for kind in fact.of))) if fact is not None else []


def _ids(written: Any) -> Ids:
    listed = written if isinstance(written, list | tuple) else [written]
    return tuple(each for each in listed if isinstance(each, str))


def _what_is_theirs(entry: Entry, own: Rules) -> str:
    """The first name of the entry that the authority's rules do not have, or answer otherwise."""
    if entry.type == DUTY_NOT_DONE:
        return str(entry.answers["duty"])
    names = (entry.type, *entry.answers)
    declared = own.events.keys() | own.facts.keys()
    return next((each for each in names if each not in declared), names[-1])


# --- all that can be said in a case -----------------------------------------------------------------------------------


def rules_together(procedure: Procedure, organisations: Collection[str], moment: datetime | None = None) -> Rules:
    """The authority's rules of the day, with what these organisations' packs add; without a moment the last edition's.

    Only for looking names up and asking questions: what governs which thing is `rules_about`'s to say.
    """
    packs = [procedure, *(each for name, each in procedure.organisations.items() if name in organisations)]
    own, *others = [each.at(moment) if moment else each.editions[-1][1] for each in packs]
    return _together(own, tuple(others)) if others else own


@lru_cache(maxsize=64)
def _together(own: Rules, others: Sequence[Rules]) -> Rules:
    joined = {
        chapter: _joined(getattr(own, chapter), [getattr(each, chapter) for each in others]) for chapter in _CHAPTERS
    }
    pages = dict.fromkeys(chapter for each in (own, *others) for chapter in each.plain)
    plain = {each: _joined(own.plain.get(each, {}), [other.plain.get(each, {}) for other in others]) for each in pages}
    return Rules(**joined, plain=plain)


_CHAPTERS = ("things", "events", "facts", "conditions", "duties", "decisions", "gates", "directory")


def _joined(own: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Every element of any, the first that declares it first; what a later one lets it ask or say besides is added."""
    found = dict(own)
    for other in others:
        for id, element in other.items():
            found[id] = _widened(found[id], element) if id in found else element
    return found


def _widened(element: Any, other: Any) -> Any:
    match element:
        case Event():
            return replace(element, asks=tuple(dict.fromkeys((*element.asks, *other.asks))))
        case Fact() if other.choices:
            ids = {each.id for each in element.choices}
            return replace(element, choices=(*element.choices, *(each for each in other.choices if each.id not in ids)))
        case Passage():
            return replace(element, more=_more(element.more, other.more))
    return element


def _more(own: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """The rows and names that only the other has as well."""
    return {**own, **{key: _both(own[key], value) if key in own else value for key, value in other.items()}}


def _both(own: Any, other: Any) -> Any:
    """Rows in the order of the other, whose own stand behind those that they come after."""
    if isinstance(own, Mapping):
        return {id: own.get(id, row) for id, row in {**other, **own}.items()}
    if isinstance(own, list):
        return [*own, *(each for each in other if each not in own)]
    return own
