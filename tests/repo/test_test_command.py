"""The test command counts honestly: what did not run is never taken for what passed.

Never runs the whole test command, which would run these tests again.
"""

from pathlib import Path

import psycopg
import pytest

from tests import run
from tests.postgres import find_binaries, temporary_cluster

PASSED = '<testcase classname="tests.spec" name="passes"/>'
FAILED = '<testcase classname="tests.spec" name="fails"><failure message="no"/></testcase>'
BROKEN = '<testcase classname="tests.spec" name="breaks"><error message="no"/></testcase>'
SKIPPED = '<testcase classname="tests.spec" name="skips"><skipped message="later"/></testcase>'


def test_failures_and_errors_are_both_counted_as_failed(tmp_path: Path) -> None:
    results = _results(tmp_path, PASSED, PASSED, FAILED, BROKEN)

    assert run.count("on SQLite", results, exit_code=1) == run.Count(passed=2, failed=2)


def test_a_skipped_test_is_counted_as_failed_and_named(tmp_path: Path) -> None:
    counted = run.count("on SQLite", _results(tmp_path, PASSED, SKIPPED), exit_code=0)

    assert (counted.passed, counted.failed) == (1, 1)
    assert counted.complaints == ("The run on SQLite did not run tests.spec.skips: no test may be skipped.",)


def test_a_run_that_found_no_test_is_counted_as_failed(tmp_path: Path) -> None:
    counted = run.count("in the browser", _results(tmp_path), exit_code=5)

    assert counted == run.Count(passed=0, failed=1, complaints=("The run in the browser found no test.",))


def test_a_run_that_broke_off_is_counted_as_failed(tmp_path: Path) -> None:
    without_results = run.count("on PostgreSQL", tmp_path / "none.xml", exit_code=2)
    after_its_tests = run.count("on PostgreSQL", _results(tmp_path, PASSED), exit_code=3)

    assert (without_results.passed, without_results.failed) == (0, 1)
    assert (after_its_tests.passed, after_its_tests.failed) == (1, 1)


def test_the_last_line_counts_all_runs_together(capsys: pytest.CaptureFixture[str]) -> None:
    on_sqlite, on_postgres, in_browser = run.RUNS

    exit_code = run.report(
        [(on_sqlite, run.Count(9, 0)), (on_postgres, run.Count(4, 1)), (in_browser, run.Count(2, 0))]
    )

    lines = capsys.readouterr().out.splitlines()
    assert lines[-4:] == [
        "on SQLite: 9 tests",
        "on PostgreSQL: 5 tests",
        "in the browser: 2 tests",
        "15 passed, 1 failed",
    ]
    assert exit_code == 1


def test_what_is_missing_is_named_with_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "find_chromium", lambda: None)
    monkeypatch.setattr(run, "find_binaries", lambda: None)

    assert "apt-get install chromium" in run.what_is_missing()
    assert "apt-get install postgresql" in run.what_is_missing()


def test_a_database_of_the_caller_does_not_reach_the_sqlite_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE"):
        monkeypatch.setenv(name, "postgresql://elsewhere/record")

    with run.database_of(run.RUNS[0]) as environment:
        assert not {"DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE"} & set(environment)


@pytest.mark.database
def test_the_temporary_server_is_gone_also_after_an_interruption() -> None:
    assert find_binaries()

    with pytest.raises(KeyboardInterrupt), temporary_cluster() as server:  # noqa: PT012
        with psycopg.connect(f"{server}/postgres") as connection:
            (folder,) = connection.execute("show unix_socket_directories").fetchone()
        raise KeyboardInterrupt

    assert not Path(folder).exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"{server}/postgres", connect_timeout=2)


def _results(folder: Path, *cases: str) -> Path:
    path = folder / "results.xml"
    path.write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>", encoding="utf-8")
    return path
