"""The page that says who may see a case, the forms that change it, and what it looks like from outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dutybook.casework import access_log, involvement, reading
from dutybook.casework.actions import access
from dutybook.casework.actions.access import Said
from dutybook.casework.models import Account, Case, EmergencyAccess, Notice
from tests.cast import THURSDAY_AT_FIVE, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
TOKEN = "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a77"
ON_30_APRIL = {"until-day": "30", "until-month": "4", "until-year": "2026"}
WHY = {"reason": "She looks into what the child said.", "form-token": TOKEN}


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def page(client: Client, name: str, *arguments: Any, **query: str) -> Any:
    return client.get(reverse(name, args=arguments, query=query or None))


def post(client: Client, name: str, *arguments: Any, **typed: str) -> Any:
    return client.post(reverse(name, args=arguments), typed)


def let_in(account: Account, case: Case, by: Account, **more: Any) -> None:
    involvement.involve(account, case, reason="the child's school", by=by, now=THURSDAY_AT_FIVE, **more)


@pytest.fixture
def restricted(cast: Cast, case: Case) -> Case:
    said = Said(by=cast.lado, now=THURSDAY_AT_FIVE, reason="He used to work with us.")
    access.restrict_case(case, [cast.lado], said=said)
    return case


def test_the_case_page_leads_to_who_may_see_it(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    assert reverse("who_may_see", args=[case.reference]) in text(page(signed_in(cast.head), "case", case.reference))


def test_the_team_reads_who_is_involved_why_since_when_until_when_and_by_whom(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    let_in(cast.police, case, cast.lado, until=THURSDAY_AT_FIVE + timedelta(days=3))

    shown = text(page(signed_in(cast.second_lado), "who_may_see", case.reference))

    assert "Grace Toller, Northmere Police" in shown
    assert "Thursday 2 April 2026 at 17:00" in shown
    assert "Sunday 5 April 2026" in shown
    assert "Ends in 3 days" in shown
    assert "<dt>Let in by</dt><dd>Dilys Marsh</dd>" in shown
    assert "the child&#39;s school" in shown
    assert "The team that holds it" in shown
    assert "Omar Reeve" in shown


def test_whoever_is_involved_reads_of_their_own_part_alone(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    let_in(cast.police, case, cast.lado)

    head = signed_in(cast.head)

    shown = text(page(head, "who_may_see", case.reference))

    assert "Your part in this case" in shown
    assert "Grace Toller" not in shown
    assert "the child&#39;s school" not in shown
    assert page(head, "reading_log", case.reference).status_code == 403


def test_an_account_is_looked_for_by_its_name_or_its_address_and_let_in_until_a_day(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado = signed_in(cast.lado)
    found = text(page(lado, "let_in", case.reference, search="toller"))
    assert "Grace Toller" in found
    assert "Northmere Police" in found
    assert "Grace Toller" in text(page(lado, "let_in", case.reference, search="grace@"))

    form = text(page(lado, "grant", case.reference, cast.police.pk))
    assert 'value="2"' in form
    assert 'value="7"' in form
    done = post(lado, "grant", case.reference, cast.police.pk, **ON_30_APRIL, **WHY)

    assert done["Location"] == reverse("who_may_see", args=[case.reference])
    granted = case.involvements.get(account=cast.police)
    assert granted.ends_at.isoformat() == "2026-04-30T22:59:59+00:00"
    assert page(signed_in(cast.police), "case", case.reference).status_code == 200


def test_only_people_of_the_authority_s_area_are_found(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)

    assert "Nobody here has a name" in text(page(lado, "let_in", case.reference, search="penney"))
    assert page(lado, "grant", case.reference, cast.far_lado.pk).status_code == 404


def test_the_desk_reads_why_somebody_is_not_let_in(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    involvement.link_subject(cast.subject, case, reason="named", by=cast.lado, now=THURSDAY_AT_FIVE)
    lado = signed_in(cast.lado)

    found = text(page(lado, "let_in", case.reference, search="farrow"))
    refused = post(lado, "grant", case.reference, cast.subject.pk, ends="no_day", **WHY)

    assert "Colin Farrow is the person the case is about, or linked to them" in found
    assert reverse("grant", args=[case.reference, cast.subject.pk]) not in found
    assert refused.status_code == 422
    assert "Colin Farrow is the person the case is about" in text(refused)
    assert not case.involvements.filter(account=cast.subject).exists()


WRONG = {
    "no reason": ({"reason": ""} | ON_30_APRIL, "Enter why"),
    "no day": ({"reason": "why"}, "Enter the last day on which they may see the case"),
    "no such day": ({"reason": "why"} | ON_30_APRIL | {"until-day": "31"}, "Enter a real date"),
    "a day that is past": ({"reason": "why"} | ON_30_APRIL | {"until-month": "3"}, "must be today or later"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_is_wrong_in_the_form_is_said_and_what_was_typed_stays(
    wrong: str, cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    typed, says = WRONG[wrong]

    refused = post(signed_in(cast.lado), "grant", case.reference, cast.police.pk, **typed)

    assert refused.status_code == 422
    assert says in text(refused)
    assert typed["reason"] in text(refused)
    assert not case.involvements.filter(account=cast.police).exists()


def test_the_same_form_sent_twice_lets_somebody_in_once(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)

    sent = [post(lado, "grant", case.reference, cast.police.pk, ends="no_day", **WHY).status_code for _ in range(2)]

    assert sent == [302, 302]
    assert case.involvements.filter(account=cast.police).count() == 1
    assert Notice.objects.filter(account=cast.police).count() == 1


def test_an_involvement_is_moved_and_ended_from_the_page(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    let_in(cast.police, case, cast.lado)
    lado = signed_in(cast.lado)

    assert "No last day is set: the team ends it." in text(page(lado, "extend", case.reference, cast.police.pk))
    post(lado, "extend", case.reference, cast.police.pk, reason="until the hearing", **ON_30_APRIL)
    assert "until the hearing" in text(page(lado, "who_may_see", case.reference))
    post(lado, "end_involvement", case.reference, cast.police.pk, reason="the hearing is over")

    assert "Grace Toller, Northmere Police" not in text(page(lado, "who_may_see", case.reference))
    assert "Dilys Marsh ended the involvement of Grace Toller" in text(page(lado, "who_may_see", case.reference))
    assert page(signed_in(cast.police), "case", case.reference).status_code == 404


def test_somebody_who_takes_themselves_off_reads_that_they_did_and_nothing_else(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado = signed_in(cast.lado)

    left = post(lado, "take_off", case.reference, cast.lado.pk, reason="He is my cousin.")

    assert left["Location"] == reverse("today")
    today = text(lado.get(reverse("today"), follow=True))
    assert "You are off that case." in today
    assert case.reference not in today
    refused = page(lado, "case", case.reference)
    assert refused.status_code == 403
    assert "You took yourself off this case on Thursday 2 April 2026" in text(refused)
    assert "Farrow" not in text(refused)


def test_the_team_takes_somebody_off_who_reads_that_but_not_why(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)

    post(lado, "take_off", case.reference, cast.head.pk, reason="They are married.")

    refused = page(signed_in(cast.head), "case", case.reference)
    assert refused.status_code == 403
    assert "You were taken off this case on Thursday 2 April 2026" in text(refused)
    assert "married" not in text(refused)
    assert "Dilys Marsh took Ruth Okafor off the case" in text(page(lado, "who_may_see", case.reference))


def test_nobody_takes_somebody_else_off_but_the_team(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    head = signed_in(cast.head)

    assert post(head, "take_off", case.reference, cast.lado.pk, reason="I want him off.").status_code == 403
    assert not case.recusals.exists()


def test_the_last_of_the_team_is_warned_and_says_who_holds_the_case(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado = signed_in(cast.lado)
    assert "the last on the team" not in text(page(lado, "take_off", case.reference, cast.lado.pk))
    involvement.recuse(cast.second_lado, case, reason="cousins", by=cast.second_lado, now=THURSDAY_AT_FIVE)

    warned = text(page(lado, "take_off", case.reference, cast.lado.pk))

    assert "You are the last on the team who may see this case" in warned
    assert "Why, and who holds the case from now on?" in warned
    assert post(lado, "take_off", case.reference, cast.lado.pk, reason="").status_code == 422
    assert post(lado, "take_off", case.reference, cast.lado.pk, reason="Southmoor holds it.").status_code == 302


def test_a_case_is_restricted_and_for_the_rest_of_the_team_it_is_not_there(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado, other = signed_in(cast.lado), signed_in(cast.second_lado)

    refused = post(lado, "restrict", case.reference, reason="He used to work with us.")
    assert "Choose who of the team holds this case" in text(refused)
    post(lado, "restrict", case.reference, reason="He used to work with us.", people=str(cast.lado.pk))

    assert page(lado, "case", case.reference).status_code == 200
    assert "This case is restricted." in text(page(lado, "who_may_see", case.reference))
    assert page(other, "case", case.reference).status_code == 404
    assert case.reference not in text(page(other, "today"))


def test_whoever_restricts_a_case_to_others_is_led_away_from_it(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)

    done = post(lado, "restrict", case.reference, reason="She knows him.", people=str(cast.second_lado.pk))

    assert done["Location"] == reverse("today")
    assert page(lado, "case", case.reference).status_code == 404


def test_a_restriction_is_lifted_with_a_reason(cast: Cast, restricted: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)

    assert post(lado, "lift_restriction", restricted.reference).status_code == 422
    assert post(lado, "lift_restriction", restricted.reference, reason="He has left.").status_code == 302

    assert page(signed_in(cast.second_lado), "case", restricted.reference).status_code == 200


def test_an_emergency_opens_a_restricted_case_and_the_second_person_says_that_they_looked(
    cast: Cast, restricted: Case, signed_in: SignedIn
) -> None:
    other, named = signed_in(cast.second_lado), signed_in(cast.lado)
    read_out = restricted.reference.replace("-", " ").lower()

    opened = post(other, "emergency_access", reference=read_out, reason="A child may be at risk tonight.")

    assert opened["Location"] == reverse("case", args=[restricted.reference])
    assert page(other, "case", restricted.reference).status_code == 200
    assert page(other, "lift_restriction", restricted.reference).status_code == 403
    today = text(page(named, "today"))
    assert f"Omar Reeve opened case {restricted.reference} in an emergency on Thursday 2 April 2026 at 17:00" in today
    assert "A child may be at risk tonight." in today
    shown = text(page(named, "who_may_see", restricted.reference))
    assert "Emergency access" in shown
    assert "who has not looked at it yet" in shown

    looked = post(named, "emergency_looked_at", EmergencyAccess.objects.get().pk)

    assert looked.status_code == 302
    assert "in an emergency on" not in text(page(named, "today"))
    assert "who has looked at it" in text(page(named, "who_may_see", restricted.reference))


@pytest.mark.parametrize("who", ["subject", "head", "outsider", "police"])
def test_to_everybody_but_the_teams_there_is_no_emergency_access(
    who: str, cast: Cast, restricted: Case, signed_in: SignedIn
) -> None:
    client = signed_in(getattr(cast, who))

    assert page(client, "emergency_access").status_code == 404
    assert post(client, "emergency_access", reference=restricted.reference, reason="why").status_code == 404
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("kept_by", ["another authority", "link", "recusal"])
def test_emergency_access_says_of_a_case_that_is_kept_from_somebody_what_it_says_of_one_that_never_was(
    kept_by: str, cast: Cast, restricted: Case, signed_in: SignedIn
) -> None:
    who = cast.far_lado if kept_by == "another authority" else cast.second_lado
    if kept_by == "link":
        involvement.link_subject(who, restricted, reason="cousins", by=cast.lado, now=THURSDAY_AT_FIVE)
    if kept_by == "recusal":
        involvement.recuse(who, restricted, reason="cousins", by=who, now=THURSDAY_AT_FIVE)
    client = signed_in(who)
    references = (restricted.reference, "ZZZZ-ZZZZ")

    kept, never = (post(client, "emergency_access", reference=each, **WHY) for each in references)

    assert kept.status_code == never.status_code == 422
    assert "There is no such case" in text(kept)
    said = [_compared(text(each), name) for each, name in zip((kept, never), references, strict=True)]
    assert said[0] == said[1]
    assert not EmergencyAccess.objects.exists()


def test_nobody_looks_at_what_somebody_else_was_told_of(cast: Cast, restricted: Case, signed_in: SignedIn) -> None:
    other = signed_in(cast.second_lado)
    post(other, "emergency_access", reference=restricted.reference, **WHY)

    assert post(other, "emergency_looked_at", EmergencyAccess.objects.get().pk).status_code == 404


def test_today_says_what_ends_within_a_week_to_the_team_alone(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    let_in(cast.police, case, cast.lado, until=THURSDAY_AT_FIVE + timedelta(days=1))
    let_in(cast.outsider, case, cast.lado, until=THURSDAY_AT_FIVE + timedelta(days=30))

    team = text(page(signed_in(cast.second_lado), "today"))

    assert "Grace Toller, Northmere Police: ends tomorrow." in team
    assert "Pia Lund" not in team
    assert "Grace Toller" not in text(page(signed_in(cast.head), "today"))


def test_who_has_read_the_case_is_shown_newest_first_and_in_pages(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    for minute in range(60):
        at = THURSDAY_AT_FIVE + timedelta(minutes=minute - 60)
        reading.read_case(case, by=cast.head, page="the case", now=at)
    lado = signed_in(cast.lado)

    first, second = (text(page(lado, "reading_log", case.reference, page=number)) for number in ("1", "2"))

    assert first.index("Who has read this case</td>") < first.index("The case</td>")
    assert "Dilys Marsh" in first
    assert "Thursday 2 April 2026 at 16:00" not in first
    assert "Thursday 2 April 2026 at 16:00" in second
    assert page(lado, "reading_log", case.reference, page="nonsense").status_code == 200


def test_the_desk_reads_that_mail_is_not_set_up(cast: Cast, case: Case, settings: Any, signed_in: SignedIn) -> None:
    settings.DUTYBOOK_MAIL_IS_SET_UP = False
    lado = signed_in(cast.lado)
    post(lado, "grant", case.reference, cast.police.pk, ends="no_day", **WHY)

    assert "mail is not set up for this service. 1 message about this case waits." in text(
        page(lado, "who_may_see", case.reference)
    )
    settings.DUTYBOOK_MAIL_IS_SET_UP = True
    assert "mail is not set up" not in text(page(lado, "who_may_see", case.reference))


def test_the_page_asks_as_much_of_the_database_for_many_people_as_for_few(
    cast: Cast, case: Case, signed_in: SignedIn
) -> None:
    lado, address = signed_in(cast.lado), reverse("who_may_see", args=[case.reference])
    lado.get(address)
    few = _questions(lado, address)

    for each in (cast.police, cast.outsider, cast.subject):
        let_in(each, case, cast.lado)

    assert _questions(lado, address) == few


def test_what_a_form_changed_is_in_the_access_log_with_its_reason(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    post(signed_in(cast.lado), "grant", case.reference, cast.police.pk, ends="no_day", **WHY)

    line = access_log.lines(case)[-1]
    assert (line.deed, line.by, line.whom, line.until) == ("involvement_granted", cast.lado, cast.police, None)
    assert line.reason == WHY["reason"]


def _questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connections["default"]) as record, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(address).status_code == 200
    return len(record) + len(keys)


def _compared(page: str, reference: str) -> list[str]:
    """Without what is drawn anew each time, and without what was typed."""
    words = page.replace(reference, "").split('"')
    return [each for each in words if len(each) != 64 and "==" not in each]
