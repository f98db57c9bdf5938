"""The same question gives the same bytes, whatever order a process keeps its sets in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def test_two_processes_answer_the_same_case_to_the_letter() -> None:
    def answered(seed: str) -> bytes:
        case = Path(__file__).parents[2] / "benchmarks" / "case.yaml"
        command = [sys.executable, "-m", "dutybook.cli.main", "duties", str(case), "--at", "2026-05-05T09:00",
                   "--known-at", "2026-05-05T09:00", "--json"]  # fmt: skip
        return subprocess.run(
            command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout

    assert answered("1") == answered("2")
