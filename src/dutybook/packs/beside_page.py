"""Two procedures beside each other as a page: what differs, by topic, in two columns that stack on a telephone.

No style and no script may be in the fragment, and nothing may be shown here that is no difference.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dutybook.engine import words
from dutybook.engine.compare import names_of
from dutybook.engine.comparing import WHERE_IT_STANDS, Difference
from dutybook.engine.procedure import Procedure
from dutybook.packs.beside import Topic, beside
from dutybook.packs.by_hash import ByHash
from dutybook.packs.handbook_markup import Html, lines, tag, together
from dutybook.packs.handbook_page import paragraph

SAME = "They say the same."
NOTHING = "says nothing of this"

Names = tuple[str, str]


def fragment(left: Procedure, right: Procedure) -> Html:
    """The page as a part of another page, which has the first-level heading."""
    return _fragment(ByHash.of(left), ByHash.of(right))


@lru_cache(maxsize=32)
def _fragment(left: ByHash, right: ByHash) -> Html:
    """Laid out once for two procedures of this content."""
    topics = beside(left.procedure, right.procedure)
    if not topics:
        return paragraph(SAME)
    names = names_of(left.procedure, right.procedure)
    return tag("div", lines(_contents(topics), *(_topic(each, names) for each in topics)), class_="beside")


def _contents(topics: Sequence[Topic]) -> Html:
    items = [
        tag("li", tag("a", each.title, href=f"#topic-{each.id}", class_="govuk-link"), f": {len(each.differences)}")
        for each in topics
    ]
    heading = tag("h2", "What differs, by topic", id="topics", class_="govuk-heading-m")
    listed = tag("ul", lines("", *items), class_="govuk-list beside-topics")
    return tag("nav", lines(heading, listed), class_="beside-contents", aria_labelledby="topics")


def _topic(topic: Topic, names: Names) -> Html:
    """What is said otherwise; what only stands in another paragraph is folded behind it."""
    said = [each for each in topic.differences if each.field != WHERE_IT_STANDS]
    elsewhere = [each for each in topic.differences if each.field == WHERE_IT_STANDS]
    heading = tag("h2", topic.title, id=f"topic-{topic.id}", class_="govuk-heading-m")
    return tag("section", lines(heading, _table(topic, said, names), _folded(topic, elsewhere, names)))


def _folded(topic: Topic, found: Sequence[Difference], names: Names) -> Html:
    if not found:
        return Html("")
    count = "1 matter stands" if len(found) == 1 else f"{len(found)} matters stand"
    summary = tag(
        "summary", tag("span", f"{count} only in another paragraph", class_="beside-count"), class_="beside-summary"
    )
    return tag("details", lines(summary, _table(topic, found, names)), class_="beside-topic")


def _table(topic: Topic, found: Sequence[Difference], names: Names) -> Html:
    if not found:
        return Html("")
    heads = [tag("th", each, scope="col", class_="govuk-table__header") for each in names]
    body = [row for each in found for row in _rows(each, names)]
    return tag(
        "table",
        lines(
            tag("caption", topic.title, class_="govuk-visually-hidden"),
            tag("thead", tag("tr", *heads, class_="govuk-table__row"), class_="govuk-table__head"),
            tag("tbody", lines("", *body)),
        ),
        class_="govuk-table beside-table beside-table--two",
    )


def _rows(difference: Difference, names: Names) -> Sequence[Html]:
    """What it is about, over both columns; then what each says of it."""
    since = f"From {words.day(difference.from_day)}: " if difference.from_day is not None else ""
    about = tag("th", tag("span", since, difference.about, class_="beside-about"), colspan=2, scope="rowgroup")
    left = _cell(names[0], difference.left, difference.left_at)
    right = _cell(names[1], difference.right, difference.right_at)
    return tag("tr", about, class_="beside-title"), tag("tr", left, right, class_="govuk-table__row")


def _cell(name: str, said: str, at: str) -> Html:
    """The name of the column is in the cell too, for where the columns are stacked."""
    who = tag("p", name, class_="beside-who")
    what = tag("p", words.sentence(said), class_="beside-point") if said else tag("p", NOTHING, class_="beside-quiet")
    cite = tag("p", at, class_="beside-quiet") if said and at else Html("")
    return tag("td", together(who, what, cite), class_="govuk-table__cell")
