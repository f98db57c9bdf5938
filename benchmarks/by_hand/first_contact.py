"""From the concern to the threshold and the plan: who is told, what is discussed, what is decided."""

from __future__ import annotations

from benchmarks.by_hand.conditions import (
    DECIDED_BELOW,
    FORMALLY_INVOLVED,
    NOT_CLASSED_BELOW,
    NOT_SET_ASIDE,
    POTENTIALLY_MET,
    Condition,
    all_of,
    is_in,
    negated,
    no,
    unknown,
    yes,
)
from benchmarks.by_hand.judged import Duty, Standing, done_where
from benchmarks.by_hand.limits import SetBy, Within
from benchmarks.by_hand.owners import manager_or_alternate
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.stages import each, made

A_DAY = Within(24, "hours")
ONE_WORKING_DAY = Within(1, "working days")

STAFF_TOLD_IT = Condition(
    lambda case, a, u: all_of(
        (
            is_in("reporter_kind", "staff_member").holds(case, a, u),
            negated(case.answer("subject_is_senior_manager", a, u)),
        )
    ),
    lambda case, a: [("reporter_kind", a), ("subject_is_senior_manager", a)],
    lambda case, a, u: unknown(case, a, u, "reporter_kind", "subject_is_senior_manager"),
)
MANAGER_IS_THE_SUBJECT = yes("subject_is_senior_manager")
SO_SERIOUS = yes("so_serious")
ADVICE_NEEDED = is_in("matter_class", "advice_needed")
THRESHOLD_NOT_MET = is_in("threshold", "not_met")
THRESHOLD_POTENTIALLY_MET = is_in("threshold", "potentially_met")
OUTSTANDING = yes("considerations_are_outstanding")
NOTHING_OUTSTANDING = no("considerations_are_outstanding")
OTHER_BODIES_ARE_RELEVANT = yes("other_bodies_are_relevant")
MAY_POSE_RISK = yes("may_pose_risk_of_harm")


def tell_within_a_working_day(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "designated_officer_told", "initial_discussion_held", earlier=True)
    about, when = {"allegation": a}, ((NOT_SET_ASIDE, a),)
    owner = manager_or_alternate
    return Duty("tell-the-lado-one-working-day", about, start, done, when=when, limit=ONE_WORKING_DAY, owner=owner)


def tell_within_24_hours(case: Case, a: str, start: Start) -> Duty:
    """The emergency duty team may stand in, until the working day is over."""
    done = case.done(start, a, "designated_officer_told", "initial_discussion_held", earlier=True)
    about, when = {"allegation": a}, ((NOT_SET_ASIDE, a),)
    owner = manager_or_alternate
    duty = Duty("tell-the-lado-24-hours", about, start, done, when=when, limit=A_DAY, owner=owner)
    duty.stands_in = lambda: (
        case.done(start, a, "emergency_duty_team_told") is not None
        and not any(Standing(case, each).status == "overdue" for each in working_days(case) if each.key == a)
    )
    return duty


def report_to_the_manager(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "senior_manager_told")
    return Duty("report-to-the-senior-manager", {"allegation": a}, start, done, when=((STAFF_TOLD_IT, a),))


def name_an_alternate(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "alternate_named")
    return Duty("name-an-alternate", {"allegation": a}, start, done, when=((MANAGER_IS_THE_SUBJECT, a),))


def refer_at_once(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "matter_referred_to_police", "matter_referred_to_social_care")
    return Duty("refer-at-once", {"allegation": a}, start, done, when=((SO_SERIOUS, a),))


def ask_for_advice(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "advice_asked", "designated_officer_told")
    return Duty("ask-for-advice", {"allegation": a}, start, done, where=((ADVICE_NEEDED, a),))


def gather_history(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "circumstances_and_history_gathered")
    about, when = {"allegation": a}, ((NOT_SET_ASIDE, a),)
    owner = manager_or_alternate
    return Duty("gather-circumstances-and-history", about, start, done, when=when, owner=owner)


def give_the_details(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "referral_details_given", earlier=True)
    return Duty("give-the-details", {"allegation": a}, start, done, when=((NOT_SET_ASIDE, a),))


