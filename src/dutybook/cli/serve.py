"""`dutybook serve`: the service itself. It must never run on a demonstration's database, nor show anybody's code."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from typing import Any

from dutybook.project.home import CannotStart

WITHOUT_WEB = (
    "The service needs more packages than the command line does; install them with: pip install 'dutybook[web]'"
)

FIRST_STEPS = """
Nobody can sign in yet. The data folder is {home}
Keep a copy of {master_key} somewhere else: without it nothing in the record can be read.
For the first account, type in another terminal:
  dutybook organisations add "NAME OF THE AUTHORITY" --procedure PACK
  dutybook accounts add --email ADDRESS --name "NAME" --role designated_officer --organisation "NAME OF THE AUTHORITY"
  dutybook procedures adopt PACK --by ADDRESS --reason "WHO AGREED TO IT, AND WHEN"
`dutybook procedures list` shows the packs. If the data folder is not the usual one, name it with --home."""


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("serve", help="the service itself")
    parser.add_argument("--port", type=int, default=None, help="where it listens (8000, or another if that is taken)")
    parser.add_argument("--address", default="127.0.0.1", help="the address it listens on (this machine only)")
    parser.add_argument("--home", default=None, help="the data folder (DUTYBOOK_HOME, or your own data folder)")
    parser.add_argument("--workers", type=int, default=1, help="how many processes")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is stopped; 2 where it must not."""
    if os.environ.get("DUTYBOOK_SHOW_CODES"):
        return _refuse("DUTYBOOK_SHOW_CODES shows everybody's sign-in code; unset it: only `dutybook demo` may set it")
    if arguments.home:
        os.environ["DUTYBOOK_HOME"] = arguments.home
    try:
        from dutybook.project import start
    except ModuleNotFoundError:
        return _refuse(WITHOUT_WEB)
    try:
        port = start.free_port(arguments.port)
        start.prepare()
    except CannotStart as refusal:
        return _refuse(str(refusal))
    from dutybook.casework import demonstration

    if demonstration.is_demonstration():
        return _refuse(
            "This data folder was made by `dutybook demo`, and its passwords are known; choose another with --home"
        )
    print("\n".join(_welcome(f"http://{arguments.address}:{port}/")), flush=True)
    start.serve(start.Listening(address=arguments.address, port=port, workers=arguments.workers))
    return 0


def _welcome(address: str) -> Iterator[str]:
    from django.conf import settings

    from dutybook.casework.models import Account

    yield f"Dutybook listens on {address} and expects TLS in front of it. Stop it with Ctrl-C."
    if not Account.objects.exists():
        yield FIRST_STEPS.format(home=settings.HOME.folder, master_key=settings.DUTYBOOK_MASTER_KEY_FILE)


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
