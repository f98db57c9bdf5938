"""The constant words of the pack: titles, owners, citations, who set what, questions and choices.

They are written once into `wording.json` by running this file; no rule may be in them, and no pack is read at any other time.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("wording.json")
WORDING: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
DUTIES: dict[str, dict[str, Any]] = WORDING["duties"]
EVENTS: dict[str, str] = WORDING["events"]
FACTS: dict[str, dict[str, Any]] = WORDING["facts"]


def write() -> None:
    """Take the words afresh from the pack of the benchmarks' case."""
    from benchmarks.case import rules
    from dutybook.engine.instance import cite_json
    from dutybook.engine.procedure import Duty, Fact

    def duty(each: Duty) -> dict[str, Any]:
        return {
            "title": each.title,
            "owner": each.owner[-1].role,
            "strength": each.strength,
            "promptly": each.promptly,
            "reading_of": each.reading_of,
            "cite": cite_json(each.cite),
            "set_by": dict(each.set_by),
        }

    def fact(each: Fact) -> dict[str, Any]:
        return {"of": each.of, "ask": each.ask, "choices": {choice.id: choice.title for choice in each.choices}}

    found = rules()
    told = {
        "duties": {id: duty(each) for id, each in found.duties.items()},
        "events": {id: each.title for id, each in found.events.items()},
        "facts": {id: fact(each) for id, each in found.facts.items()},
    }
    FILE.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
