"""A case written as the plain YAML file that `dutybook duties` reads.

Nothing may be in it that its reader may not see.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from dutybook.casework.models import Case
from dutybook.casework.own_numbers import numbered
from dutybook.casework.store import Raw

ORDER = (
    "seq", "type", "happened_at", "recorded_at", "by", "as", "recorded_by", "told_by",
    "compartment", "data", "corrects", "retracted", "reason",
)  # fmt: skip


def case_file(case: Case, raws: Iterable[Raw]) -> str:
    """The same form in tests, examples, import and export (docs/language.md).

    Numbered as its reader counts: a gap would say that there is something they may not read.
    """
    read = list(raws)
    numbers = {raw["seq"]: number for number, raw in enumerate(read, 1)}
    entries = [{key: raw[key] for key in ORDER if key in raw} for raw in (numbered(each, numbers) for each in read)]
    written = {"procedure": case.procedure, "kind": case.kind, "entries": entries}
    return yaml.dump(written, Dumper=_CaseFileDumper, sort_keys=False, allow_unicode=True, width=120)


class _CaseFileDumper(yaml.SafeDumper):
    """YAML in which yes and no are the only two words that are not text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_CaseFileDumper.add_representer(
    bool, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:bool", "yes" if value else "no")
)
