"""Compiled conditions: against Python's own `eval`, and against Google's CEL binding (`cel-expr-python`).

Nothing is timed before all give the same values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cel_expr_python import cel

from benchmarks import spelt
from benchmarks.case import DATES, case, medians, procedure, rules, verdict
from dutybook.engine import duties_for
from dutybook.engine.conditions import Conditions
from dutybook.engine.entries import Entry
from dutybook.engine.forms import Expression, Name
from dutybook.engine.known import Known, Scope
from dutybook.engine.procedure import NOT_KNOWN, After, Becomes, Duty, Fact
from dutybook.engine.reading import Reading, compiled

EVAL_GOAL = 2.0
CEL_GOAL = 50.0
ROUNDS = 30
IN_A_ROW = 10
T = DATES[-1]


def main() -> None:
    """Both comparisons."""
    against_eval()
    against_cel()


# --- Python's own eval ------------------------------------------------------------------------------------------------


def against_eval() -> None:
    """Every `means` of the pack, with every fact answered. Both look each name up for these things at this moment."""
    conditions, known, scope = compiled(rules(), procedure()), everything_answered(), one_of_each()
    means = dict(spelt.conditions_of(rules()))
    reads = [conditions.compiled(Name(name)) for name in means]
    codes = [compile(spelt.python(each, rules()), name, "eval") for name, each in means.items()]
    looked_up = LookedUp(conditions, known, scope)
    handed_over = [{name: looked_up[name] for name in code.co_names} for code in codes]

    def engine() -> list[Any]:
        known.truths.clear()
        return [read(known, scope, known.t) for read in reads]

    def python() -> list[Any]:
        known.truths.clear()
        return [eval(code, NOTHING, looked_up) for code in codes]

    def python_at_best() -> list[Any]:
        return [eval(code, NOTHING, names) for code, names in zip(codes, handed_over, strict=True)]

    assert engine() == python() == python_at_best(), "the engine and eval differ"
    times = medians(engine, python, python_at_best, rounds=ROUNDS, in_a_row=IN_A_ROW)
    engine_time, python_time, best_time = (each / len(reads) * 1e6 for each in times)
    ratio = engine_time / python_time
    print(f"{len(reads)} conditions made of expressions, every fact answered")
    print(f"compiled to closures:      {engine_time:.2f} µs a condition")
    print(f"Python's eval:             {python_time:.2f} µs, looking the same names up in the same case")
    print(f"Python's eval, at best:    {best_time:.2f} µs, every value lying ready in a dictionary")
    print(f"the closures take {ratio:.2f} times as long; {verdict(ratio <= EVAL_GOAL, f'at most {EVAL_GOAL} times')}")


NOTHING: dict[str, Any] = {"__builtins__": {}}


class LookedUp(dict[str, Any]):
    """Names as `eval` asks for them: each read in the case, for these things at this moment."""

    def __init__(self, conditions: Conditions, known: Known, scope: Scope) -> None:
        super().__init__()
        self.read = conditions.named
        self.known = known
        self.scope = scope

    def __missing__(self, name: str) -> Any:
        return self.read(name)(self.known, self.scope, self.known.t)


def one_of_each() -> dict[str, str]:
    return {kind: f"{kind}-1" for kind in rules().things}


def everything_answered() -> Known:
    """A case of one entry that names one thing of each kind and answers every question."""
    things = {kind: (id,) for kind, id in one_of_each().items()}
    answers = {fact.id: an_answer(fact) for fact in rules().facts.values()}
    entry = Entry(seq=1, type="everything", lo=T, hi=T, recorded_at=T, things=things, answers=answers)
    known = Known([entry], T, T)
    known.bind({fact.id: fact.of for fact in rules().facts.values()})
    return known


def an_answer(fact: Fact) -> Any:
    plain = {"yes_no": True, "number": 1, "date": T.date(), "moment": T}
    if fact.answers == "choices":
        return tuple(choice.id for choice in fact.choices)
    return fact.choices[0].id if fact.choices else plain.get(fact.answers, "words")


# --- CEL --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One condition of one instance: as the engine has it, in CEL over the entries, in CEL over values looked up."""

    expression: Expression
    scope: Scope
    program: Any
    of_values: Any
    handed_over: Any


