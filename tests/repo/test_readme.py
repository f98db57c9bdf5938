"""The README runs: what it tells a newcomer to type is typed here, in an empty folder.

Never checks the wording of the answers, which the tests of the commands do; only that a newcomer gets them.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.repo import tree

README = tree.text_of(tree.ROOT / "README.md")


def test_the_commands_of_the_five_minutes_answer_as_the_readme_says(tmp_path: Path) -> None:
    script = _typed("## Five minutes on the command line")

    answered = _run(script, tmp_path)

    assert answered.stderr == ""
    assert answered.returncode == 0
    assert "the end of Tuesday 19 January 2027" in answered.stdout
    assert "2026-04-03T16:00:00+01:00" in answered.stdout
    assert '"status": "overdue"' in answered.stdout


def test_every_make_command_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", tree.text_of(tree.ROOT / "Makefile"), flags=re.MULTILINE))

    named = set(re.findall(r"(?:`| {4})make ([a-z]+)", README))

    assert {"demo", "test", "help"} <= named <= targets


def test_every_page_that_a_page_links_to_is_there() -> None:
    pages = [path for path in tree.files() if path.suffix == ".md" and "procedures" not in path.parts]

    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", tree.text_of(page))]

    assert links
    assert not [f"{tree.name(page)}: {link}" for page, link in links if not (page.parent / link).exists()]


def _typed(heading: str) -> str:
    """The indented blocks of one section, without the indent, as one script."""
    section = README.partition(heading)[2].partition("\n## ")[0]
    return "\n".join(line[4:] for line in section.splitlines() if line.startswith("    "))


def _run(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    installed = script.replace(".venv/bin/", shlex.quote(str(Path(sys.executable).parent)) + "/")
    stopping = f"set -e\n{installed}"
    return subprocess.run(["bash", "-c", stopping], cwd=folder, capture_output=True, text=True, check=False,
                          env=os.environ | {"LC_ALL": "C.UTF-8"})  # fmt: skip
