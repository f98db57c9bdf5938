"""The triggers that make a table append-only, on SQLite and on PostgreSQL. No table may be in only one of the two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Tables = Mapping[str, Sequence[str]]

FIRST = {"default": ("casework_entry", "casework_reading"), "keys": ("casework_anchor",)}
SINCE_0004 = {
    "default": (
        "casework_accesschange",
        "casework_accountchange",
        "casework_organisationopened",
        "casework_personstatement",
    ),
    "keys": ("casework_loganchor",),
}
SINCE_0005 = {"default": ("casework_procedurecopy",), "keys": ()}
TABLES = {alias: FIRST[alias] + SINCE_0004[alias] + SINCE_0005[alias] for alias in FIRST}
"""Every such table, by its database; a migration that makes one protects it itself."""

SQLITE = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION dutybook_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{deed} BEFORE {deed} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION dutybook_append_only()
"""


def protect(connection: Any, tables: Tables = TABLES) -> None:
    """From here on the database itself refuses to change or delete a row of these tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in _each_trigger(connection, tables, POSTGRESQL, SQLITE):
            cursor.execute(statement)


def unprotect(connection: Any, tables: Tables = TABLES) -> None:
    """Undoes `protect`; for reversing the migration."""
    drop = "DROP TRIGGER {table}_no_{deed}"
    with connection.cursor() as cursor:
        for statement in _each_trigger(connection, tables, drop + " ON {table}", drop):
            cursor.execute(statement)


def _each_trigger(connection: Any, tables: Tables, postgresql: str, sqlite: str) -> list[str]:
    on_postgresql = connection.vendor == "postgresql"
    deeds = ("UPDATE", "DELETE", "TRUNCATE") if on_postgresql else ("UPDATE", "DELETE")
    written = postgresql if on_postgresql else sqlite
    return [written.format(table=table, deed=deed) for table in tables[connection.alias] for deed in deeds]
