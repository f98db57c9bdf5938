"""The conditions of the pack, each as three plain functions: whether it holds, what it reads, what would settle it.

True, False, or None where nobody can tell; an unknown may never become a no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from benchmarks.by_hand import sentences
from benchmarks.by_hand.record import Case
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.wording import EVENTS

Truth = bool | None
Reads = list[tuple[str, str]]
"""(fact or event, the thing it is about)."""


class Condition(NamedTuple):
    """`asks` is looked at only where `holds` is None."""

    holds: Callable[[Case, str, datetime], Truth]
    reads: Callable[[Case, str], Reads]
    asks: Callable[[Case, str, datetime], list[Json]]


def any_of(values: Iterable[Truth]) -> Truth:
    found = list(values)
    return True if True in found else None if None in found else False


def all_of(values: Iterable[Truth]) -> Truth:
    found = list(values)
    return False if False in found else None if None in found else True


def negated(value: Truth) -> Truth:
    return None if value is None else not value


def over(case: Case, kind: str, u: datetime, holds: Callable[[Case, str, datetime], Truth]) -> Truth:
    """Whether it holds of any thing of the kind; of none that is named, nobody can tell."""
    found = [holds(case, each, u) for each in case.present(kind, u)]
    return any_of(found) if found else None


def every(case: Case, kind: str, u: datetime, holds: Callable[[Case, str, datetime], Truth]) -> Truth:
    found = [holds(case, each, u) for each in case.present(kind, u)]
    return all_of(found) if found else None


def ask_each(case: Case, kind: str, u: datetime, condition: Condition) -> list[Json]:
    """What would settle a condition about any or every thing of the kind."""
    there = case.present(kind, u)
    if not there:
        return [sentences.missing(kind, {}, "none_named")]
    return [
        asked for each in there if condition.holds(case, each, u) is None for asked in condition.asks(case, each, u)
    ]


def changes(case: Case, reads: Reads) -> set[datetime]:
    """The moments at which any of these happened or was answered."""
    found: set[datetime] = set()
    for name, about in reads:
        if name in EVENTS:
            found.update(entry.hi for entry in case.all_of(name, about))
        elif (answers := case.answers.get((name, about))) is not None:
            found.update(answers.moments)
    return found


# --- about one fact ---------------------------------------------------------------------------------------------------


def yes(fact: str) -> Condition:
    return _about(fact, lambda case, about, u: case.answer(fact, about, u))


def no(fact: str) -> Condition:
    return _about(fact, lambda case, about, u: negated(case.answer(fact, about, u)))


def is_in(fact: str, *words: str) -> Condition:
    def holds(case: Case, about: str, u: datetime) -> Truth:
        word = case.answer(fact, about, u)
        return None if word is None else word in words

    return _about(fact, holds)


def _about(fact: str, holds: Callable[[Case, str, datetime], Truth]) -> Condition:
    return Condition(
        holds, lambda case, about: [(fact, about)], lambda case, about, u: [sentences.ask(case, fact, about, u)]
    )


def unknown(case: Case, about: str, u: datetime, *facts: str) -> list[Json]:
    """Those of the facts that have no value."""
    return [sentences.ask(case, each, about, u) for each in facts if case.answer(each, about, u) is None]


# --- whether the matter is set aside ----------------------------------------------------------------------------------

BELOW_AN_ALLEGATION = ("expression_of_concern", "complaint")


def classed_below(case: Case, a: str, u: datetime) -> Truth:
    if not case.happened("matter_classed", a, u):
        return False
    word = case.answer("matter_class", a, u)
    return None if word is None else word in BELOW_AN_ALLEGATION


def decided(case: Case, a: str, u: datetime, word: str) -> Truth:
    if not case.happened("threshold_decided", a, u):
        return False
    threshold = case.answer("threshold", a, u)
    return None if threshold is None else threshold == word


def decided_below(case: Case, a: str, u: datetime) -> Truth:
    return decided(case, a, u, "not_met")


def potentially_met(case: Case, a: str, u: datetime) -> Truth:
    return decided(case, a, u, "potentially_met")


def set_aside(case: Case, a: str, u: datetime) -> Truth:
    below = classed_below(case, a, u)
    if below:
        return True
    threshold = decided_below(case, a, u)
    return True if threshold else None if below is None or threshold is None else False


def class_reads(case: Case, a: str) -> Reads:
    return [("matter_classed", a), ("matter_class", a)]


def threshold_reads(case: Case, a: str) -> Reads:
    return [("threshold_decided", a), ("threshold", a)]


def class_asks(case: Case, a: str, u: datetime) -> list[Json]:
    return [sentences.ask(case, "matter_class", a, u)]


def threshold_asks(case: Case, a: str, u: datetime) -> list[Json]:
    return [sentences.ask(case, "threshold", a, u)]


def set_aside_asks(case: Case, a: str, u: datetime) -> list[Json]:
    found = class_asks(case, a, u) if classed_below(case, a, u) is None else []
    return found + (threshold_asks(case, a, u) if decided_below(case, a, u) is None else [])


def set_aside_reads(case: Case, a: str) -> Reads:
    return [*class_reads(case, a), *threshold_reads(case, a)]


SET_ASIDE = Condition(set_aside, set_aside_reads, set_aside_asks)
NOT_SET_ASIDE = SET_ASIDE._replace(holds=lambda case, a, u: negated(set_aside(case, a, u)))
NOT_CLASSED_BELOW = Condition(lambda case, a, u: negated(classed_below(case, a, u)), class_reads, class_asks)
DECIDED_BELOW = Condition(decided_below, threshold_reads, threshold_asks)
POTENTIALLY_MET = Condition(potentially_met, threshold_reads, threshold_asks)
NOT_EVERY_ALLEGATION_SET_ASIDE = Condition(
    lambda case, about, u: negated(every(case, "allegation", u, set_aside)),
    lambda case, about: [read for a in case.named["allegation"] for read in set_aside_reads(case, a)],
    lambda case, about, u: ask_each(case, "allegation", u, SET_ASIDE),
)
FORMALLY_INVOLVED = Condition(
    lambda case, about, u: over(case, "allegation", u, potentially_met),
    lambda case, about: [read for a in case.named["allegation"] for read in threshold_reads(case, a)],
    lambda case, about, u: ask_each(case, "allegation", u, POTENTIALLY_MET),
)


# --- what is suspected ------------------------------------------------------------------------------------------------


def possible_offence(case: Case, a: str, u: datetime) -> Truth:
    return any_of(case.answer(each, a, u) for each in OFFENCE)


OFFENCE = ("offence_may_have_been_committed", "crime_possible")
POSSIBLE_OFFENCE = Condition(
    possible_offence,
    lambda case, a: [(each, a) for each in OFFENCE],
    lambda case, a, u: unknown(case, a, u, *OFFENCE),
)
SIGNIFICANT_HARM = Condition(
    lambda case, about, u: over(case, "allegation", u, yes("significant_harm_suspected").holds),
    lambda case, about: [("significant_harm_suspected", a) for a in case.named["allegation"]],
    lambda case, about, u: ask_each(case, "allegation", u, yes("significant_harm_suspected")),
)


def only_for_the_employer(case: Case, about: str, u: datetime) -> Truth:
    offence = over(case, "allegation", u, possible_offence)
    return all_of((negated(offence), negated(SIGNIFICANT_HARM.holds(case, "", u))))


def only_for_the_employer_asks(case: Case, about: str, u: datetime) -> list[Json]:
    found: list[Json] = []
    if over(case, "allegation", u, possible_offence) is None:
        found += ask_each(case, "allegation", u, POSSIBLE_OFFENCE)
    if SIGNIFICANT_HARM.holds(case, "", u) is None:
        found += SIGNIFICANT_HARM.asks(case, "", u)
    return found


ONLY_FOR_THE_EMPLOYER = Condition(
    only_for_the_employer,
    lambda case, about: [
        *(read for a in case.named["allegation"] for read in POSSIBLE_OFFENCE.reads(case, a)),
        *SIGNIFICANT_HARM.reads(case, ""),
    ],
    only_for_the_employer_asks,
)


def strand_goes_on(case: Case, s: str, u: datetime) -> bool:
    return not case.happened("strand_concluded", s, u) and not case.happened("police_concluded", s, u)


def social_care_concluded(case: Case, u: datetime) -> Truth:
    """At least one strand that was concluded is social care's."""
    concluded = [s for s in case.present("strand", u) if case.happened("strand_concluded", s, u)]
    return any_of(SOCIAL_CARES.holds(case, s, u) for s in concluded)


