"""The second allegation: raised on the Tuesday after Easter, told an hour late on Wednesday 8 April 2026.

Every date here is worked out by hand from the procedure, and how stands beside it. None may be copied from a page.
"""

from __future__ import annotations

from tests.journeys.over_easter import (
    MEETING,
    MET_BY,
    POLICE_REVIEW,
    POLICE_REVIEWED_BY,
    SECOND,
    TALKED_AGAIN,
    TOLD_AGAIN,
)
from tests.journeys.telling import DILYS, NO, RUTH, YES, On, Step, Today
from tests.journeys.until_the_threshold import REVIEW, REVIEWED_BY, RISK_OF_HARM, SIGNIFICANT_HARM

WEDNESDAY = "8 4 2026"
GIVE_DETAILS = (
    f"Give the adult's name, address and date of birth, and the child's when the child is identified ({SECOND})"
)

STEPS = (
    # An hour after the 24 hours, and well within the working day: one line, and its two clocks part.
    Step(
        at=On(WEDNESDAY, "11:00"),
        who=RUTH,
        does="The designated officer was told",
        answers={"Which allegation or concern is this about?": [SECOND]},
        duties={
            TOLD_AGAIN: "Done late: Done Wednesday 8 April 2026 at 11:00; 1 hour late;"
            " Done: Done Wednesday 8 April 2026 at 11:00",
            TALKED_AGAIN: "Overdue: Was due Wednesday 8 April 2026 at 10:00; 1 hour late",
            GIVE_DETAILS: "To do: At the point of referring",
        },
        today={
            RUTH: Today(
                waiting={
                    TALKED_AGAIN: "Overdue: Was due Wednesday 8 April 2026 at 10:00; 1 hour late",
                    REVIEW: REVIEWED_BY,
                    MEETING: MET_BY,
                }
            ),
            DILYS: Today(
                dated={
                    TALKED_AGAIN: "Overdue: Was due Wednesday 8 April 2026 at 10:00; 1 hour late",
                    REVIEW: REVIEWED_BY,
                },
                waiting={MEETING: MET_BY, f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY},
            ),
        },
    ),
    Step(
        at=On(WEDNESDAY, "11:00"),
        who=RUTH,
        does="The circumstances and any history were gathered",
        answers={
            "Which allegation or concern is this about?": [SECOND],
            "What are the circumstances?": "In class, twice in March.",
        },
        duties={
            f"Find out enough about the circumstances and any history ({SECOND})": (
                "Done: Done Wednesday 8 April 2026 at 11:00"
            )
        },
    ),
    Step(
        at=On(WEDNESDAY, "11:00"),
        who=RUTH,
        does="The details of the adult and the child were given",
        answers={
            "Which allegation or concern is this about?": [SECOND],
            "Do we know which child or children it concerns?": YES,
        },
        duties={GIVE_DETAILS: "Done: Done Wednesday 8 April 2026 at 11:00"},
    ),
    Step(
        at=On(WEDNESDAY, "11:30"),
        who=DILYS,
        does="The initial discussion was held",
        answers={
            "Which allegation or concern is this about?": [SECOND],
            "Has the person behaved in a way that has harmed a child, or may have harmed a child?": YES,
            "Has the person possibly committed a criminal offence against a child, or related to a child?": NO,
            RISK_OF_HARM: NO,
            "Could what happened be a criminal offence of any kind, against anybody?": NO,
            SIGNIFICANT_HARM: NO,
            "Does it warrant an investigation by the police?": NO,
            "Is it grave enough that the person could be dismissed for it?": YES,
            "Should the employer consider enquiries, an investigation or disciplinary action of its own?": YES,
        },
        # Para 34 asks that suspension be considered in any case; yesterday's decision counts for this allegation too.
        duties={
            TALKED_AGAIN: "Done late: Done Wednesday 8 April 2026 at 11:30; 1 hour and 30 minutes late",
            f"Record whether a criterion is potentially met ({SECOND})": "To do: No date is given",
            "Consider carefully whether to suspend or to make other arrangements #2": (
                "Done: Done Tuesday 7 April 2026 at 11:00"
            ),
        },
        today={
            RUTH: Today(waiting={REVIEW: REVIEWED_BY, MEETING: MET_BY}),
            DILYS: Today(
                dated={REVIEW: REVIEWED_BY},
                waiting={MEETING: MET_BY, f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY},
            ),
        },
    ),
    Step(
        at=On(WEDNESDAY, "11:40"),
        who=DILYS,
        does="Does the initial discussion conclude that one or more of the criteria of para 3 are potentially met?",
        about=SECOND,
        own_view="One or more criteria are potentially met",
        why="A child may have been harmed.",
        answers={
            "When was this decided?": On(WEDNESDAY, "11:40"),
            "When will the designated officer review the case next?": On("30 4 2026"),
        },
        duties={
            f"Record whether a criterion is potentially met ({SECOND})": "Done: Done Wednesday 8 April 2026 at 11:40",
            f"Agree who looks into it ({SECOND})": "To do: No date is given",
            f"Advise on what else needs careful judgement ({SECOND})": (
                "To do: In planning and deciding upon the specific actions"
            ),
            f"Bring it to an outcome as quickly as a thorough and fair process allows ({SECOND})": (
                "To do: As quickly as possible"
            ),
            "Look for other commissioners of the person's services and other children at risk #2": (
                "Done: Done Thursday 2 April 2026 at 17:25"
            ),
        },
    ),
    Step(
        at=On(WEDNESDAY, "11:45"),
        who=DILYS,
        does="Which of the police, children's social care and the employer look into it?",
        about=SECOND,
        own_view=["The employer: enquiries, an investigation or disciplinary action"],
        why="It is for the employer, once the police have finished.",
        answers={"When was this decided?": On(WEDNESDAY, "11:45")},
        duties={f"Agree who looks into it ({SECOND})": "Done: Done Wednesday 8 April 2026 at 11:45"},
    ),
    Step(
        at=On(WEDNESDAY, "11:50"),
        who=DILYS,
        does="The designated officer advised on what else to consider",
        answers={
            "Which allegation or concern is this about?": [SECOND],
            "What was advised about suspension?": "To leave it as it is.",
            "Is any of these still open?": NO,
        },
        duties={
            f"Advise on what else needs careful judgement ({SECOND})": "Done: Done Wednesday 8 April 2026 at 11:50"
        },
    ),
    Step(
        at=On(WEDNESDAY, "11:55"),
        who=DILYS,
        as_role="Social worker",
        for_whom="Lena Brandt",
        does="The child's file was given a reference to the designated officer's record",
        answers={"Which child is this about?": ["Child 2: Ben"]},
        duties={
            "Put a reference to the LADO's record on the child's file (Child 2: Ben)": (
                "Done: Done Wednesday 8 April 2026 at 11:55"
            )
        },
    ),
)
