"""Procedures side by side as a page: a part for each topic, a column for each procedure, which stack on a telephone.

No style and no script may be in the fragment, and no colour may say what no word says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from importlib import resources

from dutybook.engine.procedure import Procedure
from dutybook.packs.by_hash import ByHash
from dutybook.packs.handbook_markup import Html, lines, lone, tag, together
from dutybook.packs.handbook_page import paragraph
from dutybook.packs.side_by_side import Column, Line, Saying, SideBySide, Topic, side_by_side

Address = Callable[[str], str]
"""Where the handbook page of a procedure is, by its name."""

DIFFERS = "Time limits differ"
NOTHING = "says nothing of this"


def fragment(procedures: Sequence[Procedure], address: Address, wanted: str = "") -> Html:
    """The page as a part of another page, which has the first-level heading; with words, only what speaks of them."""
    if wanted:
        return _fragment(side_by_side(procedures).about(wanted), address, is_open=True)
    return _whole(tuple(ByHash.of(each) for each in procedures), tuple(address(each.name) for each in procedures))


@lru_cache(maxsize=16)
def _whole(keys: tuple[ByHash, ...], addresses: tuple[str, ...]) -> Html:
    """Laid out once for procedures of this content."""
    where = dict(zip((each.procedure.name for each in keys), addresses, strict=True))
    return _fragment(side_by_side([each.procedure for each in keys]), where.__getitem__, is_open=False)


def document(procedures: Sequence[Procedure]) -> str:
    """The page on its own: one file that prints well and needs nothing else."""
    title = "The procedures side by side"
    head = lines(
        lone("meta", charset="utf-8"),
        lone("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", Html(stylesheet())),
    )
    whole = fragment(procedures, lambda name: f"{name}.html")
    main = tag("main", lines(tag("h1", title, class_="govuk-heading-xl"), whole), id="main")
    skip = tag("a", "Skip to the contents", href="#topics", class_="beside-skip")
    html = tag("html", lines("", tag("head", head), tag("body", lines(skip, main), class_="beside-page")), lang="en-GB")
    return f"<!DOCTYPE html>\n{html}\n"


def stylesheet() -> str:
    """The style of what stands side by side, on its own and inside the service."""
    return resources.files("dutybook.packs").joinpath("beside.css").read_text(encoding="utf-8")


def has_topics(fragment: Html) -> bool:
    """Whether there is anything on the page."""
    return "<details" in fragment


def _fragment(shown: SideBySide, address: Address, *, is_open: bool) -> Html:
    parts = [_topic(each, shown.columns, address, is_open=is_open) for each in shown.topics]
    return tag("div", lines(_contents(shown.topics), *parts), class_="beside")


def _contents(topics: Sequence[Topic]) -> Html:
    items = [
        tag("li", tag("a", each.title, href=f"#topic-{each.id}", class_="govuk-link"), ": ", _count(each))
        for each in topics
    ]
    if not items:
        return Html("")
    heading = tag("h2", "Topics", id="topics", class_="govuk-heading-m")
    listed = tag("ul", lines("", *items), class_="govuk-list beside-topics")
    return tag("nav", lines(heading, listed), class_="beside-contents", aria_labelledby="topics")


def _count(topic: Topic) -> str:
    matters = f"{len(topic.lines)} {'matter' if len(topic.lines) == 1 else 'matters'}"
    if not topic.limits_differ:
        return matters
    return f"{matters}, {topic.limits_differ} whose time limits differ"


def _topic(topic: Topic, columns: Sequence[Column], address: Address, *, is_open: bool) -> Html:
    """Folded, with its counts; a link to what is inside it unfolds it."""
    heading = tag("h2", topic.title, class_="govuk-heading-m beside-heading")
    summary = tag("summary", heading, " ", tag("span", _count(topic), class_="beside-count"), class_="beside-summary")
    inside = tag("div", _table(topic, columns, address), id=f"topic-{topic.id}")
    return tag("details", lines(summary, inside), class_="beside-topic", open=is_open)


def _table(topic: Topic, columns: Sequence[Column], address: Address) -> Html:
    heads = [tag("th", each.title, scope="col", class_="govuk-table__header") for each in columns]
    body = [row for line in topic.lines for row in _rows(line, columns, address)]
    return tag(
        "table",
        lines(
            tag("caption", topic.title, class_="govuk-visually-hidden"),
            tag("thead", tag("tr", *heads, class_="govuk-table__row"), class_="govuk-table__head"),
            tag("tbody", lines("", *body)),
        ),
        class_="govuk-table beside-table",
    )


def _rows(line: Line, columns: Sequence[Column], address: Address) -> Iterable[Html]:
    """What it is about, over the whole width; then what each says of it."""
    mark = (
        together(" ", tag("strong", DIFFERS, class_="govuk-tag govuk-tag--yellow beside-differs"))
        if line.differs
        else ""
    )
    shared = paragraph(f"All of them: {'; '.join(line.shared)}.") if line.shared else Html("")
    about = tag(
        "th", tag("span", line.title, class_="beside-about"), mark, shared, colspan=len(columns), scope="rowgroup"
    )
    yield tag("tr", about, class_="beside-title")
    if line.how_many == 1:
        yield tag("tr", _alone(line, columns, address), class_="govuk-table__row")
    elif line.how_many:
        cells = [_cell(cell, column, address) for cell, column in zip(line.cells, columns, strict=True)]
        yield tag("tr", *cells, class_="govuk-table__row")


def _alone(line: Line, columns: Sequence[Column], address: Address) -> Html:
    """What one procedure alone says has the whole width."""
    cell, column = next((cell, column) for cell, column in zip(line.cells, columns, strict=True) if cell)
    who = tag("p", f"Only {column.title}", class_="beside-only")
    said = [_said(each, address(column.name)) for each in cell]
    return tag("td", lines(who, *said), class_="govuk-table__cell", colspan=len(columns))


def _cell(cell: Sequence[Saying], column: Column, address: Address) -> Html:
    """The name of the column is in the cell too, for where the columns are stacked."""
    if not cell:
        return tag("td", NOTHING, class_="beside-none")
    said = [_said(each, address(column.name)) for each in cell]
    return tag("td", lines(tag("p", column.title, class_="beside-who"), *said), class_="govuk-table__cell")


def _said(saying: Saying, where: str) -> Html:
    title = (
        tag("a", saying.title, href=f"{where}#{saying.anchor}", class_="govuk-link") if saying.anchor else saying.title
    )
    strength = together(" ", tag("span", saying.strength, class_="beside-strength")) if saying.strength else Html("")
    parts = [together(title, strength), *(each for each in (saying.limit, saying.says) if each)]
    cite = [tag("span", saying.at, class_="beside-quiet")] if saying.at else []
    return tag("p", Html("<br>".join(together(each) for each in [*parts, *cite])), class_="beside-point")
