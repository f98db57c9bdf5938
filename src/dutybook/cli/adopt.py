"""`dutybook procedures adopt`: from now on an authority's cases are read under a procedure as its folder says it."""

from __future__ import annotations

import argparse
from typing import Any

from dutybook.cli import record
from dutybook.project.home import CannotStart


class Refused(CannotStart):
    """It cannot be adopted so."""


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("adopt", help="let an authority's cases be read under a procedure from now on")
    parser.add_argument("name", help="the name of a pack")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the designated officer who adopts it")
    parser.add_argument("--reason", required=True, help="why, for whoever asks in a year")
    record.add_home(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """2 where it cannot be adopted, with the reason."""
    return record.answer(lambda: _adopt(arguments))


def _adopt(arguments: argparse.Namespace) -> int:
    record.choose_home(arguments.home)
    record.set_up()
    record.must_be_there("default", "keys")
    from django.conf import settings

    from dutybook.casework.actions.adoption import NotAdopted, adopt_procedure
    from dutybook.casework.actions.events import NotAllowed
    from dutybook.casework.models import Account
    from dutybook.packs import PackErrors, UnknownPack

    account = Account.objects.filter(email=arguments.by, is_active=True).select_related("organisation").first()
    if account is None:
        raise Refused(f"Nobody signs in as {arguments.by}; `dutybook accounts list` shows who does")
    try:
        adopt_procedure(arguments.name, by=account, reason=arguments.reason, now=settings.DUTYBOOK_CLOCK())
    except (NotAdopted, NotAllowed, UnknownPack, PackErrors) as why:
        raise Refused(str(why)) from why
    print(f"{account.organisation} has adopted {arguments.name}. Its cases are read under it from now on.")
    return 0
