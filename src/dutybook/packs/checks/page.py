"""A day's rules with the line of every key: what each check reads, and how it says where something is wrong.

Nothing here may decide that something is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from dutybook.engine.calendar import Calendar
from dutybook.engine.procedure import Rules
from dutybook.packs.layers import Book, Resolved
from dutybook.packs.pack import Pack
from dutybook.packs.problems import Problem

Beside = tuple[str, str, str]
"""Another key that a problem comes from: its chapter, its element, itself."""


@dataclass(frozen=True)
class Page:
    """What a stack of packs says on one day."""

    book: Book
    rules: Rules
    stack: tuple[Pack, ...]
    calendar: Calendar | None = None

    def problem(
        self,
        chapter: str,
        id: str,
        key: str,
        what: str,
        write: str,
        *,
        row: str = "",
        note: bool = False,
        beside: Iterable[Beside] = (),
    ) -> Problem:
        """A problem at the line of a key of an element, or of one of its rows.

        Where a more local pack has changed a key that it does not agree with, at that line: its author can mend it.
        """
        found = self.book.chapters[chapter][id]
        if row:
            found = next((rows[row] for rows in found.members.values() if row in rows), found)
        place, whose = found.at(key), self._layer(found.set_by.get(key, found.origin))
        for other_chapter, other, other_key in beside:
            changed = self.book.chapters[other_chapter].get(other) or self.book.gone.get((other_chapter, other))
            if changed is not None and self._layer(changed.set_by.get(other_key, "")) > whose:
                here = changed.at(other_key)
                return Problem(here.path, here.line, f"{what} (named at {place})", write, note)
        return Problem(place.path, place.line, what, write, note)

    def _layer(self, pack: str) -> int:
        """How local a pack is; one that is no layer here counts as the farthest."""
        return next((n for n, each in enumerate(self.stack) if each.name == pack), -1)

    def declared(self, chapter: str) -> Iterable[str]:
        """The ids of a chapter that can be named; a decision is also a fact, of its own name."""
        ids = list(self.book.chapters[chapter])
        return [*ids, *self.book.chapters["decisions"]] if chapter == "facts" else ids

    def not_declared(self, name: str, *chapters: str) -> tuple[str, str]:
        """What to say of a name that none of these chapters declares."""
        for chapter in chapters:
            if why := self.book.withdrawn.get((chapter, name)):
                return f"{name!r} is withdrawn ({why})", "name something that stands, or do not withdraw it"
        known = [id for chapter in chapters for id in self.declared(chapter)]
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        nouns = " or ".join(_NOUNS.get(chapter, chapter) for chapter in chapters)
        return f"{name!r} is not declared as {nouns}", f"write {near[0]}" if near else f"declare it under {chapters[0]}"

    def resolved(self, chapter: str, id: str) -> Resolved:
        return self.book.chapters[chapter][id]


_NOUNS = {
    "things": "a thing",
    "events": "an event",
    "facts": "a fact",
    "conditions": "a condition",
    "duties": "a duty",
    "decisions": "a decision",
    "gates": "a gate",
    "directory": "a contact",
    "roles": "a role",
    "meetings": "a meeting",
}
