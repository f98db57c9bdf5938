"""`dutybook notices send`: sends the messages that wait, such as those that a mail server refused at first.

A message says only that something needs its reader; nothing about any case may be printed here either.
"""

from __future__ import annotations

import argparse
from typing import Any

from dutybook.cli import record

NO_MAIL = "Mail is not set up: set DUTYBOOK_MAIL to smtp://name:password@host:587, or to file:FOLDER"


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("notices", help="send the messages that wait")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    send = commands.add_parser("send", help="send what waits and may go")
    record.add_home(send)
    send.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """0 once nothing that may go is left; 1 where a mail server refused something; 2 where it cannot be tried."""
    return record.answer(lambda: _send(arguments))


def _send(arguments: argparse.Namespace) -> int:
    record.choose_home(arguments.home)
    record.set_up()
    record.must_be_there("default", "keys")
    from django.conf import settings

    from dutybook.casework import notices

    if not settings.DUTYBOOK_MAIL_IS_SET_UP:
        raise record.NoRecord(NO_MAIL)
    sent = notices.send_waiting(now=settings.DUTYBOOK_CLOCK())
    print(f"Sent: {sent.messages}. Dropped, because their readers may no longer know: {sent.dropped}."
          f" Waiting for the desk: {sent.held}. Refused by the mail server: {sent.refused}.")  # fmt: skip
    return 1 if sent.refused else 0
