"""The chapters that the engine reads, key by key: things, events, facts, conditions, duties, decisions, gates and more.

Every key may be left out here, since a local pack sets only the keys it changes; `needs` names those that must be there
once the layers are put together. Nothing here may look beyond one element.
"""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import ClassVar, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from dutybook.packs.schema.forms import (
    Arising,
    Asks,
    BankHolidays,
    CutOffTime,
    Deciding,
    Doing,
    ForNow,
    OpeningHours,
    Owner,
)
from dutybook.packs.schema.words import Cite, Day, Name, Names, Part, RuleName, Span, Text, Texts, When, YesNo, refuse

Privacy = Literal["general", "child", "adult", "employment", "police", "source"]
Strength = Literal["must", "should", "will", "may", "prompt"]


class Element(Part):
    """What every element has."""

    noun = "an element"
    ids: ClassVar[Literal["snake", "kebab", "either"]] = "snake"
    needs: ClassVar[tuple[str, ...]] = ("title",)
    forms: ClassVar[tuple[str, ...]] = ()
    """Keys that together say one thing: a more local layer that sets one of them replaces all of them."""

    title: Text = ""
    cite: Cite | None = None
    withdrawn: Text = ""
    seen: Day | None = None
    from_: Day | None = Field(None, alias="from")
    editions: list[Self] = []  # noqa: RUF012

    @classmethod
    def written(cls, name: str) -> str:
        """The key as a pack writes it."""
        return _aliases(cls).get(name, name)


@cache
def _aliases(model_type: type[Element]) -> dict[str, str]:
    return {name: field.alias for name, field in model_type.model_fields.items() if field.alias}


class Thing(Element):
    noun = "a thing"


class Event(Element):
    noun = "an event"
    needs = ("title", "by", "class_")

    by: Names = ()
    about: Names = ()
    asks: Asks = ()
    class_: Privacy = Field("general", alias="class")
    identifies: Literal["name", "token", "nobody"] | None = None


class Choice(Element):
    noun = "a choice"

    when: When = None
    after: Text = ""


class Fact(Element):
    noun = "a fact"
    needs = ("ask", "answers", "class_")

    of: Names = ()
    ask: Text = ""
    answers: Literal["yes_no", "choice", "choices", "date", "moment", "number", "text", "person", "organisation"] = (
        "yes_no"
    )
    choices: dict[str, Choice] = {}  # noqa: RUF012
    class_: Privacy = Field("general", alias="class")


class Condition(Element):
    noun = "a condition"
    needs = ()
    forms = (
        "means",
        "any",
        "every",
        "at_least",
        "of",
        "different",
        "happened",
        "passed",
        "answered",
        "not_known",
        "open",
    )

    means: When = None
    any: Name | None = None
    every: Name | None = None
    at_least: int | None = Field(None, ge=1)
    of: Name | None = None
    different: Name | None = None
    happened: Name | None = None
    passed: Span = None
    answered: Name | None = None
    not_known: Name | None = None
    open: Name | None = None


class Duty(Element):
    noun = "a duty"
    ids = "kebab"
    needs = ("title", "owner", "strength", "arises")

    for_: Names = Field((), alias="for")
    owner: Owner = ()
    strength: Strength = "should"
    arises: Arising = None
    again: Literal["new", "keep", "restart"] = "new"
    when: When = None
    counts_from: Name | None = None
    cut_off: CutOffTime = None
    target: Span = None
    within: Span = None
    because: Text = ""
    """Why a limit can end later than the one of a pack above, which is shown beside it."""
    promptly: Text = ""
    held_while: When = None
    if_unknown: Literal["hold", "run"] | None = None
    done_by: Doing = None
    earlier_counts: YesNo = False
    ends: Names = ()
    provisionally: ForNow = None
    reading_of: RuleName | None = None


class Row(Element):
    """A row of a decision; keys that are not listed here are kept for the page."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    noun = "a row"
    ids = "kebab"
    needs = ("points_to", "strength")

    when: When = None
    points_to: Text = ""
    strength: Strength = "should"
    until: Span = None
    says: Text = ""
    after: Text = ""

    @model_validator(mode="after")
    def _keeps_only_what_cannot_be_a_slip(self) -> Self:
        known = ("when", "points_to", "strength", "until", "says", "after", "title", "cite", "withdrawn")
        for key in self.model_extra or {}:
            if near := get_close_matches(key, known, n=1, cutoff=0.75):
                raise refuse(f"{key!r} is not a key of a row", f"write {near[0]}", key)
        return self


class Decision(Element):
    noun = "a decision"
    needs = ("ask", "decided_by", "first")
    forms = ("first", "all")

    ask: Text = ""
    of: Name | None = None
    decided_by: Deciding = None
    first: dict[str, Row] | None = None
    all: dict[str, Row] | None = None


class Gate(Element):
    noun = "a gate"
    ids = "kebab"
    needs = ("title", "before", "effect")
    forms = ("needs_", "different_people", "no_open_duties")

    before: Names = ()
    needs_: When = Field(None, alias="needs")
    different_people: Names = ()
    no_open_duties: YesNo = False
    effect: Literal["refuse", "reason"] = "reason"


class Target(Element):
    noun = "a target"
    ids = "kebab"
    needs = ("title", "from_event", "to", "within", "share")

    # `from` is an event here, so that a target has no editions.
    from_event: Name | None = Field(None, alias="from")
    to: Name | None = None
    within: Span = None
    share: int | None = Field(None, ge=1, le=100)
    from_: None = Field(None, exclude=True, alias="in_force_from")


class Number(Part):
    noun = "a number"

    kind: Literal["telephone", "email", "web", "letter"]
    value: Text
    says: Text = ""


class Contact(Element):
    noun = "a contact"
    ids = "either"
    needs = ("title", "numbers", "hours")

    serves: Texts = ()
    numbers: list[Number] = []  # noqa: RUF012
    hours: OpeningHours = None
    bank_holidays: BankHolidays = False
    out_of_hours: Text = ""
    rung_for: Names = ()
    """The events that happen by reaching this contact: whom to ring about a duty that waits for one of them."""
    says: Text = ""
    checked_on: Day | None = None
