"""Accepting what lacks its anchor because the machine stopped in the moment after it was written.

Nothing may be anchored here that the keys of the service did not seal, or that was changed since.
"""

from __future__ import annotations

from functools import partial

from django.db import transaction

from dutybook.casework import access_log, access_verifying, anchors, permissions, verifying
from dutybook.casework.actions.access import Said, Unfit, ask_leave
from dutybook.casework.models import Case


@transaction.atomic
def anchor_again(case: Case, *, said: Said) -> int:
    """Somebody who holds the case has looked at its last entries and lines, and says why they stand; how many.

    That they did, and why, is a line of the access log: whoever put something there with stolen keys is vouched for by
    a name. Raises `NotAllowed`, or `Unfit` where nothing lacks its anchor alone.
    """
    ask_leave(permissions.may_say_who_sees(said.by, case, now=said.now), said)
    entries, lines = verifying.without_anchor(case), access_verifying.without_anchor(case)
    if not entries and not lines:
        raise Unfit(
            "case", "Nothing of this case lacks its anchor alone; what else is wrong with it cannot be accepted"
        )
    access_log.note(case, access_log.ANCHORED_AGAIN, by=said.by, now=said.now, reason=said.reason)
    for entry in entries:
        transaction.on_commit(partial(anchors.anchor, entry))
    for line in lines:
        transaction.on_commit(partial(access_log.anchor, line))
    return len(entries) + len(lines)
