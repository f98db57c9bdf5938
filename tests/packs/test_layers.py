"""A local pack adds, sets a field, dates an edition or withdraws; every value knows who set it, none hides unseen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dutybook.engine.forms import Length
from dutybook.engine.procedure import Procedure
from dutybook.packs import PackErrors, UnknownPack, load
from tests.packs.writing import HEAD, found_in, write_pack

LOCAL = HEAD.replace("kind: national", "kind: authority\nextends: barset")

TIER = """\
decisions:
  tier:
    ask: Which tier?
    decided_by: officer
    first:
      crime: {when: crime, points_to: tier_1, strength: will, cite: {at: p}}
      rest: {points_to: tier_2, strength: will, cite: {at: p}}
    cite: {at: p}
"""


def local_pack(tmp_path: Path, local: str, *, national: str = "", head: str = LOCAL) -> Path:
    """A pack that extends the sound one, with what the nation and it say beside."""
    write_pack(tmp_path / "barset", national)
    return write_pack(tmp_path / "plumstead", local, head=head, sound="")


def loaded(tmp_path: Path, local: str, *, national: str = "") -> Procedure:
    return load(local_pack(tmp_path, local, national=national))


def test_a_local_pack_sets_one_field_and_every_field_says_who_set_it(tmp_path: Path) -> None:
    procedure = loaded(tmp_path, "duties: {tell: {within: 1 working day, because: so it says, cite: {at: page 3}}}")

    tell = procedure.on(date(2026, 4, 2)).duties["tell"]

    assert procedure.layers == ("barset", "plumstead")
    assert (tell.within, tell.title) == (Length(1, "working days"), "Tell the officer")
    assert {key: tell.set_by[key] for key in ("within", "cite", "title", "for")} == {
        "within": "plumstead",
        "cite": "plumstead",
        "title": "barset",
        "for": "barset",
    }
    assert tell.origin == "plumstead/extra.yaml:1"


def test_a_national_duty_is_withdrawn_with_a_reason(tmp_path: Path) -> None:
    procedure = loaded(tmp_path, "duties: {tell: {withdrawn: no time is stated here}}")

    assert "tell" not in procedure.editions[0][1].duties


def test_a_row_is_added_behind_another_and_one_is_changed_by_its_id(tmp_path: Path) -> None:
    local = """\
    decisions:
      tier:
        first:
          hurt: {when: child_hurt, points_to: tier_1, strength: may, after: crime, cite: {at: q}}
          rest: {points_to: tier_3, cite: {at: q}}
        cite: {at: q}
    """

    rows = loaded(tmp_path, local, national=TIER).editions[0][1].decisions["tier"].rows

    assert [(row.id, row.points_to, row.strength) for row in rows] == [
        ("crime", "tier_1", "will"),
        ("hurt", "tier_1", "may"),
        ("rest", "tier_3", "will"),
    ]
    assert rows[2].set_by["points_to"] == "plumstead"
    assert rows[2].set_by["strength"] == "barset"


def test_a_row_is_withdrawn_by_its_id(tmp_path: Path) -> None:
    local = "decisions: {tier: {first: {crime: {withdrawn: not here}}, cite: {at: q}}}"

    rows = loaded(tmp_path, local, national=TIER).editions[0][1].decisions["tier"].rows

    assert [row.id for row in rows] == ["rest"]


def test_a_withdrawn_choice_stays_known_so_that_old_answers_can_be_read(tmp_path: Path) -> None:
    local = "facts: {setting: {choices: {home: {withdrawn: not used}}, cite: {at: q}}}"

    choices = loaded(tmp_path, local).editions[0][1].facts["setting"].choices

    assert {choice.id: choice.withdrawn for choice in choices} == {"work": "", "home": "not used", "club": "never used"}


def test_another_form_takes_the_place_of_the_whole_form(tmp_path: Path) -> None:
    procedure = loaded(tmp_path, "conditions: {child_hurt: {means: crime, cite: {at: q}}}")

    assert str(procedure.editions[0][1].conditions["child_hurt"].form) == "Means(expression=Name(name='crime'))"


def test_editions_begin_on_their_days_and_the_layer_beats_the_date(tmp_path: Path) -> None:
    national = """\
    duties:
      see: {title: See, owner: head, strength: must, arises: raised, within: 24 hours, done_by: closed, cite: {at: p},
            editions: [{from: "2026-04-10", within: 2 hours}]}
      hear: {title: Hear, owner: head, strength: must, arises: raised, within: 24 hours, done_by: closed, cite: {at: p},
             editions: [{from: "2026-04-10", within: 2 hours}]}
    """
    local = """\
    duties:
      see: {within: 1 working day, because: so it says, cite: {at: q}, seen: "2026-04-10",
            editions: [{from: "2026-04-01", within: 2 working days}]}
    """

    procedure = loaded(tmp_path, local, national=national)

    assert [first for first, _ in procedure.editions] == [date.min, date(2026, 4, 1), date(2026, 4, 10)]
    assert [rules.duties["see"].within for _, rules in procedure.editions] == [
        Length(1, "working days"),
        Length(2, "working days"),
        Length(2, "working days"),
    ]
    assert [rules.duties["hear"].within for _, rules in procedure.editions] == [
        Length(24, "hours"),
        Length(24, "hours"),
        Length(2, "hours"),
    ]


def test_an_element_that_has_only_an_edition_begins_with_it(tmp_path: Path) -> None:
    local = """\
    duties:
      see: {title: See, cite: {at: q}, editions: [
        {from: "2026-04-10", owner: head, strength: must, arises: raised, within: 2 hours, done_by: closed}]}
    """

    procedure = loaded(tmp_path, local)

    assert ["see" in rules.duties for _, rules in procedure.editions] == [False, True]


NEWER = """\
duties:
  see: {title: See, owner: head, strength: must, arises: raised, within: 24 hours, done_by: closed, cite: {at: p},
        editions: [{from: "2026-04-10", within: 2 hours}]}
