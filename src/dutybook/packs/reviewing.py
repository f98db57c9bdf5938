"""When a procedure is to be looked at again, in words, and whether that day has passed.

Nothing here may read a clock: the day is given. A day of review that no source gives is said to be not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from dutybook.engine import words
from dutybook.engine.procedure import Procedure
from dutybook.packs.pack import Pack
from dutybook.packs.problems import Problem
from dutybook.packs.schema.words import NOT_GIVEN


@dataclass(frozen=True, slots=True)
class Review:
    """`says` is empty where the pack says neither a day nor that its source gives none."""

    says: str
    has_passed: bool


def review_of(procedure: Procedure, today: date) -> Review:
    """How the procedure's own pack stands on a day."""
    written = procedure.more.get("next_review_on")
    return _review(date.fromisoformat(written) if written and written != NOT_GIVEN else written, today)


def reviews_passed(stack: Iterable[Pack], today: date) -> Iterator[Problem]:
    """A note for the most local pack: its review has passed, or it says nothing of one. Neither makes it unsound."""
    *_, pack = stack
    review = _review(pack.header.next_review_on, today)
    if review.has_passed:
        write = "look whether its source has a newer edition, then write the next day"
        yield replace(pack.head.problem(["next_review_on"], review.says.rstrip("."), write), note=True)
    elif not review.says:
        write = "write next_review_on: and the day, or next_review_on: not_given"
        yield replace(pack.head.problem([], "the head says nothing of a review", write), note=True)


def _review(on: date | str | None, today: date) -> Review:
    if isinstance(on, date) and on < today:
        return Review(f"Its review was due on {words.day(on)}, and that day has passed.", True)
    if isinstance(on, date):
        return Review(f"It is to be reviewed on {words.day(on)}.", False)
    return Review("Its source gives no day of review." if on == NOT_GIVEN else "", False)
