"""A real PostgreSQL server of our own for the length of a test run.

Never touches a server that is already there: own folder, own port, own password, and all of it gone afterwards.
"""

import glob
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROLE = "dutybook"
# A test server is thrown away, so it need not survive a power cut: half the time of a run is saved.
THROWN_AWAY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
ATTEMPTS = 3


def find_binaries() -> Path | None:
    """The newest folder that holds the server's initdb and pg_ctl, which Debian keeps off the PATH."""
    installed = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=_version, reverse=True)
    for folder in [*installed, *os.environ.get("PATH", "").split(os.pathsep), _folder_by_pg_config()]:
        if folder and all(os.access(Path(folder, name), os.X_OK) for name in ("initdb", "pg_ctl")):
            return Path(folder)
    return None


@contextmanager
def temporary_cluster(settings: tuple[str, ...] = THROWN_AWAY) -> Iterator[str]:
    """Gives the server's URL, without a database's name. However the block is left, the server goes."""
    binaries = find_binaries()
    if binaries is None:
        raise FileNotFoundError("PostgreSQL's initdb and pg_ctl are not installed")
    folder = Path(tempfile.mkdtemp(prefix="dutybook-postgres-"))
    try:
        password = _make_cluster(binaries, folder)
        port = _start(binaries, folder, settings)
        yield f"postgresql://{ROLE}:{password}@127.0.0.1:{port}"
    finally:
        _stop(binaries, folder)
        shutil.rmtree(folder, ignore_errors=True)


def _version(folder: str) -> float:
    name = Path(folder).parent.name
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


def _folder_by_pg_config() -> str | None:
    if not shutil.which("pg_config"):
        return None
    return subprocess.run(["pg_config", "--bindir"], check=True, capture_output=True, text=True).stdout.strip()


def _make_cluster(binaries: Path, folder: Path) -> str:
    password = secrets.token_hex(16)
    password_file = folder / "password"
    password_file.write_text(password)
    _give_to_server(folder, password_file)
    command = [binaries / "initdb", "--pgdata", folder / "data", "--username", ROLE, "--pwfile", password_file]
    manner = ["--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    _as_server([*command, *manner], folder)
    return password


def _start(binaries: Path, folder: Path, settings: tuple[str, ...]) -> int:
    """Another program can take the free port in the moment before the server does, hence the attempts."""
    for attempt in range(1, ATTEMPTS + 1):
        port = _free_port()
        ours = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories='{folder}'")
        options = " ".join(f"-c {each}" for each in (*settings, *ours))
        command = [binaries / "pg_ctl", "start", "--wait", "--silent", "--pgdata", folder / "data"]
        try:
            _as_server([*command, "--log", folder / "log", "--options", options], folder)
            return port
        except subprocess.CalledProcessError:
            if attempt == ATTEMPTS:
                print((folder / "log").read_text() if (folder / "log").exists() else "the server wrote no log")
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


def _stop(binaries: Path, folder: Path) -> None:
    if folder.joinpath("data", "postmaster.pid").exists():
        command = [binaries / "pg_ctl", "stop", "--mode", "immediate", "--silent", "--pgdata", folder / "data"]
        _as_server(command, folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _give_to_server(*paths: Path) -> None:
    account = _server_account()
    if account:
        for path in paths:
            os.chown(path, account.pw_uid, account.pw_gid)


def _as_server(command: list[str | Path], folder: Path) -> None:
    """PostgreSQL refuses to run as root. The pipe is closed to it: a server that held it would keep us waiting."""
    account = _server_account()
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    with folder.joinpath("commands").open("ab") as output:
        subprocess.run(command, check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=output,
                       stderr=subprocess.STDOUT, **identity)  # fmt: skip


def _server_account() -> pwd.struct_passwd | None:
    """None for an ordinary user, who runs the server as themselves."""
    if os.geteuid() != 0:
        return None
    accounts = {each.pw_name: each for each in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]
