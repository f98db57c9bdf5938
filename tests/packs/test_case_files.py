"""A case file is read whole or refused whole, each mistake with its line and what to write."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent

import pytest

from dutybook.engine.entries import EntryRefused
from dutybook.packs import CaseRefused, entries_from, load, read_case
from tests.packs.writing import HEAD, write_pack

RAISED = "{type: raised, happened_at: 2026-04-02T16:00:00+01:00, by: Head teacher, as: head, data: {allegation: a1}}"


def case(tmp_path: Path, *entries: str, head: str = "kind: allegation") -> Path:
    """A case file of the sound pack; its first entry stands on line 4."""
    pack = write_pack(tmp_path / "barset")
    path = tmp_path / "case.yaml"
    lines = "".join(f"  - {each}\n" for each in entries)
    path.write_text(f"procedure: {pack}\n{head}\nentries:\n{lines}", encoding="utf-8")
    return path


def refusal_of(path: Path) -> list[str]:
    with pytest.raises(CaseRefused) as refusal:
        read_case(path)
    return [f"{each.line}: {each.what}; {each.write}" for each in refusal.value.problems]


def test_a_case_is_read_with_its_moments_its_things_and_who_did_what(tmp_path: Path) -> None:
    read = read_case(case(tmp_path, RAISED))

    (entry,) = read.entries
    assert (entry.seq, entry.type, entry.by, entry.role) == (1, "raised", "Head teacher", "head")
    assert entry.things == {"allegation": ("a1",)}
    assert entry.hi == entry.recorded_at == datetime(2026, 4, 2, 15, 0, tzinfo=UTC)
    assert (read.kind, read.ignored) == ("allegation", ())


@pytest.mark.parametrize("quoted", ['"2026-04-02"', "2026-04-02"])
def test_a_bare_date_is_a_day_and_not_midnight(quoted: str, tmp_path: Path) -> None:
    read = read_case(case(tmp_path, RAISED.replace("2026-04-02T16:00:00+01:00", quoted)))

    (entry,) = read.entries
    assert (entry.lo, entry.hi) == (
        datetime(2026, 4, 1, 23, 0, tzinfo=UTC),
        datetime(2026, 4, 2, 22, 59, 59, tzinfo=UTC),
    )


WRONG = {
    "an event nobody declares": (RAISED.replace("type: raised", "type: rased"), "'rased' is not an event"),
    "a fact nobody declares": (RAISED.replace("a1}", "a1, crme: yes}"), "'crme' is neither a thing nor a fact"),
    "an answer that does not fit": (RAISED.replace("a1}", "a1, crime: maybe}"), "crime: 'maybe' does not answer it"),
    "a choice nobody offers": (RAISED.replace("a1}", "a1, setting: pub}"), "setting: 'pub' does not answer it"),
    "a day that is none": (
        RAISED.replace("2026-04-02T16:00:00+01:00", "2026-02-30"),
        "happened_at '2026-02-30' is not a day",
    ),
    "a day beyond the calendar": (
        RAISED.replace("2026-04-02T16:00:00+01:00", "9999-12-31"),
        "happened_at 9999-12-31 is not of our times",
    ),
    "a time without an offset": (RAISED.replace("+01:00", ""), "happened_at 2026-04-02T16:00:00 has no offset"),
    "a time after it was recorded": (
        RAISED.replace("by:", "recorded_at: 2026-04-01T09:00:00+01:00, by:"),
        "happened_at 2026-04-02T16:00:00+01:00 is later than recorded_at",
    ),
    "no thing named": (RAISED.replace("{allegation: a1}", "{}"), "raised is about a"),
    "a key nobody knows": (RAISED.replace("by:", "who:"), "'who' is not a key of an entry"),
    "no mapping": ("raised", "'raised' is not an entry"),
    "a correction of nothing": (RAISED.replace("by:", "corrects: 7, by:"), "corrects 7 is no earlier entry"),
    "a correction of itself": (RAISED.replace("by:", "corrects: 2, by:"), "corrects 2 is no earlier entry"),
    "a number given twice": (RAISED.replace("by:", "seq: 1, by:"), "seq 1 is the number of two entries"),
    "a number that is none": (RAISED.replace("by:", "seq: one, by:"), "seq 'one' is not the number of an entry"),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_entry_that_does_not_fit_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    entry, expected = WRONG[name]

    (said,) = refusal_of(case(tmp_path, RAISED, entry))

    assert said.startswith(f"5: {expected}")
    assert "; " in said


def test_everything_that_is_wrong_is_said_at_once_and_at_the_key(tmp_path: Path) -> None:
    entries = """\
    - type: raised
      happened_at: 2026-04-02T16:00:00
      data: {allegation: a1}
    - type: raised
      happened_at: 2026-04-02T16:00:00+01:00
      data:
        allegation: a1
        crime: maybe
    - type: told
      happened_at: 2026-04-03
      data: {}
    """
    path = case(tmp_path)
    path.write_text(path.read_text() + dedent(entries), encoding="utf-8")

    said = refusal_of(path)

    assert [each.split(" ")[0] for each in said] == ["5:", "11:", "12:"]


HEADS = {
    "prozedure: x": "'prozedure' is not a key of a case; write procedure",
    "kind: adult": "'adult' is not a kind of case; write allegation or child",
    "kind: on": "'on' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
}


@pytest.mark.parametrize("head", HEADS)
def test_a_head_that_does_not_fit_is_refused(head: str, tmp_path: Path) -> None:
    assert refusal_of(case(tmp_path, RAISED, head=head)) == [f"2: {HEADS[head]}"]


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "none.yaml") == [
        "1: cannot be read (No such file or directory); write the path of a YAML file"
    ]


def test_text_of_several_lines_is_a_case_too(tmp_path: Path) -> None:
    text = case(tmp_path, RAISED).read_text(encoding="utf-8")

    assert len(read_case(text).entries) == 1


def test_under_another_pack_what_it_does_not_declare_is_ignored_and_listed(tmp_path: Path) -> None:
    path = case(
        tmp_path,
        "{type: closed, happened_at: 2026-04-01, data: {crime: yes}}",
        RAISED.replace("a1}", "a1, area: North}"),
        RAISED.replace("by:", "corrects: 2, by:"),
    )
    small = """\
    things: {allegation: {title: A, cite: {at: p}}}
    roles: {head: {title: H, says: Heads., cite: {at: p}}}
    events: {raised: {title: R, by: head, about: allegation, class: adult, cite: {at: p}}}
    """
    other = load(write_pack(tmp_path / "plumstead", small, head=HEAD, sound=""))

    read = read_case(path, other)

    assert [(each.seq, each.type) for each in read.entries] == [(2, "raised"), (3, "raised")]
    assert read.ignored == ("entry 1: closed is not an event of plumstead", "entry 2: area is not a fact of plumstead")


def test_entries_from_the_store_keep_their_numbers_and_the_first_wrong_one_is_refused(tmp_path: Path) -> None:
    procedure = load(write_pack(tmp_path / "barset"))
    raw = {"type": "raised", "happened_at": "2026-04-02", "data": {"allegation": "a1"}}

    assert [each.seq for each in entries_from([{**raw, "seq": 4}, {**raw, "seq": 9}], procedure)] == [4, 9]
    with pytest.raises(EntryRefused, match="corrects 9 is no earlier entry"):
        entries_from([{**raw, "seq": 4, "corrects": 9}], procedure)
