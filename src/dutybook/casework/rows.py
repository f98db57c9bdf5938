"""A new row in SQL that is put together once for its table: the ORM takes longer over it than either database does.

Only the one door of a table may write through here, and nothing here may change or delete a row.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Field, Model


def add(row: Model) -> None:
    """Inserts it; from then on it is as if the ORM had saved it."""
    alias = router.db_for_write(type(row)) or DEFAULT_DB_ALIAS
    connection = connections[alias]
    values = [each.get_db_prep_save(getattr(row, each.attname), connection) for each in _columns(type(row))]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), alias), values)
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, alias


@cache
def _insertion(model: type[Model], alias: str) -> str:
    quoted = connections[alias].ops.quote_name
    names = ", ".join(quoted(str(each.column)) for each in _columns(model))
    places = ", ".join("%s" for _ in _columns(model))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES ({places}) RETURNING id"  # noqa: S608


@cache
def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    """All but the number that the database gives a new row."""
    return [each for each in model._meta.local_concrete_fields if not each.primary_key]
