"""Where the service keeps what it keeps, who may read it, and when it refuses to start."""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dutybook.project import clock, databases, home


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE")
    }
    command = [sys.executable, "-m", "dutybook.cli.main", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, env=kept | environment, timeout=120)


def test_the_secrets_are_made_once_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    place = home.Home(tmp_path / "home")
    place.prepare()
    secrets = [place.master_key, place.secret_key]
    first = [each.read_text() for each in secrets]

    place.prepare()

    assert [each.read_text() for each in secrets] == first
    assert {stat.S_IMODE(each.stat().st_mode) for each in secrets} == {0o600}
    assert stat.S_IMODE(place.folder.stat().st_mode) == 0o700


def test_a_lost_master_key_is_not_replaced_where_there_are_records(tmp_path: Path) -> None:
    place = home.Home(tmp_path)
    place.prepare()
    place.key_store.touch()
    place.master_key.unlink()

    with pytest.raises(home.MasterKeyGone, match="a new one would open nothing"):
        place.prepare()

    assert not place.master_key.exists()


def test_reading_the_settings_makes_no_file(tmp_path: Path) -> None:
    place = tmp_path / "not there yet"

    subprocess.run(
        [sys.executable, "-c", "import dutybook.project.settings"],
        check=True,
        env=os.environ | {"DUTYBOOK_HOME": str(place)},
    )

    assert not place.exists()


def test_the_service_refuses_to_show_codes(tmp_path: Path) -> None:
    refused = run("serve", "--home", str(tmp_path), DUTYBOOK_SHOW_CODES="yes")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "only `dutybook demo` may set it" in refused.stderr


def test_the_service_refuses_a_demonstration_s_folder_and_the_demonstration_a_service_s(tmp_path: Path) -> None:
    marked = "from dutybook.project import start; start.prepare(); from dutybook.casework import demonstration as d;"
    marked += "from django.utils import timezone; d.mark(now=timezone.now())"
    subprocess.run([sys.executable, "-c", marked], check=True, env=_at(tmp_path / "demonstration"))
    used = "from dutybook.project import start; start.prepare(); from dutybook.casework.models import *;"
    used += "o = Organisation.objects.create(name='Northmere Council');"
    used += "Account.objects.create_user(email='a@northmere.example', name='A', role='b', organisation=o, password='c')"
    subprocess.run([sys.executable, "-c", used], check=True, env=_at(tmp_path / "service"))

    serve = run("serve", "--home", str(tmp_path / "demonstration"))
    demo = run("demo", "--home", str(tmp_path / "service"))
    reset = run("demo", "--home", str(tmp_path / "service"), "--reset")

    assert (serve.returncode, demo.returncode, reset.returncode) == (2, 2, 2)
    assert "made by `dutybook demo`, and its passwords are known" in serve.stderr
    assert "accounts that `dutybook demo` did not make" in demo.stderr
    assert "nothing was thrown away" in reset.stderr
    assert (tmp_path / "service" / "dutybook.sqlite3").exists()


def test_a_port_that_is_taken_is_not_shared(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        refused = [
            run(command, "--home", str(tmp_path / command), "--port", str(port)) for command in ("demo", "serve")
        ]

    assert [each.returncode for each in refused] == [2, 2]
    assert all(f"Port {port} is taken; choose another with --port" in each.stderr for each in refused)
    assert not any((tmp_path / command).exists() for command in ("demo", "serve"))


def test_the_keys_may_not_lie_in_the_record_s_own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE"):
        monkeypatch.setenv(name, "postgresql://a:b@127.0.0.1:5432/one")

    with pytest.raises(databases.SameDatabase):
        databases.databases(home.Home(tmp_path))


def test_an_address_of_postgresql_is_read_and_anything_else_refused() -> None:
    read = databases.postgresql("postgresql://duty%40book:s%2Fecret@127.0.0.1:5433/record")

    assert (read["USER"], read["PASSWORD"], read["HOST"], read["PORT"], read["NAME"]) == (
        "duty@book",
        "s/ecret",
        "127.0.0.1",
        "5433",
        "record",
    )
    with pytest.raises(ValueError, match="write postgresql://name:password@host:5432/database"):
        databases.postgresql("mysql://somewhere/else")


def test_a_fixed_clock_says_what_it_was_told_and_only_with_an_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_NOW", "2026-04-02T17:00:00+01:00")
    assert clock.now() == datetime(2026, 4, 2, 16, 0, tzinfo=UTC)

    monkeypatch.setenv("DUTYBOOK_NOW", "2026-04-02T17:00:00")
    with pytest.raises(ValueError, match="has no offset"):
        clock.now()


def test_only_a_demonstration_is_told_the_time_by_a_file(tmp_path: Path) -> None:
    place, told = tmp_path / "home", tmp_path / "now"
    told.write_text("2026-04-02T17:00:00+01:00\n")

    refused = [
        run(*command, DUTYBOOK_NOW_FILE=str(told))
        for command in (("serve", "--home", str(place)), ("backup", str(tmp_path / "b"), "--home", str(place)))
    ]

    assert [each.returncode for each in refused] == [2, 2]
    assert all("only `dutybook demo` reads it" in each.stderr for each in refused)
    assert not (place / "dutybook.sqlite3").exists()


def test_time_passes_in_a_demonstration_when_the_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "now"
    monkeypatch.setenv("DUTYBOOK_NOW_FILE", str(file))
    now = clock.chosen(demonstration=True)

    read = []
    for written in ("2026-04-02T17:00:00+01:00", "2026-04-07T09:00:00+01:00"):
        file.write_text(written + "\n")
        read.append(now())

    assert read == [datetime(2026, 4, 2, 16, 0, tzinfo=UTC), datetime(2026, 4, 7, 8, 0, tzinfo=UTC)]


def _at(place: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name not in ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE")
    }
    return kept | {"DUTYBOOK_HOME": str(place)}
