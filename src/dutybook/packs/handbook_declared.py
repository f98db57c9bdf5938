"""What the procedure's own words are on the page: events, questions, conditions and things.

Nothing here may show an id where there is a title or a question.
"""

from __future__ import annotations

from collections.abc import Iterable

from dutybook.engine import words
from dutybook.engine.english import conditions
from dutybook.engine.english.names import listed, title_of
from dutybook.engine.procedure import Choice, Event, Fact
from dutybook.packs.handbook_markup import Html, lines, safe, tag, together
from dutybook.packs.handbook_page import Line, Page, anchor, bullets, details, paragraph, sentence, table

ANSWERS = {
    "yes_no": "yes or no",
    "choice": "one of these",
    "choices": "any of these",
    "date": "a day",
    "moment": "a day and time",
    "number": "a number",
    "text": "words",
    "person": "a person",
    "organisation": "an organisation",
}


def events(page: Page) -> Html:
    return lines(*(_event(page, each) for each in page.rules.events.values()))


def facts(page: Page) -> Html:
    """Every question but the decisions, which have a part of their own."""
    return lines(*(_fact(page, each) for each in page.rules.facts.values() if each.id not in page.rules.decisions))


def conditions_in_words(page: Page) -> Html:
    every = page.rules.conditions.values()
    said = (
        page.card(
            "conditions",
            each,
            paragraph(sentence(conditions.form(each.form, page.words))),
            title=words.sentence(title_of(each, each.id)),
        )
        for each in every
    )
    return lines(*said)


def things(page: Page) -> Html:
    return lines(
        *(
            page.card("things", each, title=words.sentence(title_of(each, each.id)))
            for each in page.rules.things.values()
        )
    )


def _event(page: Page, event: Event) -> Html:
    questions = bullets(_question(page, each) for each in event.asks)
    asks = lines(paragraph("The form asks:"), questions) if event.asks else Html("")
    return page.card("events", event, details(_event_lines(page, event)), asks)


def _event_lines(page: Page, event: Event) -> Iterable[Line]:
    yield (
        "May be recorded by",
        sentence(listed([page.words.role(each) for each in event.by], "or")) if event.by else Html(""),
    )
    yield (
        "About",
        sentence(listed([page.words.kind(each) for each in event.about])) if event.about else safe("The case"),
    )
    yield "Compartment", safe(event.privacy)


def _question(page: Page, name: str) -> Html:
    fact = page.rules.facts.get(name)
    asked = fact.ask if fact is not None and fact.ask else title_of(fact, name)
    chapter = "decisions" if name in page.rules.decisions else "facts"
    return tag("a", asked, href=f"#{anchor(chapter, name)}", class_="govuk-link")


def _fact(page: Page, fact: Fact) -> Html:
    title = fact.ask or words.sentence(title_of(fact, fact.id))
    return page.card("facts", fact, paragraph(_asked(page, fact)), _choices(page, fact), title=title)


def _asked(page: Page, fact: Fact) -> Html:
    """How it is answered, of what it is asked, who may read the answer, and what conditions call it."""
    about = listed([page.words.kind(each) for each in fact.of])
    said = [f"Answered by {ANSWERS.get(fact.answers, fact.answers)}, or not known"]
    said.append(f"asked about each {about}" if about else "asked about the case")
    said.append(f"kept in the compartment “{fact.privacy}”")
    if fact.ask:
        said.append(f"called “{page.words.quote(title_of(fact, fact.id))}” in conditions")
    return Html("; ".join(said) + ".")


def _choices(page: Page, fact: Fact) -> Html:
    if not any(choice.when or choice.withdrawn or choice.cite.at or choice.cite.ours for choice in fact.choices):
        return bullets(words.sentence(title_of(choice, choice.id)) for choice in fact.choices)
    rows = [(f"{anchor('facts', fact.id)}--{choice.id}", _choice(page, choice)) for choice in fact.choices]
    return table(f"Answers to “{fact.ask or title_of(fact, fact.id)}”", ("Answer", "Offered", "Where it stands"), rows)


def _choice(page: Page, choice: Choice) -> tuple[Html, ...]:
    offered = Html("")
    if choice.when is not None:
        offered = together("When ", Html(conditions.expression(choice.when, page.words)))
    if choice.withdrawn:
        offered = safe(f"No longer: {choice.withdrawn}")
    return safe(words.sentence(title_of(choice, choice.id))), offered, page.cite(choice.cite)
