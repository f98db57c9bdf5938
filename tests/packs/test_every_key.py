"""The shire that is in no atlas writes every key there is, and no key of it can go without somebody noticing.

Never checks what a key means: the worked examples of that pack do.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs import PackErrors, check, json_schema
from dutybook.packs.checks.meaning import slowly
from dutybook.packs.examples import FOLDER, departures, examples_in, outcome_of
from dutybook.packs.layers import stack_of
from dutybook.packs.loading import assemble, calendar_of, procedure_of
from dutybook.packs.pack import Pack, read_pack
from tests.packs.every_key import Place, keys_of, places, without

BARSETSHIRE = Path(__file__).parent / "barsetshire" / "barsetshire"
SCHEMA = json_schema()
PACK = read_pack(BARSETSHIRE)
FIRST = {place.key: place for place in reversed(list(places(PACK, SCHEMA)))}
READ_BY_NOTHING = {("Event", "identifies")}
"""Is kept with the event and changes nothing yet: no page and no answer depends on it."""


def test_barsetshire_passes_with_its_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path))

    assert [str(each) for each in check([BARSETSHIRE])] == []


def test_barsetshire_writes_every_key_of_every_form() -> None:
    assert sorted(keys_of(SCHEMA) - FIRST.keys()) == []


@pytest.mark.parametrize("place", [FIRST[key] for key in sorted(FIRST) if key not in READ_BY_NOTHING], ids=str)
def test_a_key_that_is_taken_out_is_missed(place: Place) -> None:
    assert not is_sound(without(PACK, place))


def is_sound(pack: Pack) -> bool:
    """Whether nothing is wrong with the pack, and its examples and those of its parent hold."""
    stack = [*(stack_of(BARSETSHIRE)[:-1] if pack.header.extends else []), pack]
    assembled = assemble(stack)
    if assembled.problems or any(not each.note for each in slowly(assembled.stack, assembled.pages)):
        return False
    try:
        procedure = procedure_of(assembled, calendar_of(stack), {})
    except PackErrors:
        return False
    own = examples_in(BARSETSHIRE / FOLDER, procedure)
    return all(outcome_of(each, procedure).passed for each in own) and not departures(procedure, stack)
