"""Comparison sees every field of every element of a pack that writes every key: one change, one line.

Never checks how a line is worded: see the tests of the engine's comparison.
"""

from __future__ import annotations

from dutybook.engine.compare import compare, compare_rules
from dutybook.packs import load
from tests.engine.test_compare import changes
from tests.packs.test_every_key import BARSETSHIRE


def test_one_field_changed_in_a_pack_of_every_key_is_one_line() -> None:
    rules = load(BARSETSHIRE).editions[-1][1]

    lines = {what: len(compare_rules(rules, changed, "one", "other")) for what, changed in changes(rules)}

    assert len(lines) > 1000
    assert {what: count for what, count in lines.items() if count != 1} == {}


def test_a_pack_of_every_key_does_not_differ_from_itself() -> None:
    assert compare(load(BARSETSHIRE), load(BARSETSHIRE)) == []
