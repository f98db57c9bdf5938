"""What a person's role lets them do on a case that they see: `Allowed`, or `Refused` with the reasons to show them.

Whether they see it at all is not asked here but in visibility.py, and must be asked first.
"""

from __future__ import annotations

from dataclasses import dataclass

from dutybook.casework import visibility
from dutybook.casework.models import Account, Case, Entry
from dutybook.casework.store import Statement
from dutybook.engine.procedure import Event, Rules

REPORTS = {"allegation": "concern_raised"}
"""The event that begins a case of each kind; the procedure declares who may record it."""

ANSWERS_FOR = {
    **dict.fromkeys(
        ("senior_manager", "senior_manager_delegate", "senior_manager_alternate"), frozenset({"employer", "referrer"})
    ),
    **dict.fromkeys(
        ("social_care_team_manager", "safeguarding_team_manager", "social_worker"), frozenset({"social_care"})
    ),
    "police_designated_officer": frozenset({"police_officer"}),
}
"""A procedure lays some duties on an organisation; these roles are who looks to them in it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It may not be done, for these reasons."""

    reasons: tuple[str, ...]


def answers_for(account: Account) -> frozenset[str]:
    """The roles whose duties are this person's to do."""
    return frozenset({account.role, *ANSWERS_FOR.get(account.role, ())})


def may_raise_a_concern(account: Account, rules: Rules) -> Allowed | Refused:
    """Whoever the procedure lets report; and the team, for anybody who rings."""
    event = rules.events[REPORTS["allegation"]]
    if account.role in event.by or account.role in visibility.TEAMS["allegation"]:
        return Allowed()
    return Refused(("Your role does not report concerns here. Ask the person in your organisation who does.",))


def may_take_calls(account: Account) -> Allowed | Refused:
    """The team alone: its call sheet records what somebody else says, and who they are, for the desk."""
    if account.role in visibility.TEAMS["allegation"]:
        return Allowed()
    return Refused(("Calls are taken by the designated officer's desk. Report a concern of your own instead.",))


def may_record(account: Account, case: Case, event: Event) -> Allowed | Refused:
    """The roles that the procedure names may record an event; the team may record every step of everybody."""
    if account.role in event.by or visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused((f"“{event.title}” is recorded by somebody else. The designated officer can record it for them.",))


def may_correct(account: Account, case: Case, entry: Entry) -> Allowed | Refused:
    """Whoever recorded an entry may correct it, and the team may correct every one: nobody else overrules others."""
    if entry.recorded_by_id == account.pk or visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Somebody else recorded this entry. Ask them, or the designated officer, to correct it.",))


def may_retract(account: Account, case: Case) -> Allowed | Refused:
    """Only the team says that something never was: whoever recorded it can correct it, and ask them."""
    if visibility.is_on_the_team(account, case):
        return Allowed()
    return Refused(("Only the designated officer's team retracts an entry. You can correct what you recorded.",))


def may_speak_as(account: Account, statement: Statement, event: Event, *, on_the_team: bool) -> Allowed | Refused:
    """Everybody records what they did themselves, as what they are; the team, what others did, as what those are."""
    if statement.role not in event.by:
        return Refused(
            (f"“{event.title}” is not done in that role. Choose one of the roles that the procedure names.",)
        )
    if not on_the_team and (statement.role, statement.by) != (account.role, account.name):
        return Refused(("You can record only what you did yourself. The designated officer can record it for others.",))
    return Allowed()
