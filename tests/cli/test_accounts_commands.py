"""`dutybook accounts` and `dutybook organisations`, as somebody who sets up a service types them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.cli.installations import Installation, installation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PREPARE = "from dutybook.project import start; start.prepare()"
MARK = """
from dutybook.project import clock, start
start.prepare()
from dutybook.casework import demonstration
demonstration.mark(now=clock.now())
"""
TYPE = """
import contextlib, io, json
from dutybook.cli.main import main
answers = []
for words in json.loads({words!r}):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(words)
    answers.append([code, out.getvalue(), err.getvalue()])
print(json.dumps(answers))
"""
Answer = tuple[int, str, str]

AUTHORITY = ("organisations", "add", "Northmere Council", "--procedure", "staffordshire")
SCHOOL = ("organisations", "add", "Alder Lane", "--authority", "Northmere Council")
OFFICE = ("organisations", "mailbox", "add", "--organisation", "Alder Lane", "--name", "The office", "--email",
          "office@alder-lane.example", "--role", "staff_member", "--shared")  # fmt: skip
ADA = ("accounts", "add", "--email", "ada@northmere.example", "--name", "Ada Coyle", "--role", "designated_officer",
       "--organisation", "Northmere Council")  # fmt: skip
HEAD = ("accounts", "add", "--email", "head@alder-lane.example", "--name", "Ruth Okafor", "--role", "senior_manager",
        "--organisation", "Alder Lane")  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A service that was started once, and has nobody in it."""
    with installation(tmp_path_factory.mktemp("prepared") / "home") as made:
        made.do(PREPARE)
        yield made


@pytest.fixture
def service(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    with installation(tmp_path / "home", like=prepared) as made:
        yield made


def typed(service: Installation, *commands: Sequence[str]) -> list[Answer]:
    """The exit code, the output and the errors of each command, typed one after the other."""
    printed = service.do(TYPE.format(words=json.dumps(commands)))
    return [(code, out, err) for code, out, err in json.loads(printed)]


def test_a_service_is_set_up_from_nothing(service: Installation) -> None:
    answers = typed(service, AUTHORITY, SCHOOL, OFFICE, ADA, ("organisations", "list"), ("accounts", "list", "--json"))

    assert [code for code, _, _ in answers] == [0] * 6, answers
    assert re.search(r"http://127\.0\.0\.1:8000/sign-in/choose-password/\w+/[\w-]+\n", answers[3][1])
    assert answers[4][1].startswith("Northmere Council (authority, procedure staffordshire)\n  Alder Lane\n")
    assert "office@alder-lane.example  The office, staff_member, shared" in answers[4][1]
    assert json.loads(answers[5][1]) == [
        {
            "email": "ada@northmere.example",
            "name": "Ada Coyle",
            "role": "designated_officer",
            "organisation": "Northmere Council",
            "state": "open",
        }
    ]


def test_an_account_is_closed_listed_with_its_reason_and_opened_again(service: Installation) -> None:
    email, why = "ada@northmere.example", ("--reason", "left the council")
    deeds = [("accounts", "close", email, *why), ("accounts", "list"), ("accounts", "reset", email)]

    answers = typed(service, AUTHORITY, ADA, *deeds, ("accounts", "open", email, "--reason", "came back"))

    assert [code for code, _, _ in answers[2:]] == [0, 0, 2, 0]
    assert re.search(r"closed on \d{4}-\d\d-\d\d: left the council", answers[3][1])
    assert "/sign-in/choose-password/" in answers[5][1]


def test_what_cannot_be_done_says_why_and_what_to_type(service: Installation) -> None:
    wrong = {
        "There is no organisation Northmere Council": ADA,
        "There is no account for x@northmere.example": ("accounts", "close", "x@northmere.example", "--reason", "y"),
        "There is no organisation Northmere Council; `dutybook organisations list` shows all": SCHOOL,
        "There is no procedure nowhere; write one of: ": (*AUTHORITY[:-1], "nowhere"),
    }

    answers = typed(service, *wrong.values())

    assert [(code, out) for code, out, _ in answers] == [(2, "")] * len(wrong)
    assert all(says in err for says, (_, _, err) in zip(wrong, answers, strict=True))


def test_several_organisations_of_one_name_are_told_apart_by_their_authority(service: Installation) -> None:
    other = [tuple(word.replace("Northmere", "Southmoor") for word in words) for words in (AUTHORITY, SCHOOL)]

    answers = typed(service, AUTHORITY, SCHOOL, *other, HEAD, (*HEAD, "--authority", "Southmoor Council"))

    assert [code for code, _, _ in answers] == [0, 0, 0, 0, 2, 0]
    assert "choose one with --authority: Northmere Council, Southmoor Council" in answers[4][2]


def test_a_mailbox_that_ended_is_listed_no_more_and_can_be_added_anew(service: Installation) -> None:
    end = ("organisations", "mailbox", "end", "--organisation", "Alder Lane", "--email", "office@alder-lane.example")

    answers = typed(service, AUTHORITY, SCHOOL, OFFICE, end, ("organisations", "list"), end, OFFICE, OFFICE[:-3])

    assert [code for code, _, _ in answers] == [0, 0, 0, 0, 0, 2, 0, 2]
    assert answers[3][1] == "Alder Lane is no longer written to at office@alder-lane.example.\n"
    assert "office@alder-lane.example" not in answers[4][1]
    assert "Alder Lane is not written to at office@alder-lane.example" in answers[5][2]
    assert "write --name and --role" in answers[7][2]


def test_nothing_is_made_where_no_service_was_ever_started(tmp_path: Path) -> None:
    with installation(tmp_path / "home") as empty:
        refused = empty.run("accounts", "list")

    assert refused.returncode == 2
    assert "start `dutybook serve` first" in refused.stderr


def test_a_demonstration_s_accounts_are_left_alone(service: Installation) -> None:
    service.do(MARK)

    refused = service.run("accounts", "list")

    assert refused.returncode == 2
    assert "`dutybook demo` makes its accounts" in refused.stderr
