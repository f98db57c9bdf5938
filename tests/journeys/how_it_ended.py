"""How it ended: the outcome of each allegation, the DBS, the children, the lessons, and the case closed on 3 June 2026.

No paragraph gives a number for any of it: what is asserted is that none is made up, and that nothing is left open.
"""

from __future__ import annotations

from tests.journeys.over_easter import SECOND
from tests.journeys.telling import DILYS, NO, RUTH, YES, On, Step, Today
from tests.journeys.to_the_end import BOTH, CHILDREN, NEXT_REVIEW

THURSDAY = "28 5 2026"
FIRST = "Allegation or concern 1"
PROOF, OUTCOME = "By which standard is it judged?", "Which of the four outcomes fits the evidence?"

THE_OUTCOMES = (
    # Para 60: the case is followed to its conclusion, and neither allegation has one.
    Step(
        at=On(THURSDAY, "08:50"),
        who=DILYS,
        does="The case was closed",
        turned_back="The case is followed to its conclusion, whether or not the person has left or co-operates.",
    ),
    Step(
        at=On(THURSDAY, "09:00"),
        who=DILYS,
        does="The investigations of an allegation were concluded",
        answers={"Which allegation or concern is this about?": BOTH},
        duties={
            **{f"Evaluate all the information with great care ({each})": "To do: No date is given" for each in BOTH},
            **{f"Decide upon an outcome ({each})": "To do: Following the conclusion" for each in BOTH},
            **{
                f"Check that the appropriate actions have been taken ({each})": "To do: Following the conclusion"
                for each in BOTH
            },
            **{f"Give the child feedback ({each})": "To do: In all situations" for each in CHILDREN},
            **{
                f"Update the child's parents or carers ({each})": "To do: At the point an investigation is concluded"
                for each in CHILDREN
            },
        },
    ),
    Step(
        at=On(THURSDAY, "09:10"),
        who=DILYS,
        does=PROOF,
        about=FIRST,
        own_view="The balance of probabilities",
        why="There is no conviction and no caution.",
        answers={
            "Is there a criminal conviction or a caution for it?": NO,
            "When was this decided?": On(THURSDAY, "09:10"),
            "Is there sufficient evidence to prove the allegation?": YES,
            "Is there sufficient evidence to disprove the allegation?": NO,
            "Has a deliberate act to deceive been shown?": NO,
        },
        duties={f"Evaluate all the information with great care ({FIRST})": "Done: Done Thursday 28 May 2026 at 09:10"},
    ),
    Step(
        at=On(THURSDAY, "09:20"),
        who=DILYS,
        does=PROOF,
        about=SECOND,
        own_view="The balance of probabilities",
        why="There is no conviction and no caution.",
        answers={
            "Is there a criminal conviction or a caution for it?": NO,
            "When was this decided?": On(THURSDAY, "09:20"),
            "Is there sufficient evidence to prove the allegation?": NO,
            "Is there sufficient evidence to disprove the allegation?": NO,
            "Has a deliberate act to deceive been shown?": NO,
        },
        duties={f"Evaluate all the information with great care ({SECOND})": "Done: Done Thursday 28 May 2026 at 09:20"},
    ),
    # Para 56: substantiated, and dismissed for safeguarding misconduct: the employer must refer, and no day is given.
    # Para 59: lessons are looked for, since one is substantiated. Para 44: a summary is kept.
    Step(
        at=On(THURSDAY, "09:30"),
        who=DILYS,
        does=OUTCOME,
        about=FIRST,
        own_view="Substantiated: there is sufficient evidence to prove the allegation",
        why="Two children and a member of staff say the same.",
        answers={"When was this decided?": On(THURSDAY, "09:30")},
        duties={
            f"Bring it to an outcome as quickly as a thorough and fair process allows ({FIRST})": (
                "Done: Done Thursday 28 May 2026 at 09:30"
            ),
            f"Decide upon an outcome ({FIRST})": "Done: Done Thursday 28 May 2026 at 09:30",
            "Refer the person to the Disclosure and Barring Service": "To do: No date is given",
            "Review the circumstances with the senior manager for improvements": "To do: Upon the conclusion",
            "Keep a summary of the allegation that is clear and leaves nothing out": "To do: No date is given",
        },
    ),
    Step(
        at=On(THURSDAY, "09:40"),
        who=DILYS,
        does=OUTCOME,
        about=SECOND,
        own_view=(
            "Unsubstantiated: there is not enough evidence to prove or to disprove it; the word implies neither"
            " guilt nor innocence"
        ),
        why="Nobody else heard it, and nothing speaks against it.",
        answers={"When was this decided?": On(THURSDAY, "09:40")},
        duties={
            f"Bring it to an outcome as quickly as a thorough and fair process allows ({SECOND})": (
                "Done: Done Thursday 28 May 2026 at 09:40"
            ),
            f"Decide upon an outcome ({SECOND})": "Done: Done Thursday 28 May 2026 at 09:40",
        },
    ),
)

