"""What `dutybook demo` tells: the same for the same seed, nobody real, and a case at every stage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from dutybook.casework import queries, store
from dutybook.casework.models import Account, Case, Mailbox, Notice
from dutybook.casework.queries import CaseView
from dutybook.cli.demo_story import Told, the_story, written
from dutybook.cli.demo_telling import tell
from dutybook.engine.gates import out_of_order
from tests.cast import THURSDAY_AT_FIVE, master_key, on_thursday, quick_passwords

__all__ = ["master_key", "on_thursday", "quick_passwords"]

database = pytest.mark.django_db(databases=["default", "keys"])


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    assert the_story(seed=7) == the_story(seed=7)
    assert the_story(seed=7) != the_story(seed=8)


def test_a_few_cases_are_enough_for_whoever_is_in_a_hurry() -> None:
    written_out = sum(len(written(each)["cases"]) for each in ("demo_cases.yaml", "demo_children.yaml"))

    assert len(the_story(seed=1, drawn=0).cases) == written_out
    assert len(the_story(seed=1, drawn=3).cases) == written_out + 3


def test_every_line_speaks_of_beats_that_its_course_has() -> None:
    lines = written("demo_lines.yaml")

    for line in lines["lines"]:
        course = {each.split(",")[0] for each in lines["courses"][line["course"]]}
        instead = line.get("instead", {})
        named = {*instead, *line.get("without", ())}
        told = (course - set(line.get("without", ())) - set(instead)) | set(instead.values())

        assert named <= course, line["says"]
        assert {line.get("until", line["course"])} <= {*told, line["course"]}, line["says"]
        assert set(line.get("change", {})) <= told, line["says"]


def test_nothing_is_written_that_no_line_tells() -> None:
    lines = written("demo_lines.yaml")
    told = {beat for course in lines["courses"].values() for beat in (each.split(",")[0] for each in course)}
    told |= {beat for line in lines["lines"] for beat in line.get("instead", {}).values()}
    told |= {each.split(",")[0] for line in lines["lines"] for each in line.get("more", ())}

    assert set(lines["beats"]) == told
    for kind, named in (("settings", "setting"), ("matters", "matter"), ("courses", "course")):
        assert set(lines[kind]) == {line[named] for line in lines["lines"]}


def test_nobody_drawn_has_the_name_of_somebody_else() -> None:
    story = the_story(seed=1)
    about = list(adults(story.cases))
    accounts = {person.name for person in story.people}

    assert len(about) == len(set(about))
    assert accounts & set(about) == {"Marian Quill", "Colin Farrow"}
    assert not {name for case in story.cases for name in said_by(case)} & set(about)


def test_every_telephone_number_comes_from_the_range_kept_for_drama() -> None:
    numbers = re.findall(r"\b0[\d ]{9,12}\b", str(the_story(seed=1)))

    assert numbers
    assert all(each.startswith("01632 960") for each in numbers)


@database
def test_two_tellings_of_one_seed_are_the_same_to_the_letter_and_the_reference() -> None:
    assert everything_told(seed=3) == everything_told(seed=3)


@database
def test_a_case_is_there_at_every_stage_and_each_person_sees_something_sensible() -> None:
    story = the_story(seed=1)

    tell(story)

    lado = Account.objects.get(email="lado@northmere.example")
    views = queries.cases_view(lado, page="Today", now=THURSDAY_AT_FIVE)
    about_adults = [each for each in story.cases if each.kind == "allegation"]
    assert len([view for view in views if view.case.kind == "allegation"]) == len(about_adults) >= 40
    assert {"open", "overdue", "held", "met", "met late", "not needed", "cannot tell"} <= statuses(views)
    assert outcomes(views) == {"substantiated", "unsubstantiated", "false", "malicious"}
    assert {"suspension_decided", "police_concluded", "dbs_referral_made", "case_closed", "case_reopened"} <= events(
        views
    )
    assert sum(bool(spite_of(view)) for view in views) >= 3
    assert [view.about for view in views].count("") == 1

    seen = {
        each.email: len(queries.cases_view(each, page="Today", now=THURSDAY_AT_FIVE)) for each in Account.objects.all()
    }
    assert all(in_order(view) for view in views)
    nothing = {email.partition("@")[0] for email, cases in seen.items() if not cases}
    assert nothing == {"chair", "teacher", "subject", "nobody"}


@database
def test_social_care_has_cases_about_children_of_which_the_lado_sees_the_one_that_he_referred() -> None:
    tell(the_story(seed=1, drawn=0))

    seen = {
        email: [view for view in _views(email) if view.case.kind == "child"]
        for email in ("children@northmere.example", "lado@northmere.example", "desk@northmere.example")
    }
    assert [view.about for view in seen["lado@northmere.example"]] == ["Niamh T."]
    assert not seen["desk@northmere.example"]
    children = seen["children@northmere.example"]
    assert {view.about for view in children} >= {"Niamh T.", "Joel B.", "Elin R."}
    assert len([each for each in _views("children@northmere.example") if each.case.kind == "allegation"]) == 0
    happened = events(children)
    assert {"section_47_enquiry_started", "initial_conference_held", "core_group_held"} <= happened
    assert {"review_conference_held", "linked_case_noted"} <= happened


def _views(email: str) -> list[CaseView]:
    return queries.cases_view(Account.objects.get(email=email), page="Today", now=THURSDAY_AT_FIVE)


@database
def test_what_is_told_once_is_not_told_again() -> None:
    story = the_story(seed=1, drawn=0)
    tell(story)

    tell(story)

    assert Case.objects.exclude(procedure="").count() == len(story.cases)


@database
def test_the_school_s_chair_has_a_mailbox_and_nobody_has_written_to_the_school_about_the_head_s_staff() -> None:
    tell(the_story(seed=1, drawn=0))

    chair = Mailbox.objects.get(name="Winifred Tallow")

    assert (chair.organisation.name, chair.role) == ("Alder Lane Primary School", "chair_of_governors")
    assert not Notice.objects.filter(mailbox__isnull=False).exists()
    assert Account.objects.get(name="Marian Quill").subject_questions.filter(answered_at=None).exists()


def adults(cases: tuple[Told, ...]) -> Iterator[str]:
    """Whom each case is about; in one of them nobody knows."""
    for case in cases:
        yield from {step.data["adult_name"] for step in case.steps if "adult_name" in step.data}


def said_by(case: Told) -> set[str]:
    """Who spoke in a case through the desk; the adult speaks only about their own."""
    return {step.done_by for step in case.steps if step.as_role != "subject"}


def everything_told(*, seed: int) -> list[tuple[str, list[Any]]]:
    """Every case's reference and entries, in a database that has forgotten them again."""
    with transaction.atomic("default"), transaction.atomic("keys"):
        tell(the_story(seed=seed, drawn=2))
        cases = sorted(Case.objects.exclude(procedure=""), key=lambda case: case.entries.get(number=1).pk)
        told = [(case.reference, store.raw_entries(case.entries.order_by("number"))) for case in cases]
        for alias in ("default", "keys"):
            transaction.set_rollback(True, using=alias)
    return told


def in_order(view: CaseView) -> bool:
    """Whether nothing was recorded before what stands in front of it, or after now."""
    moments = [entry.recorded_at for entry in view.entries]
    return moments == sorted(moments) and moments[-1] <= THURSDAY_AT_FIVE


def statuses(views: list[CaseView]) -> set[str]:
    return set(Counter(duty.status for view in views for duty in view.duties))


def outcomes(views: list[CaseView]) -> set[str]:
    return {str(entry.answers["outcome"]) for view in views for entry in view.stands if "outcome" in entry.answers}


def events(views: list[CaseView]) -> set[str]:
    return {entry.type for view in views for entry in view.stands}


def spite_of(view: CaseView) -> list[Any]:
    """What happened in spite of a gate."""
    return list(out_of_order(view.entries, view.procedure, at=view.at, known_at=view.known_at))
