"""Which procedures a page is worked out from that nobody has adopted, beside the reader's own authority's.

A page that is under the reader's own procedure alone asks nothing here: that banner is on every page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import Undefined

from dutybook.casework.adoption import adopted_by
from dutybook.casework.models import Account, Organisation
from dutybook.casework.queries import CaseView, Sight
from dutybook.engine.procedure import Procedure

Used = tuple[Organisation, str]


def unadopted_beside(account: Account, *shown: Any) -> list[str]:
    """The titles or names of the procedures among what a template shows: cases, lists of cases, and procedures."""
    own = account.organisation.own_authority
    used = {each: title for each, title in _used(own, shown) if each != (own, own.procedure)}
    if not used:
        return []
    adopted = adopted_by({authority for authority, _ in used})
    return sorted({title for (authority, name), title in used.items() if adopted.last(authority, name) is None})


def _used(own: Organisation, shown: Iterable[Any]) -> Iterator[tuple[Used, str]]:
    for each in shown:
        if isinstance(each, Undefined):
            continue
        if isinstance(each, list | tuple):
            yield from _used(own, each)
        elif isinstance(each, Procedure):
            yield (own, each.name), each.title
        elif isinstance(each, CaseView | Sight):
            yield (each.case.authority, each.case.procedure), each.procedure.title
