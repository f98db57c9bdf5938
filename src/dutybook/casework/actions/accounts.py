"""Who signs in: making, closing, opening and resetting accounts, and the organisations and mailboxes they belong to.

No account may be deleted here, and nobody but its holder may ever choose or learn its password.
"""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from dutybook import packs
from dutybook.casework import procedures
from dutybook.casework.identifying import ask_about_account, ask_about_mailbox
from dutybook.casework.models import Account, AccountChange, Mailbox, Organisation
from dutybook.engine.belonging import rules_together

MADE, CLOSED, OPENED, RESET, PASSWORD_CHOSEN = "made", "closed", "opened again", "reset", "password chosen"


class NotDone(ValueError):
    """It was not done; the sentence says why, and what to write instead."""


def add_authority(name: str, *, procedure: str) -> Organisation:
    """An authority, whose new cases are read under this procedure."""
    known = packs.names()
    if procedure not in known:
        raise NotDone(f"There is no procedure {procedure}; write one of: {', '.join(known)}")
    if Organisation.objects.filter(authority=None, name=name).exists():
        raise NotDone(f"There is an authority {name} already; `dutybook organisations list` shows all")
    return Organisation.objects.create(name=_said(name, "a name for the authority"), procedure=procedure)


def add_organisation(name: str, *, authority: Organisation) -> Organisation:
    """An employer, agency or partner in the area of an authority."""
    if Organisation.objects.filter(authority=authority, name=name).exists() or name == authority.name:
        raise NotDone(f"{authority} has an organisation {name} already; `dutybook organisations list` shows all")
    return Organisation.objects.create(name=_said(name, "a name for the organisation"), authority=authority)


def add_mailbox(
    organisation: Organisation, *, name: str, email: str, role: str, is_shared: bool, now: datetime
) -> Mailbox:
    """Where an organisation is written to; a shared one may be read by more people than the one it is named after."""
    _check(email, role, organisation, now)
    if organisation.mailboxes.filter(email__iexact=email, ended_at__isnull=True).exists():
        raise NotDone(f"{organisation} has a mailbox {email} already")
    named = _said(name, "whose mailbox it is")
    with transaction.atomic():
        mailbox = organisation.mailboxes.create(name=named, email=email, role=role, is_shared=is_shared)
        ask_about_mailbox(mailbox, now=now)
    return mailbox


def end_mailbox(organisation: Organisation, email: str, *, now: datetime) -> Mailbox:
    """From this moment nothing is sent there, and nobody chooses it; where it was chosen, somebody else has to be."""
    mailbox = organisation.mailboxes.filter(email__iexact=email, ended_at__isnull=True).first()
    if mailbox is None:
        raise NotDone(f"{organisation} is not written to at {email}; `dutybook organisations list` shows where it is")
    mailbox.ended_at = now
    mailbox.save(update_fields=["ended_at"])
    return mailbox


def add_account(*, email: str, name: str, role: str, organisation: Organisation, by: str, now: datetime) -> Account:
    """An account that nobody can sign in with until its holder has followed the link and chosen a password."""
    _check(email, role, organisation, now)
    if Account.objects.filter(email__iexact=email).exists():
        raise NotDone(
            f"There is an account for {email} already; `dutybook accounts reset {email}` makes a new link for it"
        )
    account = Account(
        email=Account.objects.normalize_email(email),
        name=_said(name, "the person's name"),
        role=role,
        organisation=organisation,
    )
    account.set_unusable_password()
    with transaction.atomic():
        account.save()
        _note(account, MADE, by=by, now=now)
        ask_about_account(account, now=now)
    return account


def close_account(account: Account, *, reason: str, by: str, now: datetime) -> None:
    """From this moment nobody is signed in with it, nor can be; what its holder recorded stays theirs."""
    if not account.is_active:
        raise NotDone(f"{account.email} is closed already")
    _change(account, CLOSED, is_active=False, reason=_said(reason, "why it is closed"), by=by, now=now)


def open_account(account: Account, *, reason: str, by: str, now: datetime) -> None:
    """Somebody came back: their account is open again, they choose a new password, and it is asked whom they may be."""
    if account.is_active:
        raise NotDone(f"{account.email} is open; `dutybook accounts reset {account.email}` makes a new link for it")
    with transaction.atomic():
        _change(account, OPENED, is_active=True, reason=_said(reason, "why it is opened again"), by=by, now=now)
        ask_about_account(account, now=now)


def reset_account(account: Account, *, reason: str, by: str, now: datetime) -> None:
    """Ends every session; the password, the code and every earlier link no longer work."""
    if not account.is_active:
        raise NotDone(f"{account.email} is closed; `dutybook accounts open {account.email} --reason …` opens it again")
    _change(account, RESET, is_active=True, reason=reason, by=by, now=now)


def note_chosen_password(account: Account, *, by: Account, now: datetime) -> None:
    """Says, beside the account, that its holder chose a new password; never which."""
    _note(account, PASSWORD_CHOSEN, by=by.name, now=now)


def link_for(account: Account) -> tuple[str, str]:
    """The two parts of a link that works once and for three days: whose it is, and the proof. Kept nowhere."""
    return urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)


def _change(account: Account, what: str, *, is_active: bool, reason: str, by: str, now: datetime) -> None:
    """Whatever is done to an account ends its sessions: they are bound to the password that goes."""
    account.is_active = is_active
    account.set_unusable_password()
    with transaction.atomic():
        account.save(update_fields=["is_active", "password"])
        Authenticator.objects.filter(user=account).delete()
        _note(account, what, by=by, now=now, reason=reason)


def _note(account: Account, what: str, *, by: str, now: datetime, reason: str = "") -> None:
    AccountChange.objects.create(account=account, what=what, at=now, by=by, reason=reason)


def _check(email: str, role: str, organisation: Organisation, now: datetime) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise NotDone(f"{email} is not an email address; write one such as name@example.org") from None
    procedure = procedures.named(organisation.own_authority.procedure)
    declared = rules_together(procedure, procedure.organisations, now).plain.get("roles", {})
    if role not in declared:
        raise NotDone(
            f"The procedure of {organisation.own_authority} has no role {role}; write one of: {', '.join(declared)}"
        )


def _said(text: str, what: str) -> str:
    if not text.strip():
        raise NotDone(f"Say {what}")
    return text.strip()
