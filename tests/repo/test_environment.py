"""The environment is made from the lock alone, from the places that this computer's pip knows.

Never makes an environment: that is what every command of the Makefile does first.
"""

import subprocess
from pathlib import Path

import pytest

from tests.repo import tree
from tools import environment

LISTED = """\
:env:.timeout='60'
global.index-url='https://mirror.example/simple'
global.extra-index-url='file:///no/such/folder https://second.example/simple'
install.cert='/no/such/certificate.pem'
freeze.timeout='10'
"""


def test_an_older_python_is_told_what_to_install() -> None:
    too_old = "PYTHON=false"  # which fails the question about the version just as an older Python does

    told = subprocess.run(["make", "environment", too_old], cwd=tree.ROOT, capture_output=True, text=True, check=False)

    assert told.returncode != 0
    assert "Python 3.11 or later. On Debian 12 or later: apt-get install python3 python3-venv" in told.stderr


def test_a_python_without_venv_is_told_which_package_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)

    assert "apt-get install python3-venv" in str(environment.what_is_missing())


def test_a_complete_python_lacks_nothing() -> None:
    assert environment.what_is_missing() is None


def test_the_settings_of_pip_are_read_from_every_section_that_counts() -> None:
    assert environment.pip_settings(LISTED) == {
        "timeout": "60",
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "file:///no/such/folder https://second.example/simple",
        "cert": "/no/such/certificate.pem",
    }


def test_the_settings_of_pip_are_handed_on_without_the_places_that_are_not_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in environment.UV_NAME_OF.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_INDEX", "https://chosen.example/simple")

    assert environment.under_names_of_uv(environment.pip_settings(LISTED)) == {
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_what_the_machine_sets_for_uv_itself_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://chosen.example/simple")

    assert "UV_DEFAULT_INDEX" not in environment.under_names_of_uv(environment.pip_settings(LISTED))


def test_the_installer_is_pinned_with_its_hashes() -> None:
    block = environment.pinned_block("uv", tree.text_of(tree.ROOT / "requirements.lock"))

    assert block.startswith("uv==")
    assert block.count("--hash=sha256:") > 1
    assert all("--hash" in line for line in block.splitlines()[1:])


def test_a_moved_folder_or_another_python_makes_the_environment_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    here = environment.stamp_text()

    monkeypatch.setattr(environment, "VENV", tmp_path / "elsewhere" / ".venv")

    assert environment.stamp_text() != here


def test_the_lock_fits_every_python_and_every_kind_of_computer() -> None:
    lock = tree.text_of(tree.ROOT / "requirements.lock")

    wheels_of = {name: environment.pinned_block(name, lock).count("--hash") for name in ("cffi", "psycopg-binary")}

    assert min(wheels_of.values()) > 20, "a lock made from one computer's own wheels fits that computer alone"


def test_the_lock_and_the_environment_need_no_index_by_name() -> None:
    assert "://" not in tree.text_of(tree.ROOT / "requirements.lock")
