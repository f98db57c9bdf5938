"""The data folder: where the database, the key store and the two secret files lie, and who may read them.

Reading the settings must never make a file: only `prepare` does, when a service is started.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

MASTER_KEY_BYTES = 32


@dataclass(frozen=True)
class Home:
    """One installation's data folder."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "dutybook.sqlite3"

    @property
    def key_store(self) -> Path:
        """Apart from the database, so that a backup of one does not hold the other."""
        return self.folder / "keys" / "wrapped-keys.sqlite3"

    @property
    def master_key(self) -> Path:
        return self.folder / "keys" / "master.key"

    @property
    def procedure_copies(self) -> Path:
        """Where adopted procedures are laid out to be read: made again from the record whenever it is empty."""
        return self.folder / "procedures"

    @property
    def secret_key(self) -> Path:
        return self.folder / "secret.key"

    def prepare(self) -> None:
        """Makes the folder and its secrets on the first run; what is there already is kept."""
        for folder in (self.folder, self.key_store.parent):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_secret(self.secret_key, secrets.token_urlsafe(50))
        if self.key_store.exists() and not self.master_key.exists():
            raise MasterKeyGone(
                f"{self.master_key} is gone, and every record was encrypted under it. Restore that file from where you"
                " keep its copy; a new one would open nothing."
            )
        write_secret(self.master_key, secrets.token_hex(MASTER_KEY_BYTES))

    def read_secret_key(self) -> str:
        """The key that signs sessions.

        Before the first run there is none, and one made up signs for this process only.
        """
        return self.secret_key.read_text() if self.secret_key.exists() else secrets.token_urlsafe(50)


class CannotStart(RuntimeError):
    """Why the service does not start, in a sentence for whoever starts it."""


class MasterKeyGone(CannotStart):
    """There are records, and not the key that opens them."""


def chosen() -> Home:
    """DUTYBOOK_HOME, or this user's own data folder."""
    return Home(Path(os.environ.get("DUTYBOOK_HOME") or default_folder()).absolute())


def default_folder() -> Path:
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "dutybook"


def write_secret(path: Path, secret: str) -> None:
    """Never written over, and never readable by anybody else, not even for a moment."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
