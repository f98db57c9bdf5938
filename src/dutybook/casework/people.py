"""People as records of their own: what each entry said of who somebody is, under a key of their own.

Two people are never taken for one here, and no name may be readable in what is stored: only a human joins people.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from dutybook.casework import chain, crypto, keystore, names, reading, store, visibility
from dutybook.casework.identity import ADULT, Place, Who, said_in
from dutybook.casework.models import Account, Case, Entry, Person, PersonStatement, PersonToken
from dutybook.casework.store import Raw
from dutybook.casework.worded_once import worded_once

NAME, SOUND, BORN_ON, WORKPLACE = "name", "sound", "born_on", "workplace"
"""What there are tokens of. These names are stored."""

REASONS = {
    NAME: "same name",
    SOUND: "sounds like the name",
    BORN_ON: "same date of birth",
    WORKPLACE: "same workplace",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one entry of one case said of somebody; the entry is where it is known from."""

    case: Case
    entry_number: int
    corrects: int | None
    retracted: bool
    recorded_at: datetime
    who: Who


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Somebody whom a search may mean, why, and in which cases they are: only those that the seeker sees."""

    person: Person
    why: tuple[str, ...]
    cases: tuple[Case, ...]


@transaction.atomic
def note(entry: Entry, raw: Raw) -> list[Place]:
    """Keeps what an entry says of who somebody is, and gives back of whom it says or corrects something.

    An entry noted before is not noted again.
    """
    said = said_in(raw["data"], recorded_at_the=lambda: _place_of_the_recorder(entry))
    corrects = raw.get("corrects")
    if not said and corrects is None:
        return []
    tokens = {_thing(entry.case_id, place): place for place in said}
    if corrects is not None:
        before = PersonStatement.objects.filter(case=entry.case_id, entry_number=corrects)
        tokens |= {(each.part, each.thing): (each.part, "") for each in before if (each.part, each.thing) not in tokens}
    for (part, thing), place in tokens.items():
        _state(entry, part, thing, said.get(place, {}), corrects=corrects, retracted=bool(raw.get("retracted")))
    return list(tokens.values())


def rebuild(case: Case) -> None:
    """Makes whatever is missing of the case's people again from its entries, and every token."""
    entries = list(Entry.objects.filter(case=case).select_related("recorded_by__organisation").order_by("number"))
    for entry, raw in zip(entries, store.raw_entries(entries), strict=True):
        note(entry, raw)
    for person in Person.objects.filter(statements__case=case).distinct():
        _make_findable(person)


def adult_of(case: Case) -> list[Who]:
    """What is said, and was not taken back, of the adult the case is about. For nobody to read: it names no reader."""
    return [said.who for said in _in_force(_opened(_of_the_adult(case=case.pk)))]


@worded_once
def _of_the_adult(*, case: Any) -> QuerySet[PersonStatement]:
    return PersonStatement.objects.filter(case=case, part=ADULT).select_related("case")


def find(*, by: Account, now: datetime, name: str = "", born_on: str = "", workplace: str = "") -> list[Found]:
    """The people whom any of this may mean, the likeliest first; for the designated officers' service only.

    Nobody is found through a case that the seeker may not see.
    """
    if by.role not in visibility.TEAMS["allegation"]:
        return []
    wanted = tokens_of({"name": name, "born_on": born_on, "works_at": workplace})
    hits = PersonToken.objects.filter(
        token__in=[token for _, token in wanted], person__authority=by.organisation.own_authority
    )
    kinds: dict[UUID, set[str]] = defaultdict(set)
    for hit in hits:
        kinds[hit.person_id].add(hit.kind)
    cases = _cases_of(kinds, by=by, now=now)
    people = {each.pk: each for each in Person.objects.filter(pk__in=cases)}
    found = [Found(person=people[each], why=_why(kinds[each]), cases=tuple(cases[each])) for each in cases]
    return sorted(found, key=lambda each: (-len(each.why), str(each.person.pk)))


def known(person: Person, *, by: Account, page: str, now: datetime) -> list[Said]:
    """Who somebody is, from every case that this reader sees, with its line in the reading log of each."""
    cases = _cases_of([person.pk], by=by, now=now).get(person.pk, [])
    reading.log(cases, by=by, page=page, now=now)
    statements = person.statements.filter(case__in=cases).select_related("case")
    return _in_force(_opened(statements))


def tokens_of(who: Who) -> set[tuple[str, str]]:
    """The keyed tokens by which somebody of whom this is said is found."""
    name, born_on, works_at = (who.get(each, "") for each in ("name", "born_on", "works_at"))
    written = {
        (NAME, " ".join(names.parts(name))),
        *((SOUND, sound) for sound in names.sounds(name)),
        (BORN_ON, born_on),
        (WORKPLACE, names.place(works_at)),
    }
    return {(kind, _token(kind, value)) for kind, value in written if value}


def _state(entry: Entry, part: str, thing: str, who: Who, *, corrects: int | None, retracted: bool) -> None:
    if PersonStatement.objects.filter(case=entry.case_id, entry_number=entry.number, part=part, thing=thing).exists():
        return
    person, key = _whoever(entry, part, thing)
    statement = PersonStatement(
        person=person,
        case_id=entry.case_id,
        entry_number=entry.number,
        corrects=corrects,
        part=part,
        thing=thing,
        recorded_at=entry.recorded_at,
    )
    said = chain.canonical({"who": dict(who), "retracted": retracted})
    sealed = crypto.seal(said, key, bound_to=chain.canonical(_header(statement)))
    statement.nonce, statement.ciphertext = sealed.nonce, sealed.ciphertext
    statement.save(force_insert=True)
    _make_findable(person)


