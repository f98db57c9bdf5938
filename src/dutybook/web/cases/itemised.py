"""What is known of each thing of a case, set together: the person, each allegation, child, role and meeting.

The procedure says which answers belong together (its chapter `records`, by the kind of thing). Every answer comes from
an entry that this reader may read; what they may not read may leave no gap here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dutybook.casework.queries import CaseView
from dutybook.engine import words
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import NOT_KNOWN
from dutybook.web.asking import things
from dutybook.web.cases.chronology import as_recorded
from dutybook.web.decisions.lines import answer as decided_answer
from dutybook.web.duties import label, role

ADULT = "adult"
"""The person whom the case is about: the one thing of it that has no number."""
NAMED_BY_AN_ORGANISATION, WHOSE = ("employment", "strand"), ("organisation", "strand_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer, and the entry that gave it; `decided_by` where it is a decision that somebody took."""

    ask: str
    answer: str
    number: int
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing with all that is known of it; `unsaid` are the questions that nobody has answered."""

    kind: str
    id: str
    title: str
    said: Sequence[Said]
    unsaid: Sequence[str]


def person(view: CaseView, reads: Collection[str]) -> Item:
    """The adult, as far as they are known."""
    return _item(view, ADULT, "", view.called, _asks(view, ADULT), reads)


def items(view: CaseView, kind: str, reads: Collection[str]) -> list[Item]:
    """Each thing of a kind that the case still names, in the order of its naming."""
    each_governed = ((each, view.under_the_rules_for({kind: each})) for each in things.there_are(view.stands, kind))
    return [
        _item(governed, kind, each, title_of(view, kind, each), _asks(governed, kind), reads)
        for each, governed in each_governed
    ]


def title_of(view: CaseView, kind: str, thing: str) -> str:
    """Its number and name; a role has that of its organisation, and a strand that of its force or authority."""
    called = label(view, kind, thing)
    named = next(answers_about(view, WHOSE, {kind: thing}), None) if kind in NAMED_BY_AN_ORGANISATION else None
    return f"{called}: {named.answer}" if named else called


def answers_about(view: CaseView, facts: Sequence[str], about: Mapping[str, str]) -> Iterator[Said]:
    """The last answer to each of these questions about a thing, where there is one."""
    for fact in facts:
        entry = _last(view, fact, about)
        if entry is not None:
            yield _said(view, fact, entry)


def _item(view: CaseView, kind: str, id: str, title: str, asks: Sequence[str], reads: Collection[str]) -> Item:
    about = {kind: id} if id else {}
    answered = [fact for fact in asks if _last(view, fact, about) is not None]
    unsaid = [fact for fact in asks if fact not in answered and view.rules.facts[fact].privacy in reads]
    return Item(
        kind=kind,
        id=id,
        title=title,
        said=list(answers_about(view, answered, about)),
        unsaid=[_asked(view, fact) for fact in unsaid],
    )


def _asks(view: CaseView, kind: str) -> list[str]:
    record = view.rules.plain.get("records", {}).get(kind)
    asks = record.more.get("asks", ()) if record is not None else ()
    return [fact for fact in asks if fact in view.rules.facts]


def _last(view: CaseView, fact: str, about: Mapping[str, str]) -> Entry | None:
    found = (
        entry
        for entry in reversed(view.stands)
        if fact in entry.answers and all(thing in entry.things.get(kind, ()) for kind, thing in about.items())
    )
    return next(found, None)


def _said(view: CaseView, fact: str, entry: Entry) -> Said:
    is_decided = fact in view.rules.decisions
    return Said(
        ask=_asked(view, fact),
        answer=_answer(view, fact, entry.answers[fact], is_decided=is_decided),
        number=view.numbers[as_recorded(view, entry).seq],
        decided_by=", ".join(filter(None, (entry.by, role(view, entry.role)))) if is_decided else "",
    )


def _asked(view: CaseView, fact: str) -> str:
    """By what it is called, where the procedure has a name for it: that is read more quickly than the question."""
    declared = view.rules.facts[fact]
    return words.sentence(declared.title) if declared.title else words.question(declared, fact)


def _answer(view: CaseView, name: str, value: Any, *, is_decided: bool) -> str:
    """Words that somebody typed stand as they were typed."""
    fact = view.rules.facts[name]
    if isinstance(value, str) and value != NOT_KNOWN and not fact.choices:
        return value
    if is_decided and isinstance(value, str) and value != NOT_KNOWN:
        return decided_answer(view, name, value)
    several = value if isinstance(value, tuple) else (value,)
    return "; ".join(words.answer(fact, each, view.procedure.calendar) for each in several)
