"""What would change if another authority had a case: as the command says it, and by the reader's own eyes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook import packs
from dutybook.casework import moving, procedures, queries
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.adoption import as_it_comes
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from dutybook.cli.main import main
from dutybook.engine.duties import duties_for
from tests.cast import PROCEDURE, THURSDAY_AT_FIVE, Cast, told

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
ELSEWHERE = "dorset"
SECTIONS = ("gained", "lost", "moved", "same")


@pytest.fixture
def told_the_lado(case: Case, cast: Cast) -> Case:
    """The head raised a concern at four and told the LADO within the hour."""
    sent = Sent(by=cast.head, now=THURSDAY_AT_FIVE, expected_number=2)
    statement = told(cast.head, "2026-04-02T16:45:00+01:00")
    record_event(case, statement, procedure=procedures.of_case(case), sent=sent)
    return case


def page_of(client: Client, case: Case, name: str = ELSEWHERE, **query: str) -> Any:
    return client.get(reverse("under", args=[case.reference, name], query=query or None))


def text_of(response: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def counts(text: str) -> list[int]:
    found = re.search(r"(\d+) would be gained , (\d+) would be lost , (\d+) would move , and (\d+) would stay", text)
    assert found, text
    return [int(each) for each in found.groups()]


def test_the_case_page_leads_to_a_choice_of_every_other_authority_s_procedure(
    case: Case, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lado)
    address = reverse("elsewhere", args=[case.reference])

    assert address in client.get(reverse("case", args=[case.reference])).content.decode()
    offered = client.get(address).content.decode()

    authorities = {each.name for each in procedures.usable() if each.more["kind"] == "authority"}
    assert set(re.findall(rf"{case.reference}/under/([\w-]+)", offered)) == authorities - {PROCEDURE}
    assert "Nothing is recorded" in offered


@pytest.mark.parametrize("name", ["bedfordshire", "dorset", "gloucestershire", "hampshire"])
def test_the_page_says_what_the_command_says_of_the_exported_case(
    name: str,
    told_the_lado: Case,
    cast: Cast,
    signed_in: SignedIn,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    client, exported = signed_in(cast.lado), tmp_path / "case.yaml"
    exported.write_bytes(client.get(reverse("case_file", args=[told_the_lado.reference])).content)
    at = THURSDAY_AT_FIVE.isoformat()

    text = text_of(page_of(client, told_the_lado, name))

    assert main(["procedures", "move", str(exported), name, "--at", at, "--known-at", at, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert counts(text) == [len(answer[each]) for each in SECTIONS]
    assert all(each["title"] in text for each in (*answer["gained"], *answer["lost"]))
    assert all(each["after"]["title"] in text for each in answer["moved"])
    assert f"What it could not read ({len(answer['not_declared_there'])})" in text


def test_what_it_says_is_what_the_other_procedure_says_when_it_is_asked_afresh(told_the_lado: Case, cast: Cast) -> None:
    view = queries.case_view(cast.lado, told_the_lado.reference, page="a test", now=THURSDAY_AT_FIVE)
    there = packs.load(ELSEWHERE)

    chosen = moving.chosen(view, ELSEWHERE, None)
    assert chosen is not None
    found = moving.what_if(view, chosen)

    entries, _ = packs.entries_under(view.raws, there)
    afresh = duties_for(entries, there, at=view.at, known_at=view.known_at)
    changes = found.changes
    after = [*changes.gained, *(each.after for each in (*changes.moved, *changes.same))]
    assert sorted(map(repr, after)) == sorted(map(repr, afresh))


def test_the_lado_s_two_clocks_move_to_the_other_authority_s_with_both_paragraphs(
    case: Case, cast: Cast, signed_in: SignedIn
) -> None:
    text = text_of(page_of(signed_in(cast.lado), case, "gloucestershire"))

    assert "Contact the LADO for advice before investigating" in text
    assert "Date Due Friday 3 April 2026 at 16:00 → Prior to investigating" in text
    assert "How strongly should → must" in text
    assert "Nothing is recorded" in text


def test_asking_records_nothing(case: Case, cast: Cast, signed_in: SignedIn) -> None:
    before = case.entries.count()

    page_of(signed_in(cast.lado), case)

    assert case.entries.count() == before
    assert Case.objects.get(pk=case.pk).procedure == PROCEDURE


def test_a_reader_learns_nothing_of_what_they_may_not_read(
    told_the_lado: Case, cast: Cast, signed_in: SignedIn
) -> None:
    procedure = procedures.of_case(told_the_lado)
    source = {"allegation": "allegation-1", "reporter_kind": "staff_member", "origin": "third_party"}
    statement = Statement(type="source_recorded", happened_at="2026-04-02", by=cast.lado.name, role=cast.lado.role,
                          data=source, compartment="source")  # fmt: skip
    head = signed_in(cast.head)
    before = text_of(page_of(head, told_the_lado))
    sent = Sent(by=cast.lado, now=THURSDAY_AT_FIVE, expected_number=3)
    record_event(told_the_lado, statement, procedure=procedure, sent=sent)

    assert text_of(page_of(head, told_the_lado)) == before


def test_there_is_no_such_page_for_an_organisation_s_own_pack_or_a_day_on_which_no_edition_begins(
    case: Case, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lado)

    assert page_of(client, case, "preschool").status_code == 404
    assert page_of(client, case, "nowhere").status_code == 404
    assert page_of(client, case, edition="2026-05-01").status_code == 404
    assert page_of(client, case, edition="tomorrow").status_code == 404


def test_an_edition_that_begins_next_month_is_offered_and_read_as_if_it_were_in_force(
    case: Case, cast: Cast, signed_in: SignedIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_an_edition_from_the_first_of_may(tmp_path, monkeypatch)
    client = signed_in(cast.lado)

    offered = text_of(client.get(reverse("elsewhere", args=[case.reference])))
    text = text_of(page_of(client, case, "northmere", edition="2026-05-01"))
    whole = text_of(page_of(client, case, "northmere"))

    assert "Northmere, as it will be from Friday 1 May 2026" in offered
    assert "Due the end of Thursday 9 April 2026" in text
    assert "Due the end of Thursday 9 April 2026" not in whole


def test_the_command_reads_that_edition_too(
    case: Case,
    cast: Cast,
    signed_in: SignedIn,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _with_an_edition_from_the_first_of_may(tmp_path, monkeypatch)
    exported = tmp_path / "case.yaml"
    exported.write_bytes(signed_in(cast.lado).get(reverse("case_file", args=[case.reference])).content)
    asked = ["procedures", "move", str(exported), "northmere", "--at", THURSDAY_AT_FIVE.isoformat(), "--json"]

    assert main([*asked, "--edition", "2026-05-01"]) == 0

    moved = json.loads(capsys.readouterr().out)["moved"]
    assert [each["after"]["due_at"] for each in moved if each["after"]["id"] == "tell-the-lado-24-hours"] == [
        "2026-04-09T23:59:59+01:00"
    ]


def _with_an_edition_from_the_first_of_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Northmere's own procedure: as the tests' own, with three working days to tell the LADO from 1 May on."""
    folder = tmp_path / "packs" / "northmere"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(
        f"name: northmere\ntitle: Northmere\nextends: {PROCEDURE}\nkind: authority\n"
        'authorities: {E99999998: Northmere}\nedition: "2026"\nstatus: draft\nnext_review_on: "2027-01-01"\n'
        'sources: {northmere-process: {title: A process, read_on: "2026-01-01"}}\n'
    )
    (folder / "duties.yaml").write_text(
        "duties:\n  tell-the-lado-24-hours:\n    cite: {at: section 1, rules: []}\n    editions:\n"
        '      - {from: "2026-05-01", within: 3 working days, because: "agreed locally", '
        "cite: {at: section 1, rules: []}}\n"
    )
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(tmp_path / "packs"))
    as_it_comes.cache_clear()
    assert packs.load("northmere").editions[-1][0] == date(2026, 5, 1)
