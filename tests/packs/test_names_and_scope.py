"""Names, scope and circles: what does not fit is refused at its line, and its twin that fits passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.writing import DUTY, said_of

CASES = {
    "a name nobody declares": (
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: told, when: crme}}
        """,
        "extra.yaml:2: 'crme' is not declared as a condition or a fact; write crime",
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: told, when: crime}}
        """,
    ),
    "yes as a name": (
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: told, when: crime == yes}}
        """,
        "extra.yaml:2: 'yes' is an answer, not a name; write the fact's name alone for yes, `not NAME` for no",
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: told, when: not crime}}
        """,
    ),
    "an event nobody declares": (
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: reopened}}
        """,
        "extra.yaml:2: 'reopened' is not declared as an event; declare it under events",
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: closed}}
        """,
    ),
    "a role nobody declares": (
        """\
        events:
          seen: {title: Seen, by: [head, oficer], class: child, cite: {at: p}}
        """,
        "extra.yaml:2: 'oficer' is not declared as a role; write officer",
        """\
        events:
          seen: {title: Seen, by: [head, officer], class: child, cite: {at: p}}
        """,
    ),
    "a contact nobody declares": (
        """\
        conditions:
          desk_is_open: {open: desk, cite: {at: p}}
        """,
        "extra.yaml:2: 'desk' is not declared as a contact; declare it under directory",
        """\
        conditions:
          desk_is_open: {open: desk, cite: {at: p}}
        directory:
          desk: {title: Desk, numbers: [{kind: web, value: desk.example}], hours: not_given, cite: {at: p}}
        """,
    ),
    "a name of two things": (
        """\
        conditions:
          crime: {happened: closed, cite: {at: p}}
        """,
        "extra.yaml:2: 'crime' is a condition and a fact or a decision; name the condition otherwise",
        """\
        conditions:
          closed_by_then: {happened: closed, cite: {at: p}}
        """,
    ),
    "a withdrawn event that is still named": (
        f"""\
        events:
          seen: {{withdrawn: nobody is seen any more}}
        duties:
          see: {{{DUTY}, arises: closed, done_by: seen}}
        """,
        "extra.yaml:4: 'seen' is withdrawn (nobody is seen any more); "
        "name something that stands, or do not withdraw it",
        """\
        events:
          seen: {withdrawn: nobody is seen any more}
        """,
    ),
    "a fact of a kind that is not in hand": (
        f"""\
        duties:
          close:
            {DUTY.replace(", ", chr(10) + "            ", 3)}
            arises: closed
            done_by: closed
            when: injury
        """,
        "extra.yaml:9: injury is about a child, and no thing is in hand here;"
        " write for: child, or name a condition {any: child, means: injury}",
        f"""\
        duties:
          close: {{{DUTY}, arises: closed, done_by: closed, when: child_hurt}}
        """,
    ),
    "a condition that asks about a thing which is not in hand": (
        """\
        conditions:
          grave_and_crime: {means: grave and crime, cite: {at: p}}
        gates:
          think: {title: Think, before: closed, needs: grave_and_crime, effect: reason, cite: {at: p}}
        """,
        "extra.yaml:4: grave_and_crime is about an allegation, and no thing is in hand here;"
        " let every event behind the gate be about an allegation,"
        " or name a condition {any: allegation, means: grave_and_crime}",
        """\
        conditions:
          grave_and_crime: {means: grave and crime, cite: {at: p}}
        gates:
          think: {title: Think, before: told, needs: grave_and_crime, effect: reason, cite: {at: p}}
        """,
    ),
    "a row about a thing that its decision is not of": (
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            first:
              high: {when: grave, points_to: tier_1, strength: will, cite: {at: p}}
              low: {points_to: tier_2, strength: will, cite: {at: p}}
            cite: {at: p}
        """,
        "extra.yaml:6: grave is about an allegation, and no thing is in hand here;"
        " write of: allegation, or name a condition {any: allegation, means: grave}",
        """\
        decisions:
          tier:
            ask: Which tier?
            of: allegation
            decided_by: officer
            first:
              high: {when: grave, points_to: tier_1, strength: will, cite: {at: p}}
              low: {points_to: tier_2, strength: will, cite: {at: p}}
            cite: {at: p}
        """,
    ),
    "a circle of conditions": (
        """\
        conditions:
          one: {means: two or crime, cite: {at: p}}
          two: {means: three, cite: {at: p}}
          three: {any: child, means: one, cite: {at: p}}
        """,
        "extra.yaml:2: a circle: one -> two -> three -> one; let one of them rest on facts alone",
        """\
        conditions:
          one: {means: two or crime, cite: {at: p}}
          two: {means: three, cite: {at: p}}
          three: {any: child, means: injury, cite: {at: p}}
        """,
    ),
    "a circle of expiries": (
        f"""\
        duties:
          ask: {{{DUTY}, arises: {{expires: chase}}, within: 1 day, done_by: closed}}
          chase: {{{DUTY}, arises: {{expires: ask}}, within: 1 day, done_by: closed}}
        """,
        "extra.yaml:2: a circle: ask -> chase -> ask; let one of them arise from an event",
        f"""\
        duties:
          ask: {{{DUTY}, arises: raised, within: 1 day, done_by: closed}}
          chase: {{{DUTY}, arises: {{expires: ask}}, within: 1 day, done_by: closed}}
        """,
    ),
    "a circle through until": (
        f"""\
        duties:
          ask: {{{DUTY}, arises: raised, within: 1 day, done_by: closed, provisionally: {{by: raised, until: chase}}}}
          chase: {{{DUTY}, arises: {{expires: ask}}, within: 1 day, done_by: closed}}
        """,
        "extra.yaml:2: a circle: ask -> chase -> ask; let one of them arise from an event",
        f"""\
        duties:
          ask: {{{DUTY}, arises: raised, within: 1 day, done_by: closed, provisionally: {{by: raised, until: chase}}}}
          chase: {{{DUTY}, arises: raised, within: 2 days, done_by: closed}}
        """,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_does_not_fit_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    bad, expected, _ = CASES[name]

    said = said_of(tmp_path, bad)

    assert said == [expected]


@pytest.mark.parametrize("name", CASES)
def test_its_twin_that_fits_passes(name: str, tmp_path: Path) -> None:
    _, _, good = CASES[name]

    assert said_of(tmp_path, good) == []
