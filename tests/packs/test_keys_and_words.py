"""Keys, words and ids: each that is written wrongly is refused at its line, and its twin that is right passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs.source import read_text
from tests.packs.writing import HEAD, SOUND, found_in, said_of, write_pack

CASES = {
    "a bare on": (
        """\
        events:
          seen: {title: on, by: head, class: child, cite: {at: p}}
        """,
        "extra.yaml:2: 'on' without quotes reads two ways in YAML; write yes or no, or put the word in quotes",
        """\
        events:
          seen: {title: "on", by: head, class: child, cite: {at: p}}
        """,
    ),
    "a bare date": (
        """\
        conditions:
          late: {passed: 1 day after incident_on, cite: {at: 2026-04-03}}
        """,
        'extra.yaml:2: the date or time 2026-04-03 stands without quotes; write "2026-04-03"',
        """\
        conditions:
          late: {passed: 1 day after incident_on, cite: {at: "2026-04-03"}}
        """,
    ),
    "an empty value": (
        """\
        things:
          plan:
            title:
            cite: {at: p}
        """,
        "extra.yaml:3: 'nothing' without quotes reads two ways in YAML;"
        " write a value, the word none, or leave the key out",
        """\
        things:
          plan:
            title: Plan
            cite: {at: p}
        """,
    ),
    "a key written twice": (
        """\
        things:
          plan: {title: Plan, cite: {at: p}}
          plan: {title: Plan again, cite: {at: p}}
        """,
        "extra.yaml:3: 'plan' is written twice; keep one of the two",
        """\
        things:
          plan: {title: Plan, cite: {at: p}}
          visit: {title: Visit, cite: {at: p}}
        """,
    ),
    "an element in two files": (
        """\
        things:
          child: {title: Child, cite: {at: p}}
        """,
        "sound.yaml:3: child is declared twice, first at {extra}:2; keep one of the two",
        """\
        things:
          visit: {title: Visit, cite: {at: p}}
        """,
    ),
    "a comma in a sentence without quotes": (
        """\
        things:
          plan: {title: Plan, cite: {ours: we need it, and often}}
        """,
        "extra.yaml:2: 'and often' has no value: inside { } a comma ends the words before it;"
        " put all the words in quotes",
        """\
        things:
          plan: {title: Plan, cite: {ours: "we need it, and often"}}
        """,
    ),
    "a chapter nobody knows": (
        """\
        dutys:
          x: {}
        """,
        "extra.yaml:1: 'dutys' is not a chapter; write duties",
        """\
        duties:
          x: {title: X, owner: head, strength: may, arises: closed, done_by: closed, cite: {at: p}}
        """,
    ),
    "a misspelt key": (
        """\
        duties:
          close:
            title: Close
            owner: head
            strength: may
            arises: raised
            wihtin: 3 days
            done_by: told
            cite: {at: p}
        """,
        "extra.yaml:7: 'wihtin' is not a key of a duty; write within",
        """\
        duties:
          close:
            title: Close
            owner: head
            strength: may
            arises: raised
            within: 3 days
            done_by: told
            cite: {at: p}
        """,
    ),
    "a misspelt key of a row": (
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            first:
              low: {wehn: crime, points_to: tier_2, strength: will, cite: {at: p}}
            cite: {at: p}
        """,
        "extra.yaml:6: 'wehn' is not a key of a row; write when",
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            first:
              low: {when: crime, points_to: tier_2, strength: will, shown_to: [head], cite: {at: p}}
            cite: {at: p}
        """,
    ),
    "a strength nobody words": (
        """\
        standards:
          policy: {title: Policy, who: schools, strength: shall, says: Have one., cite: {at: p}}
        """,
        "extra.yaml:2: strength: 'shall' is not one of the words for it;"
        " write 'must', 'should', 'will', 'may' or 'prompt'",
        """\
        standards:
          policy: {title: Policy, who: schools, strength: must, says: Have one., cite: {at: p}}
        """,
    ),
    "a seventh compartment": (
        """\
        facts:
          height: {ask: How tall?, answers: number, class: secret, cite: {at: p}}
        """,
        "extra.yaml:2: class: 'secret' is not one of the words for it;"
        " write 'general', 'child', 'adult', 'employment', 'police' or 'source'",
        """\
        facts:
          height: {ask: How tall?, answers: number, class: adult, cite: {at: p}}
        """,
    ),
    "an id of an event with a dash": (
        """\
        events:
          child-seen: {title: Seen, by: head, class: child, cite: {at: p}}
        """,
        "extra.yaml:2: 'child-seen' is not the id of an event; write child_seen",
        """\
        events:
          child_seen: {title: Seen, by: head, class: child, cite: {at: p}}
        """,
    ),
    "an id of a duty with an underscore": (
        """\
        duties:
          see_child: {title: X, owner: head, strength: may, arises: closed, done_by: closed, cite: {at: p}}
        """,
        "extra.yaml:2: 'see_child' is not the id of a duty; write see-child",
        """\
        duties:
          see-child: {title: X, owner: head, strength: may, arises: closed, done_by: closed, cite: {at: p}}
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_wrongly_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    bad, expected, _ = CASES[name]

    said = said_of(tmp_path, bad)

    assert said == [expected.replace("{extra}", str(tmp_path / "barset" / "extra.yaml"))]


