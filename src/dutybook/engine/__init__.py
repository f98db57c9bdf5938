"""What must be done, and why: pure functions from a case's entries and a procedure to duties, decisions and gates.

Nothing here may read a clock, a file, the network or a setting: every moment, entry and rule is an argument.
"""

from dutybook.engine.decisions import points_to
from dutybook.engine.due import due
from dutybook.engine.duties import duties_for
from dutybook.engine.gates import may, out_of_order
from dutybook.engine.keep import keep_until
from dutybook.engine.next_change import next_change

__all__ = ["due", "duties_for", "keep_until", "may", "next_change", "out_of_order", "points_to"]
