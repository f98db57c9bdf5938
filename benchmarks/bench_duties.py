"""All duties of the benchmarks' case: the engine on the pack, against the same rules written by hand.

Nothing is timed before both give the same JSON at every date.
"""

from datetime import datetime

from benchmarks import by_hand
from benchmarks.by_hand.sentences import Json
from benchmarks.case import DATES, case, medians, procedure, verdict
from dutybook.engine import duties_for

GOAL = 2.0
ROUNDS = 200


def engine(at: datetime) -> list[Json]:
    """What the engine answers."""
    calendar = procedure().calendar
    found = duties_for(case().entries, procedure(), at=at, known_at=at)
    return [each.as_json(calendar) for each in found]


def hand(at: datetime) -> list[Json]:
    """What plain Python answers."""
    return by_hand.duties(case().entries, procedure().calendar, at=at, known_at=at)


def main() -> None:
    """Print how long each takes, and how many times longer the engine is at it."""
    for at in DATES:
        assert engine(at) == hand(at), f"the engine and plain Python differ at {at.isoformat()}"
    at = DATES[-1]
    engine_time, hand_time = medians(lambda: engine(at), lambda: hand(at), rounds=ROUNDS)

    ratio = engine_time / hand_time
    print(
        f"{len(case().entries)} entries, {len(engine(at))} instances, {len(procedure().at(at).duties)} duties; one core"
    )
    print(f"engine on the pack: {engine_time * 1000:.2f} ms a case, {1 / engine_time:.0f} cases a second")
    print(f"plain Python:       {hand_time * 1000:.2f} ms a case, {1 / hand_time:.0f} cases a second")
    print(f"the engine takes {ratio:.2f} times as long; {verdict(ratio <= GOAL, f'at most {GOAL} times')}")


if __name__ == "__main__":
    main()
