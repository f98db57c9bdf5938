"""Makes requirements.lock from pyproject.toml, and says whether the two are in step.

Never writes where the packages came from: the lock holds names, versions and hashes, and no address.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tomllib

from environment import LOCK, PYPROJECT, ROOT, pip_settings_for_uv

# A computer's extra places may hold one wheel of many: a lock made from them would fit that computer alone.
OF_THIS_COMPUTER = {"UV_INDEX", "UV_FIND_LINKS"}
HEADER = "# Made by `make lock` from pyproject.toml; do not edit.\n# dependencies: {fingerprint}\n"


def main(arguments: list[str]) -> int:
    if arguments == ["check"]:
        return check()
    if arguments in (["write"], ["write", "--upgrade"]):
        return write(upgrade="--upgrade" in arguments)
    print("Use: lock.py check | lock.py write [--upgrade]", file=sys.stderr)
    return 2


def check() -> int:
    if HEADER.format(fingerprint=fingerprint()) == "".join(LOCK.read_text(encoding="utf-8").splitlines(True)[:2]):
        return 0
    print("requirements.lock is not in step with pyproject.toml: run `make lock` and commit it.", file=sys.stderr)
    return 1


def write(*, upgrade: bool) -> int:
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--generate-hashes", "--no-header", "--all-extras", "pyproject.toml", "--output-file", LOCK.name]
    command += ["--upgrade"] if upgrade else []
    settings = os.environ | pip_settings_for_uv()
    general = {name: value for name, value in settings.items() if name not in OF_THIS_COMPUTER}
    subprocess.run(command, check=True, cwd=ROOT, env=general)
    pinned = LOCK.read_text(encoding="utf-8")
    LOCK.write_text(HEADER.format(fingerprint=fingerprint()) + pinned, encoding="utf-8")
    return 0


def fingerprint() -> str:
    """A hash of all that decides what is locked: the lists of dependencies and the oldest Python."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    decides = [project["project"].get(key) for key in ("requires-python", "dependencies", "optional-dependencies")]
    canonical = json.dumps([*decides, project["build-system"]["requires"]], sort_keys=True)
    return "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
