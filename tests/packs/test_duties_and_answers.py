"""Deeds, clocks, answers, forms and rows: what does not fit is refused at its line, and its twin that fits passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packs.writing import DUTY, said_of

CASES = {
    "a deed that cannot name the key": (
        f"""\
        duties:
          see: {{{DUTY}, for: child, arises: raised, done_by: told}}
        """,
        "extra.yaml:2: told is not about a child, so it can never do a duty for one;"
        " write child under about: of told, or leave child out of for:",
        f"""\
        duties:
          see: {{{DUTY}, for: child, arises: raised, done_by: child_named}}
        """,
    ),
    "a deed that nobody may record": (
        f"""\
        events:
          seen: {{title: Seen, by: [], class: child, cite: {{at: p}}}}
        duties:
          see: {{{DUTY}, arises: raised, done_by: seen}}
        """,
        "extra.yaml:4: no role may record seen, which does this duty; write by: [ROLE] under events, seen",
        f"""\
        events:
          seen: {{title: Seen, by: [head], class: child, cite: {{at: p}}}}
        duties:
          see: {{{DUTY}, arises: raised, done_by: seen}}
        """,
    ),
    "a duty that waits for one about something else": (
        f"""\
        duties:
          chase: {{{DUTY}, arises: {{expires: tell}}, done_by: closed}}
        """,
        "extra.yaml:2: tell is for each allegation and this duty for the case; give both the same for:",
        f"""\
        duties:
          chase: {{{DUTY}, for: allegation, arises: {{expires: tell}}, done_by: told}}
        """,
    ),
    "a hold that says nothing of an unknown": (
        f"""\
        duties:
          close: {{{DUTY}, arises: raised, done_by: closed, within: 3 days, held_while: crime}}
        """,
        "extra.yaml:2: the clock is held while a condition lasts, and nothing says what an unknown does;"
        " write if_unknown: hold, or if_unknown: run",
        f"""\
        duties:
          close: {{{DUTY}, arises: raised, done_by: closed, within: 3 days, held_while: crime, if_unknown: hold}}
        """,
    ),
    "a prompt that cites a source": (
        """\
        duties:
          think: {title: Think, owner: head, strength: prompt, arises: raised, done_by: closed, cite: {at: p}}
        """,
        "extra.yaml:2: a prompt is ours, and this one cites a source;"
        " write cite: {ours: why}, or the strength the source words",
        """\
        duties:
          think: {title: Think, owner: head, strength: prompt, arises: raised, done_by: closed, cite: {ours: it helps}}
        """,
    ),
    "an answer that is not offered": (
        """\
        conditions:
          at_work: {means: setting == 'wrok', cite: {at: p}}
        """,
        "extra.yaml:2: 'wrok' is no answer to setting; write 'work'",
        """\
        conditions:
          at_work: {means: "setting in ('work', 'home')", cite: {at: p}}
        """,
    ),
    "an answer that is withdrawn": (
        """\
        conditions:
          at_a_club: {means: setting == 'club', cite: {at: p}}
        """,
        "extra.yaml:2: 'club' is withdrawn as an answer to setting (never used); name an answer that is still given",
        """\
        conditions:
          at_home: {means: setting == 'home', cite: {at: p}}
        """,
    ),
    "a yes or no compared with a word": (
        """\
        conditions:
          criminal: {means: crime == 'yes', cite: {at: p}}
        """,
        "extra.yaml:2: crime is answered yes or no, and is compared with 'yes'; write crime, or not crime",
        """\
        conditions:
          criminal: {means: crime, cite: {at: p}}
        """,
    ),
    "a choice that stands alone": (
        """\
        conditions:
          somewhere: {means: setting or crime, cite: {at: p}}
        """,
        "extra.yaml:2: setting is not answered yes or no, and stands alone; compare it, as setting == 'work'",
        """\
        conditions:
          somewhere: {means: setting == 'work' or crime, cite: {at: p}}
        """,
    ),
    "several answers compared with one": (
        """\
        conditions:
          marked: {means: signs == 'mark', cite: {at: p}}
        """,
        "extra.yaml:2: signs can have several answers; write 'ANSWER' in signs",
        """\
        conditions:
          marked: {means: "'mark' in signs", cite: {at: p}}
        """,
    ),
    "a number compared with a word": (
        """\
        conditions:
          many: {means: people > '3', cite: {at: p}}
        """,
        "extra.yaml:2: people is answered with a number, and is compared with '3'; write the number without quotes",
        """\
        conditions:
          many: {means: people > 3, cite: {at: p}}
        """,
    ),
    "words in an order": (
        """\
        conditions:
          further: {means: area > 'North', cite: {at: p}}
        """,
        "extra.yaml:2: area has no order; write == or !=",
        """\
        conditions:
          elsewhere: {means: area != 'North', cite: {at: p}}
        """,
    ),
    "a time that counts from no date": (
        """\
        conditions:
          late: {passed: 3 days after area, cite: {at: p}}
        """,
        "extra.yaml:2: area is no date (text), and a time counts from it; name a date or a moment",
        """\
        conditions:
          late: {passed: 3 days after incident_on, cite: {at: p}}
        """,
    ),
    "a form that asks about a thing nobody names": (
        """\
        events:
          seen: {title: Seen, by: head, asks: [crime, injury], class: child, cite: {at: p}}
        """,
        "extra.yaml:2: injury is about a child, and seen is about none;"
        " write child under about: of seen, or ask it elsewhere",
        """\
        events:
          seen: {title: Seen, by: head, about: child, asks: [crime, injury], class: child, cite: {at: p}}
        """,
    ),
    "an arrow that leads nowhere": (
        """\
        flows:
          way:
            title: The way
            steps:
              - {id: start, event: raised, to: {finish: and then}}
              - {id: end, event: closed}
            cite: {at: p}
        """,
        "extra.yaml:4: an arrow leads to 'finish', which is no step; write one of start, end",
        """\
        flows:
          way:
            title: The way
            steps:
              - {id: start, event: raised, to: {end: and then}}
              - {id: end, event: closed}
            cite: {at: p}
        """,
    ),
    "guidance beside nothing": (
        """\
        guidance:
          kindly: {title: Kindly, says: Speak kindly., for: [duties/tel], cite: {at: p}}
        """,
        "extra.yaml:2: there is no element 'duties/tel'; write chapter/id, as duties/tell-the-lado",
        """\
        guidance:
          kindly: {title: Kindly, says: Speak kindly., for: [duties/tell], cite: {at: p}}
        """,
    ),
    "a row placed behind no row": (
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            all:
              high: {when: crime, points_to: tier_1, strength: will, after: top, cite: {at: p}}
            cite: {at: p}
        """,
        "extra.yaml:6: there is no row 'top' to come after; write one of high",
        """\
        decisions:
          tier:
            ask: Which tier?
            decided_by: officer
            all:
              high: {when: crime, points_to: tier_1, strength: will, cite: {at: p}}
              higher: {when: child_hurt, points_to: tier_1, strength: will, after: high, cite: {at: p}}
            cite: {at: p}
        """,
    ),
    "two editions of one day": (
        f"""\
        duties:
          close:
            {DUTY.replace(", ", chr(10) + "            ", 3)}
            arises: raised
            done_by: closed
            editions:
              - {{from: "2026-04-10", within: 2 hours}}
              - {{from: "2026-04-10", within: 3 hours}}
        """,
        "extra.yaml:11: two editions of close begin on 2026-04-10; give each its own day, or make them one",
        f"""\
        duties:
          close:
            {DUTY.replace(", ", chr(10) + "            ", 3)}
            arises: raised
            done_by: closed
            editions:
              - {{from: "2026-04-10", within: 2 hours}}
              - {{from: "2026-04-11", within: 3 hours}}
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
