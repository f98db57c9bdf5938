"""Beyond this authority and beyond the person: other authorities, children in placement, people linked with them."""

from __future__ import annotations

from datetime import datetime

from benchmarks.by_hand.conditions import (
    Condition,
    Reads,
    Truth,
    all_of,
    any_of,
    ask_each,
    negated,
    no,
    over,
    unknown,
    yes,
)
from benchmarks.by_hand.judged import Duty, done_where
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.stages import each

WORKS_ELSEWHERE = no("work_is_in_this_area")
CHILD_LIVES_ELSEWHERE = no("child_lives_in_this_area")
RELEVANT = yes("relevant_to_the_role")


def family_here_work_elsewhere(case: Case, e: str, u: datetime) -> Truth:
    here = (case.answer("lives_in_this_area", "", u), case.answer("social_care_case_open_here", "", u))
    return all_of((WORKS_ELSEWHERE.holds(case, e, u), *here))


FAMILY_HERE = Condition(
    family_here_work_elsewhere,
    lambda case, e: [("work_is_in_this_area", e), ("lives_in_this_area", ""), ("social_care_case_open_here", "")],
    lambda case, e, u: [
        *unknown(case, e, u, "work_is_in_this_area"),
        *unknown(case, "", u, "lives_in_this_area", "social_care_case_open_here"),
    ],
)


def several_areas(case: Case, u: datetime) -> Truth:
    """The employments name two areas, or may."""
    areas = [case.answer("work_area", e, u) for e in case.present("employment", u)]
    sure = len({each for each in areas if each is not None})
    return True if sure >= 2 else None if sure + areas.count(None) >= 2 else False


def child_elsewhere(case: Case, u: datetime) -> Truth:
    children = case.present("child", u)
    return any_of(CHILD_LIVES_ELSEWHERE.holds(case, c, u) for c in children) if children else False


def spans_areas(case: Case, _: str, u: datetime) -> Truth:
    works = over(case, "employment", u, WORKS_ELSEWHERE.holds)
    lives = negated(case.answer("lives_in_this_area", "", u))
    return any_of((works, several_areas(case, u), lives, child_elsewhere(case, u)))


def spans_areas_reads(case: Case, _: str) -> Reads:
    works = case.named["employment"]
    return [
        *(("work_is_in_this_area", e) for e in works),
        *(("work_area", e) for e in works),
        ("lives_in_this_area", ""),
        *(("child_lives_in_this_area", c) for c in case.named["child"]),
    ]


def spans_areas_asks(case: Case, _: str, u: datetime) -> list[Json]:
    found: list[Json] = []
    if over(case, "employment", u, WORKS_ELSEWHERE.holds) is None:
        found += ask_each(case, "employment", u, WORKS_ELSEWHERE)
    if several_areas(case, u) is None:
        found += [asked for e in case.present("employment", u) for asked in unknown(case, e, u, "work_area")]
    found += unknown(case, "", u, "lives_in_this_area")
    if child_elsewhere(case, u) is None:
        found += ask_each(case, "child", u, CHILD_LIVES_ELSEWHERE)
    return found


SPANS_AREAS = Condition(spans_areas, spans_areas_reads, spans_areas_asks)


def placed_with_a_foster_carer(case: Case, c: str, u: datetime) -> Truth:
    return all_of((case.answer("subject_is_foster_carer", "", u), case.answer("child_is_placed_with_the_person", c, u)))


PLACED = Condition(
    placed_with_a_foster_carer,
    lambda case, c: [("subject_is_foster_carer", ""), ("child_is_placed_with_the_person", c)],
    lambda case, c, u: [
        *unknown(case, "", u, "subject_is_foster_carer"),
        *unknown(case, c, u, "child_is_placed_with_the_person"),
    ],
)


def contact_the_other_authority(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "other_designated_officer_contacted", earlier=True)
    return Duty("contact-the-other-authority", {"employment": e}, start, done, when=((WORKS_ELSEWHERE, e),))


def give_contact_details(case: Case, e: str, start: Start) -> Duty:
    return Duty("give-contact-details", {"employment": e}, start, case.done(start, e, "contact_details_given"))


