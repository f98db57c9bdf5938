"""The chapters of plain data, key by key: what the page shows and the engine does not read.

Every key may be left out here, as in the chapters of rules. Nothing here may look beyond one element.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from dutybook.packs.schema.rules import Element, Privacy, Strength
from dutybook.packs.schema.words import Name, Names, Part, Text, Texts, WhenText, YesNo


class Plain(Element):
    """An element of plain data: a title, and one or two sentences."""

    ids: ClassVar[Literal["snake", "kebab", "either"]] = "either"
    needs: ClassVar[tuple[str, ...]] = ("title", "says")

    aka: Texts = ()
    says: Text = ""


class Role(Plain):
    noun = "a role"
    ids = "snake"

    answers_for: Names = ()
    """The roles whose duties this one does: an organisation's duties are somebody's in it."""


class Definition(Plain):
    noun = "a definition"


class Member(Plain):
    """An element inside an element: a value, a section, a line of an agenda."""

    noun = "a member"
    needs = ("title",)

    when: WhenText = ""
    fact: Name | None = None
    after: Text = ""
    sees: Texts = ()
    events: Names = ()
    """Of a stage of the case: the events that happen in it."""
    class_: Privacy | None = Field(None, alias="class")


class Vocabulary(Plain):
    noun = "a vocabulary"
    needs = ("title", "closed", "values")

    closed: YesNo = False
    of_fact: Name | None = None
    values: dict[str, Member] = {}  # noqa: RUF012


class Meeting(Plain):
    noun = "a meeting"

    held_by: Name | None = None
    convened_by: Name | None = None
    chaired_by: Name | None = None
    invitees: Name | None = None
    sections: dict[str, Member] = {}  # noqa: RUF012
    sections_by: Name | None = None
    agenda: dict[str, Member] = {}  # noqa: RUF012
    records: dict[str, Member] = {}  # noqa: RUF012


class Record(Plain):
    noun = "a record"
    needs = ("title", "says", "kept_by")

    kept_by: Names = ()
    asks: Names = ()


class Retention(Plain):
    noun = "a retention"
    needs = ("title", "says", "kept_by", "decision")

    kept_by: Names = ()
    decision: Name | None = None


class Statistic(Plain):
    noun = "a statistic"
    needs = ("title", "says")

    counts: Texts = ()
    to: Texts = ()
    every: Text = ""


class Standard(Plain):
    noun = "a standard"
    needs = ("title", "who", "strength", "says")

    who: Texts = ()
    strength: Strength = "should"


class Guidance(Plain):
    noun = "guidance"

    for_: Texts = Field((), alias="for")
    strength: Strength | None = None


class Strand(Plain):
    noun = "a strand"

    of: Names = ()
    """The kinds of thing of which each is a strand of this kind: a force's enquiry, an employer's role."""
    shows: Names = ()
    """The answers that the page of a case shows of each, and the decisions of the procedure that nobody takes."""
    opened_by: Names = ()
    closed_by: Names = ()
    duties: Texts = ()
    flow: Text = ""


class Step(Part):
    noun = "a step"

    id: Text
    event: Name | None = None
    decision: Name | None = None
    meeting: Text | None = None
    title: Text = ""
    to: dict[str, Text] = {}  # noqa: RUF012


class Flow(Plain):
    noun = "a flow"
    needs = ("title", "steps")

    steps: list[Step] = []  # noqa: RUF012


MEMBERS = ("values", "sections", "agenda", "records")
"""The keys whose members are elements of their own: cited, merged and taken out one by one."""
