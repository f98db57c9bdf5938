"""The child's side: referral, strategy discussion and meeting, minutes, and the parent who works with children."""

from __future__ import annotations

from benchmarks.by_hand.conditions import NOT_SET_ASIDE, SIGNIFICANT_HARM, yes
from benchmarks.by_hand.judged import Duty, done_where
from benchmarks.by_hand.limits import Within
from benchmarks.by_hand.record import Case, Start
from benchmarks.by_hand.stages import each

A_DAY = Within(24, "hours")
SEVEN_WORKING_DAYS = Within(7, "working days")
HARM_SUSPECTED = yes("significant_harm_suspected")
MEETING_IS_NEEDED = yes("strategy_meeting_is_needed")
WITHIN_A_FAMILY = yes("enquiry_is_within_a_family")
PARENT_WORKS = yes("parent_works_with_children")
KEPT_APART = yes("child_and_adult_are_separate")
COORDINATION_IS_NEEDED = yes("coordination_is_needed")


def refer(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "matter_referred_to_social_care", earlier=True)
    where, when = ((HARM_SUSPECTED, a),), ((NOT_SET_ASIDE, a),)
    return Duty("refer-to-social-care", {"allegation": a}, start, done, where, when)


def investigate_together(case: Case, r: str, start: Start) -> Duty:
    done = case.done(start, r, "section_47_enquiry_started")
    return Duty("start-the-inter-agency-investigation", {"referral": r}, start, done, when=((SIGNIFICANT_HARM, ""),))


def hold_the_discussion(case: Case, r: str, start: Start) -> Duty:
    done = case.done(start, r, "strategy_discussion_held", "strategy_meeting_held", earlier=True)
    about, when = {"referral": r}, ((SIGNIFICANT_HARM, ""),)
    return Duty("hold-the-strategy-discussion", about, start, done, when=when, limit=A_DAY)


def hold_the_meeting(case: Case, r: str, start: Start) -> Duty:
    done, when = case.done(start, r, "strategy_meeting_held", earlier=True), ((MEETING_IS_NEEDED, r),)
    return Duty("hold-the-strategy-meeting", {"referral": r}, start, done, when=when, limit=SEVEN_WORKING_DAYS)


def write_the_minutes(case: Case, m: str, start: Start) -> Duty:
    """Written when child and adult have each their own."""
    done, doubts = done_where(case, start, m, "minutes_written", KEPT_APART)
    return Duty("write-the-minutes", {"meeting": m}, start, done, doubts=doubts)


def cross_reference(case: Case, c: str, start: Start) -> Duty:
    done = case.done(start, c, "child_file_cross_referenced", earlier=True)
    return Duty("cross-reference-the-childs-file", {"child": c}, start, done)


def find_out_about_the_parent(case: Case, r: str, start: Start) -> Duty:
    done = case.done(start, r, "parent_employment_checked", earlier=True)
    about, where = {"referral": r}, ((WITHIN_A_FAMILY, r),)
    return Duty("find-out-whether-the-parent-works-with-children", about, start, done, where)


def consider_the_workplace(case: Case, r: str, start: Start) -> Duty:
    done, where = case.done(start, r, "workplace_risk_considered"), ((PARENT_WORKS, r),)
    return Duty("consider-children-at-the-parents-work", {"referral": r}, start, done, where)


def discuss_the_parent(case: Case, r: str, start: Start) -> Duty:
    done, where = case.done(start, r, "parent_discussed_with_designated_officer"), ((PARENT_WORKS, r),)
    return Duty("discuss-the-parent-with-the-lado", {"referral": r}, start, done, where)


def advise_whether_it_applies(case: Case, r: str, start: Start) -> Duty:
    done = case.done(start, r, "procedure_advice_given")
    return Duty("advise-whether-this-procedure-applies", {"referral": r}, start, done)


def help_to_coordinate(case: Case, r: str, start: Start) -> Duty:
    done, where = case.done(start, r, "coordination_assisted"), ((COORDINATION_IS_NEEDED, r),)
    return Duty("help-to-coordinate", {"referral": r}, start, done, where)


STAGE = [
    each("allegation", "initial_discussion_held", refer),
    each("referral", "referral_received_by_social_care", investigate_together),
    each("referral", "referral_received_by_social_care", hold_the_discussion),
    each("referral", "referral_received_by_social_care", hold_the_meeting),
    each("meeting", "strategy_meeting_held", write_the_minutes),
    each("child", "strategy_discussion_held strategy_meeting_held", cross_reference),
    each("referral", "section_47_enquiry_started", find_out_about_the_parent),
    each("referral", "parent_employment_checked", consider_the_workplace),
    each("referral", "parent_employment_checked", discuss_the_parent),
    each("referral", "parent_discussed_with_designated_officer", advise_whether_it_applies),
    each("referral", "parent_discussed_with_designated_officer", help_to_coordinate),
]
