"""Duties, decisions and gates on the page: who does what by when, and what the procedure points to.

Nothing here may leave out a field of a rule that a reader would act on.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dutybook.engine import words
from dutybook.engine.english import clocks, conditions
from dutybook.engine.english import fields as english
from dutybook.engine.english.fields import plainly
from dutybook.engine.english.names import STRENGTHS, humanised, listed, title_of
from dutybook.engine.procedure import Decision, Duty, Gate, Row
from dutybook.packs.citing import chapter_of
from dutybook.packs.handbook_markup import Html, lines, safe, tag, together
from dutybook.packs.handbook_page import Line, Page, anchor, bullets, details, paragraph, sentence, table

AGAIN = {
    "new": "",
    "keep": "while it is open it stays the same duty, with the same date",
    "restart": "its time starts again; the old date is kept on record",
}
READ = {
    "first": "Read from the top; the first row that holds counts.",
    "all": "Every row that holds counts.",
}
EFFECTS = {
    "refuse": "It cannot be done until then.",
    "reason": "It can be done before then only with a recorded reason.",
}


def duties(page: Page) -> Html:
    """A table of them all, then each in full."""
    every = page.rules.duties.values()
    if not every:
        return Html("")
    rows = [
        (None, (_link(page, duty), _owner(page, duty), _by_when(page, duty), page.cite(duty.cite))) for duty in every
    ]
    glance = table("Every duty at a glance", ("Duty", "Who", "By when", "Where it stands"), rows)
    return lines(glance, *(_duty(page, duty) for duty in every))


def decisions(page: Page) -> Html:
    return lines(*(_decision(page, each) for each in page.rules.decisions.values()))


def gates(page: Page) -> Html:
    return lines(*(_gate(page, each) for each in page.rules.gates.values()))


def _link(page: Page, duty: Duty) -> Html:
    return tag("a", title_of(duty, duty.id), href=f"#{anchor('duties', duty.id)}", class_="govuk-link")


def _owner(page: Page, duty: Duty) -> Html:
    return sentence(clocks.owner(duty.owner, page.words))


def _by_when(page: Page, duty: Duty) -> Html:
    return sentence(clocks.time(duty, page.words))


def _duty(page: Page, duty: Duty) -> Html:
    shown = ((label, field, said) for label, field, said in _duty_lines(page, duty) if said)
    rows = ((label, together(said, page.layer_of(field, duty))) for label, field, said in shown)
    return page.card("duties", duty, details(rows))


def _duty_lines(page: Page, duty: Duty) -> Iterable[tuple[str, str, Html]]:
    """Label, field and words, in the order in which somebody who has to do it asks."""
    words = page.words
    start = clocks.start_of(duty, words)
    yield "Who", "owner", _owner(page, duty)
    yield "Worded as", "strength", safe(STRENGTHS[duty.strength])
    yield "By when", "within", _by_when(page, duty)
    if duty.longer is not None:
        yield "Longer than above", "because", _longer(page, duty)
    if duty.within is not None and duty.promptly:
        yield "How soon", "promptly", sentence(words.quote(duty.promptly))
    if duty.target is not None:
        yield "Aim", "target", sentence(clocks.timescale(duty.target, words, start))
    yield "Arises", "arises", sentence(clocks.arises(duty.arises, words))
    if duty.when is not None:
        yield "Only while", "when", sentence(conditions.expression(duty.when, words))
    if duty.done_by is not None:
        yield "Done", "done_by", sentence(clocks.done_by(duty.done_by, words))
    if duty.earlier_counts:
        yield "Done before", "earlier_counts", Html("Doing it before the duty arises counts as doing it.")
    if duty.ends:
        yield "Falls away", "ends", sentence("when " + listed([words.happens(each) for each in duty.ends], "or"))
    if duty.provisionally is not None:
        yield "For the time being", "provisionally", sentence(clocks.provisionally(duty.provisionally, words))
    yield "The clock", "held_while", sentence(clocks.held(duty, words))
    if duty.cut_off is not None:
        yield "Cut-off", "cut_off", sentence(clocks.cut_off(duty.cut_off, words))
    yield "If it arises again", "again", sentence(AGAIN[duty.again])
    if duty.kinds:
        yield "For", "kinds", Html("Each " + listed([words.kind(each) for each in duty.kinds]))
    yield "Two readings", "reading_of", _readings(page, duty)


def _longer(page: Page, duty: Duty) -> Html:
    """The limit that the duty's own lengthens, whose it is, and why."""
    return sentence(english.says("longer", duty.longer, duty, page.words)) if duty.longer is not None else Html("")