"""


def test_a_local_value_older_than_the_edition_it_hides_is_listed(tmp_path: Path) -> None:
    folder = local_pack(
        tmp_path, "duties:\n  see: {cite: {at: q}, because: so it says,\n    within: 1 working day}", national=NEWER
    )

    assert found_in(folder) == [
        "extra.yaml:3: within of see is older than the edition of 2026-04-10 in barset, which it hides;"
        ' look at that edition, then change within, or write seen: "2026-04-10"'
    ]


@pytest.mark.parametrize(
    "local",
    [
        'within: 1 working day, because: so it says, seen: "2026-04-10"',
        'within: 1 working day, because: so it says, editions: [{from: "2026-04-11", within: 3 hours}]',
        "promptly: at once",
    ],
)
def test_it_is_not_listed_once_seen_or_newer_or_about_something_else(local: str, tmp_path: Path) -> None:
    folder = local_pack(tmp_path, f"duties:\n  see: {{cite: {{at: q}}, {local}}}", national=NEWER)

    assert found_in(folder) == []


def test_seen_before_that_edition_is_not_enough(tmp_path: Path) -> None:
    folder = local_pack(
        tmp_path,
        'duties: {see: {within: 1 working day, because: so, seen: "2026-04-09", cite: {at: q}}}',
        national=NEWER,
    )

    assert len(found_in(folder)) == 1


def test_two_packs_that_extend_each_other_are_a_circle(tmp_path: Path) -> None:
    write_pack(tmp_path / "barset", head=HEAD + "extends: plumstead\n")
    folder = write_pack(tmp_path / "plumstead", head=LOCAL, sound="")

    assert found_in(folder) == [
        "pack.yaml:4: a circle: plumstead -> barset -> plumstead; let each pack extend one above it"
    ]


def test_a_parent_that_is_nowhere_is_said_at_its_line(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "plumstead", head=LOCAL, sound="")

    assert found_in(folder)[0].startswith("pack.yaml:4: there is no pack 'barset'; write the path of a folder")


def test_a_name_that_is_no_pack_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UnknownPack, match=r"there is no pack 'atlantis'; write .* one of: .*england"):
        load("atlantis")


# --- an organisation's own pack ---------------------------------------------------------------------------------------

DIOCESE = HEAD.replace("kind: national", "kind: organisation\nextends: barset")

LOOSER = {
    "a withdrawal": ("withdrawn: we do not", "an organisation's pack withdraws tell"),
    "a longer time": ("within: 2 days", "an organisation's pack changes within of tell"),
    "a weaker word": ("strength: may", "an organisation's pack changes strength of tell"),
    "a condition": ("when: crime", "an organisation's pack changes when of tell"),
    "another deed": ("done_by: closed", "an organisation's pack changes done_by of tell"),
    "an incomparable time": ("within: 1 working day", "an organisation's pack changes within of tell"),
}
TIGHTER = ["within: 12 hours", "strength: must", "target: 2 hours", "promptly: at once"]


@pytest.mark.parametrize("name", LOOSER)
def test_an_organisation_may_not_withdraw_or_loosen(name: str, tmp_path: Path) -> None:
    written, said = LOOSER[name]
    folder = local_pack(tmp_path, f"duties:\n  tell:\n    {written}\n    cite: {{at: q}}", head=DIOCESE)

    found = [each for each in found_in(folder) if "organisation" in each]

    assert [each.split(":")[1] for each in found] == ["3"]
    assert said in found[0]


@pytest.mark.parametrize("written", TIGHTER)
def test_an_organisation_may_tighten(written: str, tmp_path: Path) -> None:
    assert found_in(local_pack(tmp_path, f"duties: {{tell: {{{written}, cite: {{at: q}}}}}}", head=DIOCESE)) == []


def test_an_organisation_may_add_a_duty_of_its_own_and_lies_over_the_authority(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUTYBOOK_PROCEDURES", str(tmp_path))
    write_pack(tmp_path / "barset")
    write_pack(tmp_path / "plumstead", head=LOCAL, sound="")
    own = (
        "duties: {tell-bishop: {title: T, owner: head, strength: must, arises: raised, done_by: closed, cite: {at: q}}}"
    )
    write_pack(tmp_path / "diocese", own, head=DIOCESE, sound="")

    procedure = load("plumstead")

    assert list(procedure.organisations) == ["diocese"]
    assert procedure.organisations["diocese"].layers == ("barset", "plumstead", "diocese")
    assert "tell-bishop" in procedure.organisations["diocese"].editions[0][1].duties
    assert "tell-bishop" not in procedure.editions[0][1].duties


def test_a_pack_is_read_again_when_a_word_of_it_changes(tmp_path: Path) -> None:
    folder = local_pack(tmp_path, "duties: {tell: {within: 2 hours, cite: {at: q}}}")
    before = load(folder)

    write_pack(folder, "duties: {tell: {within: 3 hours, cite: {at: q}}}", head=LOCAL, sound="")
    after = load(folder)

    assert before.hash != after.hash
    assert after.editions[0][1].duties["tell"].within == Length(3, "hours")
    assert load(folder) is after


def test_a_wrong_calendar_is_said_at_the_pack(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "barset", head=HEAD.replace("england-and-wales", "mars"))

    with pytest.raises(PackErrors, match=r"pack\.yaml:4: there is no calendar \"mars\""):
        load(folder)


def test_a_row_that_two_editions_write_begins_with_the_first_of_them(tmp_path: Path) -> None:
    national = (
        TIER
        + """\
    editions:
      - from: "2026-04-10"
        first: {hurt: {when: child_hurt, points_to: tier_1, strength: may, after: crime, cite: {at: p}}}
      - {from: "2026-05-10", first: {hurt: {strength: will, cite: {at: p}}}}
