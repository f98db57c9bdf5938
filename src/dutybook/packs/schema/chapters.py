"""Which chapter is written in which form, and the head of a pack.

Nothing here may read a pack: see `dutybook.packs.pack`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dutybook.packs.schema import plain, rules
from dutybook.packs.schema.words import AreaCode, Day, DayOrNotGiven, Name, Part, Text

RULES: dict[str, type[rules.Element]] = {
    "things": rules.Thing,
    "events": rules.Event,
    "facts": rules.Fact,
    "conditions": rules.Condition,
    "duties": rules.Duty,
    "decisions": rules.Decision,
    "gates": rules.Gate,
    "directory": rules.Contact,
}

PLAIN: dict[str, type[rules.Element]] = {
    "roles": plain.Role,
    "definitions": plain.Definition,
    "vocabularies": plain.Vocabulary,
    "meetings": plain.Meeting,
    "records": plain.Record,
    "retention": plain.Retention,
    "statistics": plain.Statistic,
    "standards": plain.Standard,
    "guidance": plain.Guidance,
    "strands": plain.Strand,
    "flows": plain.Flow,
    "targets": rules.Target,
}

CHAPTERS = RULES | PLAIN


class Source(Part):
    """A document the pack was written from: what the page shows of it."""

    noun = "a source"
    title: Text
    dated: Text = ""
    read_on: Day | None = None
    note: Text = ""
    web: Text = ""


class Header(Part):
    """`pack.yaml`."""

    noun = "the head of a pack"
    name: Text
    title: Text
    kind: Literal["national", "authority", "organisation", "register"]
    extends: Text = ""
    authorities: dict[AreaCode, Text] = {}  # noqa: RUF012
    edition: Text = ""
    in_force_from: Day | None = None
    calendar: Text = ""
    status: Literal["published", "draft"] = "draft"
    next_review_on: DayOrNotGiven | None = None
    organisation_fact: Name | None = None
    sources: dict[str, Source] = {}  # noqa: RUF012
    terms: dict[str, Text] = {}  # noqa: RUF012
    departures: dict[str, Text] = Field({}, description="examples of the parent that do not hold here, each with why")
