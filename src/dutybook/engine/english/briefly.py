"""An element in one clause: who does it and how soon, who decides it, what can be answered, what it says.

Nothing here may leave out how strongly a duty is worded, or make up a number that is not given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dutybook.engine.english import conditions, data
from dutybook.engine.english.clocks import owner
from dutybook.engine.english.clocks import time as by_when
from dutybook.engine.english.fields import hours, says
from dutybook.engine.english.names import STRENGTHS, Words, humanised, listed, title_of
from dutybook.engine.forms import Length
from dutybook.engine.procedure import (
    Citation,
    Condition,
    Contact,
    Decision,
    Duty,
    Element,
    Event,
    Fact,
    Gate,
    Passage,
    Row,
)
from dutybook.engine.words import length

EFFECTS = {"refuse": "it cannot be done until then", "reason": "before then only with a recorded reason"}


def clause(element: Element, words: Words, within: str = "") -> str:
    """What a reader wants to know of it first; "" where that is its title. `within`: the decision a row is of."""
    match element:
        case Duty():
            return f"{who(element, words)}, {times(element, words)}"
        case Decision():
            rows = "; ".join(row(each, element.id, words) for each in element.rows)
            return f"decided by {deciders(element, words)}{': ' if rows else ''}{rows}"
        case Row():
            return row(element, within, words)
        case Gate():
            return f"{_needs(element, words)}; {EFFECTS[element.effect]}"
        case Contact():
            return "; ".join(part for part in (_numbers(element, words), hours(element.hours)) if part)
        case Fact():
            return listed([title_of(each, each.id) for each in element.choices if not each.withdrawn], "or")
        case Condition():
            return conditions.form(element.form, words)
        case Event():
            return listed([words.role(each) for each in element.by], "or")
        case Passage():
            return str(element.more.get("says", ""))
    return ""


def who(duty: Duty, words: Words) -> str:
    """Who does it, and how strongly it is worded."""
    return f"{owner(duty.owner, words)} ({STRENGTHS[duty.strength]})"


def limit(duty: Duty, words: Words) -> str:
    """How soon, without saying what it counts from: "the same day", "within 24 hours"."""
    if isinstance(duty.within, Length) and duty.within.anchor is None:
        said = length(duty.within)
        return said if duty.within.n == 0 else f"within {said}"
    return by_when(duty, words)


def times(duty: Duty, words: Words) -> str:
    """By when, and the time that is aimed at where there is one."""
    aim = says("target", duty.target, duty, words)
    return f"{by_when(duty, words)}{f'; the aim is {aim}' if aim else ''}"


def deciders(decision: Decision, words: Words) -> str:
    """Who decides, together or whoever it is of several."""
    who = listed([words.role(each) for each in decision.decided_by], "and" if decision.agreed else "or")
    return f"{who}, in agreement" if decision.agreed else who


def row(element: Row, decision: str, words: Words) -> str:
    """When a row holds, and what it points to."""
    condition = when(element, words)
    return f"{condition}{': ' if condition else ''}{pointed(element, decision, words)} ({STRENGTHS[element.strength]})"


def when(element: Row, words: Words) -> str:
    """When a row holds, and until when it does; "" where it always does."""
    held = "" if element.when is None else f"when {conditions.expression(element.when, words)}"
    until = "" if element.until is None else f"until {says('until', element.until, element, words)}"
    return ", ".join(part for part in (held, until) if part)


def pointed(element: Row, decision: str, words: Words) -> str:
    """What a row points to, under the name that the procedure has for it."""
    answer = element.points_to
    if answer.startswith("="):
        return words.fact(answer[1:])
    if answer in words.rules.plain.get("roles", {}):
        return words.role(answer)
    return element.title or _titles(decision, words).get(answer) or humanised(answer)


def called(element: Element | None, id: str, words: Words, within: str = "") -> str:
    """What an element is called: a question by its words, a row by what it points to in the decision it is within."""
    if isinstance(element, Fact) and element.ask:
        return element.ask
    if isinstance(element, Row):
        return pointed(element, within, words)
    return title_of(element, id)


def parts(element: Element) -> Iterator[Element]:
    """What stands inside an element of plain data: values, sections, lines of an agenda."""
    if isinstance(element, Passage):
        for members in element.more.values():
            if isinstance(members, Mapping):
                yield from (each for each in members.values() if isinstance(each, Element))


def stands(cite: Citation) -> str:
    """The paragraph, or that the rule is our own."""
    return f"our own: {cite.ours}" if cite.ours else cite.at


def paragraph(cite: Citation) -> str:
    """The same without the reason for a rule of our own."""
    return "our own rule" if cite.ours else cite.at


def _titles(fact: str, words: Words) -> dict[str, str]:
    """The titles that the choices of a fact, or a vocabulary written for it, give to its values."""
    declared = words.rules.facts.get(fact)
    titles = {choice.id: choice.title for choice in declared.choices} if declared is not None else {}
    for each in words.rules.plain.get("vocabularies", {}).values():
        if each.more.get("of_fact") == fact:
            titles |= {id: value.title for id, value in each.more.get("values", {}).items()}
    return titles


def _needs(gate: Gate, words: Words) -> str:
    if gate.needs is not None:
        return f"only once {conditions.expression(gate.needs, words)}"
    if gate.different_people:
        return "by different people: " + listed([words.event(each) for each in gate.different_people])
    return "only once no duty is open"


def _numbers(contact: Contact, words: Words) -> str:
    return listed([data.spoken(each, words) for each in contact.more.get("numbers", ())], "or")
