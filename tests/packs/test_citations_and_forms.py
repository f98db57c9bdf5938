"""Citations, timescales, conditions and what an element needs: a bad one is refused, its good twin passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.writing import said_of

CASES = {
    "a timescale nobody can count": (
        """\
        conditions:
          late: {passed: 2 fortnights after incident_on, cite: {at: p}}
        """,
        "extra.yaml:2: '2 fortnights after incident_on' is not a timescale;"
        " write `24 hours`, `15 working days`, `3 months after EVENT`, `3 days before FACT`, `same day`,"
        " {earliest: […]}, {latest: […]}, {first: [{when, is}]} or {set_by: FACT}",
        """\
        conditions:
          late: {passed: 4 weeks after incident_on, cite: {at: p}}
        """,
    ),
    "a condition that would run something": (
        """\
        conditions:
          sly: {means: "__import__('os')", cite: {at: p}}
        """,
        "extra.yaml:2: \"__import__('os')\" is not allowed in a condition, at column 1;"
        " write it with names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in",
        """\
        conditions:
          plain: {means: crime, cite: {at: p}}
        """,
    ),
    "a condition with a dot": (
        """\
        conditions:
          sly: {means: crime or setting.work, cite: {at: p}}
        """,
        "extra.yaml:2: 'setting.work' is not allowed in a condition, at column 10;"
        " write it with names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in",
        """\
        conditions:
          plain: {means: crime or setting == 'work', cite: {at: p}}
        """,
    ),
    "an element without a citation": (
        """\
        things:
          plan: {title: Plan}
        """,
        "extra.yaml:2: plan has no citation; write cite: {at: para 12, rules: [S-12-2]} or {ours: why}",
        """\
        things:
          plan: {title: Plan, cite: {ours: a plan has to be about something}}
        """,
    ),
    "a row without a citation": (
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            first:
              low: {points_to: tier_2, strength: will}
            cite: {at: p}
        """,
        "extra.yaml:6: low has no citation; write cite: {at: para 12, rules: [S-12-2]} or {ours: why}",
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            first:
              low: {points_to: tier_2, strength: will, cite: {at: p}}
            cite: {at: p}
        """,
    ),
    "a citation that says nothing": (
        """\
        things:
          plan: {title: Plan, cite: {rules: [T-2-1]}}
        """,
        "extra.yaml:2: a citation says neither `at` nor `ours`; write {at: para 12, rules: [S-12-2]} or {ours: why}",
        """\
        things:
          plan: {title: Plan, cite: {at: 2, rules: [T-2-1]}}
        """,
    ),
    "a source that is not listed": (
        """\
        things:
          plan: {title: Plan, cite: {source: leaflet, at: p}}
        """,
        "extra.yaml:2: 'leaflet' is no source of this pack; write one of handbook",
        """\
        things:
          plan: {title: Plan, cite: {source: handbook, at: p}}
        """,
    ),
    "a rule cited twice": (
        """\
        things:
          plan: {title: Plan, cite: {at: p, rules: [T-2-1, T-2-2, T-2-1]}}
        """,
        "extra.yaml:2: T-2-1 is cited twice by one element; cite it once",
        """\
        things:
          plan: {title: Plan, cite: {at: p, rules: [T-2-1, T-2-2]}}
        """,
    ),
    "seven rules and not what for": (
        """\
        things:
          plan:
            title: Plan
            cite: {at: p, rules: [T-2-1, T-2-2, T-2-3, T-2-4, T-2-5, T-2-6, T-2-7]}
        """,
        "extra.yaml:4: 7 rules are cited and none says what for;"
        " write rules as a mapping {S-12-2: what the element does for it, …}",
        """\
        things:
          plan:
            title: Plan
            cite: {at: p, rules: {T-2-1: a, T-2-2: b, T-2-3: c, T-2-4: d, T-2-5: e, T-2-6: f, T-2-7: g}}
        """,
    ),
    "an id that is no rule's": (
        """\
        things:
          plan: {title: Plan, cite: {at: p, rules: [para 4]}}
        """,
        "extra.yaml:2: 'para 4' is not the id of a rule; write it as S-12-2",
        """\
        things:
          plan: {title: Plan, cite: {at: p, rules: [T-2-1]}}
        """,
    ),
    "a key that is missing": (
        """\
        facts:
          height: {ask: How tall?, answers: number, cite: {at: p}}
        """,
        "extra.yaml:2: height has no class; write class: for a fact",
        """\
        facts:
          height: {ask: How tall?, answers: number, class: adult, cite: {at: p}}
        """,
    ),
    "two forms in one condition": (
        """\
        conditions:
          odd: {happened: raised, not_known: crime, cite: {at: p}}
        """,
        "extra.yaml:2: odd has happened, not_known together;"
        " write exactly one of means, any, every, at_least, different, happened, passed, answered, not_known or open",
        """\
        conditions:
          even: {happened: raised, cite: {at: p}}
        """,
    ),
    "a gate without a condition": (
        """\
        gates:
          first: {title: First, before: [closed], effect: refuse, cite: {at: p}}
        """,
        "extra.yaml:2: first has 0 conditions; write exactly one of needs, different_people, no_open_duties: yes",
        """\
        gates:
          first: {title: First, before: [closed], no_open_duties: yes, effect: refuse, cite: {at: p}}
        """,
    ),
    "hours that end before they begin": (
        """\
        directory:
          desk: {title: Desk, numbers: [{kind: web, value: a.example}], hours: {fri: ["17:00", "09:00"]}, cite: {at: p}}
        """,
        "extra.yaml:2: 17:00 to 09:00 ends before it begins; write the part after midnight under the next day",
        """\
        directory:
          desk: {title: Desk, numbers: [{kind: web, value: a.example}], hours: {fri: ["09:00", "17:00"]}, cite: {at: p}}
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_written_wrongly_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    bad, expected, _ = CASES[name]

    said = said_of(tmp_path, bad)

    assert said == [expected]


@pytest.mark.parametrize("name", CASES)
def test_its_twin_that_is_right_passes(name: str, tmp_path: Path) -> None:
    _, _, good = CASES[name]

    assert said_of(tmp_path, good) == []
