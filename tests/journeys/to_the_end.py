"""From the strategy meeting on 14 April 2026 to the closed case on 3 June: police, hearing, outcomes, and what follows.

Every date here is worked out by hand from the procedure, and how stands beside it. None may be copied from a page.
"""

from __future__ import annotations

from tests.journeys.over_easter import MEETING, POLICE_REVIEW, POLICE_REVIEWED_BY, SECOND
from tests.journeys.telling import ASHA, DILYS, GRACE, NO, RUTH, YES, On, Step, Today
from tests.journeys.until_the_threshold import REVIEW, REVIEWED_BY

POLICE = "Strand of work 2"
BOTH = ["Allegation or concern 1", SECOND]
CHILDREN = ["Child 1: Ada", "Child 2: Ben"]
NEXT_REVIEW = f"{REVIEW} #2"
NEXT_REVIEWED_BY = "To do: Due the end of Tuesday 30 June 2026"
UPDATE = "Update the worker on progress and likely timescales"

THE_INVESTIGATIONS = (
    # The day before the last: the seventh working day is Wednesday 15 April.
    Step(
        at=On("14 4 2026", "10:00"),
        who=ASHA,
        does="A strategy meeting was held",
        answers={
            "What kind of meeting is it?": "Strategy meeting",
            "What was planned and recommended?": "The police go on; the school waits.",
            "Is a further strategy meeting to be held?": NO,
        },
        duties={
            MEETING: "Done: Done Tuesday 14 April 2026 at 10:00",
            "Write the minutes with the parts about the child and about the adult apart": "To do: No date is given",
            # Para 32, once more for this meeting: both files have their reference already.
            "Put a reference to the LADO's record on the child's file (Child 1: Ada) #2": (
                "Done: Done Tuesday 7 April 2026 at 09:30"
            ),
            "Put a reference to the LADO's record on the child's file (Child 2: Ben) #2": (
                "Done: Done Wednesday 8 April 2026 at 11:55"
            ),
        },
        today={
            ASHA: Today(waiting={REVIEW: REVIEWED_BY}),
            RUTH: Today(waiting={REVIEW: REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: REVIEWED_BY}, waiting={f"{POLICE_REVIEW} ({POLICE})": POLICE_REVIEWED_BY}),
        },
    ),
    Step(
        at=On("16 4 2026", "10:00"),
        who=DILYS,
        as_role="Minute taker",
        for_whom="Joss Hale",
        does="The minutes were written",
        answers={"Are the parts about the child and about the adult clearly separate in the minutes?": YES},
        duties={
            "Write the minutes with the parts about the child and about the adult apart": (
                "Done: Done Thursday 16 April 2026 at 10:00"
            )
        },
    ),
    # The day before the one that she set; each review sets the next.
    Step(
        at=On("29 4 2026", "10:00"),
        who=DILYS,
        does="The designated officer reviewed the case",
        answers={
            "When will the designated officer review the case next?": On("30 6 2026"),
            "Is the case particularly complex?": NO,
        },
        duties={REVIEW: "Done: Done Wednesday 29 April 2026 at 10:00", NEXT_REVIEW: NEXT_REVIEWED_BY},
        today={
            ASHA: Today(waiting={REVIEW: NEXT_REVIEWED_BY}),
            RUTH: Today(waiting={REVIEW: NEXT_REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: NEXT_REVIEWED_BY}, waiting={f"{POLICE_REVIEW} ({POLICE})": POLICE_REVIEWED_BY}),
        },
    ),
    Step(
        at=On("29 4 2026", "10:10"),
        who=GRACE,
        does="The police gave the designated officer an update",
        answers={"Which strand of work is this about?": [POLICE]},
        duties={
            f"Give the LADO an update on the police investigation ({POLICE})": (
                "Done: Done Wednesday 29 April 2026 at 10:10"
            ),
            f"Give the LADO an update on the police investigation ({POLICE}) #2": "To do: Regular",
        },
        today={
            GRACE: Today(dated={f"{POLICE_REVIEW} ({POLICE})": POLICE_REVIEWED_BY}, waiting={REVIEW: NEXT_REVIEWED_BY})
        },
    ),
    # The day before the police's own.
    Step(
        at=On("30 4 2026", "15:00"),
        who=GRACE,
        does="The police reviewed the investigation",
        answers={
            "Which strand of work is this about?": [POLICE],
            "Was the Crown Prosecution Service consulted?": YES,
            "What was decided at the review?": "To close the investigation",
        },
        duties={f"{POLICE_REVIEW} ({POLICE})": "Done: Done Thursday 30 April 2026 at 15:00"},
        today={
            GRACE: Today(waiting={REVIEW: NEXT_REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: NEXT_REVIEWED_BY}),
        },
    ),
    Step(
        at=On("30 4 2026", "15:10"),
        who=GRACE,
        does="The police investigation and any trial came to an end",
        answers={
            "Which strand of work is this about?": [POLICE],
            "How did it end for the police?": "The investigation was closed without charge",
        },
        duties={
            f"Give the LADO an update on the police investigation ({POLICE}) #2": "Not needed",
            f"Tell the employer and the LADO how it ended ({POLICE})": "To do: As soon as",
            f"Share information, as appropriate, at the end of the investigation or prosecution ({POLICE})": (
                "To do: On completion"
            ),
        },
    ),
    # What the police conclude is theirs to read; that their strand has ended is for everybody.
    Step(
        at=On("30 4 2026", "15:12"),
        who=GRACE,
        does="A strand came to an end",
        answers={
            "Which strand of work is this about?": [POLICE],
            "Whose strand is it?": "A police force's",
            "With what result did the strand end?": "Closed without charge.",
        },
    ),
    Step(
        at=On("30 4 2026", "15:20"),
        who=GRACE,
        does="The police told the designated officer the outcome",
        answers={"Which strand of work is this about?": [POLICE]},
        duties={
            f"Record the police's decision ({POLICE})": "To do: Then",
            f"Discuss with the employer what else has to be done, if anything, and how ({POLICE})": "To do: Then",
        },
    ),
    Step(
        at=On("30 4 2026", "15:30"),
        who=GRACE,
        does="The police told the employer the outcome",
        answers={"Which strand of work is this about?": [POLICE]},
        duties={
            f"Tell the employer and the LADO how it ended ({POLICE})": "Done: Done Thursday 30 April 2026 at 15:30"
        },
    ),
    Step(
        at=On("30 4 2026", "15:40"),
        who=GRACE,
        does="The police shared what could be shared at the end",
        answers={"Which strand of work is this about?": [POLICE]},
        duties={
            f"Share information, as appropriate, at the end of the investigation or prosecution ({POLICE})": (
                "Done: Done Thursday 30 April 2026 at 15:40"
            )
        },
    ),
    Step(
        at=On("30 4 2026", "16:00"),
        who=DILYS,
        does="The designated officer recorded the police's decision",
        answers={
            "Which strand of work is this about?": [POLICE],
            "How did it end for the police?": "The investigation was closed without charge",
        },
        duties={f"Record the police's decision ({POLICE})": "Done: Done Thursday 30 April 2026 at 16:00"},
    ),
    Step(
        at=On("30 4 2026", "16:10"),
        who=DILYS,
        does="Further action after the police decision was discussed with the employer",
        answers={
            "Which strand of work is this about?": [POLICE],
            "Is any further action required?": YES,
            "How will it proceed?": "The school holds a hearing.",
        },
        duties={
            f"Discuss with the employer what else has to be done, if anything, and how ({POLICE})": (
                "Done: Done Thursday 30 April 2026 at 16:10"
            )
        },
    ),
)

