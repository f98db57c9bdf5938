"""`dutybook accounts` and `dutybook organisations`, as somebody who sets up a service types them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.installations import Installation, installation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PREPARE = "from dutybook.project import start; start.prepare()"
MARK = f"{PREPARE}; from dutybook.casework import demonstration as d; from django.utils import timezone; d.mark(now=timezone.now())"
ADA = ("--email", "ada@northmere.example", "--name", "Ada Coyle", "--organisation", "Northmere Council")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "home") as made:
        made.do(PREPARE)
        yield made


def test_a_service_is_set_up_from_nothing(service: Installation) -> None:
    steps = [
        service.run("organisations", "add", "Northmere Council", "--procedure", "staffordshire"),
        service.run("organisations", "add", "Alder Lane", "--authority", "Northmere Council"),
        service.run(*"organisations mailbox add --organisation".split(), "Alder Lane", "--name", "The office",
                    *"--email office@alder-lane.example --role staff_member --shared".split()),
        service.run("accounts", "add", *ADA, "--role", "designated_officer"),
    ]  # fmt: skip

    assert [each.returncode for each in steps] == [0, 0, 0, 0], [each.stderr for each in steps]
    assert re.search(r"http://127\.0\.0\.1:8000/sign-in/choose-password/\w+/[\w-]+\n", steps[-1].stdout)
    listed = service.run("organisations", "list").stdout
    assert "Northmere Council (authority, procedure staffordshire)\n  Alder Lane\n" in listed
    assert "office@alder-lane.example  The office, staff_member, shared" in listed
    (account,) = json.loads(service.run("accounts", "list", "--json").stdout)
    assert account == {
        "email": "ada@northmere.example",
        "name": "Ada Coyle",
        "role": "designated_officer",
        "organisation": "Northmere Council",
        "state": "open",
    }


def test_an_account_is_closed_listed_with_its_reason_and_opened_again(service: Installation) -> None:
    service.run("organisations", "add", "Northmere Council", "--procedure", "staffordshire")
    service.run("accounts", "add", *ADA, "--role", "designated_officer")

    closed = service.run("accounts", "close", "ada@northmere.example", "--reason", "left the council")

    assert closed.returncode == 0
    assert re.search(r"closed on \d{4}-\d\d-\d\d: left the council", service.run("accounts", "list").stdout)
    assert service.run("accounts", "reset", "ada@northmere.example").returncode == 2
    opened = service.run("accounts", "open", "ada@northmere.example", "--reason", "came back")
    assert "/sign-in/choose-password/" in opened.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["accounts", "add", *ADA, "--role", "designated_officer"], "There is no organisation Northmere Council"),
        (["accounts", "close", "x@northmere.example", "--reason", "y"], "There is no account for x@northmere.example"),
        (["organisations", "add", "Alder Lane", "--authority", "Nowhere"], "There is no organisation Nowhere"),
        (["organisations", "add", "Nowhere", "--procedure", "nowhere"], "There is no procedure nowhere"),
    ],
)
def test_what_cannot_be_done_says_why_and_what_to_type(words: list[str], says: str, service: Installation) -> None:
    refused = service.run(*words)

    assert (refused.returncode, refused.stdout) == (2, "")
    assert says in refused.stderr


def test_several_organisations_of_one_name_are_told_apart_by_their_authority(service: Installation) -> None:
    for authority in ("Northmere Council", "Southmoor Council"):
        service.run("organisations", "add", authority, "--procedure", "staffordshire")
        service.run("organisations", "add", "Alder Lane", "--authority", authority)
    head = ["--email", "head@alder-lane.example", "--name", "Ruth Okafor", "--role", "senior_manager"]

    unclear = service.run("accounts", "add", *head, "--organisation", "Alder Lane")
    clear = service.run("accounts", "add", *head, "--organisation", "Alder Lane", "--authority", "Southmoor Council")

    assert "choose one with --authority: Northmere Council, Southmoor Council" in unclear.stderr
    assert clear.returncode == 0


def test_nothing_is_made_where_no_service_was_ever_started(tmp_path: Path) -> None:
    with installation(tmp_path / "home") as empty:
        refused: subprocess.CompletedProcess[str] = empty.run("accounts", "list")

        assert refused.returncode == 2
        assert "start `dutybook serve` first" in refused.stderr


def test_a_demonstration_s_accounts_are_left_alone(tmp_path: Path) -> None:
    with installation(tmp_path / "home") as made:
        made.do(MARK)

        refused = made.run("accounts", "list")

        assert refused.returncode == 2
        assert "`dutybook demo` makes its accounts" in refused.stderr
