"""What one random question reaches, by name, so that a run can count how much of the language it was about.

Nothing here may ask the real engine: what a question reaches must not depend on what is being judged.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.engine.instance import Missing
from dutybook.engine.procedure import Gate, Row
from tests.agreement.histories import Question
from tests.agreement.naive import instance
from tests.agreement.naive_arising import Case, not_yet_arisen
from tests.agreement.naive_conditions import holds
from tests.agreement.naive_duties import Stretch, due_of, stretches, target_of, view_of
from tests.agreement.naive_record import Instant, combinations, standing
from tests.agreement.words import EVENTS, IDS, OWN_STEP

STATUSES = (
    "upcoming",
    "open",
    "overdue",
    "held",
    "met for now",
    "met",
    "met late",
    "not needed",
    "not done",
    "cannot tell",
)
TIMINGS = ("in time", "late", "may be late", "no limit")
UNKNOWNS = ("when", "where", "becomes", "held_while", "owner", "a row", "a gate", "a timescale")
HISTORIES = (
    "a correction of a correction",
    "a retraction",
    "a retraction of a retraction",
    "a span of time",
    "a time not known",
    "two children",
    "two employments",
    "something not yet recorded",
)
SHAPES = (
    "a moved date",
    "an expiry",
    "a restart",
    "a second edition",
    "an organisation's duty",
    "an organisation's own step",
)

MUST_REACH = (
    *(f"status: {each}" for each in STATUSES),
    *(f"timing: {each}" for each in TIMINGS),
    *(f"unknown: {each}" for each in UNKNOWNS),
    *HISTORIES,
    *SHAPES,
)


def reached(question: Question) -> set[str]:
    """Everything of the list above that the question is about."""
    case = Case(standing(question.entries, question.known_at), question.procedure, question.at)
    duties = dict.fromkeys(duty for rules in case.all_rules() for duty in rules.duties)
    every = [stretch for duty in duties for stretch in stretches(case, duty)]
    found = {*_of_the_history(question, case), *_of_the_rules(case, every)}
    for stretch in every:
        found |= set(_of_an_instance(case, stretch))
    if any(True for duty in duties for _ in not_yet_arisen(case, duty)):
        found |= {"status: cannot tell", "unknown: becomes"}
    return found


def _of_the_history(question: Question, case: Case) -> Iterator[str]:
    known = {entry.seq: entry for entry in question.entries if entry.recorded_at <= question.known_at}
    corrected = [(entry, known[entry.corrects]) for entry in known.values() if entry.corrects in known]
    in_force = [entry for entry in case.record if entry.hi <= case.at]
    if any(earlier.corrects is not None and not entry.retracted for entry, earlier in corrected):
        yield "a correction of a correction"
    if any(entry.retracted for entry in known.values()):
        yield "a retraction"
    if any(entry.retracted and earlier.retracted for entry, earlier in corrected):
        yield "a retraction of a retraction"
    if any(entry.lo is not None and entry.lo != entry.hi for entry in in_force):
        yield "a span of time"
    if any(entry.lo is None for entry in in_force):
        yield "a time not known"
    if len(known) < len(question.entries):
        yield "something not yet recorded"
    for kind, label in (("child", "two children"), ("employment", "two employments")):
        if sum(any(each in entry.things.get(kind, ()) for entry in in_force) for each in IDS[kind]) >= 2:
            yield label


def _of_the_rules(case: Case, every: list[Stretch]) -> Iterator[str]:
    rules = case.procedure.at(case.at)
    if any(holds(case.view(rules, {"child": "c1"}, case.at), row.when).value is None for row in _rows(case)):
        yield "unknown: a row"
    if any(_in_doubt(case, gate) for gate in rules.gates.values() if gate.needs is not None):
        yield "unknown: a gate"
    if len({id(stretch.rules) for stretch in every}) > 1 and len(case.procedure.editions) > 1:
        yield "a second edition"
    own = [id(edition) for each in case.procedure.organisations.values() for _, edition in each.editions]
    if any(id(stretch.rules) in own for stretch in every):
        yield "an organisation's duty"
    own_steps = {entry.seq for entry in case.record if entry.type == OWN_STEP.id}
    if any(stretch.arising.made_by in own_steps for stretch in every):
        yield "an organisation's own step"


def _rows(case: Case) -> list[Row]:
    return [row for decision in case.procedure.at(case.at).decisions.values() for row in decision.rows]


def _in_doubt(case: Case, gate: Gate) -> bool:
    view = case.view(case.procedure.at(case.at), {}, case.at)
    keys = combinations(view, EVENTS[gate.before[0]].about)
    return any(holds(view.about(key), gate.needs).value is None for key in keys)


def _of_an_instance(case: Case, stretch: Stretch) -> Iterator[str]:
    shown = instance(case, stretch)
    yield f"status: {shown.status}"
    yield f"timing: {shown.timing}"
    if shown.moved:
        yield "a moved date"
    if type(stretch.form.arises).__name__ == "Expires":
        yield "an expiry"
    if len(stretch.arisings) > 1:
        yield "a restart"
    if shown.owner.endswith("until known"):
        yield "unknown: owner"
    if shown.met_at is None:
        yield from _unknowns(case, stretch)


def _unknowns(case: Case, stretch: Stretch) -> Iterator[str]:
    now = Instant(case.at)
    form, view = stretch.form, view_of(case, stretch, now)
    read = {"when": form.when, "where": getattr(form.arises, "where", None), "held_while": form.held_while}
    yield from (f"unknown: {name}" for name, expression in read.items() if holds(view, expression).value is None)
    missing: tuple[Missing, ...] = (*due_of(case, stretch, now).missing, *target_of(case, stretch, now).missing)
    if any(each.state != "time_not_recorded" for each in missing):
        yield "unknown: a timescale"
