"""Loading and checking the packs of the benchmarks' case, beside what this computer needs only to parse the same files.

The worked examples are left out: they are tests. Every round is a process of its own, which has read nothing yet.
"""

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from time import process_time
from typing import Any

import yaml

from benchmarks.case import procedure, verdict
from dutybook import packs
from dutybook.packs.checks.meaning import slowly
from dutybook.packs.layers import stack_of
from dutybook.packs.loading import assemble
from dutybook.packs.paths import find

GOAL = 1.0
ROUNDS = 5


def main() -> None:
    """Print the time, and how many times longer it is than parsing alone."""
    name, texts = procedure().name, texts_of(procedure().layers)
    written = [json.dumps(yaml.load(text, Loader=yaml.CSafeLoader), default=str) for text in texts]
    checked = median(apart(load_and_check, name) for _ in range(ROUNDS))
    as_yaml = median(apart(parse_yaml, texts) for _ in range(ROUNDS))
    as_json = median(apart(parse_json, written) for _ in range(ROUNDS))

    size = sum(map(len, texts)) / 1024
    print(
        f"{' and '.join(procedure().layers)}: {len(texts)} files, {size:.0f} KiB, loaded and checked in {checked:.2f} s"
    )
    print(f"only parsing the same YAML (C loader): {as_yaml:.3f} s; {checked / as_yaml:.1f} times as long")
    print(f"only parsing the same data as JSON: {as_json:.4f} s; {checked / as_json:.0f} times as long")
    print(verdict(checked <= GOAL, f"at most {GOAL} s"))


def apart(work: Callable[[Any], None], given: Any) -> float:
    """The processor time of the work in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(timed, work, given).result()


def timed(work: Callable[[Any], None], given: Any) -> float:
    start = process_time()
    work(given)
    return process_time() - start


def load_and_check(name: str) -> None:
    """What `dutybook procedures check` does, but for the examples."""
    assembled = assemble(stack_of(find(name)))
    problems = [*assembled.problems, *slowly(assembled.stack, assembled.pages)]
    assert not [each for each in problems if not each.note], "\n".join(map(str, problems))
    packs.load(name)


def parse_yaml(texts: list[str]) -> None:
    for text in texts:
        yaml.load(text, Loader=yaml.CSafeLoader)


def parse_json(written: list[str]) -> None:
    for text in written:
        json.loads(text)


def texts_of(layers: tuple[str, ...]) -> list[str]:
    """Every file of the packs."""
    return [path.read_text(encoding="utf-8") for layer in layers for path in sorted(find(layer).glob("*.yaml"))]


if __name__ == "__main__":
    main()
