"""Worked examples: what is so passes, what is not is named with its line, and every key that is written is compared."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent, indent

import pytest

from dutybook.packs import check, load, passes, run_examples
from dutybook.packs.examples import Outcome
from tests.packs.writing import HEAD, found_in, write_pack

MORE = """\
facts:
  verdict:
    of: allegation
    ask: What was found?
    answers: choice
    choices:
      proved: {title: Proved}
      criminal: {title: Criminal, when: crime}
      serious: {title: Serious, when: grave}
      dropped: {title: Dropped, withdrawn: never used}
    class: adult
    cite: {at: para 12}
decisions:
  tier:
    ask: Which tier?
    decided_by: officer
    first:
      crime: {when: crime, points_to: tier_1, strength: will, until: 3 years after incident_on, cite: {at: para 7}}
      rest: {points_to: tier_2, strength: may, cite: {at: para 7}}
    cite: {at: para 7}
gates:
  told-first: {title: Told first, before: closed, needs: somebody_was_told, effect: refuse, cite: {at: para 8}}
conditions:
  somebody_was_told: {happened: told, cite: {at: para 8}}
directory:
  desk:
    title: The desk
    numbers: [{kind: telephone, value: 01632 960001}]
    hours: {mon-fri: ["09:00", "17:00"]}
    says: Ask for the officer.
    cite: {at: para 9}
  night: {title: Night, numbers: [{kind: telephone, value: "01632 960002"}], hours: not_given, cite: {at: para 9}}
retention:
  file: {title: The file, says: Is kept., kept_by: officer, decision: tier, cite: {at: para 10}}
meetings:
  talk:
    title: The talk
    says: Everybody talks.
    held_by: told
    sections: {child: {title: About the child, cite: {at: para 11}}}
    cite: {at: para 11}
