"""`verify`, `backup` and `restore`, as somebody types them, on whole installations."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.installations import SERVER, Installation, databases_of_rehearsals, installation

pytestmark = pytest.mark.database

MADE = """
from dutybook.project import start
start.prepare()
from django.conf import settings
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from datetime import timedelta
from dutybook.casework import procedures, reading
from dutybook.casework.actions.events import Sent, record_event
from tests.cast import THURSDAY_AT_FIVE as now, make_cast, report, told
cast = make_cast()
for case in (report(cast.head), report(cast.head)):
    sent = Sent(by=cast.head, now=now + timedelta(days=1), expected_number=2)
    record_event(case, told(cast.head, "2026-04-03T09:00:00+01:00"), procedure=procedures.of_case(case), sent=sent)
    reading.read_case(case, by=cast.lado, page="the case", now=now)
    print(case.reference, case.pk)
"""
"""Two cases of two entries, the LADO told in time in each, and each read once."""

MORE = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "dutybook.project.settings"
django.setup()
from tests.cast import THURSDAY_AT_FIVE as now, told
from dutybook.casework import reading, store
from dutybook.casework.models import Account, Case
head = Account.objects.get(name="Ruth Okafor")
for case in Case.objects.filter(kind="allegation"):
    store.append(case, told(head, "2026-04-03"), by=head, now=now, expected_number=case.entries.count() + 1)
    reading.read_case(case, by=head, page="the case", now=now)
"""
"""Another entry in each, and another reading."""

DUTIES = """
import os, django
os.environ["DJANGO_SETTINGS_MODULE"] = "dutybook.project.settings"
django.setup()
import json
from datetime import timedelta
from tests.cast import THURSDAY_AT_FIVE as now
from dutybook.casework import queries
from dutybook.casework.models import Account
head, later = Account.objects.get(name="Ruth Okafor"), now + timedelta(days=2)
view = queries.case_view(head, {reference!r}, page="the case", now=later)
print(json.dumps([each.as_json(view.procedure.calendar) for each in view.duties]))
"""

Cases = list[tuple[str, str]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Cases]]:
    with installation(tmp_path_factory.mktemp("made") / "home") as place:
        lines = place.do(MADE).splitlines()
        yield place, sorted((reference, case) for reference, case in map(str.split, lines))


@pytest.fixture
def cases(made: tuple[Installation, Cases]) -> Cases:
    """The reference and the identifier of each, by reference."""
    return made[1]


@pytest.fixture
def service(made: tuple[Installation, Cases], tmp_path: Path) -> Iterator[Installation]:
    """A service in use, of this test's own."""
    with installation(tmp_path / "home", like=made[0]) as place:
        yield place


@pytest.fixture
def new_place(service: Installation, tmp_path: Path) -> Iterator[Installation]:
    """Where nothing is yet but the copy of the service's master key."""
    with installation(tmp_path / "new") as place:
        (place.home / "keys" / "master.key").write_bytes((service.home / "keys" / "master.key").read_bytes())
        yield place


