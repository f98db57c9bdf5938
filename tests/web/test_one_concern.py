"""The same concern under every authority's procedure on one page: each set of duties and levels checked by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework.models import Account, Entry
from dutybook.cli.main import main
from dutybook.packs.one_concern import Under, read_concern, under_each
from tests.cast import Cast

database = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
THE_NEXT_WORKING_DAY = "2026-03-10T23:59:59+00:00"
"""Of Monday 9 March 2026, on which the concern is raised at nine."""
A_DAY_LATER = "2026-03-10T09:00:00+00:00"

# Read off the requirement files, paragraph by paragraph: each level with its paragraph, and each duty that is to be
# done at once with its owner, its date and its paragraph. What is our own prompt is left out of it.
BY_HAND: dict[str, tuple[dict[str, tuple[str, str]], set[tuple[str, str, str, str]]]] = {
    "bedfordshire": (
        {"threshold": ("potentially_met", "Definition"), "tier": ("tier_2", "Tier 2")},
        {("tell-the-lado-one-working-day", "senior_manager", THE_NEXT_WORKING_DAY,
          "chapter 4, 226, as quoted in Staffordshire para 16")},
    ),
    "dorset": (
        {},
        {("tell-the-lado-one-working-day", "senior_manager", THE_NEXT_WORKING_DAY,
          "chapter 4, 226, as quoted in Staffordshire para 16")},
    ),
    "gloucestershire": (
        {"threshold": ("potentially_met", "Concern about a member of staff or a volunteer, a")},
        {
            ("tell-the-lado-one-working-day", "senior_manager", THE_NEXT_WORKING_DAY,
             "chapter 4, 226, as quoted in Staffordshire para 16"),
            ("report-to-the-most-senior-person", "staff_member", "", "Report their concerns"),
            ("make-a-written-record", "staff_member", "", "Completion of written record"),
            ("contact-the-lado-before-investigating", "senior_manager", "", "Seek advice before proceeding"),
        },
    ),
    "hampshire": (
        {
            "matter_class": ("allegation", "Introduction"),
            "threshold": ("potentially_met", "Introduction and 7.2 Positions of trust"),
        },
        {
            ("tell-the-lado-one-working-day", "senior_manager", THE_NEXT_WORKING_DAY,
             "Responding to an allegation and 7.2 Positions of trust"),
            ("keep-a-written-record", "referrer", "", "Responding to an allegation"),
            ("report-it-within-the-organisation", "staff_member", "",
             "Responding to an allegation and 7.2 Positions of trust"),
            ("discuss-the-criteria", "senior_manager", THE_NEXT_WORKING_DAY, "Responding to an allegation"),
            ("take-advice-on-telling-the-person", "employer", "", "Responding to an allegation"),
        },
    ),
    "staffordshire": (
        {"matter_class": ("allegation", "para 8"), "threshold": ("potentially_met", "paras 3 and 25")},
        {
            ("tell-the-lado-one-working-day", "senior_manager", THE_NEXT_WORKING_DAY, "para 16"),
            ("tell-the-lado-24-hours", "senior_manager", A_DAY_LATER, "para 12"),
            ("gather-circumstances-and-history", "senior_manager", "", "para 23"),
            ("hold-the-initial-discussion", "designated_officer", A_DAY_LATER, "paras 12 and 22"),
        },
    ),
}  # fmt: skip


def text_of(response: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def under(name: str) -> Under:
    [found] = [each for each in under_each(read_concern()) if each.procedure.name == name]
    return found


@pytest.mark.parametrize("name", BY_HAND)
def test_each_procedure_gives_the_levels_that_its_paragraphs_give(name: str) -> None:
    levels, _ = BY_HAND[name]

    found = {each.decision.id: each.weighed.points_to for each in under(name).levels}

    assert {id: [(each.points_to, each.row.cite.at) for each in rows] for id, rows in found.items()} == {
        id: [level] for id, level in levels.items()
    }


@pytest.mark.parametrize("name", BY_HAND)
def test_each_procedure_gives_the_duties_that_its_paragraphs_give(name: str) -> None:
    _, duties = BY_HAND[name]
    found = under(name)

    calendar = found.procedure.calendar
    to_do = [each for each in found.duties if each.status == "open" and each.strength != "prompt"]
    assert {
        (each.id, each.owner, calendar.local(each.due_at).isoformat() if each.due_at else "", each.cite.at)
        for each in to_do
    } == duties


def test_every_authority_has_its_column_and_is_checked_above() -> None:
    assert {each.procedure.name for each in under_each(read_concern())} == set(BY_HAND)


def test_an_organisation_s_own_procedure_adds_its_duties_to_its_authority_s() -> None:
    also = {each.procedure.name: [duty.id for duty in each.duties] for each in under("dorset").also}

    assert set(also) == {"illuminate-ap"}
    assert {"give-the-details-to-management", "complete-the-incident-report", "seek-the-lados-advice"} <= set(
        also["illuminate-ap"]
    )


@database
def test_the_page_shows_what_is_worked_out_with_each_paragraph(cast: Cast, signed_in: SignedIn) -> None:
    page = text_of(signed_in(cast.head).get(reverse("one_concern")))

    for each in under_each(read_concern()):
        assert each.procedure.title in page
        for duty in (*each.duties, *(duty for more in each.also for duty in more.duties)):
            assert duty.title in page
            assert (duty.cite.at[:1].upper() + duty.cite.at[1:] or duty.cite.ours) in page
    assert "Due Tuesday 10 March 2026 at 09:00" in page
    assert "It says nothing of a level" in page
    assert "Tier 2" in page


@database
def test_an_answer_that_is_changed_changes_every_column_and_nothing_is_recorded(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.head)
    form = _as_sent(client.get(reverse("one_concern")).content.decode())

    before = text_of(client.get(reverse("one_concern"), form))
    after = text_of(client.get(reverse("one_concern"), form | {"injury": ["yes"], "sexual_interest": ["yes"]}))

    assert "At which tier is it managed? Tier 2" in before
    assert "At which tier is it managed? Tier 2" not in after
    assert "Refer it to the police" in after
    assert not Entry.objects.exists()


@database
def test_an_answer_that_is_taken_away_is_a_question_still_to_answer(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.head)
    form = _as_sent(client.get(reverse("one_concern")).content.decode())

    page = text_of(
        client.get(reverse("one_concern"), form | {"abuse_is_judged_present": [""], "harm_may_have_happened": [""]})
    )

    assert "Cannot tell yet." in page
    assert "Still to answer" in page


@database
def test_the_concern_is_raised_when_the_form_says(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.head)
    form = _as_sent(client.get(reverse("one_concern")).content.decode())
    thursday = {"raised-day": ["2"], "raised-month": ["4"], "raised-year": ["2026"], "raised-time": ["16:00"]}

    assert "Due Friday 3 April 2026 at 16:00" in text_of(client.get(reverse("one_concern"), form | thursday))
    refused = client.get(reverse("one_concern"), form | thursday | {"raised-time": [""]})
    assert refused.status_code == 422
    assert "Enter the date and the time at which the concern was raised" in text_of(refused)


def test_the_command_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["procedures", "one-concern", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)

    wanted = {each.procedure.name: [duty.id for duty in each.duties] for each in under_each(read_concern())}
    assert {each["procedure"]["name"]: [duty["id"] for duty in each["duties"]] for each in said["under"]} == wanted
    assert all(duty["cite"]["at"] or duty["cite"]["ours"] for each in said["under"] for duty in each["duties"])


def test_the_command_takes_a_concern_of_one_s_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = tmp_path / "concern.yaml"
    own.write_text(
        "procedure: england\nkind: allegation\ntitle: Shouting\nentries:\n"
        "  - {type: concern_raised, happened_at: 2026-04-02T16:00:00+01:00, by: Head, as: senior_manager,"
        " data: {allegation: a1, harm_may_have_happened: yes}}\n"
    )

    assert main(["procedures", "one-concern", str(own)]) == 0

    said = capsys.readouterr().out
    assert said.startswith("Shouting")
    assert "due Friday 3 April 2026 at 16:00" in said
    assert all(packs.load(name).title.upper() in said for name in BY_HAND)


def _as_sent(page: str) -> dict[str, list[str]]:
    """What a browser would send of the form as it stands."""
    form = page.partition('name="changed"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {"changed": ["yes"]}
    for control in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', control), re.search(r'value="([^"]*)"', control)
        ticked = 'type="radio"' not in control and 'type="checkbox"' not in control
        if name and value and (ticked or " checked" in control):
            sent.setdefault(name[1], []).append(unescape(value[1]))
    return sent
