"""`dutybook accounts`: who may sign in. It must never print, take or choose a password: the holder chooses it."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from dutybook.cli import administering

if TYPE_CHECKING:
    from dutybook.casework.models import Account


def add(subparsers: Any) -> None:
    """The command and its parts."""
    parser = subparsers.add_parser("accounts", help="who may sign in: add, list, close, open, reset")
    administering.add_parts(
        parser,
        {
            "add": ("an account, and a link for its holder to choose a password with", _takes_a_person, _add),
            "list": ("every account, open and closed", _takes_nothing, _list),
            "close": ("nobody can sign in with it any more; its sessions end", _takes_a_reason, _close),
            "open": ("a closed account again, with a new link", _takes_a_reason, _open),
            "reset": ("a new link: password and code are set up anew, sessions end", _takes_an_email, _reset),
        },
    )


def _takes_a_person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="what they sign in with")
    parser.add_argument("--name", required=True, help="their name, as it stands beside what they record")
    parser.add_argument("--role", required=True, help="one of the roles of the authority's procedure")
    parser.add_argument("--organisation", required=True, help="where they work, by its name")
    parser.add_argument("--authority", help="in whose area, where several organisations have that name")


def _takes_an_email(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="what they sign in with")
    parser.add_argument("--reason", default="", help="why")


def _takes_a_reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="what they sign in with")
    parser.add_argument("--reason", required=True, help="why, for whoever asks later")


def _takes_nothing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.actions import accounts

        organisation = administering.organisation_named(arguments.organisation, arguments.authority)
        account = accounts.add_account(
            email=arguments.email,
            name=arguments.name,
            role=arguments.role,
            organisation=organisation,
            by=administering.who(),
            now=_now(),
        )
        return f"{account.name} has an account at {organisation.name}.\n{_link(account)}"

    return administering.answer(arguments, work)


def _list(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.models import Account

        found = Account.objects.select_related("organisation").prefetch_related("changes").order_by("email")
        rows = [_row(each) for each in found]
        if arguments.json:
            return json.dumps(rows, indent=2, ensure_ascii=False)
        return administering.table([list(row.values()) for row in rows]) if rows else "There is no account yet."

    return administering.answer(arguments, work)


def _close(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.actions import accounts

        account = _account(arguments.email)
        accounts.close_account(account, reason=arguments.reason, by=administering.who(), now=_now())
        return f"{account.email} is closed. What {account.name} recorded stays in the record under that name."

    return administering.answer(arguments, work)


def _open(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.actions import accounts

        account = _account(arguments.email)
        accounts.open_account(account, reason=arguments.reason, by=administering.who(), now=_now())
        return f"{account.email} is open again.\n{_link(account)}"

    return administering.answer(arguments, work)


def _reset(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.actions import accounts

        account = _account(arguments.email)
        accounts.reset_account(account, reason=arguments.reason, by=administering.who(), now=_now())
        return _link(account)

    return administering.answer(arguments, work)


def _account(email: str) -> Account:
    from dutybook.casework.models import Account

    found = Account.objects.filter(email__iexact=email).first()
    if found is None:
        raise administering.NotAdministered(f"There is no account for {email}; `dutybook accounts list` shows all")
    return found


def _row(account: Account) -> dict[str, str]:
    closed = sorted((each.at, each.reason) for each in account.changes.all() if each.what == "closed")
    why = f"closed on {closed[-1][0]:%Y-%m-%d}: {closed[-1][1]}" if closed and not account.is_active else "open"
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "organisation": account.organisation.name,
        "state": why,
    }


def _link(account: Account) -> str:
    from django.conf import settings
    from django.urls import reverse

    from dutybook.casework.actions import accounts

    address = settings.DUTYBOOK_ADDRESS.rstrip("/") + reverse("choose_password", args=accounts.link_for(account))
    return (
        "Give them this link, to nobody else and by no shared mailbox. It works once, for three days:\n"
        f"  {address}\n"
        "They choose a password with it, sign in, and set up the code of their telephone's app."
    )


def _now() -> Any:
    from django.conf import settings

    return settings.DUTYBOOK_CLOCK()
