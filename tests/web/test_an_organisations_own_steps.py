"""What an organisation's own procedure asks of its own role: recorded on pages made from its pack, and of no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework import queries
from dutybook.casework.actions.events import Sent, record_event
from dutybook.casework.adoption import as_it_comes
from dutybook.casework.involvement import involve
from dutybook.casework.models import Account, Case
from dutybook.casework.store import Statement
from tests.cast import Cast, account, report
from tests.web.forms import number_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PACK = "illuminate-ap"
FRIDAY = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
NOON = {"happened-day": "3", "happened-month": "4", "happened-year": "2026", "happened-time": "12:00"}


@pytest.fixture
def case(cast: Cast, settings: Any) -> Case:
    """An allegation under the authority's procedure, reported from the one of two employers whose pack there is."""
    cast.authority.procedure = "dorset"
    cast.authority.save()
    case = report(cast.head)
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY
    for role, more in (("e1", {"employer_procedure": PACK}), ("e2", {})):
        say(cast.lado, case, "employment_described", {"employment": role, **more}, compartment="employment")
    return case


def say(by: Account, case: Case, event: str, data: dict[str, Any], *, compartment: str = "general") -> None:
    number = queries.next_number(case)
    said = Statement(
        type=event,
        happened_at="2026-04-03T10:00:00+01:00",
        by=by.name,
        role=by.role,
        data=data,
        compartment=compartment,
    )
    view = queries.case_view(by, case.reference, page="a test", now=FRIDAY)
    sent = Sent(by=by, now=FRIDAY, expected_number=number)
    record_event(case, said, procedure=view.procedure, sent=sent, view=view)


def address(case: Case, event: str, **about: str) -> str:
    return reverse("record", args=[case.reference, event], query=about)


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page_of(client: Client, case: Case) -> str:
    return text_of(client.get(reverse("case", args=[case.reference])))


