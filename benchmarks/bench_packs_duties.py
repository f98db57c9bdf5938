"""The duties of one case under every authority's pack, against the pack that the case was written for, in one run.

The case is the benchmarks' own. What another pack does not declare is left out of it, as the service leaves it out.
"""

from datetime import datetime

from benchmarks.case import DATES, FILE, case, medians, procedure, verdict
from dutybook import packs
from dutybook.engine import duties_for
from dutybook.engine.instance import Instance
from dutybook.packs.pack import read_pack
from dutybook.packs.paths import pack_folders

GOAL = 3.0
ROUNDS = 40


def duties(read: packs.Case, at: datetime) -> list[Instance]:
    """Every duty, with all its sentences: what a page would need of it."""
    found = duties_for(read.entries, read.procedure, at=at, known_at=at)
    for each in found:
        each.as_json(read.procedure.calendar)
    return found


def main() -> None:
    """Print how long each takes, how many times longer than the first, and which is the worst."""
    at = DATES[-1]
    heads = [read_pack(folder).header for folder in pack_folders()]
    own = procedure().name
    names = [own, *(each.name for each in heads if each.kind == "authority" and each.name != own)]
    read = {name: case() if name == own else packs.read_case(FILE, packs.load(name)) for name in names}
    times = medians(*(lambda each=each: duties(each, at) for each in read.values()), rounds=ROUNDS)  # type: ignore[misc]

    ratios = {name: time / times[0] for name, time in zip(names, times, strict=True)}
    for (name, each), time in zip(read.items(), times, strict=True):
        count = f"{len(each.entries)} entries, {len(duties(each, at))} instances"
        print(f"{name:<16} {count:<28} {time * 1000:6.2f} ms a case; {ratios[name]:.2f} times {own}'s")
    worst = max(ratios, key=lambda name: ratios[name])
    print(f"the worst is {worst}; {verdict(ratios[worst] <= GOAL, f'at most {GOAL} times {own}')}")


if __name__ == "__main__":
    main()