def investigation_is_open(case: Case, about: str, u: datetime) -> Truth:
    if any(strand_goes_on(case, s, u) for s in case.present("strand", u)):
        return True
    return negated(social_care_concluded(case, u)) if case.happened("section_47_enquiry_started", "", u) else False


def investigation_reads(case: Case, about: str) -> Reads:
    strands = case.named["strand"]
    return [
        *(read for s in strands for read in (("strand_concluded", s), ("police_concluded", s))),
        ("section_47_enquiry_started", ""),
        *(read for s in strands for read in (("strand_concluded", s), ("strand_kind", s))),
    ]


def investigation_asks(case: Case, about: str, u: datetime) -> list[Json]:
    concluded = [s for s in case.present("strand", u) if case.happened("strand_concluded", s, u)]
    return [asked for s in concluded for asked in unknown(case, s, u, "strand_kind")]


SOCIAL_CARES = is_in("strand_kind", "social_care")
INVESTIGATION_IS_OPEN = Condition(investigation_is_open, investigation_reads, investigation_asks)


# --- what followed ----------------------------------------------------------------------------------------------------

NOTHING_LEFT_TO_DO = no("actions_still_to_do")


def aside_or_checked(case: Case, a: str, u: datetime) -> Truth:
    return any_of((set_aside(case, a, u), checked(case, a, u)))


