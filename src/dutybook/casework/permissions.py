"""What a person's role lets them do on a case that they see: `Allowed`, or `Refused` with the reasons to show them.

Whether they see it at all is not asked here but in visibility.py, and must be asked first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dutybook.casework import visibility
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from dutybook.engine.procedure import Event, Rules

REPORTS = {"allegation": "concern_raised", "child": "child_referral_made"}
"""The event that begins a case of each kind; the procedure declares who may record it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done, for these reasons."""

    reasons: tuple[str, ...]


def answers_for(account: Account, rules: Rules) -> frozenset[str]:
    """The roles whose duties are this person's to do."""
    return answering(account.role, rules)


def answering(role: str, rules: Rules) -> frozenset[str]:
    """The roles for which somebody in this role does what is to be done: an organisation's duties are somebody's in it.

    The procedure's chapter `roles` says whose.
    """
    declared = rules.plain.get("roles", {}).get(role)
    return frozenset({role, *(declared.more.get("answers_for", ()) if declared is not None else ())})


def may_raise_a_concern(account: Account, rules: Rules) -> Allowed | Refused:
    """Whoever the procedure lets report; and the team, for anybody who rings."""
    event = rules.events[REPORTS["allegation"]]
    if account.role in event.by or account.role in visibility.TEAMS["allegation"]:
        return Allowed()
    return Refused(("Your role does not report concerns here. Ask the person in your organisation who does.",))


def may_refer_a_child(account: Account, rules: Rules) -> Allowed | Refused:
    """Whoever the procedure lets refer; and social care's own team, for anybody who rings."""
    event = rules.events.get(REPORTS["child"])
    if event is not None and (account.role in event.by or account.role in visibility.TEAMS["child"]):
        return Allowed()
    return Refused(("Your role does not refer children here. Ask the person in your organisation who does.",))


def may_take_calls(account: Account) -> Allowed | Refused:
    """The team alone: its call sheet records what somebody else says, and who they are, for the desk."""
    if account.role in visibility.TEAMS["allegation"]:
        return Allowed()
    return Refused(("Calls are taken by the designated officer's desk. Report a concern of your own instead.",))


def may_adopt(account: Account) -> Allowed | Refused:
    """The authority's own designated officer: it is their procedure."""
    if account.role == "designated_officer" and account.organisation.authority is None:
        return Allowed()
    return Refused(("A procedure is adopted by the authority's designated officer.",))


def may_check_numbers(account: Account) -> Allowed | Refused:
    """The team that answers the telephone rings the numbers that its procedure gives."""
    if account.role in visibility.TEAMS["allegation"]:
        return Allowed()
    return Refused(("Numbers are checked by the designated officer's desk. Tell them if one is wrong.",))


def may_record(account: Account, case: Case, event: Event) -> Allowed | Refused:
    """The roles that the procedure names may record an event; the team may record every step of everybody."""
    if account.role in event.by or visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused((f"“{event.title}” is recorded by somebody else. The designated officer can record it for them.",))


def may_leave_undone(account: Account, case: Case, owner: str, rules: Rules) -> Allowed | Refused:
    """Whoever has a duty may decide that it will not be done, and the team may record that they did."""
    if owner in answers_for(account, rules) or visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Whoever has this duty decides that. The designated officer can record it for them.",))


def may_correct(account: Account, case: Case, *, recorded_by: int) -> Allowed | Refused:
    """Whoever recorded an entry may correct it, and the team may correct every one: nobody else overrules others."""
    if recorded_by == account.pk or visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Somebody else recorded this entry. Ask them, or the designated officer, to correct it.",))


def may_retract(account: Account, case: Case) -> Allowed | Refused:
    """Only the team says that something never was: whoever recorded it can correct it, and ask them."""
    if visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Only the designated officer's team retracts an entry. You can correct what you recorded.",))


def may_say_who_sees(account: Account, case: Case, *, now: datetime) -> Allowed | Refused:
    """The team that holds the case; of a restricted case those named, and nobody who let themselves in."""
    if visibility.holders(case, now=now).filter(pk=account.pk).exists():
        return Allowed()
    return Refused(("Only the designated officer's team that holds the case says who may see it. Ask them.",))


def may_undo_a_recusal(account: Account, case: Case, *, now: datetime) -> Allowed | Refused:
    """A designated officer who holds the case; whoever is off it sees no such case, and so never undoes their own."""
    if account.role != "designated_officer":
        return Refused(("Only a designated officer undoes that somebody is off a case. Ask one who holds it.",))
    return may_say_who_sees(account, case, now=now)


def may_say_who_the_subject_is(account: Account, case: Case) -> Allowed | Refused:
    """The team alone answers whom the case may be about, and chooses who at their organisation may know of it.

    A case about a child is about no adult.
    """
    if case.kind == visibility.ALLEGATION and visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Only the designated officer's team answers whom a case may be about. Ask them.",))


def may_use_emergency_access(account: Account) -> Allowed | Refused:
    """The teams alone: to everybody else the page does not exist."""
    if any(account.role in roles for roles in visibility.TEAMS.values()):
        return Allowed()
    return Refused(("Only the designated officer's team opens a case in an emergency. Ring the duty desk.",))


def may_decide(statement: Statement, rules: Rules) -> Allowed | Refused:
    """Whoever records it, a decision is made by one of the roles that the procedure has it decided by."""
    answered = (decision for decision in rules.decisions.values() if decision.id in statement.data)
    others = [each for each in answered if not answering(statement.role, rules) & set(each.decided_by)]
    reasons = (
        f"“{each.ask or each.title or each.id}” is decided by somebody else. Leave it out, or record it as decided by"
        " one of the roles that the procedure names."
        for each in others
    )
    return Refused(tuple(reasons)) if others else Allowed()


def may_speak_as(account: Account, statement: Statement, event: Event, *, on_the_team: bool) -> Allowed | Refused:
    """Everybody records what they did themselves, as what they are; the team, what others did, as what those are."""
    if statement.role not in event.by:
        return Refused(
            (f"“{event.title}” is not done in that role. Choose one of the roles that the procedure names.",)
        )
    if not on_the_team and (statement.role, statement.by) != (account.role, account.name):
        return Refused(("You can record only what you did yourself. The designated officer can record it for others.",))
    return Allowed()
