"""All packs loaded, resolved and checked by a process that has read nothing yet, beside what parsing alone takes.

The worked examples are left out: they are tests. Every round is a process of its own.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from time import process_time
from typing import Any

import yaml

from benchmarks.case import verdict

GOAL = 2.0
ROUNDS = 5


def main() -> None:
    """Print the time of all packs, of the longest, and how many times longer it is than parsing alone."""
    from dutybook.packs.paths import names

    texts = texts_of(names())
    written = [json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str) for text in texts]
    rounds = [apart(all_packs, names()) for _ in range(ROUNDS)]
    checked, begun = (median(each[place] for each in rounds) for place in (0, 1))
    as_yaml = median(apart(parse_yaml, texts)[0] for _ in range(ROUNDS))
    as_json = median(apart(parse_json, written)[0] for _ in range(ROUNDS))

    size = sum(map(len, texts)) / 1024
    print(f"{len(names())} packs, {len(texts)} files, {size:.0f} KiB: loaded, resolved and checked in {checked:.2f} s")
    print(f"of which {begun:.2f} s to import the loader")
    print(f"only parsing the same YAML (C loader): {as_yaml:.3f} s; {checked / as_yaml:.1f} times as long")
    print(f"only parsing the same data as JSON: {as_json:.4f} s; {checked / as_json:.0f} times as long")
    print(verdict(checked <= GOAL, f"at most {GOAL} s"))


def apart(work: Callable[[Any], float], given: Any) -> tuple[float, float]:
    """The processor time of the work in a new process, and the part of it that the work says was spent to begin."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(timed, work, given).result()


def timed(work: Callable[[Any], float], given: Any) -> tuple[float, float]:
    start = process_time()
    begun = work(given)
    return process_time() - start, begun


def all_packs(names: list[str]) -> float:
    """What `dutybook procedures check` does, but for the examples; and each pack is loaded. Says how long it began."""
    assert "dutybook.packs.loading" not in sys.modules
    start = process_time()
    from dutybook.packs.checks.meaning import slowly
    from dutybook.packs.layers import stack_of
    from dutybook.packs.loading import assemble, load
    from dutybook.packs.paths import find

    begun = process_time() - start
    for name in names:
        assembled = assemble(stack_of(find(name)))
        problems = [*assembled.problems, *slowly(assembled.stack, assembled.pages)]
        assert not [each for each in problems if not each.note], "\n".join(map(str, problems))
        load(name)
    return begun


def parse_yaml(texts: list[str]) -> float:
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)
    return 0.0


def parse_json(written: list[str]) -> float:
    for text in written:
        json.loads(text)
    return 0.0


def texts_of(packs: list[str]) -> list[str]:
    """Every file of the packs."""
    from dutybook.packs.paths import find

    return [path.read_text(encoding="utf-8") for pack in packs for path in sorted(find(pack).glob("*.yaml"))]


if __name__ == "__main__":
    main()