def against_cel() -> None:
    """The conditions (`where`, `when`, `becomes`) of every instance of the case, at its last date."""
    reading = Reading(case().entries, procedure(), T, T)
    conditions, known = compiled(rules(), procedure()), reading.known
    over_entries, over_values = cel.NewEnv(variables=variables()), cel.NewEnv(variables=variables_of_values())
    asked = list(conditions_asked(reading, over_entries, over_values))
    reads = [(conditions.compiled(each.expression), each.scope) for each in asked]
    scopes = {tuple(each.scope.items()): data_of(each.scope, reading) for each in asked}

    def engine() -> list[Any]:
        known.truths.clear()
        return [read(known, scope, reading.t) for read, scope in reads]

    def in_cel() -> list[Any]:
        """The entries are handed over once for each combination of things."""
        activations = {scope: over_entries.Activation(data) for scope, data in scopes.items()}
        return [each.program.eval(activations[tuple(each.scope.items())]) for each in asked]

    def in_cel_each_by_itself() -> list[Any]:
        """The plain call: the entries are handed over for each evaluation."""
        return [each.program.eval(data=scopes[tuple(each.scope.items())]) for each in asked]

    def in_cel_at_best() -> list[Any]:
        return [each.of_values.eval(each.handed_over) for each in asked]

    assert engine() == [truth(each) for each in in_cel()] == [truth(each) for each in in_cel_at_best()]
    times = medians(engine, in_cel, in_cel_each_by_itself, in_cel_at_best, rounds=ROUNDS, in_a_row=IN_A_ROW)
    engine_time, cel_time, plain_time, best_time = times
    plain_ratio, shared_ratio = plain_time / engine_time, cel_time / engine_time
    print(f"\n{len(asked)} conditions of {len(case().entries)} entries' duties, at one moment")
    at_once = "every value looked up and handed over before the clock"
    print(f"compiled to closures: {engine_time * 1000:6.2f} ms")
    print(f"cel-expr-python:      {cel_time * 1000:6.2f} ms, given the entries once for each combination of things")
    print(f"                      {plain_time * 1000:6.2f} ms, given the entries with each evaluation: eval(data=...)")
    print(f"                      {best_time * 1000:6.2f} ms, {at_once}")
    met = verdict(plain_ratio >= CEL_GOAL, f"at least {CEL_GOAL:.0f} times")
    print(f"the closures are {plain_ratio:.0f} times as fast as eval(data=...); {met}")
    print(print(f"and {shared_ratio:.0f} times as fast as CEL with one activation for all conditions about one thing"))


def truth(value: Any) -> bool | None:
    """CEL's error, where a value is missing, is what the engine calls unknown."""
    return None if value.type() == cel.Type.ERROR else value.value()


def conditions_asked(reading: Reading, over_entries: Any, over_values: Any) -> Iterator[Asked]:
    """Every condition of every instance, each text compiled once."""
    programs: dict[str, Any] = {}
    for instance in duties_for(case().entries, procedure(), at=T, known_at=T):
        scope, kinds = instance.about, frozenset(instance.about)
        for expression in conditions_of(rules().duties[instance.id]):
            text, of_values = (each(rules(), kinds).text(expression) for each in (spelt.Cel, spelt.CelOfValues))
            if text not in programs:
                programs[text] = over_entries.compile(text), over_values.compile(of_values)
            yield Asked(expression, scope, *programs[text], over_values.Activation(data_for(of_values, scope, reading)))


def variables() -> dict[str, Any]:
    """For CEL over the entries."""
    kinds, ids = list(rules().things), cel.Type.List(cel.Type.STRING)
    entries = cel.Type.List(cel.Type.Map(cel.Type.STRING, cel.Type.DYN))
    return {"entries": entries, **dict.fromkeys(kinds, cel.Type.STRING), **{f"all_{kind}": ids for kind in kinds}}


def data_of(scope: Scope, reading: Reading) -> dict[str, Any]:
    """The entries, the last first, the things in scope, and all things of each kind."""
    named = reading.known.things
    everything = {f"all_{kind}": list(named[kind]) for kind in rules().things}
    return {"entries": [as_data(each) for each in reversed(reading.known.entries)], **everything, **scope}


def as_data(entry: Entry) -> dict[str, Any]:
    answers = {name: [] if value == NOT_KNOWN else [plain(value)] for name, value in entry.answers.items()}
    things = {kind: list(ids) for kind, ids in entry.things.items()}
    return {"type": entry.type, "things": things, "answers": answers}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else list(value) if isinstance(value, tuple) else value


def variables_of_values() -> dict[str, Any]:
    """For CEL over values that were looked up before."""
    one = cel.Type.Map(cel.Type.STRING, cel.Type.DYN)
    kinds = list(rules().things)
    return {"case": one, **dict.fromkeys(kinds, one), **{f"all_{kind}": cel.Type.List(one) for kind in kinds}}


def conditions_of(duty: Duty) -> Iterator[Expression]:
    match duty.arises:
        case After(where=where) if where is not None:
            yield where
        case Becomes(condition):
            yield condition
    if duty.when is not None:
        yield duty.when


def data_for(text: str, scope: Scope, reading: Reading) -> dict[str, Any]:
    """The values that the text reads: of the case, of each thing in scope, of all things of a kind."""
    read = set(re.findall(r"[a-z0-9_]+", text))
    data: dict[str, Any] = {"case": values_of("", (), read, reading)}
    data |= {kind: values_of(id, (kind,), read, reading) for kind, id in scope.items() if kind in read}
    for kind in rules().things:
        if f"all_{kind}" in read:
            data[f"all_{kind}"] = [values_of(id, (kind,), read, reading) for id in reading.known.things[kind]]
    return data


def values_of(id: str, kinds: tuple[str, ...], read: set[str], reading: Reading) -> dict[str, Any]:
    """The answers about one thing that have a value, whether they were "not known", and the events that happened."""
    known, scope = reading.known, dict.fromkeys(kinds, id)
    found: dict[str, Any] = {}
    for fact in rules().facts.values():
        answers = known.answers[fact.id].get(tuple(scope.values())) if fact.of == kinds else None
        value = answers.at(reading.t) if answers else None
        if fact.id in read and value is not None:
            found[fact.id] = value
        if f"{fact.id}_is_not_known" in read:
            found[f"{fact.id}_is_not_known"] = answers is not None and value is None
    for event in rules().events.values():
        if event.id in read and (not kinds or kinds[0] in event.about):
            found[event.id] = bool(known.happened(event.id, kinds, scope))
    return found


if __name__ == "__main__":
    main()