WHAT_FOLLOWS = (
    Step(
        at=On("29 5 2026", "09:00"),
        who=RUTH,
        does="Must this organisation refer the person?",
        own_view="There is a duty to refer",
        why="She was dismissed for it.",
        answers={"When was this decided?": On("29 5 2026", "09:00")},
    ),
    Step(
        at=On("1 6 2026", "09:00"),
        who=RUTH,
        does="The person was referred to the Disclosure and Barring Service",
        duties={"Refer the person to the Disclosure and Barring Service": "Done: Done Monday 1 June 2026 at 09:00"},
    ),
    Step(
        at=On("1 6 2026", "10:00"),
        who=RUTH,
        does="The child was given feedback",
        answers={"Which child is this about?": CHILDREN},
        duties={f"Give the child feedback ({each})": "Done: Done Monday 1 June 2026 at 10:00" for each in CHILDREN},
    ),
    Step(
        at=On("1 6 2026", "10:10"),
        who=RUTH,
        does="The child's parents or carers were updated",
        answers={"Which child is this about?": CHILDREN},
        duties={
            f"Update the child's parents or carers ({each})": "Done: Done Monday 1 June 2026 at 10:10"
            for each in CHILDREN
        },
    ),
    Step(
        at=On("2 6 2026", "10:00"),
        who=DILYS,
        does="The circumstances were reviewed for lessons",
        answers={"What could be improved in the organisation's procedures or practice?": "Two adults at lunch."},
        duties={
            "Review the circumstances with the senior manager for improvements": (
                "Done: Done Tuesday 2 June 2026 at 10:00"
            )
        },
    ),
    Step(
        at=On("2 6 2026", "11:00"),
        who=RUTH,
        does="The summary of the allegation was written",
        answers={
            "How was the allegation followed up?": "By the police, social care and the school.",
            "How was it resolved?": "With a dismissal.",
            "Which actions were taken?": "A suspension, a hearing, a referral.",
            "Which decisions were reached?": "One allegation substantiated, one not.",
        },
        duties={
            "Keep a summary of the allegation that is clear and leaves nothing out": (
                "Done: Done Tuesday 2 June 2026 at 11:00"
            )
        },
    ),
    Step(
        at=On("3 6 2026", "10:00"),
        who=DILYS,
        does="It was checked that what should follow has been done",
        answers={"Which allegation or concern is this about?": BOTH, "Is any action still to be done?": NO},
        # Para 42's reviews end with the case, or once nothing is left to be done for any allegation: by now nothing is.
        duties={
            **{
                f"Check that the appropriate actions have been taken ({each})": (
                    "Done: Done Wednesday 3 June 2026 at 10:00"
                )
                for each in BOTH
            },
            NEXT_REVIEW: "Not needed",
        },
        today={RUTH: Today(), DILYS: Today()},
    ),
    Step(
        at=On("3 6 2026", "11:00"),
        who=DILYS,
        does="The case was closed",
        answers={
            "How was the allegation followed up?": "By the police, social care and the school.",
            "How was it resolved?": "With a dismissal.",
            "Which actions were taken?": "A suspension, a hearing, a referral.",
            "Which decisions were reached?": "One allegation substantiated, one not.",
            "How was it investigated, and why was the outcome recorded?": "At a hearing. Several people said the same.",
        },
    ),
)
