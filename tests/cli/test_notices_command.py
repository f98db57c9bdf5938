"""`dutybook notices send`: what waited is sent once mail is set up, and says nothing of any case."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.installations import installation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

A_NOTICE_WAITS = """
from dutybook.project import clock, start
start.prepare()
from dutybook.casework import notices
from dutybook.casework.models import Case
from tests.cast import make_cast, report
cast = make_cast()
case = report(cast.head)
notices.raise_notice(case, account=cast.lado, why=notices.CHASED, by=cast.lado, now=clock.now())
print(case.reference)
"""


def test_what_waited_is_sent_once_mail_is_set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installation(tmp_path / "home") as service:
        reference = service.do(A_NOTICE_WAITS).strip()

        without = service.run("notices", "send")
        monkeypatch.setenv("DUTYBOOK_MAIL", f"file:{tmp_path / 'mail'}")
        monkeypatch.setenv("DUTYBOOK_ADDRESS", "https://dutybook.northmere.example")
        sent, again = service.run("notices", "send"), service.run("notices", "send")

    assert (without.returncode, without.stdout) == (2, "")
    assert "set DUTYBOOK_MAIL" in without.stderr
    assert (sent.returncode, sent.stdout[:8], again.stdout[:8]) == (0, "Sent: 1.", "Sent: 0.")
    (letter,) = [each.read_text() for each in (tmp_path / "mail").iterdir()]
    assert "To: dilys@northmere.example" in letter
    assert "https://dutybook.northmere.example" in letter
    assert reference not in letter + sent.stdout


def test_nothing_is_sent_from_where_there_is_no_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUTYBOOK_MAIL", f"file:{tmp_path / 'mail'}")
    with installation(tmp_path / "home") as nowhere:
        answered = nowhere.run("notices", "send")

    assert answered.returncode == 2
    assert "empty or not there" in answered.stderr
