"""The employer's strand: suspension and support, services, discipline, and the officer's reviews beside it."""

from __future__ import annotations

from datetime import datetime

from benchmarks.by_hand.conditions import (
    FORMALLY_INVOLVED,
    NEEDS_REVIEW,
    NOT_EVERY_ALLEGATION_SET_ASIDE,
    ONLY_FOR_THE_EMPLOYER,
    POTENTIALLY_MET,
    Condition,
    Truth,
    all_of,
    any_of,
    is_in,
    no,
    unknown,
    yes,
)
from benchmarks.by_hand.judged import Duty
from benchmarks.by_hand.limits import HearingWithin, SetBy, Within
from benchmarks.by_hand.owners import employer, employer_or_officer, employer_or_regulator
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.stages import each

SUSPENDED = is_in("suspension", "suspended_from_duty", "suspended_from_contact")
OTHER_ARRANGEMENTS = is_in("suspension", "alternative_duties")
THRESHOLD_POTENTIALLY_MET = is_in("threshold", "potentially_met")
NO_FORMAL_DISCIPLINE = no("formal_disciplinary_is_needed")
FORMAL_DISCIPLINE = yes("formal_disciplinary_is_needed")
NO_MORE_INVESTIGATION = no("further_investigation_is_needed")


def both(one: str, other: str) -> Condition:
    """Two facts of one thing that both have to be so."""
    return Condition(
        lambda case, e, u: all_of((case.answer(one, e, u), case.answer(other, e, u))),
        lambda case, e: [(one, e), (other, e)],
        lambda case, e, u: unknown(case, e, u, one, other),
    )


MORE_INVESTIGATION = both("formal_disciplinary_is_needed", "further_investigation_is_needed")
SUSPENDED_FOR_SAFEGUARDING = Condition(
    lambda case, e, u: all_of((SUSPENDED.holds(case, e, u), case.answer("suspended_for_safeguarding", e, u))),
    lambda case, e: [("suspension", e), ("suspended_for_safeguarding", e)],
    lambda case, e, u: unknown(case, e, u, "suspension", "suspended_for_safeguarding"),
)


def resigned(case: Case, e: str, u: datetime) -> Truth:
    return is_in("how_it_ended", "resigned").holds(case, e, u) if case.happened("employment_ended", e, u) else False


def refused(case: Case, e: str, u: datetime) -> Truth:
    return case.answer("worker_is_absent", e, u) if case.happened("cooperation_refused", e, u) else False


def resigned_or_refused_asks(case: Case, e: str, u: datetime) -> list[Json]:
    found = unknown(case, e, u, "how_it_ended") if resigned(case, e, u) is None else []
    return found + (unknown(case, e, u, "worker_is_absent") if refused(case, e, u) is None else [])


RESIGNED_OR_REFUSED = Condition(
    lambda case, e, u: any_of((resigned(case, e, u), refused(case, e, u))),
    lambda case, e: [("employment_ended", e), ("how_it_ended", e), ("cooperation_refused", e), ("worker_is_absent", e)],
    resigned_or_refused_asks,
)


def consider_suspension(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "suspension_decided", earlier=True)
    when = ((NOT_EVERY_ALLEGATION_SET_ASIDE, ""),)
    return Duty("consider-suspension", {"employment": e}, start, done, when=when, owner=employer)


def tell_of_a_suspension(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "designated_officer_told_of_suspension")
    where = ((SUSPENDED_FOR_SAFEGUARDING, e),)
    return Duty("tell-the-lado-of-a-suspension", {"employment": e}, start, done, where, owner=employer)


def tell_of_other_arrangements(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "designated_officer_told_of_suspension")
    where = ((OTHER_ARRANGEMENTS, e),)
    return Duty("tell-the-lado-of-other-arrangements", {"employment": e}, start, done, where, owner=employer)


def while_suspended(case: Case, e: str, start: Start, name: str, event: str) -> Duty:
    """A duty towards a person who is suspended; it ends with the suspension."""
    done, end = case.done(start, e, event), case.end(start, e, "suspension_ended")
    return Duty(name, {"employment": e}, start, done, where=((SUSPENDED, e),), end=end, owner=employer)


def arrange_support(case: Case, e: str, start: Start) -> Duty:
    return while_suspended(case, e, start, "arrange-support", "support_arranged")


def advise_on_association(case: Case, e: str, start: Start) -> Duty:
    duty = while_suspended(case, e, start, "advise-on-association", "association_contact_advised")
    duty.when = ((ASSOCIATION_IS_RELEVANT, e),)
    return duty


ASSOCIATION_IS_RELEVANT = yes("association_is_relevant")
IS_REGULATED = yes("person_is_regulated")


def name_a_contact(case: Case, e: str, start: Start) -> Duty:
    return while_suspended(case, e, start, "name-a-contact-person", "contact_person_named")


