"""Saying who may see a case through the interface: the same actions, the same refusals, the same log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dutybook.casework import access_log, involvement
from dutybook.casework.models import Account, Case, EmergencyAccess
from tests.cast import THURSDAY_AT_FIVE, Cast, report

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
WHY = "She looks into what the child said."
TOKEN = "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a78"


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1{path}", {"reason": WHY} | body, content_type="application/json")


def access(case: Case, more: str = "") -> str:
    return f"/cases/{case.reference}/access{more}"


def involved(client: Client, case: Case) -> dict[str, Any]:
    found = client.get(f"/api/v1{access(case)}").json()["involved"]
    return {each["name"]: each["until"] for each in found}


def test_somebody_is_let_in_moved_and_ended_and_each_is_in_the_log(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado, police = signed_in(cast.lado), cast.police.email

    granted = post(lado, access(case, "/involvements"), account=police, until="2026-04-30", form_token=TOKEN)
    again = post(lado, access(case, "/involvements"), account=police, until="2026-04-30", form_token=TOKEN)
    assert (granted.status_code, again.status_code) == (201, 201)
    assert involved(lado, case)["Grace Toller"] == "2026-04-30T22:59:59+00:00"
    assert post(lado, access(case, "/extensions"), account=police, until=None).status_code == 201
    assert involved(lado, case)["Grace Toller"] is None
    assert post(lado, access(case, "/endings"), account=police).json()["deed"] == "involvement_ended"

    assert "Grace Toller" not in involved(lado, case)
    assert [line.deed for line in access_log.lines(case)][-3:] == [
        "involvement_granted", "involvement_extended", "involvement_ended",
    ]  # fmt: skip


def test_accounts_are_searched_for_with_what_stands_against_them(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
    lado = signed_in(cast.lado)

    found = lado.get(f"/api/v1{access(case, '/people')}", {"search": "farrow"}).json()
    refused = post(lado, access(case, "/involvements"), account=cast.subject.email, until=None)

    assert [(each["name"], each["reasons"]) for each in found] == [
        ("Colin Farrow", ["Colin Farrow is the person the case is about, or linked to them."])
    ]
    assert refused.status_code == 403
    assert "the person the case is about" in refused.json()["error"]["what"]


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"until": "2026-04-01"}, "body.until"),
        ({"until": "9999-12-31"}, "body.until"),
        ({"until": None, "reason": " "}, "body.reason"),
        ({}, "body.until"),
    ],
)
def test_what_is_unfit_is_refused_at_its_place(
    body: dict[str, Any], where: str, cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    response = post(signed_in(cast.lado), access(case, "/involvements"), account=cast.police.email, **body)

    assert response.status_code == 422
    assert response.json()["error"]["where"].startswith(where)


def test_nobody_learns_who_has_an_account_but_the_team(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    head = signed_in(cast.head)

    known, unknown = (
        post(head, access(case, "/involvements"), account=email, until=None).json()
        for email in (cast.police.email, "nobody@northmere.example")
    )

    assert known == unknown


def test_whoever_takes_themselves_off_is_refused_with_the_reason(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    head = signed_in(cast.head)

    assert post(head, access(case, "/recusals")).status_code == 201

    refused = head.get(f"/api/v1/cases/{case.reference}")
    assert refused.status_code == 403
    assert "You took yourself off this case on Thursday 2 April 2026" in refused.json()["error"]["what"]
    assert head.get("/api/v1/cases").json() == []


def test_a_recusal_is_undone_by_another_designated_officer_and_never_by_oneself(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado, second = signed_in(cast.lado), signed_in(cast.second_lado)
    post(second, access(case, "/recusals"))

    own = post(second, access(case, "/recusals/undone"), account=cast.second_lado.email)
    undone = post(lado, access(case, "/recusals/undone"), account=cast.second_lado.email)
    again = post(lado, access(case, "/recusals/undone"), account=cast.second_lado.email)

    assert (own.status_code, undone.status_code, again.status_code) == (403, 201, 422)
    assert undone.json() == {"reference": case.reference, "deed": "recusal_undone"}
    assert second.get(f"/api/v1/cases/{case.reference}").status_code == 200


def test_a_case_is_restricted_opened_in_an_emergency_looked_at_and_lifted(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado, other = signed_in(cast.lado), signed_in(cast.second_lado)

    assert post(lado, access(case, "/restriction"), people=[cast.lado.email]).status_code == 201
    assert other.get(f"/api/v1/cases/{case.reference}").status_code == 404
    assert post(other, "/emergency-access", reference=case.reference.lower()).status_code == 201
    assert other.get(f"/api/v1/cases/{case.reference}").status_code == 200
    assert post(other, access(case, "/restriction/lifted")).status_code == 403
    (told,) = lado.get("/api/v1/emergency-access").json()
    assert (told["by"], told["reference"], told["reason"]) == ("Omar Reeve", case.reference, WHY)
    assert post(other, f"/emergency-access/{told['id']}/looked-at").status_code == 404
    assert post(lado, f"/emergency-access/{told['id']}/looked-at").status_code == 201
    assert lado.get("/api/v1/emergency-access").json() == []
    assert post(lado, access(case, "/restriction/lifted")).status_code == 201


@pytest.mark.parametrize("who", ["head", "subject", "outsider", "far_lado"])
def test_emergency_access_answers_alike_for_a_case_that_is_not_theirs_and_one_that_never_was(
    who: str, cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    involvement.restrict(case, reason="known to us", by=cast.lado, now=THURSDAY_AT_FIVE)
    client = signed_in(getattr(cast, who))

    kept, never = (post(client, "/emergency-access", reference=each) for each in (case.reference, "ZZZZ-ZZZZ"))

    assert (kept.status_code, kept.content) == (never.status_code, never.content)
    assert not EmergencyAccess.objects.exists()


def test_who_has_read_the_case_is_listed_newest_first(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)
    lado.get(f"/api/v1/cases/{case.reference}")

    read = lado.get(f"/api/v1{access(case, '/readings')}").json()

    assert [each["page"] for each in read["readings"]] == ["who has read this case, as JSON", "the case, as JSON"]
    assert (read["page"], read["pages"]) == (1, 1)


def test_a_form_token_that_did_something_else_is_refused(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado, police = signed_in(cast.lado), cast.police.email
    other = report(cast.head)
    post(lado, access(case, "/involvements"), account=police, until=None, form_token=TOKEN)

    ended = post(lado, access(case, "/endings"), account=police, form_token=TOKEN)
    elsewhere = post(lado, access(other, "/involvements"), account=police, until=None, form_token=TOKEN)

    assert [each.status_code for each in (ended, elsewhere)] == [422, 422]
    assert ended.json()["error"]["where"] == "body.form_token"
    assert "Grace Toller" in involved(lado, case)
