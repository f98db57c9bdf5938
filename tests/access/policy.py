"""Who gets what: a row for every address and every published operation, a column for everybody.

An address without a row fails the sweep, and so does a row whose address is gone, or one that lacks a column.
To add a page or an operation, add its row here; nothing else has to know of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dutybook.casework import visibility
from dutybook.casework.models import Account
from tests.access.world import World

GONE, REFUSED, UNKNOWN = 404, 403, 401
SIGN_IN, SET_UP = "sent to sign in", "sent to set up a code"

Outcome = int | str
Row = Mapping[str, Outcome]

# Everybody, by where they stand towards the case:
#   involved          the head teacher who reported it
#   team              a designated officer of the authority; of a restricted case, one of the people named
#   rest_of_team      another of them, whom a restricted case does not name
#   colleague         works where the head does, and is not involved
#   outsider          a head teacher of another school
#   police            an officer who is not involved
#   far_lado          the designated officer of another authority
#   subject           the adult the case is about, who was let in before anybody knew
#   linked            linked to the subject, as somebody of one household is
#   recused           a designated officer who took herself off the case
#   recused_involved  was involved, and took himself off
#   asked             was involved until somebody asked whether they may be the subject; nobody has answered
#   signed_out        nobody
#   no_code           a designated officer who has given a password and set up no code
REPORTERS = ("involved", "colleague", "outsider", "police", "subject", "linked", "recused_involved", "asked")
DESK = ("team", "rest_of_team", "far_lado", "recused")
NOT_IN = ("signed_out", "no_code")
PEOPLE = (*REPORTERS, *DESK, *NOT_IN)

RECUSED = ("recused", "recused_involved")
NEVER_KNOW = ("colleague", "outsider", "police", "far_lado", "subject", "linked", "asked")
"""For them there is no such case, and there must be nothing by which to tell."""
SEE_NOTHING = (*NEVER_KNOW, *RECUSED)


def of_a_case(*, involved: Outcome = 200, team: Outcome = 200, in_json: bool = False) -> Row:
    """What is under a case's address: not there for most, and refused to those who took themselves off the case."""
    return {
        "involved": involved,
        **dict.fromkeys(("team", "rest_of_team"), team),
        **dict.fromkeys(NEVER_KNOW, GONE),
        **dict.fromkeys(RECUSED, REFUSED),
        **_not_in(in_json),
    }


def of_oneself(*, reporters: Outcome = 200, desk: Outcome = 200, in_json: bool = False) -> Row:
    """What is about nobody, or about whoever asks: by whether they answer the desk's telephone."""
    return {**dict.fromkeys(REPORTERS, reporters), **dict.fromkeys(DESK, desk), **_not_in(in_json)}


def of_signing_in(*, signed_in: Outcome, signed_out: Outcome, no_code: Outcome = SET_UP) -> Row:
    return {**dict.fromkeys((*REPORTERS, *DESK), signed_in), "signed_out": signed_out, "no_code": no_code}


def expected(row: Row, person: str, *, is_restricted: bool) -> Outcome:
    """A restricted case is gone for whoever of the team is not named, wherever it is refused to nobody else."""
    hides = is_restricted and person == "rest_of_team" and row["far_lado"] == GONE
    return GONE if hides else row[person]


def _not_in(in_json: bool) -> Row:
    return {"signed_out": UNKNOWN, "no_code": UNKNOWN} if in_json else {"signed_out": SIGN_IN, "no_code": SET_UP}


def _nothing(world: World, by: Account) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An address: what everybody gets by asking for it and by sending it a form, and a well-formed form to send.

    Without `post`, a form sent there does what asking does.
    """

    get: Row
    post: Row | None = None
    sends: Callable[[World, Account], dict[str, Any]] = _nothing
    asks: Mapping[str, str] = field(default_factory=dict)

    def row(self, method: str) -> Row:
        return self.post if method == "post" and self.post is not None else self.get


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation of the interface; its method is the published one."""

    gets: Row
    sends: Callable[[World, Account], dict[str, Any]] = _nothing
    asks: Mapping[str, str] = field(default_factory=dict)


def _number(world: World) -> int:
    return world.case.entries.count() + 1


def _own_number(world: World, by: Account) -> int:
    """The number of the next entry as this person counts: those alone that they may read."""
    return sum(visibility.may_read(by, world.case, each) for each in world.case.entries.all()) + 1


