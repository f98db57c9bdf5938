"""The same fictional people in every test: an authority, two schools and who works there, an outsider, the subject.

Nobody here exists, and no test may depend on anything about them but their role and their place.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from dutybook.casework import keystore
from dutybook.casework.actions.allegations import receive_allegation
from dutybook.casework.models import Account, Case, Organisation
from dutybook.casework.store import Statement

PASSWORD = "a long enough password"
PROCEDURE = "staffordshire"

THURSDAY_AT_FOUR = "2026-04-02T16:00:00+01:00"
"""When the head teacher first knew: Maundy Thursday, with Good Friday behind it."""
THURSDAY_AT_FIVE = datetime(2026, 4, 2, 16, 0, tzinfo=UTC)
"""When she recorded it: 17:00 by the clock on the wall."""


@dataclass(frozen=True)
class Cast:
    """Everybody."""

    authority: Organisation
    elsewhere: Organisation
    school: Organisation
    head: Account
    lado: Account
    second_lado: Account
    subject: Account
    outsider: Account
    far_lado: Account
    police: Account


@pytest.fixture(autouse=True)
def master_key(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """A master key of this test's own; never the one of whoever runs the tests."""
    path = tmp_path / "master.key"
    path.write_text(os.urandom(32).hex())
    settings.DUTYBOOK_MASTER_KEY_FILE = path
    settings.DUTYBOOK_PROCEDURE_COPIES = tmp_path / "procedures"
    yield path
    keystore._read_master_key.cache_clear()


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Half the time of these tests would go into hashing passwords slowly, which Django's own tests cover."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def on_thursday(settings: Any) -> None:
    """It is Thursday 2 April 2026, 17:00, until a test says otherwise."""
    settings.DUTYBOOK_CLOCK = lambda: THURSDAY_AT_FIVE


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def case(cast: Cast) -> Case:
    """The head teacher has reported a concern; nobody has told the LADO yet."""
    return report(cast.head)


@pytest.fixture
def anchored(django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[[], Any]:
    """`with anchored():` — what is recorded inside is anchored at its end, as a real commit would do."""
    return lambda: django_capture_on_commit_callbacks(using="default", execute=True)


def make_cast() -> Cast:
    authority = Organisation.objects.create(name="Northmere Council", procedure=PROCEDURE)
    elsewhere = Organisation.objects.create(name="Southmoor Council", procedure=PROCEDURE)
    school = Organisation.objects.create(name="Alder Lane Primary School", authority=authority)
    other_school = Organisation.objects.create(name="Birch Hill Academy", authority=authority)
    force = Organisation.objects.create(name="Northmere Police", authority=authority)
    return Cast(
        authority=authority,
        elsewhere=elsewhere,
        school=school,
        head=account("Ruth Okafor", "senior_manager", school),
        lado=account("Dilys Marsh", "designated_officer", authority),
        second_lado=account("Omar Reeve", "designated_officer", authority),
        subject=account("Colin Farrow", "senior_manager", school),
        outsider=account("Pia Lund", "senior_manager", other_school),
        far_lado=account("Hugh Penney", "designated_officer", elsewhere),
        police=account("Grace Toller", "police_officer", force),
    )


def account(name: str, role: str, organisation: Organisation) -> Account:
    email = f"{name.split()[0].lower()}@northmere.example"
    return Account.objects.create_user(email=email, name=name, role=role, organisation=organisation, password=PASSWORD)


def concern(by: Account, happened_at: str = THURSDAY_AT_FOUR, **answers: Any) -> Statement:
    """A concern, as the form for it makes one."""
    data = {"allegation": "allegation-1", "adult_name": "Colin Farrow", "harm_may_have_happened": True} | answers
    return Statement(
        type="concern_raised", happened_at=happened_at, by=by.name, role=by.role, data=data, compartment="adult"
    )


def told(by: Account, happened_at: str, **data: Any) -> Statement:
    """The LADO was told."""
    about = {"allegation": "allegation-1"} | data
    return Statement(
        type="designated_officer_told",
        happened_at=happened_at,
        by=by.name,
        role=by.role,
        data=about,
        compartment="adult",
    )


def report(by: Account, *, now: datetime = THURSDAY_AT_FIVE, form_token: UUID | None = None, **answers: Any) -> Case:
    return receive_allegation(concern(by, **answers), by=by, now=now, form_token=form_token)
