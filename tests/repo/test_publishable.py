"""What is published holds no trace of the computer that it was written on.

Never names a host or a folder to look for in one piece, because this file is published too.
"""

import re
import subprocess
import sys
from pathlib import Path

from tests.repo import tree

HOSTS = ("pypi" + r"\.org", "pythonhosted" + r"\.org", "npmjs" + r"\.(?:org|com)", "deb" + r"\.debian\.org")
INDEX_OPTIONS = ("--index" + "-url", "--extra-index" + "-url", "--find" + "-links", "--trusted" + "-host")
PERSONAL_FOLDERS = r"(?<![\w./~-])/(?:home/[a-z]\w*|root|Users/\w+|work/(?:main|shared)|opt/(?:pypi|wheels))(?:/|\b)"
EDITORS_OWN = {"uv.lock", "package-lock.json"}


def test_no_file_names_a_package_registry() -> None:
    assert not _files_with("|".join(HOSTS))


def test_no_file_says_where_packages_come_from() -> None:
    assert not _files_with("|".join(map(re.escape, INDEX_OPTIONS)))


def test_no_file_holds_a_path_of_the_computer_it_was_written_on() -> None:
    checkout = rf"(?<![\w./~-]){re.escape(str(tree.ROOT.resolve()))}(?:/|\b)"

    assert not _files_with(f"{PERSONAL_FOLDERS}|{checkout}")


def test_a_path_or_a_host_would_be_found() -> None:
    assert re.search(PERSONAL_FOLDERS, "see /" + "home/ann/notes")
    assert re.search("|".join(HOSTS), "https://files." + "pythonhosted" + ".org/x")
    assert not re.search(PERSONAL_FOLDERS, "the page docs/home/ann and /rooted")


def test_the_lock_is_the_only_one_and_is_in_step_with_the_dependencies() -> None:
    checked = subprocess.run([sys.executable, "tools/lock.py", "check"], cwd=tree.ROOT, check=False)

    assert checked.returncode == 0
    assert not [tree.name(path) for path in tree.files() if path.name in EDITORS_OWN]


def test_every_package_in_the_lock_has_its_hashes() -> None:
    lock = tree.text_of(tree.ROOT / "requirements.lock")

    packages = re.findall(r"^\S+==.*\\$", lock, flags=re.MULTILINE)
    hashed = re.findall(r"^\S+==.*\\\n    --hash=sha256:", lock, flags=re.MULTILINE)

    assert len(packages) == len(hashed) == len(re.findall(r"^[a-z0-9]", lock, flags=re.MULTILINE))


def _files_with(pattern: str) -> list[str]:
    found = re.compile(pattern)
    return [f"{tree.name(path)}: {match.group(0)}" for path in _own() if (match := found.search(tree.text_of(path)))]


def _own() -> list[Path]:
    return [path for path in tree.files() if not tree.is_vendored(path)]
