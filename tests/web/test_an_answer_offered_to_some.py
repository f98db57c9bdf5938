"""An answer that is offered only where something holds says so on the form, and can be given all the same."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dutybook.casework.models import Account
from dutybook.packs import load
from dutybook.packs.casefile import entries_from
from dutybook.web.asking.form import EventForm
from tests.packs.test_every_key import BARSETSHIRE

RAISED = {"type": "concern_raised", "happened_at": "2026-06-01T10:00:00+01:00", "by": "Head", "as": "senior_manager"}
ONLY = "Malicious (only when sector is “A school”)"


def labels(*sectors: str) -> list[str]:
    """How the form of a meeting offers the outcomes, after concerns in these sectors."""
    procedure = load(BARSETSHIRE)
    rules = procedure.editions[-1][1]
    raised = [{**RAISED, "data": {"allegation": "a1", **({"sector": each} if each else {})}} for each in sectors]
    form = EventForm(
        event=rules.events["meeting_held"],
        procedure=procedure,
        rules=rules,
        account=Account(name="Cass", role="chair"),
        now=datetime(2026, 6, 5, 12, tzinfo=UTC),
        entries=entries_from(raised, procedure),
    )
    (outcome,) = (each for each in form.questions() if each.name == "outcome")
    return [each.label for each in outcome.options]


@pytest.mark.parametrize(
    ("sectors", "malicious"),
    [
        (["school"], "Malicious"),
        (["club"], ONLY),
        # Nobody has said which sector it is.
        ([""], ONLY),
        # The last answer counts.
        (["club", "school"], "Malicious"),
        # No allegation is in the case yet.
        ([], ONLY),
    ],
)
def test_what_is_offered_only_to_schools_says_so_elsewhere_and_stays_there(sectors: list[str], malicious: str) -> None:
    assert labels(*sectors) == ["Substantiated", "Unfounded", malicious, "Not known"]