def update_the_worker(case: Case, e: str, start: Start) -> Duty:
    return while_suspended(case, e, start, "update-the-worker", "worker_updated")


def decide_about_services(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "use_of_services_decided", earlier=True)
    needs = ((FORMALLY_INVOLVED, ""),)
    return Duty("decide-about-services", {"employment": e}, start, done, needs, needs, owner=employer_or_regulator)


def agree_internal_action(case: Case, e: str, start: Start) -> Duty:
    needs = ((FORMALLY_INVOLVED, ""),)
    return Duty(
        "agree-internal-action", {"employment": e}, start, case.done(start, e, "internal_action_agreed"), needs, needs
    )


def involve_outside_bodies(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "outside_body_involved")
    where, when = ((FORMALLY_INVOLVED, ""),), ((IS_REGULATED, e),)
    return Duty("involve-outside-bodies", {"employment": e}, start, done, where, when)


def institute_action(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "employer_action_instituted")
    where, when = ((NO_FORMAL_DISCIPLINE, e),), ((ONLY_FOR_THE_EMPLOYER, ""),)
    about = {"employment": e}
    return Duty("institute-action", about, start, done, where, when, limit=THREE_WORKING_DAYS, owner=employer)


THREE_WORKING_DAYS = Within(3, "working days")
THE_HEARING = HearingWithin(15)
THE_TARGET = SetBy("investigation_target_on")
NEXT_REVIEW = SetBy("next_review_on")


def hold_the_hearing(case: Case, e: str, start: Start) -> Duty:
    done, where = case.done(start, e, "hearing_held"), ((NO_MORE_INVESTIGATION, e),)
    return Duty("hold-the-hearing", {"employment": e}, start, done, where, limit=THE_HEARING, owner=employer)


def complete_the_investigation(case: Case, e: str, start: Start) -> Duty:
    done, where = case.done(start, e, "hearing_decided"), ((MORE_INVESTIGATION, e),)
    about = {"employment": e}
    return Duty("complete-the-employers-investigation", about, start, done, where, limit=THE_TARGET, owner=employer)


def finish_the_discipline(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "disciplinary_process_concluded", earlier=True)
    where, when = ((RESIGNED_OR_REFUSED, e),), ((FORMAL_DISCIPLINE, e),)
    return Duty("finish-the-disciplinary-process", {"employment": e}, start, done, where, when, owner=employer)


SPECIALIST_IS_WANTED = yes("specialist_assessment_is_wanted")


def commission_an_assessment(case: Case, e: str, start: Start) -> Duty:
    done, where = case.done(start, e, "specialist_assessment_commissioned"), ((SPECIALIST_IS_WANTED, e),)
    about, owner = {"employment": e}, employer_or_officer
    return Duty("commission-a-specialised-assessment", about, start, done, where, owner=owner)


def review_the_case(case: Case, _: str, start: Start) -> Duty:
    done, end = case.done(start, "", "case_reviewed"), case.end(start, "", "case_closed")
    where, when = ((FORMALLY_INVOLVED, ""),), ((NEEDS_REVIEW, ""),)
    return Duty("review-the-case", {}, start, done, where, when, limit=NEXT_REVIEW, end=end)


def bring_to_an_outcome(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "outcome_decided")
    where, when = ((THRESHOLD_POTENTIALLY_MET, a),), ((POTENTIALLY_MET, a),)
    return Duty("bring-it-to-an-outcome", {"allegation": a}, start, done, where, when)


def resolve_the_issue(case: Case, i: str, start: Start) -> Duty:
    return Duty("resolve-the-issue", {"issue": i}, start, case.done(start, i, "issue_resolved"))


STAGE = [
    each("employment", "initial_discussion_held", consider_suspension),
    each("employment", "suspension_decided", tell_of_a_suspension, always_another=True),
    each("employment", "suspension_decided", tell_of_other_arrangements, always_another=True),
    each("employment", "suspension_decided", arrange_support),
    each("employment", "suspension_decided", advise_on_association),
    each("employment", "suspension_decided", name_a_contact),
    each("employment", "suspension_decided worker_updated", update_the_worker, always_another=True),
    each("employment", "threshold_decided", decide_about_services),
    each("employment", "threshold_decided", agree_internal_action),
    each("employment", "threshold_decided", involve_outside_bodies),
    each("employment", "employer_action_decided", institute_action, always_another=True),
    each("employment", "hearing_decided", hold_the_hearing, always_another=True),
    each("employment", "employer_action_decided", complete_the_investigation, always_another=True),
    each("employment", "employment_ended cooperation_refused", finish_the_discipline),
    each("employment", "specialist_assessment_considered", commission_an_assessment),
    each("", "threshold_decided case_reviewed case_reopened", review_the_case),
    each("allegation", "threshold_decided", bring_to_an_outcome),
    each("issue", "issue_raised", resolve_the_issue),
]