"""
    )

    procedure = load(write_pack(tmp_path / "barset", national))

    rows = [rules.decisions["tier"].rows for _, rules in procedure.editions]
    assert [[row.id for row in each] for each in rows] == [["crime", "rest"], *[["crime", "hurt", "rest"]] * 2]
    assert [each[1].strength for each in rows] == ["will", "may", "will"]


@pytest.mark.parametrize(
    ("local", "said"),
    [
        (
            """\
            events:
              child_named:
                about: [allegation]
                cite: {at: q}
            """,
            "extra.yaml:3: injury is about a child, and child_named is about none (named at NATION/sound.yaml:10);"
            " write child under about: of child_named, or ask it elsewhere",
        ),
        (
            "events: {told: {about: [child], cite: {at: q}}}",
            "extra.yaml:1: told is not about an allegation, so it can never do a duty for one"
            " (named at NATION/sound.yaml:41); write allegation under about: of told,"
            " or leave allegation out of for:",
        ),
        (
            "events: {raised: {withdrawn: nobody raises}}",
            "extra.yaml:1: 'raised' is withdrawn (nobody raises) (named at NATION/sound.yaml:39);"
            " name something that stands, or do not withdraw it",
        ),
    ],
)
def test_what_a_local_pack_breaks_in_the_one_above_is_said_at_its_own_line(
    local: str, said: str, tmp_path: Path
) -> None:
    folder = local_pack(tmp_path, local)

    assert said.replace("NATION", str(tmp_path / "barset")) in found_in(folder)
