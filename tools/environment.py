"""Brings .venv in step with requirements.lock, starting from nothing but Python 3.11 or later.

Never names a package index: where packages come from is the machine's own pip configuration, handed on to uv.
"""

import ast
import hashlib
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
STAMP = VENV / "in-step-with"

UV_NAME_OF = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def main() -> int:
    missing = what_is_missing()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    wanted = stamp_text()
    if STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return 0
    print("Setting up .venv from requirements.lock (about a minute the first time) ...", flush=True)
    try:
        bring_in_step()
    except subprocess.CalledProcessError as failure:
        print(f"Setting up .venv failed at: {' '.join(map(str, failure.cmd))}", file=sys.stderr)
        return 1
    STAMP.write_text(wanted, encoding="utf-8")
    return 0


def what_is_missing() -> str | None:
    """The sentence that tells the reader which system package to install; the Makefile has seen to the version."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        return "This Python cannot make a virtual environment. On Debian: apt-get install python3-venv"
    return None


def stamp_text() -> str:
    """What .venv was made from and where: a change of any of these makes it again."""
    contents = hashlib.sha256(LOCK.read_bytes() + PYPROJECT.read_bytes()).hexdigest()
    return f"{contents}\n{made_for()}\n"


def made_for() -> str:
    """A moved checkout or another Python cannot use the old folder: its scripts hold absolute paths."""
    return f"{VENV} {sys.version_info[0]}.{sys.version_info[1]}"


def bring_in_step() -> None:
    make_venv()
    STAMP.unlink(missing_ok=True)  # an attempt that fails from here on is started afresh, not trusted
    install_uv()
    settings = dict(os.environ, **pip_settings_for_uv())
    run_uv("sync", "--require-hashes", str(LOCK), settings=settings)
    # The build back end is in the lock as well, so that nothing unpinned is fetched to build the project itself.
    run_uv("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT), settings=settings)


def make_venv() -> None:
    usable = VENV.joinpath("bin", "python").exists() and STAMP.is_file()
    if usable and STAMP.read_text(encoding="utf-8").splitlines()[-1] == made_for():
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)


def install_uv() -> None:
    """uv comes by pip, at the version and with the hashes that the lock gives it."""
    pinned = VENV / "uv.txt"
    pinned.write_text(pinned_block("uv", LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    python = str(VENV / "bin" / "python")
    arguments = [
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--require-hashes",
        "-r",
        str(pinned),
    ]
    subprocess.run([python, "-m", "pip", *arguments], check=True)


def pinned_block(name: str, lock: str) -> str:
    """One package's lines in the lock: `name==version` and its hashes."""
    found = re.search(rf"^{re.escape(name)}==[^\n]*(?:\n +--hash[^\n]*)*", lock, flags=re.MULTILINE)
    if found is None:
        raise SystemExit(f"requirements.lock does not pin {name}: make it again with `make lock`.")
    return found.group(0) + "\n"


def run_uv(command: str, *arguments: str, settings: dict[str, str]) -> None:
    python = str(VENV / "bin" / "python")
    subprocess.run([python, "-m", "uv", "pip", command, "--quiet", "--python", python, *arguments],
                   check=True, env=settings, cwd=str(ROOT))  # fmt: skip


def pip_settings_for_uv() -> dict[str, str]:
    """pip's own settings under uv's names, because uv does not read them itself."""
    python = str(VENV / "bin" / "python")
    listed = subprocess.run([python, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True).stdout
    return under_names_of_uv(pip_settings(listed))


def under_names_of_uv(settings: dict[str, str]) -> dict[str, str]:
    """What is already set for uv wins, and a place that is not there is left out."""
    usable = {key: " ".join(place for place in value.split() if is_there(place)) for key, value in settings.items()}
    named = {name: usable.get(key, "") for key, name in UV_NAME_OF.items()}
    # pip looks for a file in every place; uv would stop at the first that has the package. The hashes decide anyway.
    named["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in named.items() if value and name not in os.environ}


def pip_settings(listed: str) -> dict[str, str]:
    """`pip config list` prints `section.key='value'`; the environment's section is printed as `:env:`."""
    found = re.findall(r"^(?:global|install|:env:)\.([\w-]+)=(.+)$", listed, flags=re.MULTILINE)
    return {key: str(ast.literal_eval(value)) for key, value in found}


def is_there(place: str) -> bool:
    """pip passes over a folder that does not exist; uv stops at it."""
    path = place[len("file://") :] if place.startswith("file://") else place
    return Path(path).exists() if path.startswith("/") else True


if __name__ == "__main__":
    sys.exit(main())
