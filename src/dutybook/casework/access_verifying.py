"""Whether the access log of a case is as it was written, and whether what stands of who may see the case follows it.

Nothing may be mended here, and no reason may be opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from dutybook.casework import access_log, chain
from dutybook.casework.models import (
    AccessChange,
    Anchor,
    Case,
    EmergencyAccess,
    Involvement,
    LogAnchor,
    Recusal,
    Restriction,
    SubjectLink,
)
from dutybook.casework.settled import wrong


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: with a line of the log by its number, or with what stands."""

    number: int | None
    wrong: str
    says: str


@dataclass(slots=True)
class Standing:
    """What stands of who may see a case: by the line that made it, or by the account."""

    involvements: dict[Any, list[Any]] = field(default_factory=dict)
    emergencies: dict[Any, list[Any]] = field(default_factory=dict)
    recusals: dict[Any, list[Any]] = field(default_factory=dict)
    restrictions: dict[Any, list[Any]] = field(default_factory=dict)
    links: dict[Any, list[Any]] = field(default_factory=dict)


NEVER_ANCHORED = "was never anchored: it did not come in by the one door"
LACKS_ITS_ANCHOR = (
    "is sealed as the service seals and lacks its anchor: the machine stopped in the moment after it was written, or"
    " somebody with the keys put it there"
)
NAMES = {
    "involvements": "who is involved",
    "emergencies": "who let themselves in",
    "recusals": "who is off the case",
    "restrictions": "whether it is restricted",
    "links": "who is locked out as its subject",
}


def verify(case: Case) -> list[Wrong]:
    """All that is wrong with the access log of this case, and with what stands by it; empty when both hold."""
    log = list(case.access_changes.order_by("number"))
    once = {each.number: each for each in reversed(list(_in_the_log(case, log)))}
    beside_it = [*_beside_it(stored(case), replayed(log)), *(Wrong(None, "altered", each) for each in wrong(case, log))]
    return [*sorted(once.values(), key=lambda each: each.number or 0), *beside_it]


def without_anchor(case: Case) -> list[AccessChange]:
    """The last lines of its log that lack their anchor, and that the service itself has sealed."""
    anchored = set(LogAnchor.objects.filter(log=access_log.LOG, case=case.pk).values_list("number", flat=True))
    after = case.access_changes.filter(number__gt=max(anchored, default=0)).order_by("number")
    return [line for line in after if access_log.opens(line) and access_log.hash_of(line) == line.hash]


def replayed(log: Iterable[AccessChange]) -> Standing:
    """What has to stand, by the log alone."""
    standing = Standing()
    for line in log:
        _DEEDS.get(line.deed, _nothing)(standing, line)
    return standing


def stored(case: Case) -> Standing:
    """What does stand, by which every page decides."""
    return Standing(
        involvements=_rows(Involvement.objects.filter(case=case), "line", "account", "granted_by", "granted_at",
                           "ends_at"),
        emergencies=_rows(EmergencyAccess.objects.filter(involvement__case=case), "involvement__line",
                          "involvement__account", "told", "looked_at"),
        recusals=_rows(Recusal.objects.filter(case=case), "account", "recused_by", "recused_at"),
        restrictions=_rows(Restriction.objects.filter(case=case), "line", "restricted_at", "lifted_at"),
        links=_rows(SubjectLink.objects.filter(case=case), "account", "linked_by", "linked_at"),
    )  # fmt: skip


def _rows(found: Any, key: str, *values: str) -> dict[Any, list[Any]]:
    return {key: list(values) for key, *values in found.values_list(key, *values)}


def _in_the_log(case: Case, log: Iterable[AccessChange]) -> Iterator[Wrong]:
    lines = {line.number: line for line in log}
    anchors = dict(LogAnchor.objects.filter(log=access_log.LOG, case=case.pk).values_list("number", "hash"))
    if not anchors and not Anchor.objects.filter(case=case.pk).exists():
        # Of a lost key store it is said once for the case, and not again for every line that it had anchored.
        anchors = {number: line.hash for number, line in lines.items()}
    last = max(lines, default=0)
    for number in sorted((set(range(1, last)) | set(anchors)) - set(lines)):
        wrong = "missing" if number < last else "cut off"
        yield _line(number, wrong, "is missing" if number < last else "was written and has been cut off the end")
    for number, line in lines.items():
        if access_log.hash_of(line) != line.hash or anchors.get(number, line.hash) != line.hash:
            yield _line(number, "altered", "is not as it was written")
        elif number not in anchors:
            yield from _not_anchored(line, up_to=max(anchors, default=0))
    yield from _not_joined(lines)


