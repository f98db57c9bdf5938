"""A list that is worked out when somebody first looks into it: it is told from the tuple it becomes by nothing."""

from __future__ import annotations

import pickle

from dutybook.engine.when_asked import WhenAsked


def test_it_is_worked_out_once_and_only_when_somebody_looks() -> None:
    asked: list[str] = []

    def work() -> list[str]:
        asked.append("worked out")
        return ["a", "b"]

    found = WhenAsked(work)
    assert asked == []

    assert (list(found), len(found), found[0], found[1:]) == (["a", "b"], 2, "a", ("b",))
    assert asked == ["worked out"]


def test_it_equals_what_it_becomes_and_nothing_else() -> None:
    found = WhenAsked(lambda: ["a"])

    assert found == ("a",)
    assert found == WhenAsked(lambda: ("a",))
    assert found != ("b",)
    assert found != WhenAsked(lambda: ["b"])
    assert found != ["a"]


def test_it_is_written_hashed_and_sent_as_the_tuple_it_becomes() -> None:
    found = WhenAsked(lambda: ["a"])

    assert repr(found) == "('a',)"
    assert hash(found) == hash(("a",))
    assert pickle.loads(pickle.dumps(found)) == ("a",)  # noqa: S301 - what this very test has written