def _whoever(entry: Entry, part: str, thing: str) -> tuple[Person, bytes]:
    """The person who has this part in this case, as far as anybody has said anything of them; else a new one."""
    before = PersonStatement.objects.filter(case=entry.case_id, part=part, thing=thing).select_related("person").first()
    if before is not None:
        return before.person, keystore.person_keys([before.person_id])[before.person_id]
    person = Person.objects.create(authority=entry.case.authority, made_at=entry.recorded_at)
    return person, keystore.make_person_key(person.pk)


def _make_findable(person: Person) -> None:
    """The tokens of what is said of somebody now, and no others."""
    statements = person.statements.select_related("case")
    wanted = {token for said in _in_force(_opened(statements)) for token in tokens_of(said.who)}
    there = {(each.kind, each.token): each.pk for each in person.tokens.all()}
    PersonToken.objects.filter(pk__in=[there[each] for each in there.keys() - wanted]).delete()
    PersonToken.objects.bulk_create(
        PersonToken(person=person, kind=kind, token=token) for kind, token in sorted(wanted - there.keys())
    )


def _opened(statements: Iterable[PersonStatement]) -> list[tuple[Place, Said]]:
    stored = list(statements)
    keys = keystore.person_keys(each.person_id for each in stored)
    return [((each.part, each.thing), open_statement(each, keys[each.person_id])) for each in stored]


def open_statement(statement: PersonStatement, key: bytes) -> Said:
    """What it says, under its person's key; raises `crypto.Tampered`."""
    sealed = crypto.Sealed(bytes(statement.nonce), bytes(statement.ciphertext))
    said: dict[str, Any] = json.loads(crypto.unseal(sealed, key, bound_to=chain.canonical(_header(statement))))
    return Said(
        case=statement.case,
        entry_number=statement.entry_number,
        corrects=statement.corrects,
        retracted=said["retracted"],
        recorded_at=statement.recorded_at,
        who=said["who"],
    )


def _in_force(opened: Iterable[tuple[Place, Said]]) -> list[Said]:
    """Each statement as it was last corrected, and none that was retracted: as entries stand.

    An entry that said nothing of somebody can be corrected by one that does, and so has no statement of its own here.
    """
    changed_by: dict[Any, list[Said]] = defaultdict(list)
    first: dict[Any, Said | None] = {}
    for place, said in opened:
        of_it = (said.case.pk, *place)
        first[*of_it, said.entry_number] = said if said.corrects is None else None
        if said.corrects is not None:
            changed_by[*of_it, said.corrects].append(said)
    begun = [*(key for key, said in first.items() if said is not None), *(changed_by.keys() - first.keys())]
    stands = [_as_corrected(first.get(key), key, changed_by) for key in sorted(begun, key=lambda key: key[-1])]
    return [said for said in stands if said is not None and said.who]


def _as_corrected(said: Said | None, key: tuple[Any, ...], changed_by: Mapping[Any, Sequence[Said]]) -> Said | None:
    *of_it, _ = key
    changes = [_as_corrected(each, (*of_it, each.entry_number), changed_by) for each in changed_by.get(key, ())]
    standing = [each for each in changes if each is not None]
    if any(each.retracted for each in standing):
        return None
    return max(standing, key=lambda each: each.entry_number) if standing else said


def _header(statement: PersonStatement) -> dict[str, Any]:
    """All that stands in the clear; changing any of it breaks the seal."""
    return {
        "person": str(statement.person_id),
        "case": str(statement.case_id),
        "entry": statement.entry_number,
        "corrects": statement.corrects,
        "part": statement.part,
        "thing": statement.thing,
    }


def _place_of_the_recorder(entry: Entry) -> str:
    account = entry.recorded_by
    return "" if visibility.is_on_the_team(account, entry.case) else account.organisation.name


def _thing(case: UUID, place: Place) -> Place:
    part, thing = place
    return part, _token(f"{case} {part}", thing) if thing else ""


def _token(kind: str, written: str) -> str:
    """Without the master key nobody can tell from it what was written, not even by trying names."""
    return hmac.new(keystore.key_for("lookup"), f"{kind}\0{written}".encode(), hashlib.sha256).hexdigest()


def _cases_of(people: Iterable[UUID], *, by: Account, now: datetime) -> dict[UUID, list[Case]]:
    seen = {case.pk: case for case in visibility.cases_for(by, now=now).filter(people__person__in=list(people))}
    statements = PersonStatement.objects.filter(person__in=list(people), case__in=seen)
    joined = dict.fromkeys((each.person_id, each.case_id) for each in statements)
    found: dict[UUID, list[Case]] = defaultdict(list)
    for person, case in joined:
        found[person].append(seen[case])
    return found


def _why(kinds: Iterable[str]) -> tuple[str, ...]:
    """Who has the same name sounds like it too: that says nothing more."""
    found = set(kinds) - ({SOUND} if NAME in kinds else set())
    return tuple(REASONS[kind] for kind in REASONS if kind in found)
