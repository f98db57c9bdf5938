"""Takes the constant words of the pack afresh into `by_hand/wording.json`: `python -m benchmarks.write_wording`.

Only titles, owners, citations, questions and choices may be taken; what the rules say is written by hand.
"""

import json
from pathlib import Path
from typing import Any

from benchmarks.case import rules
from dutybook.engine.instance import cite_json
from dutybook.engine.procedure import Duty, Fact

FILE = Path(__file__).parent / "by_hand" / "wording.json"


def main() -> None:
    """Write the file."""
    found = rules()
    wording = {
        "duties": {id: duty(each) for id, each in found.duties.items()},
        "events": {id: each.title for id, each in found.events.items()},
        "facts": {id: fact(each) for id, each in found.facts.items()},
    }
    FILE.write_text(json.dumps(wording, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def duty(each: Duty) -> dict[str, Any]:
    """`owner` is the last role of its rows: the only one, where the role depends on nothing."""
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


if __name__ == "__main__":
    main()