def _typed(**more: str) -> Callable[[World, Account], dict[str, Any]]:
    """What a form about the first allegation holds; the desk says that the head did it."""

    def form(world: World, by: Account) -> dict[str, Any]:
        own = {"done-as": "senior_manager", "done-by": "Ruth Okafor"} if by.role == "designated_officer" else {}
        about = {"happened-not-known": "not_known", "about-allegation": "allegation-1"}
        return about | own | {"expected-number": str(_number(world))} | more

    return form


def _deed(**more: Any) -> Callable[[World, Account], dict[str, Any]]:
    """What a program sends about the first allegation."""

    def body(world: World, by: Account) -> dict[str, Any]:
        own = {"by": "Ruth Okafor", "as": "senior_manager"} if by.role == "designated_officer" else {}
        said = {"happened_at": "2026-04-02T16:00:00+01:00", "data": {"allegation": "allegation-1"}}
        return said | own | more

    return body


def _because(**more: str) -> Callable[[World, Account], dict[str, Any]]:
    """What a form holds that changes who may see a case."""
    return lambda world, by: {"reason": "a good reason"} | more


def _numbered(**more: Any) -> Callable[[World, Account], dict[str, Any]]:
    return lambda world, by: _deed(**more)(world, by) | {"expected_number": _own_number(world, by)}


def _note(**answers: str) -> Callable[[World, Account], dict[str, Any]]:
    """What is noted beside a duty; by whoever notes it, for nobody asks who it was."""
    said = {"happened_at": "2026-04-02T16:30:00+01:00", "data": {"allegation": "allegation-1"} | answers}
    return lambda world, by: said


ADDRESSED: Mapping[str, Any] = {
    "event": "designated_officer_told",
    "number": 1,
    "decision": "standard_of_proof",
    "duty": "tell-the-lado-24-hours",
    "question": "happened",
    "receipt": "0000000000000000",
    "uidb64": "none",
    "token": "none",
    "opening": 1,
    "other": "england",
    "sheet": "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a01",
    "contact": "duty_lado",
    "place": 1,
}
"""What stands in an address beside the case's reference and the procedure's name."""

OF_A_CASE_IN_JSON = of_a_case(in_json=True)
TEAM_IN_JSON = of_a_case(involved=403, in_json=True)
RECORDED_IN_JSON = of_a_case(involved=201, team=201, in_json=True)

