"""Two small packs that use every chapter between them, for tests of pages, pictures, comparison and coverage."""

from pathlib import Path

from dutybook.engine.procedure import Procedure
from dutybook.packs import load

FOLDER = Path(__file__).parent / "small"
RULES = FOLDER / "rules.csv"
ALBION = "albion"
BARSETSHIRE = "barsetshire"


def load_small(name: str) -> Procedure:
    """One of the small packs; its parent lies beside it."""
    return load(FOLDER / name)
