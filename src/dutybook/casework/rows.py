"""A new row in SQL that is put together once for its table: the ORM takes longer over it than either database does.

Only the one door of a table may write through here, and nothing here may change or delete a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, router
from django.db.models import Field, Model

AT_ONCE = 100
"""Neither database takes any number of values in one statement."""


def add(row: Model) -> None:
    """Inserts it; from then on it is as if the ORM had saved it."""
    alias = router.db_for_write(type(row)) or DEFAULT_DB_ALIAS
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), alias) + " RETURNING id", _values(row, connection))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, alias


def add_all(new: Sequence[Model]) -> None:
    """Inserts rows of one table in one statement for every `AT_ONCE`; their numbers are for nobody to know."""
    if not new:
        return
    model = type(new[0])
    alias = router.db_for_write(model) or DEFAULT_DB_ALIAS
    connection, place = connections[alias], _place(model)
    with connection.cursor() as cursor:
        for first in range(0, len(new), AT_ONCE):
            some = new[first : first + AT_ONCE]
            insertion = _insertion(model, alias) + f", {place}" * (len(some) - 1)
            cursor.execute(insertion, [value for row in some for value in _values(row, connection)])


def _values(row: Model, connection: Any) -> list[Any]:
    return [each.get_db_prep_save(getattr(row, each.attname), connection) for each in _columns(type(row))]


@cache
def _insertion(model: type[Model], alias: str) -> str:
    quoted = connections[alias].ops.quote_name
    names = ", ".join(quoted(str(each.column)) for each in _columns(model))
    return f"INSERT INTO {quoted(model._meta.db_table)} ({names}) VALUES {_place(model)}"  # noqa: S608


def _place(model: type[Model]) -> str:
    return f"({', '.join('%s' for _ in _columns(model))})"


@cache
def _columns(model: type[Model]) -> list[Field[Any, Any]]:
    """All but the number that the database gives a new row."""
    return [each for each in model._meta.local_concrete_fields if not each.primary_key]
