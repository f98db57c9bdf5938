"""What every part of a handbook page is made with: links, citations, who set a value, cards and tables.

No chapter's own layout may live here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import Any

from dutybook.engine import words
from dutybook.engine.english.names import NOUNS, Words, humanised, listed, title_of
from dutybook.engine.procedure import Choice, Citation, Condition, Element, Event, Fact, Procedure, Rules, Thing
from dutybook.packs.citing import chapter_of
from dutybook.packs.handbook_markup import Html, lines, safe, tag, together
from dutybook.packs.numbers import Told

NATIONAL = "national"
NOT_STATED_LOCALLY = "national; not stated locally"
RESTATED = "national; restated locally and not changed"
MOSTLY_NATIONAL = "national, except what is marked local"
MOSTLY_LOCAL = "local, except what is marked national"
RESTATING = {"title", "cite", "choices", "first", "all", "values", "sections", "agenda", "records"}
"""Keys by which a local procedure repeats a national rule unchanged, and those whose members say it themselves."""

WRITTEN_AS = {"kinds": "for", "form": "means", "privacy": "class", "kind": "of"}
"""Fields whose key in a pack is another word."""

_FIRST_LETTER = re.compile(r"^((?:<[^>]*>|[“(])*)([a-z])")
_NOTHING: Mapping[tuple[str, str], Sequence[Element]] = {}

Cell = str
Line = tuple[str, str]


@dataclass(frozen=True)
class Page:
    """One procedure's rules and how they are said on its page.

    `beside` is the guidance shown with each element, `told` what is said beside numbers.
    """

    procedure: Procedure
    rules: Rules
    beside: Mapping[tuple[str, str], Sequence[Element]] = field(default_factory=lambda: _NOTHING)
    told: Told = field(default_factory=Told)

    @cached_property
    def words(self) -> Words:
        """The words of the procedure, made safe, each name a link to where the page explains it."""
        terms = self.procedure.more.get("terms") or {}
        return Words(self.rules, terms, self._link, lambda text: escape(text))

    def _link(self, chapter: str, id: str, words: str) -> str:
        if chapter == "things" or id not in chapter_of(self.rules, chapter):
            return words
        return tag("a", Html(words), href=f"#{anchor(chapter, id)}", class_="govuk-link")

    def name(self, name: str) -> Html:
        """A name of any chapter that plain data may point to, as a link; other text as it is."""
        for chapter in ("decisions", "roles", "events", "facts", "duties", "meetings", "vocabularies"):
            element = chapter_of(self.rules, chapter).get(name)
            if element is not None:
                said = (
                    self.words.role(name)
                    if chapter == "roles"
                    else self._link(chapter, name, escape(title_of(element, name)))
                )
                return Html(said)
        return safe(humanised(name) if re.fullmatch(r"[a-z0-9_-]+", name) else name)

    def names(self, names: Any) -> Html:
        return Html(listed([self.name(str(each)) for each in ((names,) if isinstance(names, str) else names)]))

    @cached_property
    def main_source(self) -> str:
        """The source that most of the page rests on: its paragraphs are cited without repeating its name."""
        cited = Counter(each.cite.source for _, each in self.rules.elements() if each.cite.source)
        return cited.most_common(1)[0][0] if cited else ""

    def cite(self, cite: Citation) -> Html:
        """Source and paragraph; the ids of the rules ride along for whoever checks coverage."""
        if cite == Citation():
            return Html("")
        if cite.ours:
            return tag("span", f"Our own rule: {cite.ours}.", class_="handbook-cite")
        named = self.procedure.sources.get(cite.source, cite.source)
        said = (
            words.sentence(cite.at)
            if cite.source == self.main_source and cite.at
            else f"{named}, {cite.at}".strip(", ")
        )
        return tag("span", said, class_="handbook-cite", data_rules=" ".join(cite.rules) or None)

    def layer(self, element: Element) -> Html:
        """Says what of an element is not the local procedure's own; empty where it states all of it."""
        said = self._layer(element)
        return tag("span", said, class_="handbook-layer") if said else Html("")

    def layer_of(self, field: str, element: Element) -> Html:
        """Marks the fields that are the exception in an element that several layers have set."""
        setter = element.set_by.get(WRITTEN_AS.get(field, field))
        local = setter == self.procedure.name
        if setter is None or self._layer(element) != (MOSTLY_NATIONAL if local else MOSTLY_LOCAL):
            return Html("")
        return together(" ", tag("span", "local" if local else NATIONAL, class_="handbook-layer"))

    def _layer(self, element: Element) -> str:
        setters = [setter for field, setter in element.set_by.items() if field not in RESTATING]
        others = [setter for setter in setters if setter != self.procedure.name]
        if not others:
            return ""
        if self.procedure.name not in element.set_by.values():
            return self._from_above(element, set(others))
        if len(others) == len(setters):
            return RESTATED
        return MOSTLY_NATIONAL if 2 * len(others) > len(setters) else MOSTLY_LOCAL

    def _from_above(self, element: Element, setters: set[str]) -> str:
        """Where an element comes from that the local procedure says nothing of."""
        nation, *nearer = self.procedure.layers
        if isinstance(element, Thing | Event | Fact | Choice | Condition):
            return NATIONAL
        named = [humanised(each) for each in nearer if each in setters]
        return f"from {listed(named)}" if named and nation not in setters else NOT_STATED_LOCALLY

    def foot(self, element: Element) -> Html:
        """The citation and the layer, under what they are about."""
        return tag(
            "p", self.cite(element.cite), " " if self.layer(element) else "", self.layer(element), class_="govuk-hint"
        )

    def card(self, chapter: str, element: Element, *body: str, title: str = "") -> Html:
        """One element with its heading, its anchor, the guidance beside it, and where it stands."""
        heading = tag("h3", title or title_of(element, element.id), class_="govuk-heading-s")
        beside = self._beside(chapter, element.id)
        return tag(
            "section",
            lines(heading, *body, beside, self.foot(element)),
            id=anchor(chapter, element.id),
            class_="handbook-card",
        )

    def _beside(self, chapter: str, id: str) -> Html:
        found = self.beside.get((chapter, id), ())
        links = [Html(self._link("guidance", each.id, escape(title_of(each, each.id)))) for each in found]
        return tag("p", "Worth knowing: ", Html(listed(links)), class_="govuk-body") if links else Html("")