PAGES: dict[str, Page] = {
    # a case, and everything under its address
    "case": Page(get=of_a_case()),
    "case_file": Page(get=of_a_case()),
    # what another procedure would ask of it, by the eyes of whoever asks: nothing is recorded
    "elsewhere": Page(get=of_a_case()),
    "under": Page(get=of_a_case()),
    "something_else": Page(get=of_a_case()),
    "record": Page(get=of_a_case(), post=of_a_case(involved=302, team=302), sends=_typed()),
    # the head corrects what she recorded; only the team says that something never was
    "correct": Page(get=of_a_case(), post=of_a_case(involved=302, team=302), sends=_typed(**{"why-wrong": "a slip"})),
    "retract": Page(
        get=of_a_case(involved=403), post=of_a_case(involved=403, team=302), sends=_typed(**{"why-wrong": "a slip"})
    ),
    # the designated officer decides the standard of proof
    "decide": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=302)),
    "chase": Page(
        get=of_a_case(), post=of_a_case(involved=302, team=302), sends=_typed(chased_by_means_of="telephone")
    ),
    "look_again": Page(
        get=of_a_case(),
        post=of_a_case(involved=302, team=302),
        sends=_typed(**{"look_again_on-day": "9", "look_again_on-month": "4", "look_again_on-year": "2026"}),
    ),
    "not_done": Page(
        get=of_a_case(), post=of_a_case(involved=302, team=302), sends=_typed(**{"why-not-done": "there is no need"})
    ),
    # whom it may be about: the desk alone. A question is open, so that nobody can be chosen at the school yet
    "subject": Page(get=of_a_case(involved=403)),
    "subject_question": Page(
        get=of_a_case(involved=403),
        post=of_a_case(involved=403, team=302),
        sends=lambda world, by: {"reaches": "no", "why": "they are two people"},
    ),
    "open_organisation": Page(
        get=of_a_case(involved=403),
        post=of_a_case(involved=403, team=403),
        sends=lambda world, by: {"whom": "nobody", "why": "not yet"},
    ),
    "lock_out": Page(
        get=of_a_case(involved=403),
        post=of_a_case(involved=403, team=302),
        sends=lambda world, by: {"email": world.people["outsider"].email, "why": "they are close"},
    ),
    # who may see it: the team that holds it says so; whoever is involved reads of their own part, and can leave
    "who_may_see": Page(get=of_a_case()),
    "reading_log": Page(get=of_a_case(involved=403)),
    "let_in": Page(get=of_a_case(involved=403), asks={"search": "toller"}),
    "grant": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=422), sends=_because(ends="no_day")),
    "extend": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=302), sends=_because(ends="no_day")),
    "end_involvement": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=302), sends=_because()),
    "take_off": Page(get=of_a_case(), post=of_a_case(involved=302, team=302), sends=_because()),
    # another designated officer undoes that somebody is off the case
    "undo_recusal": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=302), sends=_because()),
    "restrict": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=422), sends=_because()),
    "lift_restriction": Page(get=of_a_case(involved=403), post=of_a_case(involved=403, team=422)),
    # the teams' alone; the sweep asks for a case that is not there, and nobody has been told of an emergency
    "emergency_access": Page(
        get=of_oneself(reporters=404),
        post=of_oneself(reporters=404, desk=422),
        sends=_because(reference="ZZZZ-ZZZZ"),
    ),
    "emergency_looked_at": Page(get=of_oneself(reporters=405, desk=405), post=of_oneself(reporters=404, desk=404)),
    # about oneself, or about nobody: nobody has a report of this receipt
    "what_i_reported": Page(get=of_oneself()),
    "my_report": Page(get=of_oneself(reporters=404, desk=404)),
    "today": Page(get=of_oneself()),
    "procedure": Page(get=of_oneself()),
    # a concern that nobody raised, under every procedure: it is about no case
    "one_concern": Page(get=of_oneself()),
    # what lies in a folder of the machine is looked through by whoever may adopt it, and by nobody else
    "from_folder": Page(get=of_oneself(reporters=REFUSED), post=of_oneself(reporters=REFUSED, desk=422)),
    # the designated officers adopt it, each for their own authority
    "adopt_procedure": Page(
        get=of_oneself(reporters=REFUSED),
        post=of_oneself(reporters=REFUSED, desk=302),
        sends=lambda world, by: {"reason": "agreed with the partners"},
    ),
    # whom to ring, for everybody; the desk alone says that it rang a number to check, each for their own authority
    "whom_to_ring": Page(get=of_oneself()),
    "number_checked": Page(
        get=of_oneself(reporters=REFUSED),
        post=of_oneself(reporters=REFUSED, desk=302),
        sends=lambda world, by: {"on-day": "2", "on-month": "4", "on-year": "2026", "came_of_it": "answered"},
    ),
    # procedures beside each other, about nobody; without two names it asks for them
    "side_by_side": Page(get=of_oneself()),
    "choose_two": Page(get=of_oneself()),
    "beside": Page(get=of_oneself()),
    "beside_stylesheet": Page(get=of_signing_in(signed_in=200, signed_out=200)),
    "handbook_stylesheet": Page(get=of_signing_in(signed_in=200, signed_out=200)),
    # a child is referred by whoever meets children at work, and it opens a case about that child
    "refer_child": Page(
        get=of_oneself(),
        post=of_oneself(reporters=302, desk=302),
        sends=lambda world, by: {"happened-not-known": "not_known"},
    ),
    # reporting: a referrer goes question by question, and has nothing to check yet; the desk takes a call instead
    "new_concern": Page(get=of_oneself(desk=302)),
    "concern_question": Page(get=of_oneself(), post=of_oneself(reporters=302, desk=302), sends=_typed()),
    "check_concern": Page(get=of_oneself(reporters=302, desk=302), post=of_oneself(reporters=422, desk=422)),
    "call_sheets": Page(get=of_oneself(reporters=REFUSED)),
    "call_sheet": Page(get=of_oneself(reporters=REFUSED), post=of_oneself(reporters=REFUSED, desk=422)),
    # signing in and out: whoever is signed in already is sent on
    "account_login": Page(
        get=of_signing_in(signed_in=302, signed_out=200), post=of_signing_in(signed_in=302, signed_out=200)
    ),
    "mfa_authenticate": Page(get=of_signing_in(signed_in=302, signed_out=302)),
    "mfa_activate_totp": Page(get=of_signing_in(signed_in=302, signed_out=SIGN_IN, no_code=200)),
    "account_inactive": Page(
        get=of_signing_in(signed_in=200, signed_out=200), post=of_signing_in(signed_in=405, signed_out=405)
    ),
    "account_logout": Page(
        get=of_signing_in(signed_in=200, signed_out=302, no_code=200),
        post=of_signing_in(signed_in=302, signed_out=302, no_code=302),
    ),
    # what was sent after a session ended: nobody here has sent anything
    "send_again": Page(get=of_oneself(reporters=302, desk=302)),
    # a password of one's own: by the link of a new account, and changed by whoever is signed in
    "choose_password": Page(get=of_signing_in(signed_in=200, signed_out=200)),
    "change_password": Page(get=of_oneself()),
    # the published document, and the root that the library gives it
    "api:openapi-json": Page(get=of_signing_in(signed_in=200, signed_out=200, no_code=UNKNOWN)),
    "api:api-root": Page(get=of_signing_in(signed_in=404, signed_out=UNKNOWN, no_code=UNKNOWN)),
}

