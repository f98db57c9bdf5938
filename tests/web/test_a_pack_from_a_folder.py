"""A pack from a folder: what is wrong with file and line, or what it holds; and nothing from anywhere else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dutybook.casework.adoption import adopted_by, as_it_comes
from dutybook.casework.models import Account
from dutybook.cli.main import main
from dutybook.packs.from_folder import MOST_FILES
from dutybook.packs.skeleton import write_skeleton
from tests.cast import Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SignedIn = Callable[[Account], Client]
SECRET = "kestrel"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for packs that the setting names, with one sound pack in it, and a secret beside it."""
    folder = tmp_path / "packs"
    folder.mkdir()
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(folder))
    as_it_comes.cache_clear()
    write_skeleton("north-mere", folder, "england")
    (tmp_path / "secret.yaml").write_text(f"{SECRET}: {SECRET}\n")
    return folder


def text_of(response: Any) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


def asked(client: Client, folder: str) -> Any:
    return client.post(reverse("from_folder"), {"folder": folder})


def test_a_sound_pack_says_what_it_holds_and_that_nobody_has_adopted_it(
    place: Path, cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in(cast.lado)

    by_name, by_path = (text_of(asked(client, each)) for each in ("north-mere", str(place / "north-mere")))

    for page in (by_name, by_path):
        assert "Nothing is wrong in it" in page
        assert re.search(r"\d+ duties \d+ decisions?", page)
        assert "It is not adopted" in page
    assert str(place) in by_name
    assert "There are packs there called north-mere" in by_name


def test_the_adopt_page_adopts_it(place: Path, cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in(cast.lado)
    adopt = reverse("adopt_procedure", args=["north-mere"])
    assert adopt in asked(client, "north-mere").content.decode()

    assert client.post(adopt, {"reason": "agreed by the partners"}).status_code == 302

    assert adopted_by([cast.authority]).last(cast.authority, "north-mere") is not None
    page = asked(client, "north-mere").content.decode()
    assert "by Dilys Marsh" in page
    assert adopt not in page


def test_everything_that_is_wrong_is_shown_with_its_file_and_line(
    place: Path, cast: Cast, signed_in: SignedIn, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "north-mere" / "more.yaml").write_text(
        "duties:\n  ring-back:\n    title: Ring back\n    owner: nobody_at_all\n    within: 3 fortnights\n"
    )

    page = text_of(asked(signed_in(cast.lado), "north-mere"))

    assert main(["procedures", "check", str(place / "north-mere")]) == 1
    printed = capsys.readouterr()
    wrong = [each for each in (printed.out + printed.err).splitlines() if ".yaml:" in each and ": note:" not in each]
    assert wrong
    for path, line, what in (each.split(":", 2) for each in wrong):
        assert f"{path}, line {line}" in page
        assert what.split(";")[0].strip() in page
    assert "See what would change" not in page


@pytest.mark.parametrize(
    "written",
    ["../secret.yaml", "..", ".", "/", "/etc", "north-mere/../..", "nowhere", "~", "x" * 5000, "staffordshire"],
)
def test_what_lies_elsewhere_and_what_is_not_there_answer_alike(
    written: str, place: Path, cast: Cast, signed_in: SignedIn
) -> None:
    (place.parent / "pack.yaml").write_text(f"name: {SECRET}\n")

    answer = asked(signed_in(cast.lado), written)

    assert answer.status_code == 422
    assert "There is no pack there." in text_of(answer)
    assert SECRET not in answer.content.decode()


def test_a_folder_that_is_a_link_out_of_the_place_is_not_looked_into(
    place: Path, cast: Cast, signed_in: SignedIn
) -> None:
    elsewhere = place.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "pack.yaml").write_text(f"name: {SECRET}\n")
    (place / "borrowed").symlink_to(elsewhere)

    answer = asked(signed_in(cast.lado), "borrowed")

    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("within", ["chapter.yaml", "examples/one.yaml"])
def test_a_file_that_is_a_link_is_not_read(within: str, place: Path, cast: Cast, signed_in: SignedIn) -> None:
    link = place / "north-mere" / within
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(place.parent / "secret.yaml")

    answer = asked(signed_in(cast.lado), "north-mere")

    assert answer.status_code == 422
    assert "holds a link" in text_of(answer)
    assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("key", ["extends", "calendar"])
def test_a_head_that_names_another_place_is_refused(key: str, place: Path, cast: Cast, signed_in: SignedIn) -> None:
    head = place / "north-mere" / "pack.yaml"
    kept = [each for each in head.read_text().splitlines() if not each.startswith(f"{key}:")]
    head.write_text("\n".join([*kept, f"{key}: ../../secret"]) + "\n")

    answer = asked(signed_in(cast.lado), "north-mere")

    assert answer.status_code == 422
    assert "names another place" in text_of(answer)
    assert SECRET not in answer.content.decode()


def test_what_is_too_large_for_a_pack_is_not_opened(place: Path, cast: Cast, signed_in: SignedIn) -> None:
    for number in range(MOST_FILES):
        (place / "north-mere" / f"chapter-{number}.yaml").write_text("duties: {}\n")

    assert "too large for a pack" in text_of(asked(signed_in(cast.lado), "north-mere"))


def test_without_the_setting_no_folder_is_looked_into(
    cast: Cast, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUTYBOOK_PROCEDURES", raising=False)

    answer = asked(signed_in(cast.lado), "/etc")

    assert answer.status_code == 422
    assert "named no place for packs" in text_of(answer)


def test_nobody_else_looks_into_a_folder(place: Path, cast: Cast, signed_in: SignedIn) -> None:
    head = signed_in(cast.head)

    assert head.get(reverse("from_folder")).status_code == 403
    assert asked(head, "north-mere").status_code == 403


def test_the_commands_take_the_path_of_a_folder(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("DUTYBOOK_PROCEDURES")
    folder, case = str(place / "north-mere"), tmp_path / "case.yaml"
    case.write_text(
        "procedure: england\nkind: allegation\nentries:\n"
        "  - {type: concern_raised, happened_at: 2026-04-02T16:00:00+01:00, by: Head, as: senior_manager,"
        " data: {allegation: a1, harm_may_have_happened: yes}}\n"
    )

    assert main(["procedures", "check", folder]) == 0
    assert main(["duties", str(case), "--procedure", folder, "--at", "2026-04-02T17:00"]) == 0
    about = ["--about", "allegation=a1", "--at", "2026-04-02T17:00"]
    assert main(["weigh", "person_to_tell", str(case), *about, "--procedure", folder]) == 0
    assert main(["due", "15 working days", "--from", "2026-04-02T16:00", "--procedure", folder]) == 0
    assert main(["procedures", "move", str(case), folder, "--at", "2026-04-02T17:00"]) == 0
    assert "Monday 27 April 2026" in capsys.readouterr().out
