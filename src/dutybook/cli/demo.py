"""`dutybook demo`: a running service on this machine with fictional people and cases, and a sign-in for each role.

It must never touch a database that it did not make, and nobody but this machine may reach it.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any

from dutybook.cli.administering import table
from dutybook.cli.demo_story import Story, the_story
from dutybook.cli.serve import WITHOUT_WEB
from dutybook.project.home import CannotStart, Home, chosen

FOLDER = ".demo"
ADDRESS = "127.0.0.1"
SEED = 1
MAIL = "mail"
ENVIRONMENT = {"DUTYBOOK_SHOW_CODES": "yes", "DUTYBOOK_PLAIN_HTTP": "yes", "DUTYBOOK_HOSTS": "127.0.0.1,localhost"}
OTHER_DATABASES = ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE")


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("demo", help="a service on this machine with fictional cases, to look at")
    parser.add_argument("--port", type=int, default=None, help="where it listens (8000, or another if that is taken)")
    parser.add_argument("--home", default=FOLDER, help=f"the folder that the demonstration lives in ({FOLDER})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which cases are drawn ({SEED})")
    parser.add_argument("--cases", type=int, default=None, help="how many to draw beside those written out (all)")
    parser.add_argument("--reset", action="store_true", help="throw the demonstration's cases away and begin again")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is stopped; 2 where the folder is not a demonstration's."""
    _choose(Path(arguments.home))
    try:
        from dutybook.project import start
    except ModuleNotFoundError:
        return _refuse(WITHOUT_WEB)
    try:
        port = start.free_port(arguments.port)
        os.environ["DUTYBOOK_ADDRESS"] = f"http://{ADDRESS}:{port}"
        if arguments.reset:
            _reset(chosen())
        start.prepare()
    except CannotStart as refusal:
        return _refuse(str(refusal))
    from dutybook.casework.demonstration import NotADemonstration
    from dutybook.cli.demo_telling import tell

    story = the_story(seed=arguments.seed, drawn=arguments.cases)
    print(
        f"Making ready: {len(story.cases)} fictional cases are told once, in about a quarter of a minute.", flush=True
    )
    try:
        tell(story)
    except NotADemonstration as refusal:
        return _refuse(str(refusal))
    print(_welcome(story, port), flush=True)
    start.serve(start.Listening(address=ADDRESS, port=port))
    return 0


def _choose(folder: Path) -> None:
    """Its own folder and two SQLite files, and mail into a folder, whatever the service on this machine uses."""
    home = folder.absolute()
    os.environ.update(ENVIRONMENT, DUTYBOOK_HOME=str(home), DUTYBOOK_MAIL=f"file:{home / MAIL}")
    for name in OTHER_DATABASES:
        os.environ.pop(name, None)


class NotOurs(CannotStart):
    """The folder is somebody's service, and not a demonstration."""


def _reset(home: Home) -> None:
    """Takes away what `dutybook demo` made, and nothing else."""
    if not home.database.exists():
        return
    if not _is_marked(home.database):
        raise NotOurs(f"{home.folder} was not made by `dutybook demo`; nothing was thrown away")
    for path in (home.database, home.key_store):
        for each in path.parent.glob(f"{path.name}*"):
            each.unlink()
    for path in (home.master_key, home.secret_key):
        path.unlink(missing_ok=True)


def _is_marked(database: Path) -> bool:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        try:
            return bool(connection.execute("SELECT count(*) FROM casework_demonstration").fetchone()[0])
        except sqlite3.OperationalError:
            return False


def _welcome(story: Story, port: int) -> str:
    rows = [("Sign in as", "who is", "and does"), *((each.email, each.name, each.what) for each in story.people)]
    return "\n".join(
        [
            "",
            f"Dutybook, a demonstration: http://{ADDRESS}:{port}/",
            f"Every person and every case in it is made up. The password of all of them: {story.password}",
            "The page after it shows the one-time code.",
            "",
            table(rows),
            "",
            f"Messages are not sent; they lie in {os.environ['DUTYBOOK_HOME']}/{MAIL}. Stop with Ctrl-C.",
        ]
    )


def _refuse(why: str) -> int:
    print(why, file=sys.stderr)
    return 2
