"""Conditions and time limits read aloud, form by form."""

import pytest

from dutybook.engine.english import clocks, conditions
from dutybook.engine.english.fields import hours, plainly
from dutybook.engine.english.names import Words, listed, running
from dutybook.engine.forms import (
    AnyOf,
    AtLeast,
    Different,
    Every,
    Form,
    Happened,
    IsAnswered,
    IsNotKnown,
    IsOpen,
    Length,
    Means,
    Name,
    Passed,
)
from dutybook.engine.grammar import parse_expression, parse_timescale
from dutybook.engine.procedure import (
    Becomes,
    Choice,
    Condition,
    Contact,
    Decision,
    Duty,
    Event,
    Expires,
    Fact,
    Hours,
    Passage,
    Recurs,
    Rules,
)

CHOICES = (Choice(id="suspended", title="Suspended from duty"), Choice(id="at_work"))
RULES = Rules(
    events={
        "concern_raised": Event(id="concern_raised", title="A concern was raised"),
        "minutes_sent": Event(id="minutes_sent", title="The minutes were sent"),
        "review": Event(id="review", title="Review held"),
        "ofsted_told": Event(id="ofsted_told", title="Ofsted was told"),
    },
    facts={
        "injury": Fact(id="injury", ask="Was anybody hurt?"),
        "work": Fact(id="work", title="The working arrangement", answers="choice", choices=CHOICES),
        "told_whom": Fact(id="told_whom", answers="choices"),
        "conference_on": Fact(id="conference_on", answers="date"),
        "how_many": Fact(id="how_many", answers="number"),
        "tier": Fact(id="tier", answers="choice"),
    },
    conditions={"a_child_was_hurt": Condition(id="a_child_was_hurt", form=Means(Name("injury")))},
    decisions={"tier": Decision(id="tier", title="Which tier is it?")},
    duties={"tell": Duty(id="tell", title="Tell the officer", arises=Becomes(Name("injury")))},
    directory={"desk": Contact(id="desk", title="The duty desk")},
    plain={"roles": {"officer": Passage(id="officer", title="Designated officer", chapter="roles")}},
)
WORDS = Words(RULES, terms={"officer": "LADO"})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("injury", "injury is answered yes"),
        ("not injury", "injury is answered no"),
        ("a_child_was_hurt", "a child was hurt"),
        ("not a_child_was_hurt", "not “a child was hurt”"),
        ("injury and a_child_was_hurt", "injury is answered yes and a child was hurt"),
        (
            "injury or a_child_was_hurt and work == 'at_work'",
            "injury is answered yes or (a child was hurt and the working arrangement is “at work”)",
        ),
        ("not (injury or a_child_was_hurt)", "it is not so that (injury is answered yes or a child was hurt)"),
        ("work == 'suspended'", "the working arrangement is “Suspended from duty”"),
        ("work != 'suspended'", "the working arrangement is not “Suspended from duty”"),
        ("work in ('suspended', 'at_work')", "the working arrangement is one of “Suspended from duty” or “at work”"),
        (
            "work not in ('suspended', 'at_work')",
            "the working arrangement is none of “Suspended from duty” or “at work”",
        ),
        ("'police' in told_whom", "“police” is among told whom"),
        ("'police' not in told_whom", "“police” is not among told whom"),
        ("tier == 'tier_1'", "the answer to “Which tier is it?” is “tier 1”"),
        ("conference_on < '2026-04-02'", "conference on is before Thursday 2 April 2026"),
        ("conference_on >= '2026-04-02'", "conference on is on or after Thursday 2 April 2026"),
        ("how_many > 2", "how many is more than 2"),
        ("how_many <= 2", "how many is at most 2"),
    ],
)
def test_an_expression_is_a_clause(written: str, said: str) -> None:
    assert conditions.expression(parse_expression(written), WORDS) == said


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (Means(Name("injury")), "injury is answered yes"),
        (AnyOf("child", Name("injury")), "for at least one child, injury is answered yes"),
        (Every("child", Name("injury")), "for every child, injury is answered yes"),
        (AtLeast(2, "child"), "there are at least 2 children"),
        (AtLeast(1, "child", Name("injury")), "there is at least 1 child for which injury is answered yes"),
        (
            Different("work", "employment", 2),
            "the employments have at least 2 different answers for the working arrangement",
        ),
        (Happened("concern_raised"), "a concern was raised"),
        (Happened("review"), "“Review held” is in the record"),
        (
            Passed(Length(3, "days", "before", "conference_on")),
            "this time has passed: at least 3 days before the answer to “conference on”",
        ),
        (IsAnswered("injury"), "injury is answered"),
        (IsNotKnown("injury"), "injury was asked, and the answer is “not known”"),
        (IsOpen("desk"), "the duty desk is open at the time"),
    ],
)
def test_every_form_of_condition_is_a_clause(form: Form, said: str) -> None:
    assert conditions.form(form, WORDS) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("24 hours", "within 24 hours of the start"),
        ("1 hours", "within 1 hour of the start"),
        ("same day", "by the end of the day of the start"),
        ("1 working day", "by the end of the next working day after the start"),
        ("2 working days", "by the end of the 2nd working day after the start"),
        ("11 days", "by the end of the 11th day after the start"),
        ("21 days", "by the end of the 21st day after the start"),
        ("3 weeks", "within 3 weeks of the start"),
        ("6 months after concern_raised", "within 6 months of the last time a concern was raised"),
        ("6 months after review", "within 6 months of the last time “Review held”"),
        ("3 working days before conference_on", "at least 3 working days before the answer to “conference on”"),
        (
            {"earliest": ["1 working day", "24 hours"]},
            "whichever comes first: by the end of the next working day after the start or within 24 hours of the start",
        ),
        (
            {"latest": ["1 working day", "24 hours"]},
            "whichever comes last: by the end of the next working day after the start or within 24 hours of the start",
        ),
        (
            {"first": [{"when": "injury", "is": "same day"}, {"is": "24 hours"}]},
            "if injury is answered yes, by the end of the day of the start; otherwise within 24 hours of the start",
        ),
        ({"set_by": "conference_on"}, "by the time that the answer to “conference on” sets"),
    ],
)
def test_every_form_of_time_limit_is_a_phrase(written: object, said: str) -> None:
    assert clocks.timescale(parse_timescale(written), WORDS, "the start") == said  # type: ignore[arg-type]


