"""`dutybook verify`: whether every entry is as it was recorded, and can be read. It must never print what one says."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dutybook.cli import record
from dutybook.cli.progress import Progress

if TYPE_CHECKING:
    from dutybook.casework.models import Case
    from dutybook.casework.verifying import Found, Verified


def add(subparsers: Any) -> None:
    """The command and its arguments."""
    parser = subparsers.add_parser("verify", help="whether every entry is as it was recorded, and can be read")
    parser.add_argument("--case", metavar="REF", help="this case only, by its reference")
    parser.add_argument(
        "--against",
        metavar="MANIFEST",
        type=Path,
        help="a backup's folder, or its manifest.json: whatever that has must be there still",
    )
    accepting = parser.add_argument_group("what lacks its anchor since the machine stopped")
    accepting.add_argument("--accept", metavar="REF", help="anchor the last entries and lines of this case again")
    accepting.add_argument("--by", metavar="EMAIL", help="who holds the case, has looked at them and vouches for them")
    accepting.add_argument("--reason", default="", help="how they know, for whoever asks in a year")
    record.add_home(parser)
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """1 where something is wrong with the record; 2 where it cannot be looked at."""
    return record.answer(lambda: _verify(arguments))


def as_json(verified: Verified) -> dict[str, Any]:
    return {"holds": not verified.found, "cannot_be_read": verified.cannot_be_read} | asdict(verified)


def told(verified: Verified) -> Iterator[str]:
    """One line for each thing that is wrong, then what was looked at."""
    for each in verified.found:
        yield f"{each.case}: {each.says} ({each.wrong})"
    looked_at = f"Checked: cases {verified.cases}, entries {verified.entries}, readings {verified.readings}"
    if not verified.found:
        yield f"{looked_at}. All are as they were recorded, and every entry can be read."
        return
    if any(each.wrong == "not anchored" for each in verified.found):
        yield (
            "What is not anchored is vouched for by the next that is recorded; or by somebody who holds the case:"
            " dutybook verify --accept REF --by EMAIL --reason WHY"
        )
    if unread := verified.cannot_be_read:
        yield f"Cases that cannot be read, or not whole: {', '.join(unread)}."
    wrong = len(verified.found)
    yield f"{looked_at}. {wrong} {'thing is' if wrong == 1 else 'things are'} wrong."


def show(verified: Verified, *, json_wanted: bool) -> int:
    """Prints it; the exit code."""
    lines = [json.dumps(as_json(verified), indent=2, ensure_ascii=False)] if json_wanted else told(verified)
    print("\n".join(lines))
    return 1 if verified.found else 0


def _verify(arguments: argparse.Namespace) -> int:
    record.choose_home(arguments.home)
    record.set_up()
    record.must_be_there("default", "keys")
    from dutybook.casework import verifying

    if arguments.accept:
        _accept(arguments)
    only = arguments.case or arguments.accept
    lost = list(_lost(arguments.against, only)) if arguments.against else []
    verified = verifying.verify(_case(only) if only else None, progress=Progress("cases"))
    return show(replace(verified, found=verified.found + tuple(lost)), json_wanted=arguments.json)


def _accept(arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from dutybook.casework import verifying
    from dutybook.casework.actions.access import Said, Unfit
    from dutybook.casework.actions.anchoring import anchor_again
    from dutybook.casework.actions.events import NotAllowed
    from dutybook.casework.models import Account

    verifying.check_master_key()
    by = Account.objects.filter(email=arguments.by, is_active=True).first()
    if by is None:
        raise record.NoRecord(f"Nobody signs in as {arguments.by}; write --by with the address of who holds the case")
    said = Said(by=by, now=settings.DUTYBOOK_CLOCK(), reason=arguments.reason)
    try:
        anchored = anchor_again(_case(arguments.accept), said=said)
    except (Unfit, NotAllowed) as why:
        raise record.NoRecord(str(why)) from why
    print(f"Anchored again: {anchored}, in the name of {by.name}.", file=sys.stderr)


def _lost(manifest_of: Path, reference: str | None) -> Iterator[Found]:
    """What a backup's manifest has and the record has no more; all of it is read before the long work begins."""
    from dutybook.casework.backups import comparing, manifest

    for each in comparing.not_as_it_was(manifest.read(manifest_of), progress=Progress("ends in the manifest")):
        if reference is None or each.case == reference.upper():
            yield each


def _case(reference: str) -> Case:
    from dutybook.casework.models import Case

    case = Case.objects.filter(reference=reference.upper()).first()
    if case is None:
        raise record.NoRecord(f"There is no case {reference}; its reference is at the top of its page")
    return case