"""

ENTRIES = """\
- {type: raised, happened_at: "2026-04-02T16:00:00+01:00", by: Ada, as: head, data: {allegation: a1, crime: no}}
- {type: closed, happened_at: "2026-04-03T09:00:00+01:00", by: Bea, as: officer}
- {type: told, happened_at: "2026-04-04T10:00:00+01:00", by: Ada, as: head, data: {allegation: a1}}
"""

AT = 'at: "2026-04-05T12:00:00+01:00"'

HOLDS = {
    "expect": f"""\
    - {{{AT}, duty: tell, status: met late, due: "2026-04-03T16:00:00+01:00", late_by: 64800, timing: late, owner: head,
       strength: should, arose: "2026-04-02T16:00", met: "2026-04-04T10:00", cite: para 6, how_many: 1, missing: []}}
    - {{{AT}, duty: tell, about: {{allegation: a2}}, status: none}}
    - {{at: "2026-04-02T17:00:00+01:00", known_at: "2026-04-02T17:00:00+01:00", duty: tell, status: open, met: none}}
    """,
    "weigh": f"""\
    - {{{AT}, decision: tier, points_to: [tier_2], rows: [rest], strength: may, possible: [], differs: no}}
    """,
    "gates": f"""\
    - {{at: "2026-04-03T12:00:00+01:00", event: closed, blocked_by: [told-first], effect: refuse}}
    - {{{AT}, event: closed, blocked_by: []}}
    """,
    "out_of_order": f"""\
    - {{{AT}, are: [[told-first, 2]]}}
    """,
    "keep": f"""\
    - {{{AT}, record: file, points_to: tier_2}}
    """,
    "ring": f"""\
    - {{at: "2026-04-02T10:00:00+01:00", contact: desk, open: yes, number: 01632 960001, says: Ask for the officer.}}
    - {{at: "2026-04-03T10:00:00+01:00", contact: desk, open: no}}
    - {{{AT}, contact: night, open: unknown}}
    """,
    "asks": """\
    - {event: child_named, includes: [injury]}
    """,
    "offers": f"""\
    - {{{AT}, fact: verdict, about: {{allegation: a1}}, are: [proved], possible: [serious]}}
    - {{{AT}, fact: verdict, about: {{allegation: a1}}, possible: serious}}
    """,
    "roles": """\
    - {event: told, may: [head, officer]}
    """,
    "shows": """\
    - {element: meetings/talk, has: {held_by: told, sections: [child], cite: {at: para 11}}}
    - {element: meetings/talk, has: {sections: {child: {title: About the child}}}}
    - {element: facts/verdict, has: {order_of_choices: "proved, criminal, serious, dropped", asked_by: []}}
    - {element: facts/verdict, has: {order_of_choices: [proved, criminal, serious, dropped]}}
    """,
}

FAILS = {
    ("expect", f"{{{AT}, duty: tell, status: met}}"): "tell: status is met late, not met",
    ("expect", f'{{{AT}, duty: tell, due: "2026-04-03T16:00:01+01:00"}}'): (
        "tell: due is 2026-04-03T16:00:00+01:00, not 2026-04-03T16:00:01+01:00"
    ),
    ("expect", f"{{{AT}, duty: tell, due: none}}"): "tell: due is 2026-04-03T16:00:00+01:00, not none",
    ("expect", f"{{{AT}, duty: tell, late_by: 0}}"): "tell: late_by is 64800, not 0",
    ("expect", f"{{{AT}, duty: tell, status: none}}"): "tell: there is one (met late), and none was expected",
    ("expect", f"{{{AT}, duty: tell, how_many: 2}}"): "tell: 1 of them, not 2",
    ("expect", f"{{{AT}, duty: tell, nth: 2}}"): "tell: there is no such duty number 2",
    ("expect", f"{{{AT}, duty: tell, missing: [crime]}}"): "tell: missing is nothing, not ['crime']",
    ("expect", f'{{{AT}, duty: tell, moved: ["2026-04-01"]}}'): "tell: moved is [], not ['2026-04-01']",
    ("expect", f"{{{AT}, duty: tell, cite: para 5}}"): "tell: cite is 'para 6', not 'para 5'",
    ("expect", f"{{{AT}, duty: tel}}"): "there is no duty 'tel'",
    ("expect", "{duty: tell, status: met}"): "the row says no moment; write at: 2026-04-02T16:00:00+01:00",
    ("expect", f"{{{AT}, duty: tell, dew: x}}"): "'dew' is not a key of this row; write one of ",
    ("weigh", f"{{{AT}, decision: tier, points_to: [tier_1]}}"): "tier: points_to is ['tier_2'], not ['tier_1']",
    ("weigh", f"{{{AT}, decision: tier, strength: will}}"): "tier: strength is may, not will",
    ("weigh", f"{{{AT}, decision: tier, decided: tier_2}}"): "tier: decided is none, not tier_2",
    (
        "gates",
        f"{{{AT}, event: closed, blocked_by: [told-first]}}",
    ): "closed: blocked_by is nothing, not ['told-first']",
    ("gates", f"{{{AT}, event: closed, effect: refuse}}"): "closed: effect is none, not refuse",
    ("out_of_order", f"{{{AT}, are: []}}"): "out of order is [('told-first', 2)], not nothing",
    ("keep", f"{{{AT}, record: file, points_to: tier_1}}"): "file: tier: points_to is ['tier_2'], not ['tier_1']",
    ("ring", f"{{{AT}, contact: desk, open: yes}}"): "desk: open is no, not yes",
    ("ring", f"{{{AT}, contact: night, open: no}}"): "night: open is unknown, not no",
    ("ring", f'{{{AT}, contact: desk, number: "999"}}'): "desk: the numbers are 01632 960001, not 999",
    ("ring", f"{{{AT}, contact: desk, says: Hello.}}"): "desk: it says 'Ask for the officer.', not 'Hello.'",
    ("asks", "{event: told, includes: [injury]}"): "told does not ask injury",
    ("offers", f"{{{AT}, fact: verdict, about: {{allegation: a1}}, are: [proved, criminal]}}"): (
        "verdict: are is ['proved'], not ['proved', 'criminal']"
    ),
    ("offers", f"{{{AT}, fact: verdict, about: {{allegation: a1}}, possible: []}}"): (
        "verdict: possible is ['serious'], not nothing"
    ),
    ("shows", "{element: facts/verdict, has: {order_of_choices: [proved, dropped]}}"): (
        "facts/verdict: order_of_choices: it is proved, criminal, serious, dropped, not proved, dropped"
    ),
    ("roles", "{event: closed, may: [head]}"): "head may not record closed",
    ("shows", "{element: meetings/walk, has: {}}"): "meetings/walk is not shown",
    ("shows", "{element: meetings/talk, has: {held_by: closed}}"): "meetings/talk: held_by: it is told, not closed",
    ("shows", "{element: meetings/talk, has: {sections: [adult]}}"): "meetings/talk: sections: adult is not there",
}


def outcomes(tmp_path: Path, part: str, rows: str, entries: str = ENTRIES) -> list[Outcome]:
    """One example of the sound pack, its first expectation on line 9."""
    folder = write_pack(tmp_path / "barset", MORE)
    head = "examples:\n  one:\n    says: It is so.\n    entries:\n"
    text = f"{head}{indent(entries, '      ')}    {part}:\n{indent(dedent(rows), '      ')}"
    (folder / "examples").mkdir()
    (folder / "examples" / "all.yaml").write_text(text, encoding="utf-8")
    return run_examples(load(folder), folder / "examples")


@pytest.mark.parametrize("part", HOLDS)
def test_what_is_so_holds(part: str, tmp_path: Path) -> None:
    (outcome,) = outcomes(tmp_path, part, HOLDS[part])

    assert outcome.differences == ()
    assert (outcome.name, outcome.passed, outcome.line) == ("one", True, 2)


@pytest.mark.parametrize(("part", "row"), FAILS)
def test_what_is_not_so_is_named_with_its_line(part: str, row: str, tmp_path: Path) -> None:
    (outcome,) = outcomes(tmp_path, part, f"- {row}\n")

    assert not outcome.passed
    assert outcome.differences[0].startswith(f"line 9: {FAILS[part, row]}")


def test_where_there_are_several_the_example_must_say_which(tmp_path: Path) -> None:
    entries = ENTRIES + ENTRIES.splitlines()[0] + "\n"

    (outcome,) = outcomes(tmp_path, "expect", f"- {{{AT}, duty: tell, status: met}}\n", entries)

    assert "there are 2 of them" in outcome.differences[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("examples: {one: {says: X, entries: []}}", "the example expects nothing"),
        ("examples: {one: {expct: []}}", "'expct' is not a key of an example; write expect"),
        ("exampels: {}", "the file holds no `examples:`"),
        ("examples: {one: {expect: [{due: null}]}}", "'null' without quotes reads two ways in YAML"),
        ("examples: {one: {entries: [{type: x}], expect: [{duty: tell}]}}", "happened_at"),
    ],
)
def test_an_example_that_cannot_be_read_does_not_hold(text: str, said: str, tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", MORE)
    (folder / "wrong.yml").write_text(text, encoding="utf-8")

    (outcome,) = run_examples(load(folder), [folder / "wrong.yml"])

    assert said in outcome.differences[0]


# --- adoption ---------------------------------------------------------------------------------------------------------

EXPECTED = f"[{{{AT}, duty: tell, status: STATUS}}]"
EXAMPLE = f"examples: {{late: {{says: X, entries: [{ENTRIES.splitlines()[0][2:]}], expect: {EXPECTED}}}}}"


def write_example(folder: Path, status: str) -> None:
    (folder / "examples").mkdir(exist_ok=True)
    (folder / "examples" / "all.yaml").write_text(EXAMPLE.replace("STATUS", status), encoding="utf-8")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_CACHE", str(tmp_path / "cache"))


def test_check_runs_the_examples_and_keeps_the_pass_by_content(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset")
    write_example(folder, "overdue")

    assert check([folder]) == []
    assert len(list((tmp_path / "cache").rglob("*"))) == 2

    write_example(folder, "met")

    assert len(check([folder])) == 1
    assert not passes(load(folder), folder)


LOCAL = HEAD.replace("kind: national", "kind: authority\nextends: barset")


def test_a_local_pack_holds_its_parents_examples_or_lists_each_departure(tmp_path: Path) -> None:
    write_example(write_pack(tmp_path / "barset"), "overdue")
    slower = "duties: {tell: {within: 3 days, because: so it says, cite: {at: q}}}"

    folder = write_pack(tmp_path / "plumstead", slower, head=LOCAL, sound="")
    assert [each.split("; ")[0] for each in found_in(folder)] == [
        "all.yaml:1: late does not hold under plumstead: line 1: tell: status is open, not overdue"
    ]

    listed = LOCAL + "departures: {{late: three days are given here}}\n"
    assert found_in(write_pack(tmp_path / "plumstead", slower, head=listed, sound="")) == []


def test_a_departure_listed_in_vain_is_refused(tmp_path: Path) -> None:
    write_example(write_pack(tmp_path / "barset"), "overdue")
    listed = LOCAL + "departures: {{late: three days are given here}}\n"

    assert found_in(write_pack(tmp_path / "plumstead", head=listed, sound="")) == [
        "pack.yaml:7: late is no example of the packs above that fails here; take it out"
    ]