@pytest.mark.parametrize("name", CASES)
def test_its_twin_that_is_right_passes(name: str, tmp_path: Path) -> None:
    _, _, good = CASES[name]

    assert said_of(tmp_path, good) == []


def test_every_file_that_is_not_yaml_is_named_at_once(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", "\nthings: {a: [", other="events:\n\t- x")

    assert [each.split(": ")[0] for each in found_in(folder)] == ["extra.yaml:2", "other.yaml:2"]


def test_a_pack_named_otherwise_than_its_folder_is_refused(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", head=HEAD.replace("{name}", "barchester"))

    assert found_in(folder) == ["pack.yaml:1: the pack is named barchester and its folder barset; write name: barset"]


def test_one_bad_key_of_a_row_leaves_the_other_rows_known(tmp_path: Path) -> None:
    extra = """\
    facts:
      side:
        ask: Which side?
        answers: choice
        choices:
          left: {title: Left}
          right: {titel: Right}
        class: adult
        cite: {at: p}
    conditions:
      right_side: {means: side == 'right', cite: {at: p}}
    """

    assert said_of(tmp_path, extra) == [
        "extra.yaml:7: 'titel' is not a key of a choice; write title",
        "extra.yaml:7: right has no title; write title: for a choice",
    ]


HEADS = {
    "authorities: {Barset: Barsetshire}": "'Barset' is not the code of an authority; write its GSS code, as E10000028",
    "organisation_fact: employer": "'employer' is not declared as a fact; declare it under facts",
    "extend: england": "'extend' is not a key of the head of a pack; write extends",
    "kind: local": "kind: 'local' is not one of the words for it;"
    " write 'national', 'authority', 'organisation' or 'register'",
}


@pytest.mark.parametrize("written", HEADS)
def test_a_head_that_is_written_wrongly_is_refused_at_its_line(written: str, tmp_path: Path) -> None:
    head = HEAD.replace("kind: national\n", "") if written.startswith("kind") else HEAD
    folder = write_pack(tmp_path / "barset", head=head + written.replace("{", "{{").replace("}", "}}"))

    assert found_in(folder) == [f"pack.yaml:{5 if written.startswith('kind') else 6}: {HEADS[written]}"]


def test_with_two_sources_a_citation_says_which(tmp_path: Path) -> None:
    head = HEAD.replace("{{handbook:", "{{leaflet: {{title: A leaflet}}, handbook:")
    sound = SOUND.replace("{at: ", "{source: handbook, at: ")

    assert found_in(
        write_pack(tmp_path / "barset", "things: {plan: {title: P, cite: {at: p 1}}}", head=head, sound=sound)
    ) == ["extra.yaml:1: plan cites 'p 1' and not of which source; write source: handbook or leaflet"]


@pytest.mark.parametrize("word", ["true", "False", "NULL", "~", "off", "Yes", "NO"])
def test_a_word_that_yaml_reads_two_ways_is_refused(word: str) -> None:
    assert len(read_text(f"x: {word}").problems) == 1
    assert read_text(f'x: "{word}"').data == {"x": word}


def test_only_yes_no_and_whole_numbers_are_more_than_text() -> None:
    read = read_text("a: yes\nb: no\nc: 12\nd: 012\ne: 1.5\nf: 0345 6042 886\ng: 1e3\nh: 0x10\ni: 1_000")

    assert read.data == {
        "a": True,
        "b": False,
        "c": 12,
        "d": "012",
        "e": "1.5",
        "f": "0345 6042 886",
        "g": "1e3",
        "h": "0x10",
        "i": "1_000",
    }


@pytest.mark.parametrize("text", ["x: &a [1]\ny: *a", "x: !!python/name:os.system", "x: {<<: {y: z}}"])
def test_yaml_that_reaches_beyond_its_line_is_refused(text: str) -> None:
    assert read_text(text).problems
