"""YAML to `Procedure`, or a list of what is wrong and where; worked examples, and the case files they share.

Nothing here may import Django, or decide what a duty's status is: see `dutybook.engine`. What is asked for is imported
when it is asked for, so that counting working days does not wait for the loader.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dutybook.packs.casefile import Case, NotDeclared, declared_only, entries_from, entries_under, read_case
    from dutybook.packs.checking import check, passes
    from dutybook.packs.examples import Outcome, run_examples
    from dutybook.packs.loading import as_data, load
    from dutybook.packs.paths import names
    from dutybook.packs.problems import CaseRefused, PackErrors, Problem, UnknownPack
    from dutybook.packs.schema.publish import json_schema

_LIVES_IN = {
    "Case": "casefile",
    "CaseRefused": "problems",
    "NotDeclared": "casefile",
    "Outcome": "examples",
    "PackErrors": "problems",
    "Problem": "problems",
    "UnknownPack": "problems",
    "as_data": "loading",
    "check": "checking",
    "declared_only": "casefile",
    "entries_from": "casefile",
    "entries_under": "casefile",
    "json_schema": "schema.publish",
    "load": "loading",
    "names": "paths",
    "passes": "checking",
    "read_case": "casefile",
    "run_examples": "examples",
}

__all__ = [
    "Case",
    "CaseRefused",
    "NotDeclared",
    "Outcome",
    "PackErrors",
    "Problem",
    "UnknownPack",
    "as_data",
    "check",
    "declared_only",
    "entries_from",
    "entries_under",
    "json_schema",
    "load",
    "names",
    "passes",
    "read_case",
    "run_examples",
]


def __getattr__(name: str) -> Any:
    if name not in _LIVES_IN:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LIVES_IN[name]}"), name)
