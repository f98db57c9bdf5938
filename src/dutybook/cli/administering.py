"""What `accounts` and `organisations` share: which service they are about, who runs them, how a refusal leaves.

Nothing here may be done to a demonstration, whose passwords everybody knows.
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dutybook.cli import record
from dutybook.project.home import CannotStart

if TYPE_CHECKING:
    from dutybook.casework.models import Organisation


Part = tuple[str, Callable[[argparse.ArgumentParser], None], Callable[[argparse.Namespace], int]]
"""A part of a command: what it says of itself, what it takes, and what it does."""


class NotAdministered(CannotStart):
    """It cannot be done here, or not as it was written."""


def answer(arguments: argparse.Namespace, work: Callable[[], str]) -> int:
    """Prints what was done; 2 with the reason where it was not."""
    return record.answer(lambda: _answer(arguments, work))


def who() -> str:
    """Whoever runs the command has no account: the name they have on this machine stands for them."""
    return f"{getpass.getuser()}, at the command line"


def organisation_named(name: str, authority: str | None) -> Organisation:
    """The one organisation of this name, in the area of this authority if one is given."""
    from dutybook.casework.models import Organisation

    found = list(Organisation.objects.filter(name=name).select_related("authority"))
    if authority:
        found = [each for each in found if authority in (each.own_authority.name, each.name)]
    if not found:
        where = f" in the area of {authority}" if authority else ""
        raise NotAdministered(f"There is no organisation {name}{where}; `dutybook organisations list` shows all")
    if len(found) > 1:
        areas = ", ".join(str(each.own_authority) for each in found)
        raise NotAdministered(f"There are several organisations {name}; choose one with --authority: {areas}")
    return found[0]


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as what is in them; the last is not filled up."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def add_parts(parser: argparse.ArgumentParser, parts: Mapping[str, Part]) -> None:
    """The parts of a command, such as `add` and `list`."""
    subparsers = parser.add_subparsers(metavar="WHAT", required=True)
    for name, (says, takes, does) in parts.items():
        part = subparsers.add_parser(name, help=says)
        takes(part)
        record.add_home(part)
        part.set_defaults(run=does)


def _answer(arguments: argparse.Namespace, work: Callable[[], str]) -> int:
    record.choose_home(arguments.home)
    record.set_up()
    try:
        record.must_be_there("default", "keys")
    except record.NoRecord as why:
        raise NotAdministered(f"{why}, or start `dutybook serve` first: it makes what is missing") from why
    from dutybook.casework import demonstration
    from dutybook.casework.actions.accounts import NotDone

    if demonstration.is_demonstration():
        raise NotAdministered(
            "This data folder is a demonstration's: `dutybook demo` makes its accounts. Choose another with --home"
        )
    try:
        print(work())
    except NotDone as refusal:
        raise NotAdministered(str(refusal)) from refusal
    return 0
