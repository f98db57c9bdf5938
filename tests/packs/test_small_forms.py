"""The small keyed forms, one line each: what is refused, and what passes in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs import check, load
from tests.packs.writing import DUTY, HEAD, found_in, said_of, write_pack

ARISES = "write EVENT, {after: EVENT, where: …}, {becomes: …}, {expires: DUTY} or {every: 12 months, from: FACT}"
DEEDS = "write EVENT, {event: EVENT, where: …}, {any: [EVENT, …]} or {all: [EVENT, …]}"
OWNERS = "write a role, or rows {id: {when: …, role: ROLE}, …} the last of which has no `when`"
CUT_OFF = 'write {after: "16:00", days: [fri]}'
GRAMMAR = "write it with names, 'words' in quotes, numbers, and, or, not, ==, !=, <, <=, >, >=, in"

DUTIES = {
    "arises: {after: raised, from: closed}": ("{after, from} is not how a duty arises", ARISES),
    "arises: {upon: raised}": ("'upon' is not a key of how a duty arises", ARISES),
    "arises: 3": ("3 is not how a duty arises", ARISES),
    "arises: {every: 24 hours, from: incident_on}": (
        "every '24 hours' is not a length to repeat",
        "write it as 12 months",
    ),
    "arises: {becomes: yes}": (
        "yes or no stands where a condition is wanted",
        "leave the key out for always, or name a condition",
    ),
    "arises: raised, done_by: {any: raised}": ("any: 'raised' is not a list of events", DEEDS),
    "arises: raised, done_by: {where: crime}": ("a deed names no event", DEEDS),
    "arises: raised, done_by: {evnt: closed}": ("'evnt' is not a key of a deed", DEEDS),
    "arises: raised, owner: []": ("[] is nobody", OWNERS),
    "arises: raised, owner: [{when: crime, role: head}]": (
        "the last owner row has a condition, so that nobody may own the duty",
        OWNERS,
    ),
    "arises: raised, owner: [{when: crime}]": ("an owner row names no role", OWNERS),
    "arises: raised, cut_off: {days: [fri]}": ("a cut-off has no time", CUT_OFF),
    "arises: raised, cut_off: late": ("'late' is not a cut-off", CUT_OFF),
    'arises: raised, cut_off: {after: "16:00", days: [friday]}': (
        "'friday' is not a day of the week",
        "write mon, tue, wed, thu, fri, sat, sun",
    ),
    'arises: raised, cut_off: {after: "4 pm"}': ("'4 pm' is not a time of day", 'write it as "16:00"'),
    "arises: raised, provisionally: {by: raised}": (
        "`provisionally` needs both `by` and `until`",
        "write {by: EVENT, until: DUTY}",
    ),
    "arises: raised, earlier_counts: maybe": ("'maybe' is not an answer here", "write yes or no"),
    "arises: raised, when: [crime]": ("['crime'] stands where a condition is wanted", "write it as text"),
    "arises: raised, when: crime and": ("'crime and' is not an expression, at column 1", GRAMMAR),
    "arises: raised, ends: [3 days]": (
        "'3 days' is not a name",
        "write small letters, digits and _, as in concern_raised",
    ),
    "arises: {expires: the Duty}": (
        "'the Duty' is not an id",
        "write small letters, digits and -, as in tell-the-lado",
    ),
    "arises: raised, seen: soon": ("'soon' is not a day", 'write it as "2026-04-03"'),
    "arises: {becomes: crime}, again: restart": (
        "only an event can restart a clock",
        "write arises: EVENT, or leave again out",
    ),
    "arises: {every: 6 months, from: incident_on}, earlier_counts: yes": (
        "close comes round again, and doing it once early would do it for every later time too",
        "leave earlier_counts out: what is done early then counts for the time that is running",
    ),
    "arises: {after: [raised, closed]}, done_by: closed, earlier_counts: yes": (
        "close comes round again, and doing it once early would do it for every later time too",
        "leave earlier_counts out: what is done early then counts for the time that is running",
    ),
    'arises: raised, from: "2026-04-10"': ("close has `from` outside an edition", "write editions: [{from: …, …}]"),
    "arises: raised, editions: [{within: 2 hours}]": ("an edition of close has no day", 'write from: "2026-04-10"'),
    'arises: raised, editions: [{from: "2026-04-10", editions: [{from: "2026-05-10"}]}]': (
        "an edition of close has editions",
        "list them side by side",
    ),
    "arises: raised, counts_from: area": (
        "area is no date (text), and a time counts from it",
        "name a date or a moment",
    ),
    "arises: raised, counts_from: born_on": (
        "born_on is about a child, and no thing is in hand here",
        "write for: child, or name a condition {any: child, means: born_on}",
    ),
    "arises: {every: 6 months, from: born_on}": (
        "born_on is about a child, and no thing is in hand here",
        "write for: child, or name a condition {any: child, means: born_on}",
    ),
    "arises: raised, within: 3 days after born_on": (
        "born_on is about a child, and no thing is in hand here",
        "write for: child, or name a condition {any: child, means: born_on}",
    ),
    "arises: raised, provisionally: {by: raised, until: nothing}": (
        "'nothing' is not declared as a duty",
        "declare it under duties",
    ),
}
GOOD = [
    "arises: {after: [raised, told], where: crime}, again: keep",
    "arises: {becomes: crime}",
    "arises: {expires: first}",
    "arises: {every: 12 months, from: incident_on}",
    "arises: raised, done_by: {all: [told, {event: closed, where: crime}]}",
    "arises: raised, owner: {away: {when: crime, role: officer}, rest: {role: head}}",
    'arises: raised, cut_off: {after: "16:00", days: [fri]}, within: same day',
    "arises: raised, provisionally: {by: told, until: first}",
    "arises: raised, earlier_counts: yes, counts_from: incident_on, within: {latest: [3 days, 2 days]}",
    "arises: raised, within: {earliest: [3 days, {first: [{when: crime, is: 2 days}, {is: 3 days}]}]}, target: 1 day",
    "arises: raised, target: {set_by: incident_on}",
]
FACT = "facts: {born_on: {of: child, ask: Born when?, answers: date, class: child, cite: {at: p}}}\n"


def duty(written: str) -> str:
    """A duty of these keys, on line 3, beside one it can wait for."""
    done = "" if "done_by" in written else "done_by: closed, "
    told = DUTY.replace("owner: head, ", "") if "owner" in written else DUTY
    first = f"  first: {{{DUTY}, arises: raised, within: 1 day, done_by: closed}}\n"
    return f"{FACT}duties:\n  close: {{{told}, {done}{written}}}\n{first}"


@pytest.mark.parametrize("written", DUTIES)
def test_a_form_of_a_duty_that_is_wrong_is_refused_with_what_to_write(written: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, duty(written)) == [f"extra.yaml:3: {'; '.join(DUTIES[written])}"]


@pytest.mark.parametrize("written", GOOD)
def test_a_form_of_a_duty_that_is_right_passes(written: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, duty(written)) == []


MEANS = {
    "setting == crime": ("setting (choice) and crime (yes_no) cannot be compared", "compare facts of one sort"),
    "area in setting": ("in wants a list of words", "write area == setting"),
    "area < setting": ("area has no order", "write == or !="),
    "'a' == 'b'": ("two values are compared with each other", "compare a fact with one of them"),
    "'a' or crime": ("'a' stands alone as a condition", "name a fact or a condition"),
    "child_hurt == 'x'": ("child_hurt is a condition and is compared", "write child_hurt, or not child_hurt"),
    "(crime and grave) == crime": (
        "a comparison compares more than a name and a value",
        "compare one fact with one value or with one fact",
    ),
    "setting in 'work'": ("in does not fit 'work'", "write setting in ('…', '…'), or setting == '…'"),
    "incident_on > 'soon'": ("incident_on is answered with a date, and is compared with 'soon'", "write '2026-04-03'"),
    "area == 3": ("area is answered in words, and is compared with 3", "put it in quotes"),
    "1 < people < 3": (
        "'1 < people < 3' is not allowed in a condition, at column 1",
        "compare two things at a time and join the comparisons with `and`",
    ),
}
MEANS_GOOD = [
    "area == setting",
    "incident_on >= '2026-04-03'",
    "people > -1",
    "not (crime or child_hurt) and setting not in ('work',)",
]


@pytest.mark.parametrize("means", MEANS)
def test_a_comparison_that_no_answer_fits_is_refused(means: str, tmp_path: Path) -> None:
    what, write = MEANS[means]

    assert said_of(tmp_path, f'conditions: {{odd: {{means: "{means}", cite: {{at: p}}}}}}') == [
        f"extra.yaml:1: {what}; {write}"
    ]


@pytest.mark.parametrize("means", MEANS_GOOD)
def test_a_comparison_that_an_answer_fits_passes(means: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, f'conditions: {{odd: {{means: "{means}", cite: {{at: p}}}}}}') == []


OTHERS = {
    "conditions: {two: {different: injry, of: child, at_least: 2, cite: {at: p}}}": (
        "'injry' is not declared as a fact",
        "write injury",
    ),
    "decisions: {t: {ask: T?, decided_by: {agreed: head}, all: {a: {points_to: x, strength: may, cite: {at: p}}},"
    " cite: {at: p}}}": (
        "'agreed' is not a key of who decides",
        "write ROLE, [ROLE, ROLE] or {agreed_by: [ROLE, ROLE]}",
    ),
    "decisions: {t: {ask: T?, decided_by: head, all: {a: {points_to: =injury, strength: may, cite: {at: p}}},"
    " cite: {at: p}}}": (
        "injury is about a child, and no thing is in hand here",
        "write of: child, or name a condition {any: child, means: injury}",
    ),
    "decisions: {t: {ask: T?, decided_by: head, all: {a: {points_to: x, strength: prompt, cite: {at: p}}},"
    " cite: {at: p}}}": (
        "a prompt is ours, and this one cites a source",
        "write cite: {ours: why}, or the strength the source words",
    ),
    "directory: {desk: {title: D, numbers: [], hours: {someday: always}, cite: {at: p}}}": (
        "'someday' is not days of the week",
        'write not_given, always, or {mon-fri: ["09:00", "17:00"]}',
    ),
    "directory: {desk: {title: D, numbers: [], hours: {fri: soon}, cite: {at: p}}}": (
        "'soon' is not from when to when",
        'write not_given, always, or {mon-fri: ["09:00", "17:00"]}',
    ),
    "directory: {desk: {title: D, numbers: [], hours: always, bank_holidays: often, cite: {at: p}}}": (
        "'often' is not what is done on bank holidays",
        'write yes (open as on the day of the week), no, or the hours: ["10:00", "16:00"]',
    ),
    "directory: {desk: {title: D, numbers: [], hours: always, bank_holidays: [noon], cite: {at: p}}}": (
        "['noon'] is not from when to when",
        'write yes (open as on the day of the week), no, or the hours: ["10:00", "16:00"]',
    ),
    'directory: {desk: {title: D, numbers: [], hours: always, bank_holidays: ["16:00", "10:00"], cite: {at: p}}}': (
        "16:00 to 10:00 ends before it begins",
        "write the part after midnight under the next day",
    ),
    "things: {plan: {title: yes, cite: {at: p}}}": (
        "yes or no stands where words are wanted",
        'put it in quotes: "yes"',
    ),
    "things: {plan: {title: [a], cite: {at: p}}}": ("['a'] stands where words are wanted", "write one text"),
    "things: {plan: {title: P, cite: {at: p, rules: T-1}}}": (
        "rules: 'T-1' is not a list",
        "write [S-12-2, S-12-3], or {S-12-2: what it does for it}",
    ),
    "things: {plan: P}": ("this: 'P' is not a mapping", "write `key: value` below it, or {key: value}"),
    "things: plan": ("things holds no elements", "write `id: {…}` below it"),
    "- things": ("a chapter file holds chapters", "write `duties:` and, below it, `id: {…}`"),
    "meetings: {talk: {title: T, says: S., chaired_by: nobody, cite: {at: p}}}": (
        "'nobody' is not declared as a decision or a role",
        "declare it under decisions",
    ),
    "strands: {way: {title: W, says: S., opened_by: rased, cite: {at: p}}}": (
        "'rased' is not declared as an event",
        "write raised",
    ),
}


@pytest.mark.parametrize("written", OTHERS)
def test_any_other_form_that_is_wrong_is_refused_with_what_to_write(written: str, tmp_path: Path) -> None:
    assert said_of(tmp_path, written) == [f"extra.yaml:1: {'; '.join(OTHERS[written])}"]


def test_first_and_all_together_are_refused(tmp_path: Path) -> None:
    row = "{points_to: x, strength: may, cite: {at: p}}"
    both = f"decisions: {{t: {{ask: T?, decided_by: head, first: {{a: {row}}}, all: {{b: {row}}}, cite: {{at: p}}}}}}"

    assert said_of(tmp_path, both) == ["extra.yaml:1: t has both first and all; keep one of the two"]


def test_rows_may_be_a_list_with_ids_and_keep_their_lines(tmp_path: Path) -> None:
    rows = """\
    decisions:
      tier:
        ask: Which tier?
        decided_by: {agreed_by: [head, officer]}
        first:
          - {id: crime, when: crme, points_to: high, strength: will, cite: {at: p}}
          - id: rest
            points_to: low
            strength: wil
            cite: {at: p}
        cite: {at: p}
    """

    assert [each.split("; ")[0] for each in said_of(tmp_path, rows)] == [
        "extra.yaml:6: 'crme' is not declared as a condition or a fact",
        "extra.yaml:9: first.rest.strength: 'wil' is not one of the words for it",
    ]


@pytest.mark.parametrize(("asks", "passes"), [("[crime, people]", True), ("[people]", False)])
def test_an_organisation_may_ask_more_and_not_less(asks: str, passes: bool, tmp_path: Path) -> None:
    diocese = HEAD.replace("kind: national", "kind: organisation\nextends: barset")
    write_pack(tmp_path / "barset", "events: {seen: {title: S, by: head, asks: [crime], class: child, cite: {at: p}}}")

    own = f"events: {{seen: {{asks: {asks}, cite: {{at: q}}}}}}"
    folder = write_pack(tmp_path / "diocese", own, head=diocese, sound="")

    assert (found_in(folder) == []) is passes


@pytest.mark.parametrize(
    ("within", "is_noted"),
    [
        ("{first: [{when: crime, is: same day}, {is: 2 days}]}", True),
        # A condition over an answer is as unknown as the answer.
        ("{first: [{when: child_hurt, is: same day}, {is: 2 days}]}", True),
        ("{latest: [1 day, {first: [{when: crime, is: same day}, {is: 2 days}]}]}", True),
        # The longest runs until somebody says.
        ("{earliest: [2 days, {first: [{when: crime, is: same day}, {is: 2 days}]}]}", False),
        # What happened is known at every moment.
        ("{first: [{when: was_told, is: same day}, {is: 2 days}]}", False),
        ("2 days", False),
    ],
)
def test_a_limit_that_has_no_date_while_nobody_can_tell_is_noted_and_passes(
    within: str, is_noted: bool, tmp_path: Path
) -> None:
    extra = f"""\
    conditions: {{was_told: {{happened: told, cite: {{at: p}}}}}}
    duties:
      close: {{{DUTY}, arises: raised, done_by: closed, within: {within}}}
    """
    folder = write_pack(tmp_path / "barset", extra)

    notes = [each for each in check([folder]) if each.note and "has no date" in each.what]

    assert [(each.line, each.what) for each in notes] == (
        [(3, "while nobody can tell which row holds, close has no date and is never overdue")] if is_noted else []
    )
    load(folder)
