"""The constant words of the pack: titles, owners, citations, who set what, questions and choices.

`benchmarks.write_wording` writes them into `wording.json`. No rule may be in them, and no pack may be read here.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("wording.json")
WORDING: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
DUTIES: dict[str, dict[str, Any]] = WORDING["duties"]
EVENTS: dict[str, str] = WORDING["events"]
FACTS: dict[str, dict[str, Any]] = WORDING["facts"]