def social_worker_contacts(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "social_worker_contacted_other_designated_officer", earlier=True)
    about = {"employment": e}
    return Duty("social-worker-contacts-the-other-authority", about, start, done, when=((FAMILY_HERE, e),))


def lead_is_reasoned(case: Case, u: datetime) -> Truth:
    said = (case.answer("lead_agreed_by", "", u), case.answer("lead_reason", "", u))
    return all_of(None if each is None else each != "" for each in said)


REASONED = Condition(
    lambda case, _, u: lead_is_reasoned(case, u),
    lambda case, _: [("lead_agreed_by", ""), ("lead_reason", "")],
    lambda case, _, u: unknown(case, "", u, "lead_agreed_by", "lead_reason"),
)


def agree_the_lead(case: Case, _: str, start: Start) -> Duty:
    """Agreed by an entry that says by whom, and why."""
    done, doubts = done_where(case, start, "", "lead_authority_agreed", REASONED, earlier=True)
    return Duty("agree-the-lead", {}, start, done, when=((SPANS_AREAS, ""),), doubts=doubts)


def liaise(case: Case, _: str, start: Start) -> Duty:
    done = case.done(start, "", "other_authorities_liaised_with", "lead_authority_agreed", earlier=True)
    return Duty("liaise-with-other-lados", {}, start, done, when=((SPANS_AREAS, ""),))


def coordinate(case: Case, _: str, start: Start) -> Duty:
    done = case.done(start, "", "other_authorities_liaised_with")
    end = case.end(start, "", "case_closed")
    return Duty("coordinate-across-borders", {}, start, done, when=((SPANS_AREAS, ""),), end=end)


def advise_the_social_worker(case: Case, c: str, start: Start) -> Duty:
    done = case.done(start, c, "childs_social_worker_advised", earlier=True)
    return Duty("advise-the-childs-social-worker", {"child": c}, start, done, when=((PLACED, c),))


def name_the_social_worker(case: Case, c: str, start: Start) -> Duty:
    done = case.done(start, c, "designated_officer_told_of_social_worker", earlier=True)
    return Duty("name-the-childs-social-worker", {"child": c}, start, done, when=((PLACED, c),))


def tell_of_a_linked_person(case: Case, p: str, start: Start) -> Duty:
    done = case.done(start, p, "designated_officer_told_of_linked_person")
    return Duty("tell-the-lado-of-a-linked-person", {"person_linked": p}, start, done)


def consider_the_workplace(case: Case, p: str, start: Start) -> Duty:
    return Duty(
        "consider-the-workplace", {"person_linked": p}, start, case.done(start, p, "linked_person_risk_considered")
    )


def share_with_the_employer(case: Case, p: str, start: Start) -> Duty:
    done = case.done(start, p, "linked_person_shared_with_employer")
    return Duty("share-with-the-employer", {"person_linked": p}, start, done, when=((RELEVANT, p),))


def agree_a_risk_assessment(case: Case, p: str, start: Start) -> Duty:
    done = case.done(start, p, "risk_assessment_agreed")
    return Duty("agree-a-risk-assessment", {"person_linked": p}, start, done, when=((RELEVANT, p),))


STAGE = [
    each("employment", "concern_raised employment_described", contact_the_other_authority),
    each("employment", "contact_details_asked", give_contact_details),
    each("employment", "concern_raised employment_described", social_worker_contacts),
    each("", "designated_officer_told initial_discussion_held", agree_the_lead),
    each("", "designated_officer_told initial_discussion_held", liaise),
    each("", "lead_authority_agreed", coordinate),
    each("child", "concern_raised child_described", advise_the_social_worker),
    each("child", "concern_raised child_described", name_the_social_worker),
    each("person_linked", "linked_person_accused", tell_of_a_linked_person),
    each("person_linked", "linked_person_accused", consider_the_workplace),
    each("person_linked", "designated_officer_told_of_linked_person", share_with_the_employer),
    each("person_linked", "designated_officer_told_of_linked_person", agree_a_risk_assessment),
]