def hold_the_discussion(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "initial_discussion_held", earlier=True)
    return Duty("hold-the-initial-discussion", {"allegation": a}, start, done, when=((NOT_SET_ASIDE, a),), limit=A_DAY)


def decide_the_threshold(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "threshold_decided")
    return Duty("decide-the-threshold", {"allegation": a}, start, done, when=((NOT_CLASSED_BELOW, a),))


def deal_with_it_inside(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "concern_dealt_with_by_the_organisation")
    where, when = ((THRESHOLD_NOT_MET, a),), ((DECIDED_BELOW, a),)
    about, owner = {"allegation": a}, manager_or_alternate
    return Duty("deal-with-it-in-the-organisation", about, start, done, where, when, owner=owner)


def advise_below(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "advice_given")
    where, when = ((THRESHOLD_NOT_MET, a),), ((DECIDED_BELOW, a),)
    return Duty("advise-below-the-threshold", {"allegation": a}, start, done, where, when)


def decide_the_strands(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "strands_decided", earlier=True)
    where, when = ((THRESHOLD_POTENTIALLY_MET, a),), ((POTENTIALLY_MET, a),)
    return Duty("decide-the-strands", {"allegation": a}, start, done, where, when)


def advise_on_considerations(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "considerations_advised", earlier=True)
    where, when = ((THRESHOLD_POTENTIALLY_MET, a),), ((POTENTIALLY_MET, a),)
    return Duty("advise-on-considerations", {"allegation": a}, start, done, where, when)


def settle_considerations(case: Case, a: str, start: Start) -> Duty:
    """Settled by an entry after which nothing is outstanding."""
    done, doubts = done_where(case, start, a, "outstanding_considerations_settled", NOTHING_OUTSTANDING)
    where, when = ((OUTSTANDING, a),), ((POTENTIALLY_MET, a),)
    return Duty("settle-outstanding-considerations", {"allegation": a}, start, done, where, when, doubts=doubts)


def do_the_action(case: Case, x: str, start: Start) -> Duty:
    done = case.done(start, x, "action_done")
    return Duty("do-the-agreed-action", {"action": x}, start, done, limit=SetBy("action_due_on"))


def judge_the_risk(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "risk_decided")
    where, when = ((MAY_POSE_RISK, a),), ((NOT_SET_ASIDE, a),)
    return Duty("judge-the-risk", {"allegation": a}, start, done, where, when)


def look_for_other_risks(case: Case, _: str, start: Start) -> Duty:
    done = case.done(start, "", "other_risks_identified", earlier=True)
    needs = ((FORMALLY_INVOLVED, ""),)
    return Duty("look-for-other-risks", {}, start, done, where=needs, when=needs)


def bring_in_other_bodies(case: Case, _: str, start: Start) -> Duty:
    done, where = case.done(start, "", "outside_body_involved", earlier=True), ((OTHER_BODIES_ARE_RELEVANT, ""),)
    return Duty("bring-in-other-bodies", {}, start, done, where)


def working_days(case: Case) -> list[Duty]:
    return list(made(case, case.starts("allegation", ("concern_raised",)), tell_within_a_working_day, False))


STAGE = [
    each("allegation", "concern_raised", tell_within_a_working_day),
    each("allegation", "concern_raised", report_to_the_manager),
    each("allegation", "concern_raised", name_an_alternate),
    each("allegation", "concern_raised", refer_at_once),
    each("allegation", "matter_classed", ask_for_advice),
    each("allegation", "concern_raised", tell_within_24_hours),
    each("allegation", "concern_raised", gather_history),
    each("allegation", "designated_officer_told", give_the_details),
    each("allegation", "concern_raised", hold_the_discussion),
    each("allegation", "initial_discussion_held", decide_the_threshold),
    each("allegation", "threshold_decided", deal_with_it_inside),
    each("allegation", "threshold_decided", advise_below),
    each("allegation", "threshold_decided", decide_the_strands),
    each("allegation", "threshold_decided", advise_on_considerations),
    each("allegation", "considerations_advised", settle_considerations),
    each("action", "action_agreed", do_the_action),
    each("allegation", "initial_discussion_held", judge_the_risk),
    each("", "threshold_decided", look_for_other_risks),
    each("", "other_risks_identified", bring_in_other_bodies),
]
