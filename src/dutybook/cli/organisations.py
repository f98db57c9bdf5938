"""`dutybook organisations`: the authorities, who works in their areas, and where each is written to.

Nobody may be written to because of what is done here: that is decided case by case.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from dutybook.cli import administering

if TYPE_CHECKING:
    from dutybook.casework.models import Organisation


def add(subparsers: Any) -> None:
    """The command and its parts."""
    parser = subparsers.add_parser("organisations", help="authorities, employers, partners and their mailboxes")
    administering.add_parts(
        parser,
        {
            "add": ("an authority with its procedure, or an organisation in the area of one", _takes_a_name, _add),
            "list": ("every organisation, by authority, and its mailboxes", _takes_nothing, _list),
            "mailbox": (
                "where an organisation is written to, or no longer is: a named manager's, or a shared one",
                _takes_a_box,
                _mailbox,
            ),
        },
    )


def _takes_a_name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="its name")
    area = parser.add_mutually_exclusive_group(required=True)
    area.add_argument("--procedure", metavar="PACK", help="it is an authority, and this is its procedure")
    area.add_argument("--authority", metavar="NAME", help="it is in the area of this authority")


def _takes_a_box(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=["add", "end"], help="add one, or write there no more")
    parser.add_argument("--organisation", required=True, help="whose, by its name")
    parser.add_argument("--authority", help="in whose area, where several organisations have that name")
    parser.add_argument("--email", required=True, help="its address")
    new = parser.add_argument_group("to add one")
    new.add_argument("--name", help="the person it is named after, or what a shared one is called")
    new.add_argument("--role", help="the role of whoever reads it, as the procedure names it")
    new.add_argument("--shared", action="store_true", help="more people than one may read it")


def _takes_nothing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.actions import accounts

        if arguments.procedure:
            made = accounts.add_authority(arguments.name, procedure=arguments.procedure)
            return f"{made} is an authority; its new cases are read under {made.procedure}."
        authority = administering.organisation_named(arguments.authority, None)
        if authority.authority_id is not None:
            raise administering.NotAdministered(f"{authority} is no authority; name the one in whose area it is")
        made = accounts.add_organisation(arguments.name, authority=authority)
        return f"{made} is an organisation in the area of {authority}."

    return administering.answer(arguments, work)


def _list(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from dutybook.casework.models import Organisation

        found = Organisation.objects.select_related("authority").prefetch_related("mailboxes")
        rows = [_row(each) for each in sorted(found, key=_place)]
        if arguments.json:
            return json.dumps(rows, indent=2, ensure_ascii=False)
        return "\n".join(map(_told, rows)) if rows else "There is no organisation yet."

    return administering.answer(arguments, work)


def _mailbox(arguments: argparse.Namespace) -> int:
    def work() -> str:
        from django.conf import settings

        from dutybook.casework.actions import accounts

        organisation = administering.organisation_named(arguments.organisation, arguments.authority)
        now = settings.DUTYBOOK_CLOCK()
        if arguments.what == "end":
            ended = accounts.end_mailbox(organisation, arguments.email, now=now)
            return f"{organisation} is no longer written to at {ended.email}."
        if not arguments.name or not arguments.role:
            raise administering.NotAdministered("Whose mailbox it is, is missing; write --name and --role")
        made = accounts.add_mailbox(
            organisation,
            name=arguments.name,
            email=arguments.email,
            role=arguments.role,
            is_shared=arguments.shared,
            now=now,
        )
        return f"{organisation} is written to at {made.email}{' (shared)' if made.is_shared else ''}."

    return administering.answer(arguments, work)


def _place(organisation: Organisation) -> tuple[str, bool, str]:
    """Each authority, and then what is in its area."""
    return organisation.own_authority.name, organisation.authority_id is not None, organisation.name


def _row(organisation: Organisation) -> dict[str, Any]:
    boxes = [
        {"name": box.name, "email": box.email, "role": box.role, "shared": box.is_shared}
        for box in organisation.mailboxes.all()
        if box.ended_at is None
    ]
    authority = organisation.authority.name if organisation.authority else None
    return {
        "name": organisation.name,
        "authority": authority,
        "procedure": organisation.procedure or None,
        "mailboxes": boxes,
    }


def _told(row: dict[str, Any]) -> str:
    head = f"  {row['name']}" if row["authority"] else f"{row['name']} (authority, procedure {row['procedure']})"
    boxes = [
        f"      {box['email']}  {box['name']}, {box['role']}{', shared' if box['shared'] else ''}"
        for box in row["mailboxes"]
    ]
    return "\n".join([head, *boxes])
