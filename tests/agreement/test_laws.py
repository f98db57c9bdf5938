"""The six laws of the language page, each a property of the real engine over random procedures and histories.

Nothing here may use the naive engine's answers: a law holds of one engine by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import dutybook.engine as real
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Expression, Means, Name
from dutybook.engine.instance import Instance, Missing, Refused, Weighed
from dutybook.engine.procedure import Becomes, Decision, Duty, Expires, Procedure, Row, Rules
from tests.agreement.comparing import answers, missing, plain
from tests.agreement.histories import Question, Recorder, questions
from tests.agreement.profiles import asking
from tests.agreement.words import CALENDAR, EVENTS, FACTS, IDS, WINDOWS, moments_of

QUESTIONS = 120
CHANCES = st.randoms(use_true_random=True)


def all_of(question: Question) -> list[tuple[str, Any]]:
    return list(answers(real, question))


def recorder(chances: Any, question: Question) -> Recorder:
    days = min(WINDOWS, key=lambda each: abs(moments_of(each)[0] - question.at))
    return Recorder(chances, procedure=question.procedure, days=days, moments=moments_of(days))


def next_seq(entries: Sequence[Entry]) -> int:
    return 1 + max(entry.seq for entry in entries)


# --- 1: what is recorded after k, or happens after t, changes nothing -------------------------------------------------


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_what_was_recorded_afterwards_changes_nothing_that_was_known_before(question: Question, chances: Any) -> None:
    later = recorder(chances, question).entry(next_seq(question.entries), question.entries)
    later = replace(later, recorded_at=max(later.recorded_at, question.known_at) + timedelta(seconds=1))

    longer = replace(question, entries=(*question.entries, later))

    assert all_of(longer) == all_of(question)


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_what_happens_afterwards_changes_nothing_at_the_moment_asked_about(question: Question, chances: Any) -> None:
    new = recorder(chances, question).happening(next_seq(question.entries), "noted", question.at)
    after = question.at + timedelta(seconds=1)
    later = replace(new, lo=after, hi=after, recorded_at=after)
    asked_late = replace(question, known_at=max(question.known_at, after))

    longer = replace(asked_late, entries=(*question.entries, later))

    assert all_of(longer) == all_of(asked_late)


# --- 2: the order of recording does not matter between different times ------------------------------------------------


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_the_order_in_which_entries_were_typed_does_not_matter_between_different_times(
    question: Question, chances: Any
) -> None:
    plain_entries = [entry for entry in question.entries if entry.corrects is None]
    at_different_times = list({entry.hi: entry for entry in plain_entries}.values())
    typed_otherwise = chances.sample(at_different_times, len(at_different_times))
    numbered = [replace(entry, seq=i) for i, entry in enumerate(typed_otherwise, 1)]
    question = replace(question, entries=tuple(at_different_times))
    seqs = {entry.hi: entry.seq for entry in numbered}

    one, other = all_of(question), all_of(replace(question, entries=tuple(numbered)))

    assert other[:-1] == one[:-1]
    moments = {entry.seq: entry.hi for entry in at_different_times}
    assert other[-1][1] == [(gate, seqs[moments[seq]]) for gate, seq in one[-1][1]]


# --- 3: one more answer to an unasked fact never turns a settled `means` round ----------------------------------------


def probe(expression: Expression, kind: str | None) -> Decision:
    """A decision that says what an expression is: yes, no, or nothing while nobody can tell."""
    rows = (Row(id="holds", when=expression, points_to="yes"), Row(id="else", points_to="no"))
    return Decision(id="probe", kind=kind, rows=rows)


def asks(question: Question, expression: Expression, about: dict[str, str]) -> Weighed:
    rules = question.procedure.at(question.at)
    probing = replace(rules, decisions={**rules.decisions, "probe": probe(expression, next(iter(about), None))})
    procedure = replace(question.procedure, editions=((date.min, probing),), organisations={}, organisation_fact="")
    return real.points_to("probe", question.entries, procedure, about=about, **question.asked)


def means_of(rules: Rules) -> list[Expression]:
    return [each.form.expression for each in rules.conditions.values() if isinstance(each.form, Means)]


def reads_only_facts(expression: Any, rules: Rules) -> bool:
    """Not through a condition of another form: those may turn when something happens."""
    if isinstance(expression, Name):
        form = rules.conditions[expression.name].form if expression.name in rules.conditions else None
        return form is None or (isinstance(form, Means) and reads_only_facts(form.expression, rules))
    parts = [getattr(expression, field, ()) for field in ("part", "parts", "left", "right")]
    flat = [each for part in parts for each in (part if isinstance(part, tuple) else (part,))]
    return all(reads_only_facts(each, rules) for each in flat)


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_one_more_answer_to_an_unasked_fact_never_turns_a_settled_condition_round(
    question: Question, chances: Any
) -> None:
    answered = {name for entry in question.entries for name in entry.answers}
    unasked = [fact for name, fact in FACTS.items() if name not in answered]
    about = {kind: ids[0] for kind, ids in IDS.items()}
    rules = question.procedure.at(question.at)
    for fact in unasked:
        value = recorder(chances, question).answer(fact)
        moment = min(question.at, question.known_at)
        entry = Entry(
            seq=next_seq(question.entries), type="noted", lo=moment, hi=moment, recorded_at=moment,
            things={kind: IDS[kind] for kind in fact.of}, answers={fact.id: value},
        )  # fmt: skip
        for expression in means_of(rules):
            if reads_only_facts(expression, rules):
                before = [each.points_to for each in asks(question, expression, about).points_to]
                more = replace(question, entries=(*question.entries, entry))

                after = [each.points_to for each in asks(more, expression, about).points_to]

                assert not before or after == before


# --- 4: a retracted entry is as if never recorded ---------------------------------------------------------------------


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_a_retracted_entry_is_as_if_it_had_never_been_recorded(question: Question, chances: Any) -> None:
    new = recorder(chances, question).entry(next_seq(question.entries), question.entries)
    new = replace(new, recorded_at=min(new.recorded_at, question.known_at), hi=min(new.hi, question.known_at))
    new = replace(new, lo=new.lo and min(new.lo, new.hi))
    never = replace(
        new, seq=new.seq + 1, corrects=new.seq, retracted=True, things={}, answers={}, recorded_at=question.known_at
    )

    longer = replace(question, entries=(*question.entries, new, never))

    assert all_of(longer) == all_of(question)


# --- 5: no unknown is a silent no -------------------------------------------------------------------------------------


def named(instance: Instance, wanted: Sequence[Missing]) -> bool:
    shown = missing(instance.missing)
    return all(each in shown for each in missing(wanted))


def unknowns_of(question: Question, instance: Instance, duty: Duty) -> list[Missing]:
    """What would settle each unknown that the instance reads now, each read by itself, through a decision."""
    read = [duty.when, getattr(duty.arises, "where", None), duty.held_while]
    read += [duty.arises.condition] if isinstance(duty.arises, Becomes) and instance.arose_at is None else []
    weighed = [asks(question, each, dict(instance.about)) for each in read if each is not None]
    return [each for one in weighed if not one.points_to for each in one.missing]


def one_edition(procedure: Procedure) -> Procedure:
    return replace(procedure, editions=procedure.editions[:1], organisations={}, organisation_fact="")


@asking(QUESTIONS)
@given(question=questions())
def test_every_unknown_that_a_duty_reads_is_shown_as_missing(question: Question) -> None:
    question = replace(question, procedure=one_edition(question.procedure))
    duties = question.procedure.editions[0][1].duties
    for instance in real.duties_for(question.entries, question.procedure, **question.asked):
        if instance.status in ("open", "overdue", "held", "upcoming", "met for now", "cannot tell"):
            duty = duties[instance.id]
            read = replace(duty, when=None, held_while=None) if instance.arose_at is None else duty

            assert named(instance, unknowns_of(question, instance, read)), instance
        assert instance.missing or instance.status != "cannot tell" or _is_beyond_words(question), instance
        assert instance.missing or not instance.owner.endswith("until known"), instance
        assert instance.missing or not _is_undated(instance, duties[instance.id]), instance


def _is_beyond_words(question: Question) -> bool:
    """Beyond the holiday table a date is not known and nobody can be asked for it."""
    return question.at.year >= CALENDAR.last.year


def _is_undated(instance: Instance, duty: Duty) -> bool:
    if duty.within is None or duty.strength == "prompt" or instance.arose_at is None:
        return False
    return instance.due_at is None and instance.status == "open" and instance.arose_at.year < CALENDAR.last.year


@asking(QUESTIONS)
@given(question=questions())
def test_every_unknown_row_and_gate_is_shown_as_missing(question: Question) -> None:
    for decision, about in (("tier", {}), ("route", {"child": "c1"})):
        weighed = real.points_to(decision, question.entries, question.procedure, about=about, **question.asked)
        assert weighed.missing or not weighed.possible or _is_beyond_words(question)
    gates = question.procedure.at(question.at).gates
    for event in EVENTS.values():
        about = {kind: IDS[kind][0] for kind in event.about}
        answer = real.may(event.id, about, question.entries, question.procedure, by="ben", **question.asked)
        for reason in answer.reasons if isinstance(answer, Refused) else ():
            needs = gates[reason.gate].needs
            if needs is not None and not asks(question, needs, about).points_to:
                assert missing(reason.missing) == missing(asks(question, needs, about).missing)


# --- 6: a start that is not a moment costs that one duty its certainty ------------------------------------------------


@asking(QUESTIONS)
@given(question=questions(), chances=CHANCES)
def test_a_time_nobody_knows_never_costs_the_case_its_page_nor_another_duty_its_certainty(
    question: Question, chances: Any
) -> None:
    question = replace(question, procedure=_each_duty_by_itself(question.procedure))
    blurred = chances.choice(question.entries)
    entries = tuple(replace(entry, lo=None) if entry is blurred else entry for entry in question.entries)
    duties = question.procedure.editions[0][1].duties

    sure = real.duties_for(question.entries, question.procedure, **question.asked)
    unsure = real.duties_for(entries, question.procedure, **question.asked)

    assert [(each.id, each.about, each.arose_at) for each in unsure] == [
        (each.id, each.about, each.arose_at) for each in sure
    ]
    for one, other in zip(sure, unsure, strict=True):
        concerned = one.arose_at == blurred.hi or blurred.type in repr(duties[one.id])
        assert concerned or plain(one) == plain(other)
        assert other.timing != "late" or one.timing == "late" or one.met_at != other.met_at


def _each_duty_by_itself(procedure: Procedure) -> Procedure:
    """Without what makes one instance wait for another: `expires`, `until`, and an instance that joins an open one."""
    rules = procedure.editions[0][1]
    alone = {
        name: replace(duty, again="new", provisionally=None)
        for name, duty in rules.duties.items()
        if not isinstance(duty.arises, Expires)
    }
    return replace(one_edition(procedure), editions=((date.min, replace(rules, duties=alone)),))