def _readings(page: Page, duty: Duty) -> Html:
    """The other readings of the same text, which this duty is met together with."""
    if duty.reading_of is None:
        return Html("")
    others = [
        _link(page, each)
        for each in page.rules.duties.values()
        if each.reading_of == duty.reading_of and each is not duty
    ]
    said = "One reading of a text that can be read in more than one way; one deed meets them all."
    return together(said, " Read otherwise: " if others else "", Html(listed(others)))


def _decision(page: Page, decision: Decision) -> Html:
    lead = details(_decision_lines(page, decision))
    return page.card("decisions", decision, paragraph(decision.ask), lead, _table(page, decision))


def _table(page: Page, decision: Decision) -> Html:
    """Its rows, and how they are read."""
    if not decision.rows:
        return paragraph("The procedure points to no answer: whoever decides says why.")
    rows = [
        (f"{anchor('decisions', decision.id)}--{row.id}", _row(page, decision, place, row))
        for place, row in enumerate(decision.rows)
    ]
    heads = ("When", "The procedure points to", "Worded as", "More", "Where it stands")
    return lines(paragraph(READ[decision.mode]), table(words.sentence(title_of(decision, decision.id)), heads, rows))


def _decision_lines(page: Page, decision: Decision) -> Iterable[Line]:
    who = listed([page.words.role(each) for each in decision.decided_by], "and" if decision.agreed else "or")
    yield "Decided by", sentence(f"{who}, in agreement" if decision.agreed else who)
    if decision.kind is not None:
        yield "For", Html(f"Each {page.words.kind(decision.kind)}")


def _row(page: Page, decision: Decision, place: int, row: Row) -> tuple[Html, ...]:
    when = "Otherwise" if place and decision.mode == "first" else "Always"
    said = safe(when) if row.when is None else sentence(conditions.expression(row.when, page.words))
    layer = page.layer(row)
    where = together(page.cite(row.cite), " " if layer else "", layer)
    return said, pointed(page, decision, row), safe(STRENGTHS[row.strength]), _more(page, row), where


def pointed(page: Page, decision: Decision, row: Row) -> Html:
    """What a row points to, under the name that the page has for it."""
    if row.points_to.startswith("="):
        return Html(f"whatever was answered: {page.words.fact(row.points_to[1:])}")
    if row.points_to in chapter_of(page.rules, "roles"):
        return Html(page.words.role(row.points_to))
    return safe(row.title or _value_title(page, decision.id, row.points_to) or humanised(row.points_to))


def _value_title(page: Page, fact: str, value: str) -> str:
    """The title that a fact's choice, or a vocabulary written for the fact, gives to a value."""
    known = page.rules.facts.get(fact)
    titles = {choice.id: choice.title for choice in known.choices} if known is not None else {}
    for vocabulary in page.rules.plain.get("vocabularies", {}).values():
        if vocabulary.more.get("of_fact") == fact:
            titles |= {id: each.title for id, each in vocabulary.more.get("values", {}).items()}
    return titles.get(value, "")


def _more(page: Page, row: Row) -> Html:
    said = [safe(str(row.more["says"]))] if "says" in row.more else []
    if row.until is not None:
        said.append(sentence("until " + clocks.timescale(row.until, page.words, "the decision")))
    said += [
        safe(f"{humanised(key).capitalize()}: {_plain(value)}") for key, value in row.more.items() if key != "says"
    ]
    return bullets(said) if len(said) > 1 else together(*said)


def _plain(value: Any) -> str:
    names = [value] if isinstance(value, str) else value
    return listed([humanised(each) for each in names]) if _are_names(names) else plainly(value)


def _are_names(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(each, str) for each in value)


def _gate(page: Page, gate: Gate) -> Html:
    words = page.words
    before = sentence(listed([words.event(each) for each in gate.before], "or"))
    rows: list[Line] = [
        ("Stands before", before),
        ("Needs", _needs(page, gate)),
        ("Otherwise", safe(EFFECTS[gate.effect])),
    ]
    return page.card("gates", gate, details(rows))


def _needs(page: Page, gate: Gate) -> Html:
    if gate.no_open_duties:
        return safe("Every duty that must, should or will be done is done, or somebody has decided why not.")
    if gate.different_people:
        deeds = listed([page.words.event(each) for each in gate.different_people])
        return Html(f"Different people for {deeds}")
    return Html("") if gate.needs is None else sentence(conditions.expression(gate.needs, page.words))
