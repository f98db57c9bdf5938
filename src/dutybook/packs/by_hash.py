"""A procedure as a key: two of one content are the same one, so that what is made of a procedure is made once.

Nothing here may change a procedure or make anything of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dutybook.engine.procedure import Procedure


@dataclass(frozen=True, slots=True)
class ByHash:
    """Compared by what the procedure says, and by nothing else."""

    procedure: Procedure = field(compare=False, repr=False)
    hash: str = ""

    @classmethod
    def of(cls, procedure: Procedure) -> ByHash:
        return cls(procedure, procedure.hash)