HEARING = "Hold the disciplinary hearing"
# Para 41: 15 working days from the decision on Tuesday 5 May, and they stand still while social care looks into it.
# Its strand ends on Thursday 7 May at noon: Wednesday 6 May does not count, Thursday 7 May does, for at its end nothing
# holds the clock. So 7 and 8 May are two; 11 to 15 May make seven; 18 to 22 May make twelve; Monday 25 May is the
# Spring bank holiday; 26, 27 and Thursday 28 May are the thirteenth, fourteenth and fifteenth.
HEARD_BY = "To do: Due the end of Thursday 28 May 2026"

THE_EMPLOYER = (
    Step(
        at=On("5 5 2026", "09:30"),
        who=DILYS,
        does="The designated officer agreed an internal course of action with the employer",
        answers={"What kind of action is it?": "A disciplinary investigation"},
        duties={"Agree an internal course of action with the employer": "Done: Done Tuesday 5 May 2026 at 09:30"},
    ),
    Step(
        at=On("5 5 2026", "10:00"),
        who=RUTH,
        does="The employer decided what kind of action is needed",
        answers={
            "Does it require formal disciplinary action?": YES,
            "Is further investigation needed before a hearing?": NO,
        },
    ),
    Step(
        at=On("5 5 2026", "10:10"),
        who=RUTH,
        does="The employer decided that a disciplinary hearing is required",
        answers={"Is further investigation needed before a hearing?": NO},
        duties={HEARING: "On hold: No date is given"},
        today={RUTH: Today(waiting={REVIEW: NEXT_REVIEWED_BY})},
    ),
    Step(
        at=On("7 5 2026", "12:00"),
        who=ASHA,
        does="A strand came to an end",
        answers={
            "Which strand of work is this about?": ["Strand of work 1"],
            "With what result did the strand end?": "No further part for social care.",
        },
        duties={HEARING: HEARD_BY},
        today={
            RUTH: Today(dated={HEARING: HEARD_BY}, waiting={REVIEW: NEXT_REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: NEXT_REVIEWED_BY}, waiting={HEARING: HEARD_BY}),
        },
    ),
    Step(
        at=On("7 5 2026", "15:00"),
        who=RUTH,
        does="The worker was given an update",
        duties={UPDATE: "Done: Done Thursday 7 May 2026 at 15:00", f"{UPDATE} #2": "To do: Regularly"},
    ),
    Step(
        at=On("27 5 2026", "10:00"),
        who=RUTH,
        does="The disciplinary hearing was held",
        duties={HEARING: "Done: Done Wednesday 27 May 2026 at 10:00"},
        today={
            RUTH: Today(waiting={REVIEW: NEXT_REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: NEXT_REVIEWED_BY}),
        },
    ),
    Step(
        at=On("27 5 2026", "15:00"),
        who=RUTH,
        does="The person left a role",
        answers={
            "How did it end?": "The person was dismissed",
            "Was it for misconduct relating to the safeguarding of children?": YES,
            "Could the investigation still be fully completed?": YES,
        },
    ),
    Step(
        at=On("27 5 2026", "15:10"),
        who=RUTH,
        does="The suspension ended",
        duties={f"{UPDATE} #2": "Not needed"},
    ),
    Step(
        at=On("27 5 2026", "15:20"),
        who=RUTH,
        does="The organisation decided about the person's services",
        answers={"What did the organisation decide about the person's services?": "To stop using them"},
        duties={
            "Decide whether to go on using the person's services, to provide the person in future, or to de-register"
            " them": "Done: Done Wednesday 27 May 2026 at 15:20"
        },
    ),
)
