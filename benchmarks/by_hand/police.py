"""The police's strand, and social care's consent: target dates, updates, the outcome and what is shared of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from benchmarks.by_hand.conditions import is_in
from benchmarks.by_hand.judged import SECOND, Duty, as_json, decided_not_done
from benchmarks.by_hand.limits import SetBy
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.stages import each

CONTINUES = is_in("police_review_decision", "continue_investigation")
TARGET = SetBy("police_review_target_on")


def police_ask_consent(case: Case, s: str, start: Start) -> Duty:
    return Duty("police-ask-consent", {"strand": s}, start, case.done(start, s, "consent_asked"))


def social_care_ask_consent(case: Case, s: str, start: Start) -> Duty:
    return Duty("social-care-ask-consent", {"strand": s}, start, case.done(start, s, "consent_asked"))


def set_the_target(case: Case, s: str, start: Start) -> Duty:
    return Duty("set-the-police-target-date", {"strand": s}, start, case.done(start, s, "police_target_date_set"))


def set_the_next_target(case: Case, s: str, start: Start) -> Duty:
    done, end = case.done(start, s, "police_target_date_set"), case.end(start, s, "police_concluded")
    return Duty("set-the-next-police-target-date", {"strand": s}, start, done, where=((CONTINUES, s),), end=end)


def review(case: Case, s: str, start: Start) -> Duty:
    done, end = case.done(start, s, "police_reviewed"), case.end(start, s, "police_concluded")
    return Duty("review-the-police-investigation", {"strand": s}, start, done, limit=TARGET, end=end)


def reviews(case: Case) -> Iterator[Json]:
    """A new target date moves the review that is still open."""
    latest: dict[str, Duty] = {}
    found: list[Duty] = []
    for s, start in case.starts("strand", ("police_target_date_set",)):
        duty, before = review(case, s, start), latest.get(s)
        if before is not None and before.is_open(start.hi):
            duty.moved = dates_before(case, before, start)
            found.remove(before)
        duty.not_done = decided_not_done(case, duty)
        latest[s] = duty
        found.append(duty)
    yield from (as_json(case, duty) for duty in sorted(found, key=lambda duty: (duty.start.hi, duty.key)))


def dates_before(case: Case, before: Duty, start: Start) -> tuple[datetime, ...]:
    """Every date that the review had until a second before it was moved."""
    u, s = start.hi - SECOND, before.key
    last = TARGET.due(case, s, before.start, max(u, before.start.hi)).lo
    dates = (*before.moved, *TARGET.moved(case, s, before.start, u), *([last] if last else []))
    return tuple(dict.fromkeys(dates))


def updates(case: Case, s: str, start: Start) -> Duty:
    done, end = case.done(start, s, "police_update_given"), case.end(start, s, "police_concluded")
    return Duty("police-updates", {"strand": s}, start, done, end=end)


def tell_the_outcome(case: Case, s: str, start: Start) -> Duty:
    """Told when both have been told."""
    told = ("employer_told_of_police_outcome", "designated_officer_told_of_police_outcome")
    both = [case.done(start, s, event) for event in told]
    done = max((entry for entry in both if entry), key=lambda entry: (entry.hi, entry.seq)) if all(both) else None
    return Duty("police-tell-the-outcome", {"strand": s}, start, done)


def share_information(case: Case, s: str, start: Start) -> Duty:
    return Duty("share-police-information", {"strand": s}, start, case.done(start, s, "police_information_shared"))


def record_the_decision(case: Case, s: str, start: Start) -> Duty:
    return Duty("record-the-police-decision", {"strand": s}, start, case.done(start, s, "police_outcome_recorded"))


def discuss_further_action(case: Case, s: str, start: Start) -> Duty:
    return Duty("discuss-further-action", {"strand": s}, start, case.done(start, s, "further_action_discussed"))


STAGE = [
    each("strand", "police_investigation_decided", police_ask_consent),
    each("strand", "social_care_enquiry_decided", social_care_ask_consent),
    each("strand", "police_investigation_decided", set_the_target),
    each("strand", "police_reviewed", set_the_next_target, always_another=True),
    reviews,
    each("strand", "police_investigation_decided police_update_given", updates, always_another=True),
    each("strand", "police_concluded", tell_the_outcome),
    each("strand", "police_concluded", share_information),
    each("strand", "designated_officer_told_of_police_outcome", record_the_decision),
    each("strand", "designated_officer_told_of_police_outcome", discuss_further_action),
]
