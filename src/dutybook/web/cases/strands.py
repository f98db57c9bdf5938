"""The strands of a case: who looks into it, how far each has come, and its duties with their dates.

The procedure declares them (its chapter `strands`): what opens and closes each, and what is shown of it. A strand that
this reader may not read is not here at all, for "not opened" would be untrue and an empty place would tell.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dutybook.casework import visibility
from dutybook.casework.queries import FINISHED, CaseView
from dutybook.casework.weighing import Shown
from dutybook.engine.entries import Entry
from dutybook.engine.procedure import Passage
from dutybook.web.asking import things
from dutybook.web.cases.itemised import Said, answers_about, title_of
from dutybook.web.dates import happened_in_words
from dutybook.web.decisions.lines import answer
from dutybook.web.duties import Line

LEADS, AT_WORK = "strand_lead", "employers_lead"
KIND = "strand_kind"
AGREED = "strands"
"""The decision by which it is agreed who looks into it: its answers are the strands' own names."""

LEFT_OUT = frozenset({"not needed", "cannot tell"})
"""They stand, folded, under what must be done."""

NOT_OPENED, IS_AGREED, OPEN, CLOSED = "Not opened", "Agreed, not opened yet", "Open", "Closed"
COLOURS = {NOT_OPENED: "grey", IS_AGREED: "yellow", OPEN: "blue", CLOSED: "green"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One force's, one authority's or one employer's part in a strand."""

    kind: str
    title: str
    state: str
    since: str
    said: Sequence[Said]
    pointed: Sequence[str]
    duties: Sequence[Line]
    done: Sequence[Line]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One strand with its parts; `duties` are those that are no single part's."""

    id: str
    title: str
    says: str
    paragraph: str
    state: str
    parts: Sequence[Part]
    duties: Sequence[Line]

    @property
    def colour(self) -> str:
        return COLOURS[self.state]


def strands(view: CaseView, every: Sequence[Line], shown: Iterable[Shown], reads: Collection[str]) -> list[Strand]:
    """Every strand that this reader may read, in the order of the procedure; about a child, those that were opened.

    The strands of an allegation that such a case never takes are no news in it.
    """
    found = [each for each in view.rules.plain.get("strands", {}).values() if _is_for(view, each, reads)]
    made = [_strand(view, each, every, list(shown)) for each in found]
    return [each for each in made if view.case.kind != visibility.CHILD or each.state != NOT_OPENED]


def _is_for(view: CaseView, strand: Passage, reads: Collection[str]) -> bool:
    opening = [view.rules.events[each] for each in strand.more.get("opened_by", ()) if each in view.rules.events]
    return any(event.privacy in reads for event in opening)


def _strand(view: CaseView, strand: Passage, every: Sequence[Line], shown: Sequence[Shown]) -> Strand:
    own = set(strand.more.get("duties", ()))
    duties = [line for line in every if line.duty.id in own and line.duty.status not in LEFT_OUT]
    parts = _closed_together(
        view, strand, [_part(view, strand, kind, thing, duties, shown) for kind, thing in _things(view, strand)]
    )
    of_a_part = {id(line) for part in parts for line in (*part.duties, *part.done)}
    return Strand(
        id=strand.id,
        title=strand.title,
        says=str(strand.more.get("says", "")),
        paragraph=strand.cite.at,
        state=_whole(view, strand, parts),
        parts=parts,
        duties=[line for line in duties if id(line) not in of_a_part],
    )


def _closed_together(view: CaseView, strand: Passage, parts: Sequence[Part]) -> list[Part]:
    """A referral has no end of its own: it ends with the enquiries that it led to, when the last of them has."""
    closing = {kind for each in strand.more.get("closed_by", ()) for kind in view.rules.events[each].about}
    ending = [part for part in parts if part.kind in closing]
    if not ending or any(part.state != CLOSED for part in ending):
        return list(parts)
    return [part if part.kind in closing else replace(part, state=CLOSED, since=ending[-1].since) for part in parts]


def _whole(view: CaseView, strand: Passage, parts: Sequence[Part]) -> str:
    states = {part.state for part in parts}
    if OPEN in states:
        return OPEN
    if CLOSED in states:
        return CLOSED
    return IS_AGREED if _agreed(view, strand) else NOT_OPENED


def _things(view: CaseView, strand: Passage) -> Iterator[tuple[str, str]]:
    """What the strand has parts for: of its kinds, those that it names, or that are said to be its own.

    An organisation's own strand has them for what follows its procedure.
    """
    opening = {each for entry in _entries(view, strand, "opened_by") for ids in entry.things.values() for each in ids}
    for kind in strand.more.get("of", ()):
        for thing in things.there_are(view.stands, kind):
            if strand.id not in view.under_the_rules_for({kind: thing}).rules.plain.get("strands", {}):
                continue
            if kind != "strand" or thing in opening or _kind_of(view, thing) == strand.id:
                yield kind, thing


def _kind_of(view: CaseView, thing: str) -> str:
    own = (entry for entry in view.stands if thing in entry.things.get("strand", ()))
    said = [entry.answers[KIND] for entry in own if KIND in entry.answers]
    return str(said[-1]) if said else ""


def _part(
    view: CaseView, strand: Passage, kind: str, thing: str, duties: Sequence[Line], shown: Sequence[Shown]
) -> Part:
    opened, closed = _last(view, strand, "opened_by", thing), _last(view, strand, "closed_by", thing)
    opened = opened or (_agreed(view, strand) if kind == "employment" else None)
    closed = closed or (view.closing if opened is not None else None)
    ended = closed is not None and (opened is None or closed.place >= opened.place)
    state, entry = (CLOSED, closed) if ended else (OPEN, opened) if opened else (NOT_OPENED, None)
    about = {kind: thing}
    own = [line for line in duties if line.duty.about.get(kind) == thing]
    return Part(
        kind=kind,
        title=title_of(view, kind, thing),
        state=state,
        since=happened_in_words(entry.happened_at, view.procedure.calendar) if entry else "",
        said=list(answers_about(view, _shown(view, strand, kind), about)),
        pointed=[] if closed or any(line.duty.due_at for line in own) else list(_pointed(view, strand, shown, about)),
        duties=[line for line in own if line.duty.status not in FINISHED],
        done=[line for line in own if line.duty.status in FINISHED],
    )


def _shown(view: CaseView, strand: Passage, kind: str) -> list[str]:
    """Who leads it comes first; what is a question about another kind of thing is shown with that."""
    wanted = (LEADS, AT_WORK, *strand.more.get("shows", ()))
    return [each for each in wanted if each in view.rules.facts and kind in view.rules.facts[each].of]


def _pointed(view: CaseView, strand: Passage, shown: Sequence[Shown], about: Mapping[str, str]) -> Iterator[str]:
    """What the procedure points to where nobody decides it: `The employer's time limit: 15 working days (para 41)`.

    Once a clock runs, its own date says it.
    """
    wanted = [each for each in shown if each.about == about and each.decision.id in strand.more.get("shows", ())]
    for weighed in wanted:
        for each in weighed.weighed.points_to:
            where = f" ({each.row.cite.at})" if each.row.cite.at else ""
            yield f"{weighed.decision.title}: {answer(view, weighed.decision.id, each.points_to)}{where}"


def _agreed(view: CaseView, strand: Passage) -> Entry | None:
    """The entry by which it was agreed that this strand looks into it."""
    said = [entry for entry in view.stands if strand.id in _several(entry.answers.get(AGREED))]
    return said[-1] if said else None


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)


def _entries(view: CaseView, strand: Passage, key: str) -> list[Entry]:
    events = set(strand.more.get(key, ()))
    return [entry for entry in view.stands if entry.type in events]


def _last(view: CaseView, strand: Passage, key: str, thing: str) -> Entry | None:
    return next((entry for entry in reversed(_entries(view, strand, key)) if _names(entry, thing)), None)


def _names(entry: Entry, thing: str) -> bool:
    return any(thing in ids for ids in entry.things.values())