def test_the_manager_records_the_organisations_own_step_from_its_own_questions_and_its_duty_closes(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    manager = signed_in(cast.head)
    say(cast.head, case, "incident_reported", {"employment": "e1"}, compartment="employment")
    assert "allegation_file_opened?employment=e1" in page_of(manager, case)

    form = text_of(manager.get(address(case, "allegation_file_opened", employment="e1")))
    assert "For what purpose is the record held?" in form
    answers = {"about-employment": "e1", "file_label": "File 17", "record_purpose": "Child protection"}
    typed = NOON | answers | {"expected-number": str(number_on(form))}
    page = text_of(manager.post(address(case, "allegation_file_opened"), typed, follow=True))

    assert "Recorded: A file about the allegation was opened." in page
    view = queries.case_view(cast.lado, case.reference, page="a test", now=FRIDAY)
    (duty,) = [each for each in view.duties if each.id == "open-and-label-the-file"]
    assert (dict(duty.about), duty.status) == ({"employment": "e1"}, "met")


def test_of_a_role_that_does_not_follow_it_the_step_is_refused_and_nothing_typed_is_lost(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    manager = signed_in(cast.head)
    form = text_of(manager.get(address(case, "allegation_file_opened")))

    typed = NOON | {"about-employment": "e2", "file_label": "File 17", "expected-number": str(number_on(form))}
    response = manager.post(address(case, "allegation_file_opened"), typed)

    page = text_of(response)
    assert response.status_code == 422
    assert "This is recorded only of what follows Illuminate AP" in page
    assert "File 17" in page


def test_where_no_role_follows_it_its_steps_are_neither_offered_nor_there(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    say(cast.lado, case, "employment_described", {"employment": "e1", "employer_procedure": "none"})
    lado = signed_in(cast.lado)

    found = text_of(lado.get(reverse("something_else", args=[case.reference])))

    assert "incident_reported" not in found
    assert lado.get(address(case, "incident_reported")).status_code == 404


def test_its_steps_are_offered_at_their_stage_for_the_role_that_follows_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    found = text_of(signed_in(cast.lado).get(reverse("something_else", args=[case.reference])))

    stage = found[found.index("The organisation's own steps".replace("'", "&#39;")) :].split("</section>")[0]
    assert "/record/incident_reported?employment=e1" in stage


def test_what_the_organisation_asks_besides_is_asked_of_its_own_role_alone(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado, besides = signed_in(cast.lado), "Does the nature of the allegation call for suspension at once?"

    own = text_of(lado.get(address(case, "suspension_decided", employment="e1")))
    others = text_of(lado.get(address(case, "suspension_decided", employment="e2")))

    assert besides in own
    assert besides not in others
    assert "Which work or role is this about?" in others


def test_a_role_that_only_the_organisations_pack_has_records_its_steps_and_reads_as_the_employer_does(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    director = account("Vera Quill", "operations_director", cast.school)
    involve(director, case, reason="the employer's director", by=cast.lado, now=FRIDAY)
    client = signed_in(director)

    form = text_of(client.get(address(case, "allegation_file_opened", employment="e1")))
    typed = NOON | {"about-employment": "e1", "file_label": "File 17", "expected-number": str(number_on(form))}
    client.post(address(case, "allegation_file_opened"), typed)

    assert "File 17" in page_of(client, case)


def test_outsider_and_subject_get_no_sign_of_it(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    say(cast.head, case, "incident_reported", {"employment": "e1"}, compartment="employment")

    for who in (cast.outsider, cast.subject):
        client = signed_in(who)
        assert client.get(address(case, "allegation_file_opened", employment="e1")).status_code == 404
        assert "open-and-label" not in text_of(client.get(reverse("today")))


def test_the_police_who_do_not_read_the_employers_part_read_nothing_of_it(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    say(cast.head, case, "incident_reported", {"employment": "e1"}, compartment="employment")
    involve(cast.police, case, reason="the police's part", by=cast.lado, now=FRIDAY)

    page = page_of(signed_in(cast.police), case)

    assert "became known" not in page
    assert "Open and label the file" not in page


def test_correcting_the_organisations_step_asks_its_own_questions_again(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    data = {"employment": "e1", "incident_kind": "incident"}
    say(cast.head, case, "incident_reported", data, compartment="employment")
    correct = reverse("correct", args=[case.reference, queries.next_number(case) - 1])

    form = text_of(lado.get(correct))
    answers = {"about-employment": "e1", "incident_kind": "allegation", "why-wrong": "Misheard"}
    by = {"done-as": "senior_manager", "done-by": "Ruth Okafor"}
    typed = NOON | answers | by | {"expected-number": str(number_on(form))}
    page = text_of(lado.post(correct, typed, follow=True))

    assert "is corrected" in page
    view = queries.case_view(cast.lado, case.reference, page="a test", now=FRIDAY)
    assert [each.answers["incident_kind"] for each in view.stands if each.type == "incident_reported"] == ["allegation"]


def test_whose_procedure_a_role_follows_is_chosen_from_those_there_are(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    form = text_of(signed_in(cast.lado).get(address(case, "employment_described", employment="e2")))

    assert f'value="{PACK}"' in form
    assert "None of these" in form


SECOND = """\
name: swimming-club
title: The swimming club
kind: organisation
extends: dorset
sources: {rules: {title: The club's own rules}}
"""
OF_THE_CLUB = """\
events:
  pool_closed:
    {title: The pool was closed, by: [senior_manager], about: [employment], asks: [pool], class: employment,
    cite: {at: rule 1}}
  suspension_decided: {asks: {add: pool}, cite: {at: rule 2}}
facts:
  pool: {of: employment, ask: Which pool is it?, answers: text, class: employment, cite: {at: rule 1}}
duties:
  close-the-pool:
    {title: Close the pool, for: employment, owner: senior_manager, strength: will, arises: {after: [concern_raised]},
    done_by: pool_closed, cite: {at: rule 1}}
vocabularies:
  stages: {values: {pools: {title: The pools, events: [pool_closed], cite: {at: rule 1}}}, cite: {at: rule 1}}
"""


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another organisation with a procedure of its own under the same authority."""
    folder = tmp_path / "packs" / "swimming-club"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(SECOND)
    (folder / "rules.yaml").write_text(OF_THE_CLUB)
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(tmp_path / "packs"))
    as_it_comes.cache_clear()
    yield
    as_it_comes.cache_clear()


def test_of_two_organisations_each_is_asked_its_own_and_owes_its_own(
    club: None, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    say(cast.lado, case, "employment_described", {"employment": "e2", "employer_procedure": "swimming-club"})
    manager, lado = signed_in(cast.head), signed_in(cast.lado)

    ours, theirs = (text_of(lado.get(address(case, "suspension_decided", employment=each))) for each in ("e1", "e2"))
    assert ("Does the nature of the allegation" in ours, "Which pool is it?" in ours) == (True, False)
    assert ("Does the nature of the allegation" in theirs, "Which pool is it?" in theirs) == (False, True)

    offered = text_of(lado.get(reverse("something_else", args=[case.reference])))
    assert "/record/pool_closed?employment=e2" in offered
    assert "/record/incident_reported?employment=e1" in offered

    form = text_of(manager.get(address(case, "pool_closed", employment="e2")))
    typed = NOON | {"pool": "The deep one", "expected-number": str(number_on(form))}
    assert manager.post(address(case, "pool_closed"), typed | {"about-employment": "e1"}).status_code == 422
    manager.post(address(case, "pool_closed"), typed | {"about-employment": "e2"})

    view = queries.case_view(cast.lado, case.reference, page="a test", now=FRIDAY)
    owed = {each.id: (dict(each.about)["employment"], each.status) for each in view.duties if each.id in OWN_DUTIES}
    assert owed == {"close-the-pool": ("e2", "met"), "open-and-label-the-file": ("e1", "open")}


OWN_DUTIES = ("close-the-pool", "open-and-label-the-file")
