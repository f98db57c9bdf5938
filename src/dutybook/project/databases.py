"""Which two databases the service uses: one for the record, one for the wrapped keys.

They must never be one and the same: destroying a key would not reach the copies of it in the record's backups.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from dutybook.project.home import Home


class SameDatabase(ValueError):
    """The key store was pointed at the record's own database."""


def databases(home: Home) -> dict[str, dict[str, Any]]:
    """DUTYBOOK_DATABASE and DUTYBOOK_KEY_STORE choose PostgreSQL.

    Without them each is an SQLite file in the data folder.
    """
    record, keys = os.environ.get("DUTYBOOK_DATABASE", ""), os.environ.get("DUTYBOOK_KEY_STORE", "")
    if record and record == keys:
        raise SameDatabase(
            "DUTYBOOK_KEY_STORE names the same database as DUTYBOOK_DATABASE; give the keys one of their own"
        )
    return {
        "default": postgresql(record) if record else sqlite(home.database),
        "keys": postgresql(keys) if keys else sqlite(home.key_store),
    }


def sqlite(path: Path) -> dict[str, Any]:
    """What was recorded outlives a power cut: at NORMAL the last entries might not, and a lost key loses its entry."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
        # A file, since two connections to a database in memory do not wait for one another as two to a file do.
        "TEST": {"NAME": str(Path(tempfile.gettempdir(), f"dutybook-test-{os.getpid()}-{path.name}"))},
    }


def postgresql(url: str) -> dict[str, Any]:
    """`postgresql://name:password@host:port/database`."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError(
            "DUTYBOOK_DATABASE is not an address of PostgreSQL; write postgresql://name:password@host:5432/database"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
