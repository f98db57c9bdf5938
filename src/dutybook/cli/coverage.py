"""`dutybook procedures coverage --rules FILE [--prove] [--only S-] [--json]`: where every rule of the sources went.

Nothing here may decide what covers a rule: see `dutybook.packs.coverage` and `dutybook.packs.prove`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dutybook.packs.coverage import Coverage
    from dutybook.packs.prove import Proof


def add(inner: Any) -> None:
    parser = inner.add_parser("coverage", help="which rules of the sources are carried, which wait, which are missing")
    parser.add_argument("--rules", metavar="FILE", required=True, help="rules.jsonl or rules.csv")
    parser.add_argument("--only", metavar="PREFIX", default="", help="only rules whose id begins so, as in S-")
    parser.add_argument("--prove", action="store_true", help="take each citing element out and name what then fails")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from dutybook.packs import load, names
    from dutybook.packs.coverage import RulesUnreadable, cover, read_rules
    from dutybook.packs.prove import prove

    try:
        rules = read_rules(Path(arguments.rules), arguments.only)
    except RulesUnreadable as error:
        print(error, file=sys.stderr)
        return 2
    procedures = [load(name) for name in names()]
    coverage = cover(procedures, rules, arguments.only)
    proofs = list(prove(procedures, coverage)) if arguments.prove else []
    _print(coverage, proofs, arguments)
    unproved = [proof for proof in proofs if not proof.by]
    return 0 if coverage.whole and not unproved else 1


def _print(coverage: Coverage, proofs: Sequence[Proof], arguments: argparse.Namespace) -> None:
    if arguments.json:
        proved = {"proved": _proofs_json(proofs)} if arguments.prove else {}
        print(json.dumps(coverage.as_json() | proved, indent=2, ensure_ascii=False))
    else:
        print("\n".join([*_summary(coverage), *_proved(proofs)]))
    for problem in coverage.problems:
        print(problem, file=sys.stderr)
    for proof in proofs:
        if not proof.by:
            print(f"not proved: {', '.join(proof.rules)}: {proof.place}", file=sys.stderr)


def _proofs_json(proofs: Sequence[Proof]) -> dict[str, list[dict[str, str]]]:
    """By rule: each place, and what proves it."""
    found: dict[str, list[dict[str, str]]] = {}
    for proof in proofs:
        for id in proof.rules:
            found.setdefault(id, []).append({"place": proof.place, "by": proof.by})
    return found


def _summary(coverage: Coverage) -> Iterator[str]:
    """One line for each source, then what is missing of those that a pack is written from."""
    for source in dict.fromkeys(rule.source for rule in coverage.rules.values()):
        ids = [id for id, rule in coverage.rules.items() if rule.source == source]
        missing = [id for id in ids if id in set(coverage.missing)]
        lists = {
            "carried": coverage.carried,
            "met by the product": coverage.met_by_product,
            "awaiting an issue": coverage.awaiting,
            "not for software": coverage.not_software,
        }
        counts = ", ".join(f"{sum(id in each for id in ids)} {name}" for name, each in lists.items())
        written = "" if set(ids) & set(coverage.of_packs) else " (no pack is written from this source yet)"
        yield f"{source}: {len(ids)} rules: {counts}, {len(missing)} missing{written}"
        if not written:
            yield from (f"  missing {id} ({coverage.rules[id].strength}, {coverage.rules[id].kind})" for id in missing)


def _proved(proofs: Sequence[Proof]) -> Iterator[str]:
    for id, places in sorted(_proofs_json(proofs).items(), key=lambda each: _natural(each[0])):
        for each in places:
            yield f"{id}: {each['place']}: {each['by'] or 'NOT PROVED'}"
    if proofs:
        yield f"{sum(bool(proof.by) for proof in proofs)} places proved, {sum(not proof.by for proof in proofs)} not"


def _natural(id: str) -> list[tuple[int, int, str]]:
    """S-9-1 before S-12-1."""
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in id.split("-")]
