"""What an instance carries beside its verdict: title, paragraph, who set each field, and each missing thing once."""

from __future__ import annotations

from typing import Any

from dutybook.engine import duties_for, words
from dutybook.engine.instance import Instance
from tests.spec.cases import CALENDAR, NOW, entries_of, moment, procedure_for

CASE: dict[str, Any] = {
    "layers": [
        {
            "things": {"child": {}},
            "events": {"concern_raised": {"about": ["child"]}, "police_told": {"about": ["child"]}},
            "facts": {"injury": {"of": "child"}, "in_care": {"of": "child"}},
            "duties": {
                "tell-police": {
                    "title": "Tell the police",
                    "cite": {"at": "para 20", "rules": ["S-20-1"]},
                    "for": "child",
                    "owner": [{"when": "injury", "role": "head"}, {"role": "social_worker"}],
                    "strength": "must",
                    "arises": "concern_raised",
                    "when": "injury and (injury or in_care)",
                    "done_by": "police_told",
                },
                "watch": {"for": "child", "owner": "head", "arises": {"becomes": "injury"}, "done_by": "police_told"},
            },
        },
        {
            "duties": {
                "tell-police": {"within": "24 hours"},
                "watch": {"title": "Watch", "cite": {"ours": "an example"}},
            }
        },
    ],
    "entries": [{"type": "concern_raised", "at": "2026-03-02T10:00", "data": {"child": "c1"}}],
}


def found_in_the_case() -> list[Instance]:
    procedure = procedure_for(CASE)
    return duties_for(entries_of(CASE, procedure), procedure, at=moment("2026-03-02T12:00"), known_at=NOW)


def test_an_instance_says_its_title_its_paragraph_and_which_layer_set_what() -> None:
    told, watched = found_in_the_case()

    assert (told.title, told.cite.at, told.cite.rules) == ("Tell the police", "para 20", ("S-20-1",))
    assert (told.set_by["within"], told.set_by["owner"]) == ("layer-2", "layer-1")
    assert (watched.title, watched.cite.ours, watched.set_by["arises"]) == ("Watch", "an example", "layer-1")


def test_each_missing_thing_is_named_once_in_the_order_it_was_met() -> None:
    told, watched = found_in_the_case()

    assert [(each.fact, dict(each.about)) for each in told.missing] == [
        ("injury", {"child": "c1"}),
        ("in_care", {"child": "c1"}),
    ]
    assert [each.fact for each in watched.missing] == ["injury"]


def test_an_instance_is_written_with_local_times_and_stable_keys() -> None:
    told, watched = (each.as_json(CALENDAR) for each in found_in_the_case())

    assert (told["status"], told["due_at"], told["arose_at"]) == (
        "cannot tell",
        "2026-03-03T10:00:00+00:00",
        "2026-03-02T10:00:00+00:00",
    )
    assert told["missing"][0] == {"fact": "injury", "about": {"child": "c1"}, "state": "not_asked"}
    assert told["cite"] == {"source": "", "at": "para 20", "rules": ["S-20-1"]}
    assert (watched["arose_at"], watched["due_at"], watched["cite"]["ours"]) == (None, None, "an example")
    assert list(told) == list(watched)


def cut_off_on_a_friday(happened: str, within: str) -> Instance:
    duty = {
        "owner": "officer",
        "arises": "told",
        "within": within,
        "cut_off": {"after": "16:00", "days": ["fri"]},
        "done_by": "answered",
    }
    case = {
        "layers": [{"events": {"told": {}, "answered": {}}, "duties": {"answer": duty}}],
        "entries": [{"type": "told", "at": happened}],
    }
    procedure = procedure_for(case)
    (found,) = duties_for(entries_of(case, procedure), procedure, at=moment("2026-03-07T12:00"), known_at=NOW)
    return found


