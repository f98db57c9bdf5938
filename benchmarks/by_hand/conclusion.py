"""After the investigations: the outcome, barring and regulators, the return to work, feedback, requests, complaints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import product

from benchmarks.by_hand import sentences
from benchmarks.by_hand.conditions import (
    NOT_SET_ASIDE,
    NOTHING_LEFT_TO_DO,
    Condition,
    Reads,
    Truth,
    all_of,
    any_of,
    ask_each,
    is_in,
    negated,
    over,
    unknown,
    yes,
)
from benchmarks.by_hand.employer import resigned
from benchmarks.by_hand.judged import Duty, as_json, cannot_tell, decided_not_done, done_where
from benchmarks.by_hand.owners import complainant, employer, employer_or_officer, social_worker_or_manager
from benchmarks.by_hand.record import Case, Start, later
from benchmarks.by_hand.sentences import Json
from benchmarks.by_hand.stages import each
from dutybook.engine.entries import Entry

# --- the outcome ------------------------------------------------------------------------------------------------------


def substantiated(case: Case, a: str, u: datetime) -> Truth:
    if not case.happened("outcome_decided", a, u):
        return False
    outcome = case.answer("outcome", a, u)
    return None if outcome is None else outcome == "substantiated"


SUBSTANTIATED = Condition(
    substantiated,
    lambda case, a: [("outcome_decided", a), ("outcome", a)],
    lambda case, a, u: [sentences.ask(case, "outcome", a, u)],
)
ANY_SUBSTANTIATED = Condition(
    lambda case, about, u: over(case, "allegation", u, substantiated),
    lambda case, about: [read for a in case.named["allegation"] for read in SUBSTANTIATED.reads(case, a)],
    lambda case, about, u: ask_each(case, "allegation", u, SUBSTANTIATED),
)


def evaluate_the_information(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "evidence_evaluated", earlier=True)
    return Duty("evaluate-the-information", {"allegation": a}, start, done, when=((NOT_SET_ASIDE, a),))


def decide_the_outcome(case: Case, a: str, start: Start) -> Duty:
    done = case.done(start, a, "outcome_decided")
    return Duty("decide-the-outcome", {"allegation": a}, start, done, when=((NOT_SET_ASIDE, a),))


def check_what_followed(case: Case, a: str, start: Start) -> Duty:
    done, doubts = done_where(case, start, a, "actions_checked", NOTHING_LEFT_TO_DO)
    return Duty("check-what-followed", {"allegation": a}, start, done, doubts=doubts)


# --- barring and regulators -------------------------------------------------------------------------------------------


def ended_for_misconduct(case: Case, e: str, u: datetime, how: str) -> Truth:
    if not case.happened("employment_ended", e, u):
        return False
    ended_so = is_in("how_it_ended", how).holds(case, e, u)
    misconduct = case.answer("ended_for_safeguarding_misconduct", e, u)
    return all_of((ended_so, misconduct, over(case, "allegation", u, substantiated)))


def resigned_unfinished(case: Case, e: str, u: datetime) -> Truth:
    return all_of((resigned(case, e, u), negated(case.answer("investigation_could_be_completed", e, u))))


def must_be_referred(case: Case, e: str, u: datetime) -> Truth:
    ended = (ended_for_misconduct(case, e, u, how) for how in ("dismissed", "services_ended"))
    return any_of((*ended, resigned_unfinished(case, e, u)))


def must_be_referred_reads(case: Case, e: str) -> Reads:
    ended = [("employment_ended", e), ("how_it_ended", e)]
    for_misconduct = [*ended, ("ended_for_safeguarding_misconduct", e), *ANY_SUBSTANTIATED.reads(case, "")]
    return [*for_misconduct, *for_misconduct, *ended, ("investigation_could_be_completed", e)]


def must_be_referred_asks(case: Case, e: str, u: datetime) -> list[Json]:
    found: list[Json] = []
    for how in ("dismissed", "services_ended"):
        if ended_for_misconduct(case, e, u, how) is None:
            found += unknown(case, e, u, "how_it_ended", "ended_for_safeguarding_misconduct")
            if over(case, "allegation", u, substantiated) is None:
                found += ANY_SUBSTANTIATED.asks(case, "", u)
    if resigned_unfinished(case, e, u) is None:
        found += unknown(case, e, u, "how_it_ended", "investigation_could_be_completed")
    return found


MUST_BE_REFERRED = Condition(must_be_referred, must_be_referred_reads, must_be_referred_asks)


def referrals_to_the_dbs(case: Case) -> Iterator[Json]:
    """One each time it turns true that a role must be referred; one in doubt while nobody can tell."""
    found = [duty for e in case.named["employment"] for duty in turned_true(case, e)]
    for duty in sorted(found, key=lambda duty: (duty.start.hi, duty.key)):
        yield as_json(case, duty)
    for e in sorted(case.named["employment"]):
        if must_be_referred(case, e, case.t) is None:
            asked = must_be_referred_asks(case, e, case.t)
            yield cannot_tell(case, "refer-to-the-dbs", {"employment": e}, asked, employer_or_officer)


def turned_true(case: Case, e: str) -> Iterator[Duty]:
    begins, before = case.named["employment"][e].hi, False
    for u in sorted({begins, *(entry.hi for entry in case.entries if entry.hi > begins)}):
        value = must_be_referred(case, e, u)
        if value and not before:
            yield refer_to_the_dbs(case, e, Start(earliest(case, u), u, None))
        before = bool(value)


def earliest(case: Case, u: datetime) -> datetime | None:
    """The earliest moment at which what is known from u can have happened."""
    los = [entry.lo for entry in case.entries if entry.hi == u]
    return None if None in los else min(each for each in los if each is not None)


def refer_to_the_dbs(case: Case, e: str, start: Start) -> Duty:
    done, needs = case.done(start, e, "dbs_referral_made", earlier=True), ((MUST_BE_REFERRED, e),)
    about = {"employment": e}
    duty = Duty("refer-to-the-dbs", about, start, done, when=needs, became=needs, owner=employer_or_officer)
    duty.not_done = decided_not_done(case, duty)
    return duty


RESIGNED_COMPLETED = Condition(
    lambda case, e, u: all_of((resigned(case, e, u), case.answer("investigation_could_be_completed", e, u))),
    lambda case, e: [("employment_ended", e), ("how_it_ended", e), ("investigation_could_be_completed", e)],
    lambda case, e, u: unknown(case, e, u, "how_it_ended", "investigation_could_be_completed"),
)
IS_REGULATED = yes("person_is_regulated")
REFERRAL_IS_APPROPRIATE = yes("regulator_referral_is_appropriate")


def consider_the_dbs(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "dbs_referral_considered", "dbs_referral_made")
    where = ((RESIGNED_COMPLETED, e),)
    return Duty("consider-referring-to-the-dbs", {"employment": e}, start, done, where, owner=employer)


def consult_on_a_regulator(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "regulator_consulted", earlier=True)
    return Duty("consult-on-a-regulator", {"employment": e}, start, done, when=((IS_REGULATED, e),))


def refer_to_the_regulator(case: Case, e: str, start: Start) -> Duty:
    done, where = case.done(start, e, "regulator_referral_made"), ((REFERRAL_IS_APPROPRIATE, e),)
    return Duty("refer-to-the-regulator", {"employment": e}, start, done, where, owner=employer_or_officer)


# --- the return to work -----------------------------------------------------------------------------------------------

MADE_THE_ALLEGATION = yes("child_made_the_allegation")


def plan_the_return(case: Case, e: str, start: Start) -> Duty:
    return Duty("plan-the-return", {"employment": e}, start, case.done(start, e, "return_planned"), owner=employer)


def consider_support(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "reintegration_support_considered")
    return Duty("consider-support-on-return", {"employment": e}, start, done, owner=employer)


def contacts_with_children(case: Case) -> Iterator[Json]:
    """For each role that the person returns to, and each child."""
    latest: dict[tuple[str, str], Duty] = {}
    found: list[Duty] = []
    for entry, e, c in sorted(returns(case), key=lambda each: begun(case, *each).turn):
        start, before = begun(case, entry, e, c), latest.get((e, c))
        if before is None or not before.is_open(start.hi):
            latest[e, c] = plan_contact(case, e, c, start)
            found.append(latest[e, c])
    found.sort(key=lambda duty: (duty.start.hi, *duty.about.values()))
    yield from (as_json(case, duty) for duty in found)


def returns(case: Case) -> Iterator[tuple[Entry, str, str]]:
    for entry in case.by_type.get("return_decided", ()):
        children = entry.things.get("child") or tuple(case.named["child"])
        for e, c in product(entry.things.get("employment", ()), children):
            yield entry, e, c


def begun(case: Case, entry: Entry, e: str, c: str) -> Start:
    child = case.named["child"][c]
    return later(entry, child) if child.hi > entry.hi else Start(entry.lo, entry.hi, entry)


def plan_contact(case: Case, e: str, c: str, start: Start) -> Duty:
    about, when = {"employment": e, "child": c}, ((MADE_THE_ALLEGATION, c),)
    planned = (each for each in case.all_of("contact_with_child_planned", e) if c in each.things.get("child", ()))
    done = next((each for each in planned if start.lo is None or each.hi >= start.lo), None)
    duty = Duty("plan-contact-with-the-child", about, start, done, when=when, owner=employer)
    duty.not_done = decided_not_done(case, duty)
    return duty


# --- feedback, lessons, requests and complaints -----------------------------------------------------------------------

OWED_FEEDBACK = Condition(
    lambda case, c, u: any_of(case.answer(each, c, u) for each in FEEDBACK),
    lambda case, c: [(each, c) for each in FEEDBACK],
    lambda case, c, u: unknown(case, c, u, *FEEDBACK),
)
FEEDBACK = ("child_made_the_allegation", "child_may_have_been_harmed")
GOVERNANCE_IS_APPROPRIATE = yes("information_governance_advice_is_appropriate")


def feed_back(case: Case, c: str, start: Start) -> Duty:
    done, when = case.done(start, c, "child_given_feedback"), ((OWED_FEEDBACK, c),)
    return Duty("feed-back-to-the-child", {"child": c}, start, done, when=when, owner=social_worker_or_manager)


def update_the_parents(case: Case, c: str, start: Start) -> Duty:
    done, when = case.done(start, c, "parents_updated"), ((OWED_FEEDBACK, c),)
    return Duty("update-the-parents", {"child": c}, start, done, when=when, owner=social_worker_or_manager)


def review_lessons(case: Case, _: str, start: Start) -> Duty:
    return Duty("review-lessons", {}, start, case.done(start, "", "lessons_reviewed"), where=((ANY_SUBSTANTIATED, ""),))


def keep_a_summary(case: Case, _: str, start: Start) -> Duty:
    return Duty("keep-a-summary", {}, start, case.done(start, "", "summary_written"))


def tell_of_an_agreement(case: Case, e: str, start: Start) -> Duty:
    done = case.done(start, e, "advice_given_on_agreement")
    return Duty("tell-the-lado-of-a-compromise-agreement", {"employment": e}, start, done)


FOR_A_PROCEDURE = (is_in("requester", "employing_organisation"), is_in("request_purpose", "disciplinary", "review"))


def for_a_procedure(case: Case, q: str, u: datetime) -> Truth:
    return all_of(each.holds(case, q, u) for each in FOR_A_PROCEDURE)


def for_the_chair(case: Case, q: str, u: datetime) -> Truth:
    return any_of((is_in("requester", "subject").holds(case, q, u), for_a_procedure(case, q, u)))


FOR_THE_CHAIR = Condition(
    for_the_chair,
    lambda case, q: [("requester", q), ("requester", q), ("request_purpose", q)],
    lambda case, q, u: unknown(case, q, u, "requester", "request_purpose"),
)


def refer_the_request(case: Case, q: str, start: Start) -> Duty:
    done, when = case.done(start, q, "request_referred_to_chair"), ((FOR_THE_CHAIR, q),)
    return Duty("refer-the-request-to-the-chair", {"request": q}, start, done, when=when)


def take_governance_advice(case: Case, q: str, start: Start) -> Duty:
    done, when = case.done(start, q, "information_governance_advised"), ((GOVERNANCE_IS_APPROPRIATE, q),)
    return Duty("take-information-governance-advice", {"request": q}, start, done, when=when)


def pass_the_complaint_on(case: Case, x: str, start: Start) -> Duty:
    done = case.done(start, x, "complaint_passed_on")
    return Duty("pass-the-complaint-on", {"complaint": x}, start, done, owner=complainant)


def decide_the_complaint(case: Case, x: str, start: Start) -> Duty:
    done = case.done(start, x, "complaint_route_decided")
    return Duty("decide-how-to-look-into-the-complaint", {"complaint": x}, start, done)


STAGE = [
    each("allegation", "investigation_concluded", evaluate_the_information),
    each("allegation", "investigation_concluded", decide_the_outcome),
    each("allegation", "investigation_concluded", check_what_followed),
    referrals_to_the_dbs,
    each("employment", "employment_ended", consider_the_dbs),
    each("employment", "outcome_decided", consult_on_a_regulator),
    each("employment", "regulator_consulted", refer_to_the_regulator),
    each("employment", "return_decided", plan_the_return, always_another=True),
    each("employment", "return_decided", consider_support, always_another=True),
    contacts_with_children,
    each("child", "investigation_concluded", feed_back),
    each("child", "investigation_concluded", update_the_parents),
    each("", "outcome_decided", review_lessons),
    each("", "outcome_decided", keep_a_summary),
    each("employment", "compromise_agreement_proposed", tell_of_an_agreement),
    each("request", "minutes_requested", refer_the_request),
    each("request", "minutes_requested", take_governance_advice),
    each("complaint", "complaint_made", pass_the_complaint_on),
    each("complaint", "complaint_passed_on", decide_the_complaint),
]