def _not_anchored(line: AccessChange, *, up_to: int) -> Iterator[Wrong]:
    """As of an entry: what the service sealed is vouched for by the anchor of any line that follows it."""
    if not access_log.opens(line):
        yield _line(line.number, "inserted", NEVER_ANCHORED)
    elif line.number > up_to:
        yield _line(line.number, "not anchored", LACKS_ITS_ANCHOR)


def _not_joined(lines: Mapping[int, AccessChange]) -> Iterator[Wrong]:
    if (first := lines.get(1)) and first.previous_hash != chain.START:
        yield _line(1, "altered", "does not begin the log")
    for before, after in pairwise(lines.values()):
        if after.number == before.number + 1 and after.previous_hash != before.hash:
            yield _line(after.number, "altered", f"does not follow line {before.number}")


def _line(number: int, wrong: str, says: str) -> Wrong:
    return Wrong(number, wrong, f"line {number} of the access log {says}")


def _beside_it(found: Standing, wanted: Standing) -> Iterator[Wrong]:
    for name, says in NAMES.items():
        if getattr(found, name) != getattr(wanted, name):
            yield Wrong(None, "altered", f"{says} is not what the access log says")


def _nothing(_standing: Standing, _line: AccessChange) -> None:
    """Of a line that only says what was done, nothing stands."""


def _involved(standing: Standing, line: AccessChange) -> None:
    standing.involvements[line.number] = [line.whom_id, line.by_id, line.at, line.until]


def _opened(standing: Standing, line: AccessChange) -> None:
    standing.involvements[line.number] = [line.by_id, line.by_id, line.at, line.until]
    standing.emergencies[line.number] = [line.by_id, line.whom_id, None]


def _looked_at(standing: Standing, line: AccessChange) -> None:
    for access in standing.emergencies.values():
        if access == [line.whom_id, line.by_id, None]:
            access[-1] = line.at


def _extended(standing: Standing, line: AccessChange) -> None:
    for number in _lasting(standing, line) - set(standing.emergencies):
        standing.involvements[number][-1] = line.until


def _ended(standing: Standing, line: AccessChange) -> None:
    for number in _lasting(standing, line):
        standing.involvements[number][-1] = line.at


def _lasting(standing: Standing, line: AccessChange) -> set[int]:
    return {
        number
        for number, (account, *_, until) in standing.involvements.items()
        if account == line.whom_id and (until is None or until > line.at)
    }


def _recused(standing: Standing, line: AccessChange) -> None:
    standing.recusals[line.whom_id] = [line.by_id, line.at]


def _recusal_undone(standing: Standing, line: AccessChange) -> None:
    standing.recusals.pop(line.whom_id, None)


def _restricted(standing: Standing, line: AccessChange) -> None:
    standing.restrictions[line.number] = [line.at, None]


def _lifted(standing: Standing, line: AccessChange) -> None:
    for restriction in standing.restrictions.values():
        restriction[-1] = restriction[-1] or line.at


def _linked(standing: Standing, line: AccessChange) -> None:
    standing.links[line.whom_id] = [line.by_id, line.at]


def _unlinked(standing: Standing, line: AccessChange) -> None:
    standing.links.pop(line.whom_id, None)


_DEEDS = {
    access_log.INVOLVED: _involved,
    access_log.EXTENDED: _extended,
    access_log.ENDED: _ended,
    access_log.RECUSED: _recused,
    access_log.RECUSAL_UNDONE: _recusal_undone,
    access_log.RESTRICTED: _restricted,
    access_log.LIFTED: _lifted,
    access_log.OPENED: _opened,
    access_log.LOOKED_AT: _looked_at,
    access_log.LINKED: _linked,
    access_log.UNLINKED: _unlinked,
}
