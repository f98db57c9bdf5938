"""The handbook page of a procedure: everything that it says, in words a head teacher reads, each with its paragraph.

No chapter may be left off the page: one without a place of its own is shown at the end. No style and no script may be
in the fragment, which stands inside a page of the service as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from itertools import pairwise

from dutybook.engine import words
from dutybook.engine.compare import compare_rules
from dutybook.engine.english.names import humanised, listed
from dutybook.engine.procedure import Element, Procedure, Rules
from dutybook.packs import handbook_declared, handbook_plain, handbook_rules
from dutybook.packs.citing import chapter_of
from dutybook.packs.handbook_markup import Html, lines, lone, safe, tag
from dutybook.packs.handbook_page import Page, bullets, paragraph
from dutybook.packs.numbers import Told

Layout = Callable[[Page], Html]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the page: the chapter of the pack, its heading, what it is, and how it is laid out."""

    name: str
    heading: str
    about: str
    layout: Layout | None = None

    def body(self, page: Page) -> Html:
        return self.layout(page) if self.layout is not None else handbook_plain.chapter(page, self.name)


CHAPTERS = (
    Chapter(
        "flows",
        "The procedure as pictures",
        "They add nothing to the duties and decisions below.",
        handbook_plain.flows,
    ),
    Chapter("directory", "Whom to ring", "", handbook_plain.directory),
    Chapter("duties", "Duties", "What has to be done, by whom and by when.", handbook_rules.duties),
    Chapter(
        "decisions",
        "Decisions",
        "A person decides each of these and records why. The procedure points to an answer.",
        handbook_rules.decisions,
    ),
    Chapter("gates", "What stands before an action", "", handbook_rules.gates),
    Chapter("meetings", "Meetings", ""),
    Chapter("vocabularies", "Outcomes and other lists of words", ""),
    Chapter("guidance", "Worth knowing", ""),
    Chapter("strands", "Strands", "The courses a case can take, alone or together."),
    Chapter("records", "Records", "What must be on record."),
    Chapter("retention", "How long records are kept", ""),
    Chapter("statistics", "Statistics", ""),
    Chapter("targets", "Targets", ""),
    Chapter("standards", "What organisations have in place", "A checklist; nothing here belongs to one case."),
    Chapter("definitions", "What words mean here", ""),
    Chapter("roles", "Who is who", ""),
    Chapter(
        "events", "What can be recorded", "Each has a form, which asks the questions listed.", handbook_declared.events
    ),
    Chapter(
        "facts",
        "Questions",
        "Any of them can be answered “not known”, which is never read as no.",
        handbook_declared.facts,
    ),
    Chapter("conditions", "Conditions in words", "", handbook_declared.conditions_in_words),
    Chapter("things", "What duties and questions can be about", "", handbook_declared.things),
)


def fragment(procedure: Procedure, told: Told | None = None) -> str:
    """The page as a part of another page, which has the first-level heading; its own headings begin at the second.

    `told` is what it says beside numbers; without it, that nobody is recorded as having checked them.
    """
    page = replace(_page(procedure, procedure.editions[-1][1]), told=told or Told())
    parts = list(_parts(page))
    return tag(
        "div",
        lines(
            _opening(page),
            _contents(parts),
            *(_part(chapter, body) for chapter, body in parts),
            _editions(procedure),
            _sources(procedure),
        ),
        class_="handbook",
    )


def document(procedure: Procedure) -> str:
    """The page on its own: one file that prints well and needs nothing else."""
    head = lines(
        lone("meta", charset="utf-8"),
        lone("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"{procedure.title}: the procedure in words"),
        tag("style", Html(stylesheet())),
    )
    body = lines(
        tag("a", "Skip to the contents", href="#contents", class_="handbook-skip"),
        tag("main", lines(tag("h1", procedure.title, class_="govuk-heading-xl"), Html(fragment(procedure))), id="main"),
    )
    html = tag("html", lines("", tag("head", head), tag("body", body, class_="handbook-page")), lang="en-GB")
    return f"<!DOCTYPE html>\n{html}\n"


def stylesheet() -> str:
    """The style of the page on its own; its last block is what a page of the service needs of it."""
    return resources.files("dutybook.packs").joinpath("handbook.css").read_text(encoding="utf-8")


def shown(procedure: Procedure, chapter: str) -> str:
    """One chapter as the page shows it: what must change when an element of it is taken out."""
    page = _page(procedure, procedure.editions[-1][1])
    laid_out = next((each for each in CHAPTERS if each.name == chapter), Chapter(chapter, "", ""))
    return laid_out.body(page)


def _page(procedure: Procedure, rules: Rules) -> Page:
    beside: dict[tuple[str, str], list[Element]] = {}
    for each in rules.plain.get("guidance", {}).values():
        for place in each.more.get("for", ()):
            chapter, _, id = str(place).partition("/")
            beside.setdefault((chapter, id), []).append(each)
    return replace(Page(procedure, rules), beside=beside)


def _parts(page: Page) -> Iterator[tuple[Chapter, Html]]:
    named = {each.name for each in CHAPTERS}
    others = [Chapter(name, humanised(name).capitalize(), "") for name in page.rules.plain if name not in named]
    for chapter in (*CHAPTERS, *others):
        if chapter_of(page.rules, chapter.name):
            yield chapter, chapter.body(page)


def _part(chapter: Chapter, body: Html) -> Html:
    heading = tag("h2", chapter.heading, id=f"chapter-{chapter.name}", class_="govuk-heading-l")
    return lines(heading, paragraph(chapter.about), body)


def _opening(page: Page) -> Html:
    procedure = page.procedure
    layers = [humanised(each).title() for each in procedure.layers if each != procedure.name]
    shared = (
        f" What is shared with others comes from {listed(layers)} and is marked “national” where it stands."
        if layers
        else ""
    )
    main = procedure.sources.get(page.main_source)
    named = f" A paragraph without a name is one of “{main}”." if main else ""
    how = (
        f"This is edition {procedure.edition} of the procedure as Dutybook carries it: in our words, with the paragraph"
        f" of the source beside each point.{named}{shared} Where the source gives no number, none is given here."
        " The source itself decides."
    )
    return tag("div", how, class_="govuk-inset-text")


def _contents(parts: list[tuple[Chapter, Html]]) -> Html:
    links = (tag("a", each.heading, href=f"#chapter-{each.name}", class_="govuk-link") for each, _ in parts)
    heading = tag("h2", "Contents", id="contents", class_="govuk-heading-m")
    return tag("nav", lines(heading, bullets(links)), class_="handbook-contents", aria_labelledby="contents")


def _editions(procedure: Procedure) -> Html:
    """What each later edition changed."""
    changed = []
    for (_, before), (day, after) in pairwise(procedure.editions):
        found = compare_rules(before, after, "before", "from then on")
        changed += [
            tag("h3", f"From {words.day(day)}", class_="govuk-heading-s"),
            bullets(safe(each.sentence) for each in found),
        ]
    if not changed:
        return Html("")
    return lines(tag("h2", "What changed and when", id="chapter-editions", class_="govuk-heading-l"), *changed)


def _sources(procedure: Procedure) -> Html:
    if not procedure.sources:
        return Html("")
    heading = tag("h2", "Sources", id="chapter-sources", class_="govuk-heading-l")
    return lines(heading, bullets(safe(each) for each in procedure.sources.values()))