@pytest.fixture(scope="module")
def backed_up(made: tuple[Installation, Cases], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backed-up") / "backup"
    done = made[0].run("backup", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def backup(backed_up: Path, tmp_path: Path) -> Path:
    """Of what the service holds; this test's own copy."""
    return shutil.copytree(backed_up, tmp_path / "backup")


def turn_a_byte(service: Installation, case: str, number: int) -> None:
    turned = {
        True: "set_byte(ciphertext, 5, get_byte(ciphertext, 5) # 1)",
        False: "CAST(substr(ciphertext, 1, 5) || X'FF' || substr(ciphertext, 7) AS BLOB)",
    }[bool(SERVER)]
    identified = case if SERVER else case.replace("-", "")
    statement = f"UPDATE casework_entry SET ciphertext = {turned} WHERE case_id = ? AND number = ?"  # noqa: S608
    service.write("record", statement, identified, number)


def test_a_record_that_nobody_touched_verifies_and_says_how_much_was_looked_at(service: Installation) -> None:
    verified = service.run("verify")

    assert (verified.returncode, verified.stderr) == (0, "")
    assert verified.stdout == (
        "Checked: cases 2, entries 4, readings 2. All are as they were recorded, and every entry can be read.\n"
    )


def test_what_lost_its_anchor_in_a_power_cut_is_accepted_by_somebody_who_holds_the_case(
    service: Installation, cases: Cases
) -> None:
    (reference, identifier), _ = cases
    kept = identifier if SERVER else identifier.replace("-", "")
    service.write("keys", 'DELETE FROM casework_anchor WHERE "case" = ? AND number = 2', kept)

    before = service.run("verify")
    nobody = service.run("verify", "--accept", reference, "--by", "ruth@northmere.example", "--reason", "I was there")
    accepted = service.run(
        "verify", "--accept", reference, "--by", "dilys@northmere.example", "--reason", "I was there"
    )
    again = service.run("verify", "--accept", reference, "--by", "dilys@northmere.example", "--reason", "I was there")

    assert before.returncode == 1
    assert f"{reference}: entry 2 is sealed under its own key and lacks its anchor" in before.stdout
    assert "dutybook verify --accept REF" in before.stdout
    assert (nobody.returncode, "says who may see it" in nobody.stderr) == (2, True)
    assert (accepted.returncode, accepted.stderr) == (0, "Anchored again: 1, in the name of Dilys Marsh.\n")
    assert (again.returncode, "cannot be accepted" in again.stderr) == (2, True)
    assert service.run("verify").returncode == 0


def test_a_turned_byte_is_found_and_the_entry_named(service: Installation, cases: Cases) -> None:
    (touched, identifier), (untouched, _) = cases

    turn_a_byte(service, identifier, 2)

    verified = service.run("verify")
    assert verified.returncode == 1
    assert f"{touched}: entry 2 is not as it was recorded (altered)\n" in verified.stdout
    assert untouched not in verified.stdout
    assert service.run("verify", "--case", untouched).returncode == 0
    assert json.loads(service.run("verify", "--case", touched.lower(), "--json").stdout) == {
        "holds": False,
        "cannot_be_read": [],
        "cases": 1,
        "entries": 2,
        "readings": 1,
        "found": [
            {
                "case": touched,
                "record": "entry",
                "number": 2,
                "wrong": "altered",
                "says": "entry 2 is not as it was recorded",
            }
        ],
    }


def test_a_wrong_master_key_says_so_and_reads_nothing(service: Installation) -> None:
    (service.home / "keys" / "master.key").write_text("ab" * 32)

    verified = service.run("verify")

    assert (verified.returncode, verified.stdout) == (2, "")
    assert "not the one these records were encrypted under. Nothing was read." in verified.stderr
    assert "Traceback" not in verified.stderr


def test_what_is_not_there_is_said_and_not_made(service: Installation, tmp_path: Path) -> None:
    no_case = service.run("verify", "--case", "ABCD-EFGH")
    service.lose("keys")
    no_keys = service.run("verify")
    service.lose("record")
    no_record = service.run("backup", tmp_path / "backup")

    assert [each.returncode for each in (no_case, no_keys, no_record)] == [2, 2, 2]
    assert "There is no case ABCD-EFGH" in no_case.stderr
    assert all("is empty or not there" in each.stderr for each in (no_keys, no_record))
    assert not list(service.home.glob("**/*.sqlite3")), "asking about a record makes none"
    assert not (tmp_path / "backup").exists()


def test_after_the_database_is_lost_the_backup_brings_the_case_back_with_the_same_duties(
    service: Installation, cases: Cases, backup: Path
) -> None:
    asked = DUTIES.format(reference=cases[0][0])
    before = json.loads(service.do(asked))
    service.lose("record")
    service.lose("keys")

    restored = service.run("restore", backup, "--into", service.home)

    assert (restored.returncode, restored.stderr) == (0, "")
    assert "All are as they were recorded, and every entry can be read" in restored.stdout
    assert json.loads(service.do(asked)) == before
    assert "met" in {each["status"] for each in before}
    assert service.run("verify").returncode == 0


def test_what_was_restored_is_as_unchangeable_as_before(new_place: Installation, backup: Path) -> None:
    assert new_place.run("restore", backup, "--into", new_place.home).returncode == 0

    script = (
        DUTIES.partition("import json")[0]
        + "from dutybook.casework.models import Entry; Entry.objects.update(type='x')"
    )
    with pytest.raises(AssertionError, match="append-only"):
        new_place.do(script)


def test_the_keys_can_go_to_a_place_of_their_own_and_come_back_from_it(
    service: Installation, new_place: Installation, tmp_path: Path
) -> None:
    made = service.run("backup", tmp_path / "record", "--keys", tmp_path / "keys", "--json")
    restored = new_place.run("restore", tmp_path / "record", "--keys", tmp_path / "keys", "--into", new_place.home)

    assert json.loads(made.stdout)["complete"] is True
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["keys.sealed"]
    assert restored.returncode == 0


def test_a_backup_says_that_the_master_key_is_not_in_it(service: Installation, tmp_path: Path) -> None:
    made = service.run("backup", tmp_path / "backup")

    assert made.stdout.startswith("Complete: ")
    assert f"keep a copy of {service.home}/keys/master.key elsewhere" in made.stdout


def test_a_backup_without_the_key_store_is_called_incomplete_and_what_it_lacks_is_listed(
    service: Installation, new_place: Installation, cases: Cases, tmp_path: Path
) -> None:
    service.lose("keys")

    made = service.run("backup", tmp_path / "backup")
    restored = new_place.run("restore", tmp_path / "backup", "--into", new_place.home)

    assert (made.returncode, restored.returncode) == (1, 1)
    assert made.stdout.startswith("Incomplete: ")
    assert "cannot be read: without it none of these records can be" in made.stderr
    assert "The archive of the keys is missing" in restored.stdout
    references = ", ".join(reference for reference, _ in cases)
    assert f"Cases that cannot be read, or not whole: {references}." in restored.stdout


def test_an_end_that_was_cut_off_in_both_databases_is_found_against_the_manifest_of_a_backup(
    service: Installation, backup: Path, cases: Cases
) -> None:
    (touched, identifier), _ = cases
    for part, table, column in (("record", "casework_entry", "case_id"), ("keys", "casework_anchor", '"case"')):
        case = identifier if SERVER else identifier.replace("-", "")
        service.write(part, f"DELETE FROM {table} WHERE {column} = ? AND number = 2", case)  # noqa: S608

    alone = service.run("verify")
    against = service.run("verify", "--against", backup)
    of_the_file = service.run("verify", "--against", backup / "manifest.json", "--case", touched)

    assert f"{touched}: entry 2" not in alone.stdout
    says = f"{touched}: entry 2 was there when the backup was made, and is gone (cut off)\n"
    assert (against.returncode, of_the_file.returncode) == (1, 1)
    assert says in against.stdout
    assert says in of_the_file.stdout


def test_what_was_recorded_since_the_backup_is_nothing_wrong(service: Installation, backup: Path) -> None:
    service.do(MORE)

    assert service.run("verify", "--against", backup).returncode == 0


def test_what_is_no_manifest_is_bad_usage(service: Installation, tmp_path: Path) -> None:
    verified = service.run("verify", "--against", tmp_path)

    assert verified.returncode == 2
    assert "holds no manifest.json" in verified.stderr


def test_a_truncated_backup_is_refused_and_nothing_restored(new_place: Installation, backup: Path) -> None:
    (archive,) = backup.glob("record.*")
    archive.write_bytes(archive.read_bytes()[:-1])

    restored = new_place.run("restore", backup, "--into", new_place.home)

    assert restored.returncode == 2
    assert "nothing was restored" in restored.stderr
    assert not list(new_place.home.glob("**/*.sqlite3"))


def test_a_backup_is_not_restored_over_a_record(service: Installation, backup: Path) -> None:
    restored = service.run("restore", backup, "--into", service.home)

    assert restored.returncode == 2
    assert "is not empty, and restoring writes over nothing" in restored.stderr
    assert service.run("verify").returncode == 0


@pytest.mark.parametrize("key", ["", "ab" * 32])
def test_a_backup_is_not_restored_without_the_right_master_key(new_place: Installation, backup: Path, key: str) -> None:
    path = new_place.home / "keys" / "master.key"
    path.unlink()
    if key:
        path.write_text(key)

    restored = new_place.run("restore", backup, "--into", new_place.home)

    assert restored.returncode == 2
    assert ("it is not the one that they were archived under" if key else "Put your copy of the master key at") in (
        restored.stderr
    )
    assert not list(new_place.home.glob("**/*.sqlite3"))


def test_a_rehearsal_restores_verifies_and_leaves_nothing_behind(
    service: Installation, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))

    rehearsed = service.run("restore", "--rehearse", backup)

    assert (rehearsed.returncode, rehearsed.stderr) == (0, "")
    assert rehearsed.stdout.startswith("Rehearsed, from the backup of ")
    assert "every entry can be read" in rehearsed.stdout
    assert not list(passing.iterdir())
    assert databases_of_rehearsals() == set()


def test_a_backup_of_a_tampered_record_is_restored_as_it_was_and_the_entry_still_named(
    service: Installation, new_place: Installation, cases: Cases, tmp_path: Path
) -> None:
    turn_a_byte(service, cases[1][1], 1)
    service.run("backup", tmp_path / "backup")

    restored = new_place.run("restore", tmp_path / "backup", "--into", new_place.home, "--json")

    assert restored.returncode == 1
    found: list[dict[str, Any]] = json.loads(restored.stdout)["found"]
    assert [(each["case"], each["number"]) for each in found] == [(cases[1][0], 1)]


def test_a_manifest_that_says_another_end_of_a_case_is_noticed(
    new_place: Installation, backup: Path, cases: Cases
) -> None:
    path = backup / "manifest.json"
    said = json.loads(path.read_text())
    said["heads"][0]["number"] = 3
    path.write_text(json.dumps(said))

    restored = new_place.run("restore", backup, "--into", new_place.home)

    assert restored.returncode == 1
    assert f"{cases[0][0]}: entry 3 is not the last of this case" in restored.stdout


def test_a_backup_of_a_newer_version_is_refused(new_place: Installation, backup: Path) -> None:
    path = backup / "manifest.json"
    said = json.loads(path.read_text())
    said["migrations"].append("casework.9999_of_the_future")
    path.write_text(json.dumps(said | {"dutybook": "9.0"}))

    restored = new_place.run("restore", backup, "--into", new_place.home)

    assert restored.returncode == 2
    assert "made by Dutybook 9.0, which is newer; install that version" in restored.stderr
