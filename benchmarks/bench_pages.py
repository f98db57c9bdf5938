"""The case page and Today, beside a bare Django page that puts the very same questions to the same databases.

Both are asked for in this process, through the service's own WSGI application and middleware, by somebody signed in;
the bare page then answers with one line. Nothing is timed before both have answered 200: each look at ours is a second
look, for which what was worked out and rendered of a case is still kept (docs/decisions/0010 and 0012). The clock does
not go on meanwhile.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks import on_databases
from benchmarks.case import case, verdict

GOAL = 0.8
ROUNDS = 20
CASES = 12
NOW = datetime.fromisoformat("2026-05-05T12:00:00+01:00")
PAGES = {"the case page, of forty entries": "case", f"Today, over {CASES} such cases": "today"}
BARE = "bare"
OF_A_TRANSACTION = ("BEGIN", "SAVEPOINT", "RELEASE")
"""What each statement of the bare page does for itself."""


@dataclass(frozen=True, slots=True)
class Question:
    """One statement as a page sent it to one of the databases."""

    alias: str
    sql: str
    values: list[Any]

    def put(self, readings: Readings) -> None:
        from django.db import connections

        with connections[self.alias].cursor() as cursor:
            cursor.execute(self.sql, readings.elsewhere(self.sql, self.values))
            if cursor.description:
                cursor.fetchall()


@dataclass(frozen=True, slots=True)
class Readings:
    """A line of the log of readings can be written once only: the bare page writes its own into a case kept for it."""

    case: Any
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def elsewhere(self, sql: str, values: list[Any]) -> list[Any]:
        if not sql.startswith('INSERT INTO "casework_reading"'):
            return values
        columns = sql[sql.index("(") + 1 : sql.index(")")].split(", ")
        return [self._own(columns[place % len(columns)], value) for place, value in enumerate(values)]

    def _own(self, column: str, value: Any) -> Any:
        """PostgreSQL is sent a column of all the lines, SQLite one line after the other."""
        if isinstance(value, list):
            return [self._own(column, each) for each in value]
        if column == '"case_id"':
            return self.case
        return next(self.numbers) if column == '"number"' else value


@dataclass
class Bare:
    """What the bare page puts to the databases; `urlconf` is handed to Django in place of a module."""

    questions: list[Question] = field(default_factory=list)
    readings: Readings = field(default_factory=lambda: Readings(None))

    def page(self, _request: Any) -> Any:
        from django.http import HttpResponse

        for question in self.questions:
            question.put(self.readings)
        return HttpResponse("<!doctype html><title>Bare</title><p>Bare.")


def measure() -> None:
    """On the databases that the environment names."""
    from dutybook.project import start

    start.prepare()
    from django.conf import settings
    from django.urls import include, path

    bare = Bare()
    settings.DUTYBOOK_CLOCK = lambda: NOW
    settings.ROOT_URLCONF = type(
        "Addresses", (), {"urlpatterns": [path(BARE, bare.page), path("", include("dutybook.project.urls"))]}
    )
    client, reference, bare.readings = filled()
    for title, name in PAGES.items():
        ours, theirs = beside(bare, client, address_of(name, reference))
        ratio = theirs / ours
        print(f"  {title}: {1 / ours:.1f} a second ({ours * 1000:.1f} ms), {len(bare.questions)} questions")
        print(f"  a bare page with the same questions: {1 / theirs:.1f} a second ({theirs * 1000:.1f} ms)")
        print(f"  it reaches {ratio:.2f} of the bare page; {verdict(ratio >= GOAL, f'at least {GOAL}')}", flush=True)


def address_of(name: str, reference: str) -> str:
    from django.urls import reverse

    return reverse(name, args=[reference] if name == "case" else [])


def filled() -> tuple[Any, str, Readings]:
    """Cases as long as the benchmarks' own, and the browser of the officer who holds them; and a case for readings."""
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.db import connection
    from django.test import Client

    from dutybook.casework import store
    from dutybook.casework.models import Account, Organisation

    elsewhere = Organisation.objects.create(name="Southmoor Council", procedure=case().procedure.name)
    authority = Organisation.objects.create(name="Northmere Council", procedure=case().procedure.name)
    officer = Account.objects.create(
        name="Dilys Marsh", email="dilys@northmere.example", role="designated_officer", organisation=authority
    )
    references = [told(authority, officer) for _ in range(CASES)]
    TOTP.activate(officer, generate_totp_secret())
    client = Client(HTTP_HOST="127.0.0.1", secure=True)
    client.force_login(officer)
    kept_for_it = store.open_case(kind="allegation", authority=elsewhere, procedure=case().procedure.name).pk
    stored = kept_for_it if connection.features.has_native_uuid_field else kept_for_it.hex
    return client, references[0], Readings(stored)


def told(authority: Any, officer: Any) -> str:
    """The benchmarks' case, in the record."""
    from dutybook.casework import store

    made = store.open_case(kind="allegation", authority=authority, procedure=case().procedure.name)
    for number, raw in enumerate(case().raw["entries"], 1):
        said = store.Statement(
            type=raw["type"], happened_at=raw["happened_at"], by=raw["by"], role=raw["as"], data=raw["data"],
            corrects=raw.get("corrects"), reason=raw.get("reason", ""),
        )  # fmt: skip
        at = datetime.fromisoformat(raw.get("recorded_at", raw["happened_at"]))
        store.append(made, said, by=officer, now=at, expected_number=number)
    return made.reference


def beside(bare: Bare, client: Any, address: str) -> tuple[float, float]:
    """The median time of each, by the clock on the wall: one of each in turn."""
    bare.questions = []
    with asked() as of_the_middleware:
        fetched(client, f"/{BARE}")
    fetched(client, address)
    with asked() as all_of_them:
        fetched(client, address)
    bare.questions = all_of_them[len(of_the_middleware) :]
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for times, each in zip(taken, (address, f"/{BARE}"), strict=True):
            times.append(timed(lambda each=each: fetched(client, each)))
    return median(taken[0]), median(taken[1])


def fetched(client: Any, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, f"{address} answered {response.status_code}"


def timed(work: Callable[[], None]) -> float:
    gc.collect()
    gc.disable()
    begun = perf_counter()
    work()
    taken = perf_counter() - begun
    gc.enable()
    return taken


@contextmanager
def asked() -> Iterator[list[Question]]:
    """Everything that is put to either database meanwhile, in order."""
    from django.db import connections

    questions: list[Question] = []

    def noted(execute: Any, sql: str, values: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(OF_A_TRANSACTION):
            questions.append(Question(context["connection"].alias, sql, list(values or ())))
        return execute(sql, values, many, context)

    with ExitStack() as held:
        for alias in connections:
            held.enter_context(connections[alias].execute_wrapper(noted))
        yield questions


if __name__ == "__main__":
    on_databases.run("benchmarks.bench_pages", measure)
