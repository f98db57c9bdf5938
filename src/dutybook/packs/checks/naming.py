"""Names: every one is declared, none is withdrawn, none means two things.

Nothing here may look at what a name stands for: see `scope` and `answers`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dutybook.packs.checks import sites
from dutybook.packs.checks.page import Page
from dutybook.packs.checks.sites import Named, Site
from dutybook.packs.problems import Problem

CARRIED = {"yes", "no", "true", "false", "not_known"}


def undeclared(page: Page) -> Iterator[Problem]:
    """Every name that nothing declares."""
    yield from _undeclared(page, sites.names(page))
    yield from _undeclared(page, sites.provisional_names(page))
    yield from _steps(page)
    yield from _guided(page)
    yield from _of_organisations(page)


def undeclared_roles(page: Page) -> Iterator[Problem]:
    """Every role that the chapter `roles` does not declare."""
    yield from _undeclared(page, sites.roles(page))


def _undeclared(page: Page, named: Iterator[Named]) -> Iterator[Problem]:
    declared = {chapter: set(page.declared(chapter)) for chapter in page.book.chapters}
    for site, name, chapters in named:
        if not any(name in declared[chapter] for chapter in chapters):
            withdrawn = [(chapter, name, "withdrawn") for chapter in chapters]
            yield site.problem(*_what_to_say(page, name, chapters), beside=withdrawn)


def _what_to_say(page: Page, name: str, chapters: tuple[str, ...]) -> tuple[str, str]:
    if name.lower() in CARRIED:
        return f"{name!r} is an answer, not a name", "write the fact's name alone for yes, `not NAME` for no"
    return page.not_declared(name, *chapters)


def two_meanings(page: Page) -> Iterator[Problem]:
    """A condition named as a fact or a decision is would be read as either."""
    facts = set(page.declared("facts"))
    for id in page.book.chapters["conditions"]:
        if id in facts:
            what = f"{id!r} is a condition and a fact or a decision"
            yield page.problem("conditions", id, "means", what, "name the condition otherwise")


def _steps(page: Page) -> Iterator[Problem]:
    """Arrows of a flow lead to its own steps."""
    for flow in page.rules.plain.get("flows", {}).values():
        steps = flow.more.get("steps", [])
        ids = [step["id"] for step in steps]
        for target in (target for step in steps for target in step.get("to", {}) if target not in ids):
            yield Site(page, "flows", flow.id, "steps").problem(
                f"an arrow leads to {target!r}, which is no step", f"write one of {', '.join(ids)}"
            )


def _of_organisations(page: Page) -> Iterator[Problem]:
    """The fact that names an employer's own pack, in the head of a pack."""
    for pack in page.stack:
        fact = pack.header.organisation_fact
        if fact and fact not in page.declared("facts"):
            yield pack.head.problem(["organisation_fact"], *page.not_declared(fact, "facts"))


def _guided(page: Page) -> Iterator[Problem]:
    """Guidance stands beside elements, as chapter/id."""
    for guidance in page.rules.plain.get("guidance", {}).values():
        for beside in guidance.more.get("for", []):
            chapter, _, id = beside.partition("/")
            if id not in page.book.chapters.get(chapter, {}):
                yield Site(page, "guidance", guidance.id, "for").problem(
                    f"there is no element {beside!r}", "write chapter/id, as duties/tell-the-lado"
                )