def test_a_duty_counts_from_what_it_says_it_counts_from() -> None:
    duty = Duty(id="d", arises=Expires("tell"), within=Length(24, "hours"), counts_from="conference_on")

    assert clocks.time(duty, WORDS) == "within 24 hours of the answer to “conference on”"


@pytest.mark.parametrize(
    ("arises", "when", "start"),
    [
        (
            Becomes(Name("injury")),
            "each time it becomes so that injury is answered yes",
            "the moment at which injury is answered yes",
        ),
        (
            Expires("tell"),
            "when the time for “Tell the officer” passes and it has not been done",
            "the time for “Tell the officer” running out",
        ),
        (
            Recurs(Length(12, "months"), "conference_on"),
            "on the day of the answer to “conference on”, and every 12 months after it",
            "each such day",
        ),
    ],
)
def test_how_a_duty_arises_and_from_what_it_counts(arises: Becomes | Expires | Recurs, when: str, start: str) -> None:
    assert clocks.arises(arises, WORDS) == when
    assert clocks.start_of(Duty(id="d", arises=arises), WORDS) == start


@pytest.mark.parametrize(
    ("promptly", "said"),
    [
        ("as soon as practicable", "as soon as practicable; no number of days is given"),
        ("no time is stated", "no time is stated"),
        ("", "no time is given"),
    ],
)
def test_no_number_is_ever_invented(promptly: str, said: str) -> None:
    assert clocks.time(Duty(id="d", arises=Becomes(Name("injury")), promptly=promptly), WORDS) == said


@pytest.mark.parametrize(
    ("event", "happens", "happening"),
    [
        ("concern_raised", "a concern is raised", "a concern being raised"),
        ("minutes_sent", "the minutes are sent", "the minutes being sent"),
        ("ofsted_told", "Ofsted is told", "Ofsted being told"),
        ("review", "“Review held” is recorded", "“Review held”"),
        ("nobody_declared", "“nobody declared” is recorded", "“nobody declared”"),
    ],
)
def test_an_event_is_a_clause_and_a_noun(event: str, happens: str, happening: str) -> None:
    assert (WORDS.happens(event), WORDS.happening(event)) == (happens, happening)


def test_a_role_goes_by_its_local_name() -> None:
    assert (WORDS.role("officer"), Words(RULES).role("officer")) == ("LADO", "Designated officer")


def test_only_an_article_loses_its_capital_inside_a_sentence() -> None:
    assert [running(title) for title in ("The case", "LADO told", "Ofsted")] == ["the case", "LADO told", "Ofsted"]


def test_things_are_listed_as_one_says_them() -> None:
    assert [listed(each, "or") for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a or b", "a, b or c"]


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@pytest.mark.parametrize(
    ("open_at", "said"),
    [
        (None, "opening hours are not given"),
        ((Hours(WEEK, "00:00", "24:00"),), "at all hours"),
        (
            (Hours(WEEK[:5], "09:00", "17:00"), Hours(("sat",), "10:00", "12:00")),
            "Monday to Friday 09:00 to 17:00; Saturday 10:00 to 12:00",
        ),
        ((Hours(("mon", "thu"), "09:00", "17:00"),), "Monday and Thursday 09:00 to 17:00"),
    ],
)
def test_opening_hours_are_said_by_day(open_at: tuple[Hours, ...] | None, said: str) -> None:
    assert hours(open_at) == said


def test_plain_data_is_said_without_brackets() -> None:
    assert plainly({"a_key": ["one", True], "other": {"x": 1}}) == "a key: one and yes; other: x: 1"
