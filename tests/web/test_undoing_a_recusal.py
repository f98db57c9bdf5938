"""Somebody was off a case by mistake: another designated officer undoes it from the page of who may see it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dutybook.casework import involvement
from dutybook.casework.models import Case
from tests.cast import THURSDAY_AT_FIVE, Cast, account
from tests.web.test_who_may_see import SignedIn, page, post, text

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_another_designated_officer_undoes_a_mistake_from_the_page(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    lado = signed_in(cast.lado)
    post(lado, "take_off", case.reference, cast.head.pk, reason="They are married.")
    assert (
        reverse("undo_recusal", args=[case.reference, cast.head.pk])
        in page(lado, "who_may_see", case.reference).content.decode()
    )

    assert "Enter why" in text(post(lado, "undo_recusal", case.reference, cast.head.pk, reason=""))
    post(lado, "undo_recusal", case.reference, cast.head.pk, reason="It is her sister who is married to him.")

    shown = page(lado, "who_may_see", case.reference)
    assert "Dilys Marsh undid that Ruth Okafor was off the case" in text(shown)
    assert reverse("undo_recusal", args=[case.reference, cast.head.pk]) not in shown.content.decode()
    assert page(signed_in(cast.head), "case", case.reference).status_code == 200


def test_business_support_is_not_offered_to_undo_it(cast: Cast, case: Case, signed_in: SignedIn) -> None:
    involvement.recuse(cast.head, case, reason="married", by=cast.lado, now=THURSDAY_AT_FIVE)
    support = signed_in(account("Ada Finch", "business_support", cast.authority))

    assert "Undo this" not in text(page(support, "who_may_see", case.reference))
    assert page(support, "undo_recusal", case.reference, cast.head.pk).status_code == 403
