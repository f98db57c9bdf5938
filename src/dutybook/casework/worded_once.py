"""Questions to a database that every page puts: Django puts each into SQL once in a process, and not for every page.

Putting one into SQL takes Django ten times as long as either database takes to answer it. What is asked stays Django's
own: a question is written as a query is written everywhere, with places for the values that change. Nothing may be
remembered here of what was asked for, or of any answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

M = TypeVar("M", bound=Model)
Row = Sequence[Any]

SEVERAL = {
    "sqlite": "(SELECT value FROM json_each(%s))",
    "postgresql": "(SELECT value::{of} FROM json_array_elements_text(%s::json))",
}
"""However many there are, they are one value of the question, so that it is always the same question."""


class Place(Expression):
    """Where a value goes that is only known when the question is put; it is never None."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return "%s", (self,)

    def put(self, values: Mapping[str, Any], connection: Any) -> Any:
        return _as_stored(values[self.name], connection)


class Several(Place):
    """Where the ids of several things go; `of` is what PostgreSQL calls their type."""

    def __init__(self, name: str, of: str) -> None:
        super().__init__(name)
        self.of = of

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        return SEVERAL[connection.vendor].format(of=self.of), (self,)

    def put(self, values: Mapping[str, Any], connection: Any) -> str:
        return json.dumps([_as_stored(each, connection) for each in values[self.name]], default=str)


def several(place: Place, of: str = "uuid") -> Several:
    """For `case__in=several(cases)`."""
    return Several(place.name, of)


@dataclass(frozen=True, slots=True)
class _Worded:
    """A question in SQL, and how its answers are read: `converted` are the columns that Django reads in its own way."""

    alias: str
    sql: str
    places: Sequence[Any]
    converted: Sequence[tuple[int, Sequence[Callable[[Any, Any, Any], Any]], Any]]
    compiler: Any
    is_of_models: bool

    def rows(self, values: Mapping[str, Any]) -> list[Row]:
        connection = connections[self.alias]
        put = [each.put(values, connection) if isinstance(each, Place) else each for each in self.places]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, put)
            return cursor.fetchall()

    def read(self, rows: Iterable[Row]) -> list[Any]:
        read = [self._converted(row) for row in rows]
        return list(self._models(read)) if self.is_of_models else read

    def _converted(self, row: Row) -> Row:
        values, connection = list(row), connections[self.alias]
        for column, converters, expression in self.converted:
            for convert in converters:
                values[column] = convert(values[column], expression, connection)
        return values

    def _models(self, rows: Iterable[Row]) -> Iterator[Model]:
        """As `django.db.models.query.ModelIterable` makes them."""
        if not rows:
            return
        of, select = self.compiler.klass_info, self.compiler.select
        first, last = of["select_fields"][0], of["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[first:last]]
        # The stubs are of a later Django than the one that is installed.
        related = get_related_populators(of, select, self.alias)  # type: ignore[call-arg]
        for row in rows:
            made = of["model"].from_db(self.alias, names, row[first:last])
            for each in related:
                each.populate(row, made)
            yield made


class Question(Generic[M]):
    """What `asked` asks. Its positional arguments shape the question; those given by name are put in each time."""

    def __init__(self, asked: Callable[..., QuerySet[M]]) -> None:
        self._asked = asked
        self._by_name = _named(asked)
        self._worded: dict[Any, _Worded] = {}

    def __call__(self, *shape: Any, **values: Any) -> list[M]:
        """The models; or, where the query asks for `values_list`, a row for each."""
        worded = self._in_words(shape)
        return worded.read(worded.rows(values))

    def rows(self, *shape: Any, **values: Any) -> list[Row]:
        """As the database gave them: `read` makes models of them."""
        return self._in_words(shape).rows(values)

    def read(self, rows: Collection[Row], *shape: Any) -> list[M]:
        return self._in_words(shape).read(rows)

    def _in_words(self, shape: tuple[Any, ...]) -> _Worded:
        worded = self._worded.get(shape)
        if worded is None:
            worded = self._worded[shape] = _worded(self._asked(*shape, **{each: Place(each) for each in self._by_name}))
        return worded


def worded_once(asked: Callable[..., QuerySet[M]]) -> Question[M]:
    """Decorates a function that gives a query: it is called once, with a place for each argument given by name."""
    return Question(asked)


def _named(asked: Callable[..., Any]) -> tuple[str, ...]:
    code = asked.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]


def _worded(query: QuerySet[Any]) -> _Worded:
    compiler: Any = query.query.get_compiler(using=query.db)
    sql, places = compiler.as_sql()
    columns = [column[0] for column in compiler.select[: compiler.col_count]]
    converted = [(column, *found) for column, found in compiler.get_converters(columns).items()]
    is_of_models = issubclass(query._iterable_class, ModelIterable)
    return _Worded(query.db, sql, places, converted, compiler, is_of_models)


def _as_stored(value: Any, connection: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, UUID) and not connection.features.has_native_uuid_field:
        return value.hex
    return value