def anchor(chapter: str, id: str) -> str:
    """Where an element stands on the page: `duty-tell-the-lado`."""
    return f"{NOUNS.get(chapter, chapter)}-{id}"


def sentence(clause: str) -> Html:
    """A clause with its first letter made large; the clause is mark-up already."""
    return Html(_FIRST_LETTER.sub(lambda found: found[1] + found[2].upper(), clause))


def paragraph(text: str) -> Html:
    return tag("p", text, class_="govuk-body") if text else Html("")


def details(rows: Iterable[Line]) -> Html:
    """A list of what an element says, label by label; a label without a value is left out."""
    written = [
        tag(
            "div",
            tag("dt", label, class_="govuk-summary-list__key"),
            tag("dd", value, class_="govuk-summary-list__value"),
            class_="govuk-summary-list__row",
        )
        for label, value in rows
        if value
    ]
    return tag("dl", lines("", *written), class_="govuk-summary-list") if written else Html("")


def table(caption: str, heads: Sequence[str], rows: Iterable[tuple[str | None, Sequence[Cell]]]) -> Html:
    """A table with its caption; each row is its anchor and its cells, the first of which heads it.

    A column in which no row says anything is left out.
    """
    every = list(rows)
    said = [place for place, _ in enumerate(heads) if any(cells[place] for _, cells in every)]
    written = tag(
        "table",
        lines(
            tag("caption", caption, class_="govuk-table__caption"),
            tag("thead", _head([heads[place] for place in said]), class_="govuk-table__head"),
            tag("tbody", lines("", *(_row(id, [cells[place] for place in said]) for id, cells in every))),
        ),
        class_="govuk-table",
    )
    return tag("div", written, class_="handbook-scroll", tabindex=0, role="group", aria_label=caption)


def _head(heads: Sequence[str]) -> Html:
    cells = (tag("th", each, scope="col", class_="govuk-table__header") for each in heads)
    return tag("tr", *cells, class_="govuk-table__row")


def bullets(items: Iterable[str]) -> Html:
    written = [tag("li", item) for item in items]
    return tag("ul", lines("", *written), class_="govuk-list govuk-list--bullet") if written else Html("")


def _row(id: str | None, cells: Sequence[Cell]) -> Html:
    first, *rest = cells
    return tag(
        "tr",
        tag("th", first, scope="row", class_="govuk-table__header"),
        *(tag("td", cell, class_="govuk-table__cell") for cell in rest),
        id=id,
        class_="govuk-table__row",
    )
