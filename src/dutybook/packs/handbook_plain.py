"""The plain chapters on the page: meetings, lists of words, records, what organisations have in place, whom to ring.

Nothing here may leave out a key: one that has no words of its own is shown as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from dutybook.engine import words
from dutybook.engine.english import clocks, conditions
from dutybook.engine.english.fields import bank_holidays, hours, plainly
from dutybook.engine.english.names import STRENGTHS, humanised, listed, title_of
from dutybook.engine.forms import Earliest, FirstOf, Latest, Length, SetBy
from dutybook.engine.grammar import parse_expression
from dutybook.engine.procedure import Contact, Passage
from dutybook.packs import flow
from dutybook.packs.handbook_markup import Html, lines, safe, tag, together
from dutybook.packs.handbook_page import Line, Page, anchor, bullets, details, paragraph, sentence, table
from dutybook.packs.numbers import Number, numbers_of, source_of

HEADINGS = {
    "values": "What can be said, and nothing else",
    "sections": "Its parts",
    "agenda": "What it considers",
    "records": "What its minutes record",
}
"""Keys whose members are elements of their own, each with its citation."""

LABELS = {
    "aka": "Also called",
    "held_by": "Recorded as",
    "convened_by": "Called by",
    "chaired_by": "Chaired by",
    "invitees": "Invited",
    "sections_by": "Who sees which part",
    "kept_by": "Kept by",
    "asks": "Holds",
    "decision": "How long is decided by",
    "who": "Who",
    "strength": "Worded as",
    "counts": "Counts",
    "to": "For",
    "every": "How often",
    "opened_by": "Opens",
    "closed_by": "Closes",
    "for": "Shown beside",
    "of_fact": "Answers",
    "of": "Each",
    "shows": "Shows",
    "answers_for": "Answers for",
    "events": "What happens in it",
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SHOWN_APART = {"says", "steps", "closed", *HEADINGS}


def chapter(page: Page, name: str) -> Html:
    """Every element of one plain chapter."""
    return lines(*(_passage(page, name, each) for each in page.rules.plain.get(name, {}).values()))


def flows(page: Page) -> Html:
    """Each picture with its list."""
    every = page.rules.plain.get("flows", {}).values()
    return lines(
        *(page.card("flows", each, paragraph(_says(each.more)), flow.figure(each, page.words)) for each in every)
    )


def directory(page: Page) -> Html:
    return lines(*(_contact(page, each) for each in page.rules.directory.values()))


def _passage(page: Page, name: str, passage: Passage) -> Html:
    rows = ((_label(key), _value(page, key, value)) for key, value in passage.more.items() if key not in _SHOWN_APART)
    tables = [_members(page, name, passage, key) for key in HEADINGS if passage.more.get(key)]
    return page.card(name, passage, paragraph(_says(passage.more)), details(rows), *tables)


def _says(more: Mapping[str, Any]) -> str:
    return str(more.get("says", ""))


def _label(key: str) -> str:
    return LABELS.get(key) or humanised(key).capitalize()


def _members(page: Page, name: str, passage: Passage, key: str) -> Html:
    heading = HEADINGS[key]
    if key == "values" and not passage.more.get("closed"):
        heading = "What can be said"
    every: Mapping[str, Passage] = passage.more[key]
    rows = [(f"{anchor(name, passage.id)}--{each.id}", _member(page, each)) for each in every.values()]
    caption = f"{title_of(passage, passage.id)}: {heading[0].lower()}{heading[1:]}"
    return table(caption, ("Name", "What it means", "Where it stands"), rows)


def _member(page: Page, member: Passage) -> tuple[Html, ...]:
    said = [safe(_says(member.more))] if member.more.get("says") else []
    for key, value in member.more.items():
        if value and key != "says":
            said.append(together(_label(key), ": ", _value(page, key, value)))
    layer = page.layer(member)
    where = together(page.cite(member.cite), " " if layer else "", layer)
    return safe(words.sentence(title_of(member, member.id))), bullets(said) if len(said) > 1 else together(*said), where


def _value(page: Page, key: str, value: Any) -> Html:
    said = _SAID.get(key)
    if said is not None:
        return said(page, value)
    if isinstance(value, Length | Earliest | Latest | FirstOf | SetBy):
        return sentence(clocks.timescale(value, page.words, "the start"))
    return safe(plainly(value))


def _beside(page: Page, places: Any) -> Html:
    """`duties/tell-the-lado` and the like, as links."""
    return Html(listed([page.name(str(place).partition("/")[2] or str(place)) for place in _each(places)]))


def _each(value: Any) -> Iterable[Any]:
    return (value,) if isinstance(value, str) else value


def _every(page: Page, value: Any) -> Html:
    return safe(f"Every {words.length(value)}" if isinstance(value, Length) else plainly(value))


def _names(page: Page, value: Any) -> Html:
    return sentence(page.names(value))


_SAID: dict[str, Callable[[Page, Any], Html]] = {
    **dict.fromkeys(
        (
            "held_by",
            "convened_by",
            "chaired_by",
            "invitees",
            "sections_by",
            "kept_by",
            "asks",
            "decision",
            "opened_by",
            "closed_by",
            "of_fact",
            "fact",
            "of",
            "shows",
            "duties",
            "answers_for",
            "events",
        ),
        _names,
    ),
    "aka": lambda page, value: safe(", ".join(str(each) for each in _each(value))),
    "for": _beside,
    "every": _every,
    "when": lambda page, value: sentence(conditions.expression(parse_expression(str(value)), page.words)),
    "strength": lambda page, value: safe(STRENGTHS.get(value, str(value))),
}


def _contact(page: Page, contact: Contact) -> Html:
    more, numbers = contact.more, numbers_of(contact, page.procedure)
    return page.card(
        "directory",
        contact,
        bullets(_number(page, each) for each in numbers),
        paragraph(_says(more)),
        details(_contact_lines(page, contact)),
    )


def _contact_lines(page: Page, contact: Contact) -> Iterable[Line]:
    more = contact.more
    yield "Serves", safe(plainly(more.get("serves") or ""))
    yield "Published in", safe(source_of(contact, page.procedure) if more.get("numbers") else "")
    yield "Open", safe(words.sentence(hours(contact.hours)))
    if contact.hours:
        yield "Bank holidays", safe(words.sentence(bank_holidays(contact.bank_holidays)))
    if more.get("out_of_hours"):
        yield "Out of hours", sentence(page.words.contact(str(more["out_of_hours"])))
    if more.get("rung_for"):
        yield (
            "Rung when this is to be recorded",
            bullets(safe(words.event(page.rules.events.get(each), each)) for each in more["rung_for"]),
        )
    for key, value in more.items():
        if value and key not in ("numbers", "says", "serves", "out_of_hours", "rung_for"):
            yield _label(key), safe(_dated(value))


def _dated(value: Any) -> str:
    return words.day(date.fromisoformat(value)) if _DAY.fullmatch(str(value)) else plainly(value)


def _number(page: Page, number: Number) -> Html:
    """The number, and beside it what it is for, in a demonstration not to ring it, and who last checked it."""
    address, warning = page.told.address(number), page.told.warning(number)
    shown = tag("a", number.value, href=address, class_="govuk-link") if address else safe(number.value)
    says = f": {number.says}" if number.says else ""
    not_to_ring = together(" (", tag("strong", warning), ")") if warning else Html("")
    checked = tag("span", words.sentence(page.told.beside(number)), class_="govuk-hint")
    return together(f"{number.kind.capitalize()} ", tag("strong", shown), not_to_ring, says, ". ", checked)
