"""What a pack changes in the questions of a pack above it, and what an organisation's own events can be about."""

from __future__ import annotations

from pathlib import Path

import pytest

from dutybook.packs import load
from tests.packs.writing import HEAD, SOUND, found_in, write_pack

LOCAL = HEAD.replace("kind: national", "kind: authority\nextends: barset")
SCHOOL = HEAD.replace("kind: national", "kind: organisation\nextends: barset")
FOLLOWED = HEAD + "organisation_fact: followed\n"
AREA = "asks: [injury], class: child"
ASKED = SOUND.replace(AREA, "asks: [injury, crime, grave], class: child").replace(
    "about: [child], asks", "about: [child, allegation], asks"
)


def pack_over(tmp_path: Path, written: str, *, head: str = LOCAL, above: str = ASKED, first: str = HEAD) -> Path:
    write_pack(tmp_path / "barset", sound=above, head=first)
    return write_pack(tmp_path / "local", written, head=head, sound="")


def event(asks: str) -> str:
    return f"events: {{child_named: {{asks: {asks}, cite: {{at: q}}}}}}"


@pytest.mark.parametrize(
    ("asks", "asked"),
    [
        ("{add: [area, people]}", ("injury", "crime", "grave", "area", "people")),
        ("{add: area}", ("injury", "crime", "grave", "area")),
        ("{without: [injury, grave]}", ("crime",)),
        ("{add: [area], without: crime}", ("injury", "grave", "area")),
        ("{without: crime, add: crime}", None),
        ("[area]", ("area",)),
    ],
)
def test_questions_are_added_at_the_end_and_left_out_and_a_list_replaces_them_all(
    tmp_path: Path, asks: str, asked: tuple[str, ...] | None
) -> None:
    folder = pack_over(tmp_path, event(asks))

    if asked is None:
        assert found_in(folder) == ["extra.yaml:1: child_named asks crime already; leave it out of add"]
    else:
        assert load(folder).editions[0][1].events["child_named"].asks == asked


@pytest.mark.parametrize(
    ("asks", "refusal"),
    [
        ("{without: area}", "child_named asks no area that could be left out; write one of injury, crime, grave"),
        ("{add: injury}", "child_named asks injury already; leave it out of add"),
        ("{add: nobody_asks}", "'nobody_asks' is not declared as a fact; declare it under facts"),
        ("{more: area}", "'more' is not a key of what an event asks; write the facts, or, to change those of a pack"),
        ("{}", "neither add nor without is written; write the facts, or, to change those of a pack above"),
    ],
)
def test_a_change_that_changes_nothing_or_cannot_be_read_is_refused_at_its_line(
    tmp_path: Path, asks: str, refusal: str
) -> None:
    found = found_in(pack_over(tmp_path, event(asks)))

    assert [each.startswith(f"extra.yaml:1: {refusal}") for each in found] == [True]


def test_a_pack_with_nothing_above_it_has_nothing_to_leave_out(tmp_path: Path) -> None:
    written = "events: {seen: {title: T, by: [head], class: child, asks: {without: area}, cite: {at: q}}}"

    found = found_in(pack_over(tmp_path, written))

    assert found == ["extra.yaml:1: seen asks no area that could be left out; leave it out"]


def test_an_edition_changes_what_is_asked_until_then(tmp_path: Path) -> None:
    editions = """\
        events:
          child_named:
            asks: {without: grave}
            editions: [{from: "2026-04-10", asks: {add: area, without: injury}}]
            cite: {at: q}
        """

    found = load(pack_over(tmp_path, editions)).editions

    assert [rules.events["child_named"].asks for _, rules in found] == [("injury", "crime"), ("crime", "area")]


def test_an_edition_cannot_leave_out_what_was_left_out_before(tmp_path: Path) -> None:
    editions = """\
        events:
          child_named:
            asks: {without: grave}
            editions: [{from: "2026-04-10", asks: {without: grave}}]
            cite: {at: q}
        """

    assert [each.split(";")[0] for each in found_in(pack_over(tmp_path, editions))] == [
        "extra.yaml:4: child_named asks no grave that could be left out"
    ]


@pytest.mark.parametrize(
    ("asks", "is_tighter"),
    [("{add: area}", True), ("[injury, crime, grave, area]", True), ("{without: crime}", False), ("[injury]", False)],
)
def test_an_organisation_may_ask_more_and_not_less(tmp_path: Path, asks: str, is_tighter: bool) -> None:
    found = found_in(pack_over(tmp_path, event(asks), head=SCHOOL))

    assert [each for each in found if "changes asks of child_named" in each] == found
    assert (not found) is is_tighter


# --- an organisation's own --------------------------------------------------------------------------------------------

WORK = "things:\n  work: {title: Work, cite: {at: para 1}}\n"
AUTHORITY = SOUND.replace("things:\n", WORK).replace(
    "facts:\n", "facts:\n  followed: {of: work, ask: Whose?, answers: text, class: adult, cite: {at: para 4}}\n"
)
REACHED = {
    "events": "step: {title: S, by: [head], about: [KIND], class: adult, cite: {at: q}}",
    "duties": (
        "step-on: {title: D, for: KIND, owner: head, strength: will, arises: raised, ends: closed, cite: {at: q},"
        " done_by: DEED}"
    ),
    "decisions": (
        "which: {title: D, ask: Which?, of: KIND, decided_by: head, cite: {at: q},"
        " first: {a: {points_to: b, strength: will, cite: {at: q}}}}"
    ),
}


@pytest.mark.parametrize("chapter", REACHED)
@pytest.mark.parametrize(("kind", "is_reached"), [("work", True), ("allegation", False)])
def test_what_an_organisation_adds_is_about_what_can_follow_its_pack(
    tmp_path: Path, chapter: str, kind: str, is_reached: bool
) -> None:
    done = "events: {done: {title: E, by: [head], about: [work, allegation], class: adult, cite: {at: q}}}\n"
    own = REACHED[chapter].replace("KIND", kind).replace("DEED", "done")
    written = f"{chapter}: {{{own}}}\n" + (done if chapter == "duties" else "")

    found = found_in(pack_over(tmp_path, written, head=SCHOOL, above=AUTHORITY, first=FOLLOWED))

    reach = [each for each in found if "is an organisation's own and not about work" in each]
    assert (not reach) is is_reached
    assert [each.split(":")[1] for each in reach] == ([] if is_reached else ["1"])


def test_what_an_organisation_changes_of_the_authoritys_is_about_what_it_was(tmp_path: Path) -> None:
    written = "duties: {tell: {within: 2 hours, cite: {at: q}}}"

    assert found_in(pack_over(tmp_path, written, head=SCHOOL, above=AUTHORITY, first=FOLLOWED)) == []


def test_where_the_authority_names_no_fact_nobody_can_follow_a_pack_and_nothing_is_said(tmp_path: Path) -> None:
    written = "duties: {own: {title: D, owner: head, strength: will, arises: raised, done_by: told, cite: {at: q}}}"

    assert found_in(pack_over(tmp_path, written, head=SCHOOL)) == []