OPERATIONS: dict[str, Operation] = {
    # a case, and everything under its address
    "case": Operation(gets=OF_A_CASE_IN_JSON),
    "duties": Operation(gets=OF_A_CASE_IN_JSON),
    "case_file": Operation(gets=OF_A_CASE_IN_JSON),
    "weigh": Operation(gets=OF_A_CASE_IN_JSON, asks={"about": "allegation=allegation-1"}),
    "may_record": Operation(gets=OF_A_CASE_IN_JSON, asks={"about": "allegation=allegation-1"}),
    "record_event": Operation(gets=RECORDED_IN_JSON, sends=_numbered(type="designated_officer_told")),
    # the head reported, and so may correct; the team may correct every entry
    "correct_entry": Operation(gets=RECORDED_IN_JSON, sends=_numbered(reason="a slip of the pen")),
    "chase_duty": Operation(gets=RECORDED_IN_JSON, sends=_note(chased_by_means_of="telephone")),
    "look_again": Operation(gets=RECORDED_IN_JSON, sends=_note(look_again_on="2026-04-09")),
    "leave_undone": Operation(gets=RECORDED_IN_JSON, sends=_numbered(reason="there is no need")),
    # whom it may be about: the desk alone. A question is open, so that nobody can be chosen at the school yet
    "subject": Operation(gets=of_a_case(involved=403, in_json=True)),
    "answer_subject_question": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"reaches_the_subject": False, "reason": "they are two people"},
    ),
    "choose_who_may_know": Operation(
        gets=of_a_case(involved=403, team=403, in_json=True), sends=lambda world, by: {"reason": "not yet"}
    ),
    "lock_out": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"email": world.people["outsider"].email, "reason": "they are close"},
    ),
    "my_reports": Operation(gets=of_oneself(in_json=True)),
    "my_report": Operation(gets=of_oneself(reporters=404, desk=404, in_json=True)),
    # who may see it: the team says so, and nobody else learns who has an account; whoever is involved can leave
    "who_may_see": Operation(gets=TEAM_IN_JSON),
    "reading_log": Operation(gets=TEAM_IN_JSON),
    "people_to_let_in": Operation(gets=TEAM_IN_JSON, asks={"search": "toller"}),
    "grant_involvement": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"account": world.people["police"].email, "until": None, "reason": "a good reason"},
    ),
    "extend_involvement": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"account": world.people["involved"].email, "until": None, "reason": "a good reason"},
    ),
    "end_involvement": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"account": world.people["involved"].email, "reason": "a good reason"},
    ),
    "take_off": Operation(gets=RECORDED_IN_JSON, sends=_because()),
    "undo_recusal": Operation(
        gets=of_a_case(involved=403, team=201, in_json=True),
        sends=lambda world, by: {"account": world.people["recused"].email, "reason": "a good reason"},
    ),
    # without anybody named nobody can hold it; and of the two worlds only one has a restriction to lift
    "restrict_case": Operation(
        gets=of_a_case(involved=403, team=422, in_json=True),
        sends=lambda world, by: {"people": [], "reason": "a good reason"},
    ),
    "lift_restriction": Operation(gets=of_a_case(involved=403, team=422, in_json=True), sends=_because(reason=" ")),
    # the teams' alone; the sweep asks for a case that is not there, and nobody has been told of an emergency
    "emergencies": Operation(gets=of_oneself(reporters=404, in_json=True)),
    "open_in_an_emergency": Operation(
        gets=of_oneself(reporters=404, desk=404, in_json=True), sends=_because(reference="ZZZZ-ZZZZ")
    ),
    "look_at_emergency": Operation(gets=of_oneself(reporters=404, desk=404, in_json=True)),
    # about oneself, or about nobody; everybody here is of a role that may report
    "cases": Operation(gets=of_oneself(in_json=True)),
    "receive_allegation": Operation(gets=of_oneself(reporters=201, desk=201, in_json=True), sends=_deed()),
    "procedures": Operation(gets=of_oneself(in_json=True)),
    "procedure": Operation(gets=of_oneself(in_json=True)),
    "due": Operation(gets=of_oneself(in_json=True), asks={"limit": "24 hours", "from": "2026-04-02T16:00"}),
}
