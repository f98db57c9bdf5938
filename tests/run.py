"""The test command: every test on SQLite, the database's tests on PostgreSQL, and the journeys in a real browser.

Never lets a test go unrun in silence: a skipped test, an expected failure or a run without a test is a failure.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.chromium import find_chromium  # noqa: E402
from tests.postgres import find_binaries, temporary_cluster  # noqa: E402

DATABASES = {"DUTYBOOK_DATABASE": "dutybook", "DUTYBOOK_KEY_STORE": "dutybook_keys"}
PARALLEL = ("--numprocesses", "2", "--dist", "worksteal")
TWO_BROWSERS = ("--numprocesses", "2", "--dist", "loadfile")
"""The tests of one file share a demonstration, and so a process."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of pytest: which tests, on what."""

    title: str
    marks: str
    on_postgres: bool = False
    arguments: tuple[str, ...] = PARALLEL


@dataclass(frozen=True)
class Count:
    """What became of the tests of a run; `failed` holds errors, and everything that was not really run."""

    passed: int
    failed: int
    complaints: tuple[str, ...] = ()


RUNS = (
    Run(title="on SQLite", marks="not browser"),
    Run(title="on PostgreSQL", marks="database", on_postgres=True),
    Run(title="in the browser", marks="browser", arguments=TWO_BROWSERS),
)


def main() -> int:
    missing = what_is_missing()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return report([(run, carry_out(run)) for run in RUNS])
    except KeyboardInterrupt:
        print("Stopped before the end: nothing can be said about these tests.", file=sys.stderr)
        return 130


def what_is_missing() -> str:
    """One sentence for each thing to install; empty when all is there."""
    sentences = []
    if find_chromium() is None:
        sentences.append("Chromium is needed for the browser tests. On Debian: apt-get install chromium")
    if find_binaries() is None:
        sentences.append("PostgreSQL's server is needed for the database tests. On Debian: apt-get install postgresql")
    return "\n".join(sentences)


def carry_out(run: Run) -> Count:
    print(f"\n== {run.title}", flush=True)
    with tempfile.TemporaryDirectory(prefix="dutybook-tests-") as folder, database_of(run) as environment:
        results = Path(folder, "results.xml")
        command = [sys.executable, "-m", "pytest", "-q", "-m", run.marks, f"--junit-xml={results}", *run.arguments]
        finished = subprocess.run(command, cwd=ROOT, env=environment, check=False)
        return count(run.title, results, finished.returncode)


@contextmanager
def database_of(run: Run) -> Iterator[dict[str, str]]:
    """The environment of a run. One left over from the caller must not send the SQLite runs elsewhere."""
    inherited = {name: value for name, value in os.environ.items() if name not in DATABASES}
    with temporary_cluster() if run.on_postgres else nullcontext("") as server:
        yield inherited | {name: f"{server}/{database}" for name, database in DATABASES.items() if server}


def count(title: str, results: Path, exit_code: int) -> Count:
    if not results.exists():
        return Count(0, 1, (f"The run {title} stopped before it had results (exit code {exit_code}).",))
    cases = list(ElementTree.parse(results).iter("testcase"))
    skipped = [case for case in cases if case.find("skipped") is not None]
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    complaints = [f"The run {title} did not run {name_of(case)}: no test may be skipped." for case in skipped]
    if not cases:
        complaints.append(f"The run {title} found no test.")
    elif exit_code and not failed and not skipped:
        complaints.append(f"The run {title} ended with exit code {exit_code} although no test failed.")
    passed = len(cases) - len(failed) - len(skipped)
    return Count(passed, len(failed) + len(complaints), tuple(complaints))


def name_of(case: ElementTree.Element) -> str:
    return f"{case.get('classname')}.{case.get('name')}"


def report(counts: list[tuple[Run, Count]]) -> int:
    """The closing line stands last and alone: what reads this output looks for it there."""
    print()
    for run, result in counts:
        print(f"{run.title}: {result.passed + result.failed} tests")
        print("".join(f"  {complaint}\n" for complaint in result.complaints), end="")
    failed = sum(result.failed for _, result in counts)
    print(f"{sum(result.passed for _, result in counts)} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
