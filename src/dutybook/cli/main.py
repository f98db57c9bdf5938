"""`dutybook`: finds the command that was asked for, runs it, and says in one place how a refusal leaves.

Exit codes: 0 done; 1 what was asked about is wrong; 2 bad usage or unreadable input. No command may be imported here
before it is asked for, so that `dutybook due` does not wait for what it does not use.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

COMMANDS = {
    "demo": "a service on this machine with fictional cases, to look at",
    "serve": "the service itself",
    "accounts": "who may sign in: add, list, close, open, reset",
    "organisations": "authorities, employers, partners and their mailboxes",
    "notices": "send the messages that wait",
    "duties": "what must be done in a case, by whom, by when, and why",
    "weigh": "what the procedure points to in a decision",
    "due": "when a limit ends, and how that was counted",
    "keep": "until when the records of a case are kept",
    "verify": "whether every entry is as it was recorded, and can be read",
    "backup": "a copy of the record and of its keys, in two files apart",
    "restore": "put a backup back where nothing is yet, and verify it",
    "procedures": "list, show, check, compare and cover procedure packs",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    arguments = _parser(words).parse_args(words)
    try:
        return int(arguments.run(arguments))
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:
        code = _exit_code(error)
        if code is None:
            raise
        print(error if str(error) else type(error).__name__, file=sys.stderr)
        return code


def _parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """All commands by name; only the one that was asked for is imported and told its options."""
    parser = argparse.ArgumentParser(prog="dutybook", description="What must be done now, by whom, by when, and why.")
    parser.add_argument("--version", action="version", version=f"dutybook {version('dutybook')}")
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    asked = next((word for word in words if not word.startswith("-")), None)
    for name, says in COMMANDS.items():
        if name == asked:
            import_module(f"dutybook.cli.{name}").add(subparsers)
        else:
            subparsers.add_parser(name, help=says)
    return parser


def _exit_code(error: Exception) -> int | None:
    """What a refusal means, or None for an error that nobody foresaw."""
    from dutybook.engine.entries import EntryRefused
    from dutybook.engine.grammar import GrammarError
    from dutybook.packs.problems import CaseRefused, PackErrors, UnknownPack

    if isinstance(error, PackErrors):
        return 1
    if isinstance(error, CaseRefused | UnknownPack | EntryRefused | GrammarError | OSError):
        return 2
    return None


if __name__ == "__main__":
    raise SystemExit(main())
