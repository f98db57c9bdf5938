"""Recording through the interface: once, never over somebody else's head, and refused with every reason at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from dutybook.casework import access_log, involvement
from dutybook.casework.models import Account, Case, Reading
from tests.cast import THURSDAY_AT_FIVE, THURSDAY_AT_FOUR, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

FRIDAY_AT_FIVE = datetime(2026, 4, 3, 16, 0, tzinfo=UTC)
TOKEN = "7f1a9c52-6a0e-4f7d-9a39-0c5b1f6f1a02"
BY_THE_HEAD = {"by": "Ruth Okafor", "as": "senior_manager"}


@pytest.fixture(autouse=True)
def on_friday(settings: Any, on_thursday: None) -> None:
    settings.DUTYBOOK_CLOCK = lambda: FRIDAY_AT_FIVE


def told(time: str = "15:30", number: int = 2, **more: Any) -> dict[str, Any]:
    when = {"type": "designated_officer_told", "happened_at": f"2026-04-03T{time}:00+01:00"}
    return when | {"expected_number": number, "data": {"allegation": "allegation-1"}} | more


def concern(**more: Any) -> dict[str, Any]:
    return {"happened_at": THURSDAY_AT_FOUR, "data": {"allegation": "a1", "adult_name": "Colin Farrow"}} | more


def post(client: Client, case: Case | None, body: Any, *, under: str = "entries") -> Any:
    address = f"/api/v1/cases/{case.reference}/{under}" if case else "/api/v1/concerns"
    return client.post(address, body, content_type="application/json")


def correction(**more: Any) -> dict[str, Any]:
    body = concern(data={"allegation": "allegation-1", "adult_name": "Conor Farrow"})
    return body | {"reason": "the name was misheard", "expected_number": 2} | more


def test_a_concern_opens_a_case_and_gives_back_its_first_entry(
    cast: Cast, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.head), None, concern())

    assert response.status_code == 201
    case = Case.objects.get(reference=response.json()["reference"])
    assert response.json()["next_number"] == 2
    entry = response.json()["entry"]
    assert (entry["seq"], entry["type"], entry["by"], entry["as"], entry["recorded_by"]) == (
        1, "concern_raised", "Ruth Okafor", "senior_manager", "Ruth Okafor",
    )  # fmt: skip
    assert [(each.whom, each.reason) for each in access_log.lines(case)] == [(cast.head, "reported the concern")]


def test_a_concern_sent_twice_opens_one_case(cast: Cast, signed_in: Callable[[Account], Client]) -> None:
    head = signed_in(cast.head)

    first, second = (post(head, None, concern(form_token=TOKEN)) for _ in range(2))

    assert first.json() == second.json()
    assert Case.objects.count() == 1


def test_what_happened_is_recorded_and_given_back_as_it_stands_in_the_record(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.head), case, told())

    assert response.status_code == 201
    assert response.json() == {
        "reference": case.reference,
        "next_number": 3,
        "entry": {
            "seq": 2,
            "type": "designated_officer_told",
            "compartment": "adult",
            "happened_at": "2026-04-03T15:30:00+01:00",
            "recorded_at": FRIDAY_AT_FIVE.isoformat(),
            **BY_THE_HEAD,
            "recorded_by": "Ruth Okafor",
            "data": {"allegation": "allegation-1"},
        },
    }


def test_two_officers_at_once_the_second_gets_both_and_can_send_it_again(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    first, second = signed_in(cast.lado), signed_in(cast.second_lado)
    post(first, case, told("09:00", **BY_THE_HEAD))

    conflict = post(second, case, told("09:30", **BY_THE_HEAD))

    assert conflict.status_code == 409
    said = conflict.json()
    assert said["error"]["where"] == "body.expected_number"
    assert said["sent"]["happened_at"] == "2026-04-03T09:30:00+01:00"
    assert [(each["seq"], each["recorded_by"]) for each in said["recorded_since"]] == [(2, "Dilys Marsh")]
    again = said["sent"] | {"expected_number": said["next_number"]}
    assert post(second, case, again).status_code == 201


def test_what_its_sender_may_not_read_is_no_conflict_and_takes_no_number_of_theirs(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    police = {"type": "matter_referred_to_police", "happened_at": "not known", "expected_number": 2}
    post(signed_in(cast.lado), case, police | {"data": {"allegation": "allegation-1"}})

    response = post(signed_in(cast.head), case, told())

    assert (response.status_code, response.json()["entry"]["seq"], response.json()["next_number"]) == (201, 2, 3)
    assert "police" not in response.content.decode()
    assert [each.type for each in case.entries.order_by("number")][1:] == [police["type"], "designated_officer_told"]


@pytest.mark.parametrize("hidden", [0, 1, 2])
def test_a_number_that_its_sender_has_not_reached_is_refused_whatever_else_is_in_the_case(
    hidden: int, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    for number in range(2, 2 + hidden):
        police = {"type": "matter_referred_to_police", "happened_at": "not known", "expected_number": number}
        post(lado, case, police | {"data": {"allegation": "allegation-1"}})

    conflict = post(signed_in(cast.head), case, told(number=2 + max(hidden, 1)))

    assert (conflict.status_code, conflict.json()["recorded_since"], conflict.json()["next_number"]) == (409, [], 2)


def test_the_same_sent_twice_is_recorded_once(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    head = signed_in(cast.head)

    first, second = (post(head, case, told(form_token=TOKEN)) for _ in range(2))

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert case.entries.count() == 2


@pytest.mark.parametrize("other", ["second_lado", "head"])
def test_a_token_that_was_used_elsewhere_is_refused(
    other: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    """By the head herself in another case, or by somebody else."""
    head = signed_in(cast.head)
    post(head if other == "head" else signed_in(cast.second_lado), None, concern(form_token=TOKEN))

    response = post(head, case, told(form_token=TOKEN))

    assert (response.status_code, response.json()["error"]["where"]) == (422, "body.form_token")
    assert case.entries.count() == 1


def test_everything_that_is_wrong_is_said_at_once(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    data = {"adult_born_on": "yesterday", "colour_of_eyes": "brown", "harm_may_have_happened": "perhaps"}

    response = post(signed_in(cast.head), case, told(happened_at="2026-04-03T15:30", data=data))

    assert response.status_code == 422
    said = [response.json()["error"], *response.json()["also"]]
    assert [each["where"] for each in said] == [
        "body.happened_at",
        "body.data",
        "body.data.adult_born_on",
        "body.data.colour_of_eyes",
        "body.data.harm_may_have_happened",
    ]
    assert all(each["what"] and each["write"] for each in said)
    assert case.entries.count() == 1


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"type": "ticket_closed"}, "body.type"),
        ({"happened_at": "2026-04-04"}, "body.happened_at"),  # tomorrow
        ({"happened_at": "9999-12"}, "body.happened_at"),
        ({"data": {}}, "body.data"),
        ({"expected_number": 0}, "body.expected_number"),
        ({"form_token": "seven"}, "body.form_token"),
        ({"by": " "}, "body.by"),
    ],
)
def test_what_cannot_be_recorded_is_refused_at_its_place(
    more: dict[str, Any], where: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.head), case, told() | more)

    assert (response.status_code, response.json()["error"]["where"]) == (422, where)
    assert case.entries.count() == 1


def test_nobody_but_the_desk_speaks_for_others(cast: Cast, case: Case, signed_in: Callable[[Account], Client]) -> None:
    response = post(signed_in(cast.head), case, told(by="Somebody Else"))

    assert response.status_code == 403
    assert response.json()["error"]["what"] == "You can record only what you did yourself"
    assert case.entries.count() == 1


def test_a_correction_stands_in_the_place_of_the_entry_and_says_why(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head = signed_in(cast.head)

    response = post(head, case, correction(), under="entries/1/corrections")

    assert response.status_code == 201
    entry = response.json()["entry"]
    assert (entry["corrects"], entry["reason"], entry["compartment"]) == (1, "the name was misheard", "adult")
    assert head.get(f"/api/v1/cases/{case.reference}").json()["about"] == "Conor Farrow"
    assert case.entries.count() == 2


def test_an_entry_that_should_never_have_been_is_retracted_by_the_team_alone(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    head, lado = signed_in(cast.head), signed_in(cast.lado)
    post(head, case, told())
    never = told(number=3, reason="it was another case", retracted=True) | BY_THE_HEAD

    assert post(head, case, never, under="entries/2/corrections").status_code == 403
    assert post(lado, case, never, under="entries/2/corrections").status_code == 201
    duties = head.get(f"/api/v1/cases/{case.reference}/duties").json()["duties"]
    assert "met" not in {each["status"] for each in duties}


def test_a_gate_that_asks_for_a_reason_lets_through_with_one(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    held = told(type="initial_discussion_held")

    refused = post(lado, case, held)
    recorded = post(lado, case, held | {"reason": "the head spoke for the school"})

    assert (refused.status_code, refused.json()["error"]["where"]) == (422, "body.reason")
    assert refused.json()["error"]["what"].startswith("The subject of a concern does not act as the senior manager.")
    assert recorded.status_code == 201
    assert recorded.json()["entry"]["reason"] == "the head spoke for the school"


def test_a_gate_that_refuses_lets_nothing_through(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    closed = {"type": "case_closed", "happened_at": FRIDAY_AT_FIVE.isoformat(), "expected_number": 2}

    response = post(signed_in(cast.lado), case, closed | {"reason": "it is over"})

    assert (response.status_code, response.json()["error"]["where"]) == (422, "body.type")
    assert case.entries.count() == 1


def test_what_has_already_happened_is_recorded_past_a_gate_that_refuses_with_a_reason(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    closed = {"type": "case_closed", "happened_at": FRIDAY_AT_FIVE.isoformat(), "expected_number": 2, "already": True}

    without = post(lado, case, closed)
    recorded = post(lado, case, closed | {"reason": "It was closed on paper before anybody looked."})

    assert (without.status_code, without.json()["error"]["where"]) == (422, "body.reason")
    assert recorded.status_code == 201, recorded.content.decode()


def test_a_recording_behind_a_gate_is_one_reading(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    post(signed_in(cast.lado), case, told(type="initial_discussion_held", reason="the head is not the subject"))

    assert [each.page for each in Reading.objects.filter(case=case)] == ["recording in the case, as JSON"]


def test_a_decision_is_recorded_for_whoever_makes_it_and_for_nobody_else(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    lado = signed_in(cast.lado)
    evaluated = told(type="evidence_evaluated")
    standard = {"allegation": "allegation-1", "standard_of_proof": "balance_of_probabilities"}
    decided = evaluated | {"data": standard, "reason": "as in a civil court"}
    employer = {"by": "Ruth Okafor", "as": "employer"}

    refused = post(lado, case, decided | employer)

    assert refused.status_code == 403
    assert "is decided by somebody else" in refused.json()["error"]["what"]
    assert post(lado, case, evaluated | employer).status_code == 201
    assert post(lado, case, decided | {"expected_number": 3}).status_code == 201


def test_what_the_police_alone_may_read_is_not_slipped_into_what_everybody_reads(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    known = {"allegation": "allegation-1", "crime_possible": True}

    response = post(signed_in(cast.lado), case, told(data=known, **BY_THE_HEAD))

    assert (response.status_code, response.json()["error"]["where"]) == (422, "body")
    assert "crime_possible is not for everybody who reads this entry" in response.json()["error"]["what"]
    assert case.entries.count() == 1


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_correction_without_a_reason_is_refused(
    reason: str, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.head), case, correction(reason=reason), under="entries/1/corrections")

    assert (response.status_code, response.json()["error"]["where"]) == (422, "body.reason")


def test_nobody_but_its_recorder_and_the_desk_corrects_an_entry(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    involvement.involve(cast.outsider, case, reason="a second employer", by=cast.lado, now=THURSDAY_AT_FIVE)

    response = post(signed_in(cast.outsider), case, correction(), under="entries/1/corrections")

    assert response.status_code == 403
    assert response.json()["error"]["what"] == "Somebody else recorded this entry"
    assert post(signed_in(cast.lado), case, correction(**BY_THE_HEAD), under="entries/1/corrections").status_code == 201


def test_a_correction_names_an_entry_as_its_author_counts(
    cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    police = {"type": "matter_referred_to_police", "happened_at": "not known", "expected_number": 2}
    post(signed_in(cast.lado), case, police | {"data": {"allegation": "allegation-1"}})
    head = signed_in(cast.head)
    post(head, case, told())

    put_right = told("15:45", number=3) | {"reason": "a slip of the pen"}
    response = post(head, case, put_right, under="entries/2/corrections")

    assert (response.status_code, response.json()["entry"]["seq"], response.json()["entry"]["corrects"]) == (201, 3, 2)
    assert [each.number for each in case.entries.order_by("number")] == [1, 2, 3, 4]


@pytest.mark.parametrize("number", [2, 7])
def test_an_entry_that_one_may_not_read_and_one_that_is_not_there_cannot_be_corrected_alike(
    number: int, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    police = {"type": "matter_referred_to_police", "happened_at": "not known", "expected_number": 2}
    post(signed_in(cast.lado), case, police | {"data": {"allegation": "allegation-1"}})

    response = post(signed_in(cast.head), case, correction(expected_number=3), under=f"entries/{number}/corrections")

    assert response.status_code == 404
    assert response.json()["error"]["what"] == f"There is no entry {number} here that you may read"


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"happened_at": NaN}', '{"data": {"n": 1e999}}', '{"by": "\\ud800"}', b"\xff"]
)
def test_what_is_not_json_is_refused_as_that(
    body: Any, cast: Cast, case: Case, signed_in: Callable[[Account], Client]
) -> None:
    response = post(signed_in(cast.head), case, body)

    assert response.status_code == 400
    assert response.json()["error"]["what"] == "What was sent cannot be read as JSON"