def test_a_start_moved_by_the_time_of_day_is_told_and_the_date_is_reached_from_there() -> None:
    found = cut_off_on_a_friday("2026-03-06T16:30", "24 hours")

    assert list(found.because)[1:] == [
        "That was later than 16:00 that day, so the clock starts on Monday 9 March 2026 at 00:00.",
        "24 hours from Monday 9 March 2026 at 00:00: Tuesday 10 March 2026 at 00:00.",
    ]


def test_a_day_without_a_time_may_have_been_too_late() -> None:
    found = cut_off_on_a_friday("2026-03-06", "1 working day")

    assert "That may have been later than 16:00 that day; if so, the clock starts on Monday 9 March 2026 at 00:00." in (
        found.because
    )


def test_a_start_that_came_in_time_is_not_told_again() -> None:
    found = cut_off_on_a_friday("2026-03-06T16:00", "24 hours")

    assert list(found.because)[1:] == ["24 hours from Friday 6 March 2026 at 16:00: Saturday 7 March 2026 at 16:00."]


def test_a_limit_that_hangs_on_what_nobody_has_said_gives_no_date_says_so_and_asks() -> None:
    limit = {"first": [{"when": "hurt", "is": "same day"}, {"is": "1 working day"}]}
    duty = {"owner": "officer", "arises": "told", "within": limit, "done_by": "answered"}
    case = {
        "layers": [{"events": {"told": {}, "answered": {}}, "facts": {"hurt": {}}, "duties": {"answer": duty}}],
        "entries": [{"type": "told", "at": "2026-03-02T10:00"}, {"type": "answered", "at": "2026-03-20T10:00"}],
    }
    procedure = procedure_for(case)

    for at, status in (("2026-03-19T12:00", "open"), ("2026-03-21T12:00", "met")):
        (found,) = duties_for(entries_of(case, procedure), procedure, at=moment(at), known_at=NOW)

        assert (found.status, found.timing, found.due_at) == (status, "no limit", None)
        assert [each.fact for each in found.missing] == ["hurt"]
        assert "No date can be given yet: the limit hangs on what is not known." in found.because


def lengthened(strength: str, because: str = "the office is shut at the weekend") -> Instance:
    """A limit of 24 hours with a cut-off, that a more local layer makes two working days."""
    above = {
        "owner": "officer",
        "strength": strength,
        "arises": "told",
        "within": "24 hours",
        "cut_off": {"after": "16:00", "days": ["fri"]},
        "done_by": "answered",
    }
    case = {
        "layers": [
            {"events": {"told": {}, "answered": {}}, "duties": {"answer": above}},
            {"duties": {"answer": {"within": "2 working days", "because": because}}},
        ],
        "entries": [{"type": "told", "at": "2026-03-06T16:30"}],
    }
    procedure = procedure_for(case)
    (found,) = duties_for(entries_of(case, procedure), procedure, at=moment("2026-03-07T12:00"), known_at=NOW)
    return found


def test_beside_a_longer_limit_stands_the_one_above_with_its_own_date_and_why_it_is_longer() -> None:
    assert lengthened("must").as_json(CALENDAR)["longer_than"] == {
        "within": "within 24 hours of “told”",
        "set_by": "layer-1",
        "due_at": "2026-03-10T00:00:00+00:00",
        "because": "the office is shut at the weekend",
    }


def test_the_longer_limit_is_said_with_the_date_of_the_one_above() -> None:
    over = lengthened("must").longer_than

    assert over is not None
    assert "of “told” (Tuesday 10 March 2026 at 00:00); longer here because" in words.longer_than(over, CALENDAR)


def test_what_is_only_prompted_has_no_date_of_the_limit_above() -> None:
    over = lengthened("prompt").longer_than

    assert over is not None
    assert over.due_at is None
    assert words.longer_than(over, CALENDAR) == (
        "Layer-1: within 24 hours of “told”; longer here because the office is shut at the weekend"
    )


def test_a_duty_that_nobody_lengthened_has_no_limit_above_it() -> None:
    assert cut_off_on_a_friday("2026-03-06T16:30", "24 hours").longer_than is None
