"""The page about running the service runs: what it tells somebody to type is typed here, in an empty folder.

Never checks what each command answers, which its own tests do; only that the way through the page leads somewhere.
"""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from dutybook.cli.serve import FIRST_STEPS
from tests.repo import tree

PAGE = tree.text_of(tree.ROOT / "docs" / "how-to" / "run-the-service.md")
OURS = ("DUTYBOOK_DATABASE", "DUTYBOOK_KEY_STORE", "DUTYBOOK_HOME")
PATIENCE = 120


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[str]:
    """The address of a service that was started as the page says."""
    printed = tmp_path / "printed"
    with printed.open("w") as output:
        started = subprocess.Popen(
            ["bash", "-c", typed("## First start")],
            cwd=tmp_path,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment(),
            start_new_session=True,
        )
    try:
        yield first_address(printed, started)
    finally:
        os.killpg(started.pid, signal.SIGTERM)
        started.wait(timeout=30)


def test_a_service_is_started_given_its_first_accounts_and_backed_up(serving: str, tmp_path: Path) -> None:
    made = run(typed("## First accounts"), tmp_path)
    kept = run(typed("## Back up"), tmp_path)

    assert (made.returncode, made.stderr) == (0, "")
    assert (kept.returncode, kept.stderr) == (0, "")
    (link,) = re.findall(r"/sign-in/choose-password/\S+", made.stdout)
    with urlopen(serving + link) as page:  # noqa: S310
        assert page.url.endswith("/yours"), "only a link that works leads on to where it carries no proof"
    assert "Complete: " in kept.stdout
    assert {"data", "backups", "key-backups"} <= {each.name for each in tmp_path.iterdir()}


def test_what_the_first_start_says_to_type_stands_on_the_page_as_well() -> None:
    told = re.findall(r"^  (dutybook \w+ \w+)", FIRST_STEPS, flags=re.MULTILINE)

    assert len(told) == 3
    assert all(words in PAGE for words in told)


def typed(heading: str) -> str:
    """The indented blocks of one section, without the indent, as one script that stops at the first error."""
    section = PAGE.partition(f"{heading}\n")[2].partition("\n## ")[0]
    script = "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))
    return "set -e\n" + script.replace(".venv/bin/", shlex.quote(str(Path(sys.executable).parent)) + "/")


def run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = ["bash", "-c", script]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment())


def environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8"}


def first_address(printed: Path, started: subprocess.Popen[bytes]) -> str:
    """Where it listens, once it says so and answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and started.poll() is None:
        found = re.search(r"listens on (http://127\.0\.0\.1:\d+)/", printed.read_text())
        if found and answers(found[1]):
            return found[1]
        time.sleep(0.2)
    raise AssertionError(f"The service did not start:\n{printed.read_text()}")


def answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/sign-in"):  # noqa: S310
            return True
    except OSError:
        return False