def checked(case: Case, a: str, u: datetime) -> Truth:
    return NOTHING_LEFT_TO_DO.holds(case, a, u) if case.happened("actions_checked", a, u) else False


def aside_or_checked_asks(case: Case, a: str, u: datetime) -> list[Json]:
    found = set_aside_asks(case, a, u)
    return found + (NOTHING_LEFT_TO_DO.asks(case, a, u) if checked(case, a, u) is None else [])


ASIDE_OR_CHECKED = Condition(
    aside_or_checked,
    lambda case, a: [*set_aside_reads(case, a), ("actions_checked", a), ("actions_still_to_do", a)],
    aside_or_checked_asks,
)


def needs_review(case: Case, about: str, u: datetime) -> Truth:
    """The officer is formally involved, and it was reopened or not everything that followed was checked."""
    reopened = case.happened("case_reopened", "", u)
    unchecked = negated(every(case, "allegation", u, aside_or_checked))
    return all_of((FORMALLY_INVOLVED.holds(case, "", u), any_of((reopened, unchecked))))


def needs_review_asks(case: Case, about: str, u: datetime) -> list[Json]:
    found = FORMALLY_INVOLVED.asks(case, "", u) if FORMALLY_INVOLVED.holds(case, "", u) is None else []
    if not case.happened("case_reopened", "", u) and every(case, "allegation", u, aside_or_checked) is None:
        found = found + ask_each(case, "allegation", u, ASIDE_OR_CHECKED)
    return found


NEEDS_REVIEW = Condition(
    needs_review,
    lambda case, about: [
        *FORMALLY_INVOLVED.reads(case, ""),
        ("case_reopened", ""),
        *(read for a in case.named["allegation"] for read in ASIDE_OR_CHECKED.reads(case, a)),
    ],
    needs_review_asks,
)
