"""Over Easter: from social care's receipt on Thursday 2 April 2026 to the suspension on Tuesday 7 April.

Every date here is worked out by hand from the procedure, and how stands beside it. None may be copied from a page.
"""

from __future__ import annotations

from tests.journeys.telling import ASHA, DILYS, GRACE, NO, RUTH, YES, On, Step, Today
from tests.journeys.until_the_threshold import REVIEW, REVIEWED_BY, THURSDAY

FRIDAY, TUESDAY = "3 4 2026", "7 4 2026"
EARLY = On(TUESDAY, "08:50")

TALK, MEETING = "Hold the strategy discussion", "Hold the strategy meeting"
# Para 27: 24 hours from the receipt at 18:00 on Thursday 2 April are 18:00 on Good Friday: hours do not wait for it.
TALKED_BY = "To do: Due Friday 3 April 2026 at 18:00"
# Para 27: seven working days after Thursday 2 April. Good Friday and Easter Monday are none, so they are 7, 8, 9, 10,
# 13, 14 and Wednesday 15 April.
MET_BY = "To do: Due the end of Wednesday 15 April 2026"

SECOND = "Allegation or concern 2"
TOLD_AGAIN = f"Tell the duty LADO within 24 hours ({SECOND})"
TALKED_AGAIN = f"Hold the initial discussion ({SECOND})"
# 24 hours from 10:00 on Tuesday 7 April; one working day after it is Wednesday 8 April, to its end.
TOLD_AGAIN_BY = "To do: Due Wednesday 8 April 2026 at 10:00; To do: Due the end of Wednesday 8 April 2026"
TALKED_AGAIN_BY = "To do: Due Wednesday 8 April 2026 at 10:00"

POLICE_REVIEW = "Review the investigation and consult the Crown Prosecution Service: charge, continue or close"
# Para 43 gives no number: the day is the police's own.
POLICE_REVIEWED_BY = "To do: Due the end of Friday 1 May 2026"

STEPS = (
    Step(
        at=On(THURSDAY, "18:00"),
        who=ASHA,
        does="Children's social care received the referral",
        duties={
            "Start an inter-agency investigation and assessment": "To do: No date is given",
            TALK: TALKED_BY,
        },
        today={
            ASHA: Today(dated={TALK: TALKED_BY}, waiting={REVIEW: REVIEWED_BY}),
            DILYS: Today(dated={REVIEW: REVIEWED_BY}, waiting={TALK: TALKED_BY}),
        },
    ),
    # Asha held it on Good Friday, and types it in on Tuesday morning: two clocks for every question asked in between.
    Step(
        at=On(FRIDAY, "11:00"),
        now=EARLY,
        who=ASHA,
        does="The strategy discussion was held",
        answers={
            "What form did the strategy discussion take?": "A discussion",
            "What was planned and recommended?": "A joint visit, and a meeting in the week after Easter.",
            "Is a further strategy meeting to be held?": YES,
        },
        duties={
            TALK: "Done: Done Friday 3 April 2026 at 11:00",
            MEETING: MET_BY,
            "Put a reference to the LADO's record on the child's file (Child 1: Ada)": "To do: No date is given",
        },
        today={
            ASHA: Today(waiting={REVIEW: REVIEWED_BY, MEETING: MET_BY}),
            DILYS: Today(dated={REVIEW: REVIEWED_BY}, waiting={MEETING: MET_BY}),
        },
    ),
    Step(
        at=On(FRIDAY, "11:30"),
        now=EARLY,
        who=ASHA,
        does="It was decided that social care makes enquiries",
        answers={"Whose strand is it?": "A social care authority's"},
        duties={
            "Ask consent to share what social care obtains with the employer (Strand of work 1)": (
                "To do: At the outset"
            )
        },
    ),
    Step(
        at=On(FRIDAY, "11:40"),
        now=EARLY,
        who=ASHA,
        does="An inter-agency investigation and assessment was started",
        answers={"Is the person of concern a parent or carer of the child?": NO},
        duties={"Start an inter-agency investigation and assessment": "Done: Done Friday 3 April 2026 at 11:40"},
    ),
    Step(
        at=On(TUESDAY, "08:55"),
        who=DILYS,
        does="Let somebody in",
        whom=GRACE,
        answers={
            "Why do they need to see this case?": "She is the officer in the case.",
            "Until when?": On("31 7 2026"),
        },
    ),
    Step(
        at=On(TUESDAY, "09:00"),
        who=GRACE,
        does="It was decided that the police investigate",
        answers={
            "Which strand of work is this about?": ["Another one, not named before"],
            "Whose strand is it?": "A police force's",
        },
        several="Strand of work",
        duties={
            "Ask consent to share statements and evidence with the employer (Strand of work 2)": "To do: At the outset",
            "Set a target date for reviewing the investigation (Strand of work 2)": "To do: No date is given",
            "Give the LADO an update on the police investigation (Strand of work 2)": "To do: Regular",
        },
        today={GRACE: Today(waiting={REVIEW: REVIEWED_BY, MEETING: MET_BY})},
    ),
    Step(
        at=On(TUESDAY, "09:10"),
        who=GRACE,
        does="The police set a target date for reviewing the investigation",
        answers={"By what day will the police review the investigation?": On("1 5 2026")},
        duties={
            "Set a target date for reviewing the investigation (Strand of work 2)": (
                "Done: Done Tuesday 7 April 2026 at 09:10"
            ),
            f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY,
        },
        today={
            GRACE: Today(
                dated={f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY},
                waiting={REVIEW: REVIEWED_BY, MEETING: MET_BY},
            ),
            DILYS: Today(
                dated={REVIEW: REVIEWED_BY},
                waiting={MEETING: MET_BY, f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY},
            ),
        },
    ),
    Step(
        at=On(TUESDAY, "09:20"),
        who=GRACE,
        does="Consent was asked to share statements and evidence with the employer",
        answers={
            "Which strand of work is this about?": ["Strand of work 2"],
            "Did the person consent to their statement and evidence being shared?": YES,
            "For what may it be used?": "For the employer's own procedure.",
        },
        duties={
            "Ask consent to share statements and evidence with the employer (Strand of work 2)": (
                "Done: Done Tuesday 7 April 2026 at 09:20"
            )
        },
    ),
    Step(
        at=On(TUESDAY, "09:25"),
        who=DILYS,
        as_role="Social worker",
        for_whom="Lena Brandt",
        does="Consent was asked to share statements and evidence with the employer",
        answers={
            "Which strand of work is this about?": ["Strand of work 1"],
            "Which person who gives a statement is this about?": ["Person who gives a statement 1"],
            "Did the person consent to their statement and evidence being shared?": YES,
        },
        duties={
            "Ask consent to share what social care obtains with the employer (Strand of work 1)": (
                "Done: Done Tuesday 7 April 2026 at 09:25"
            )
        },
    ),
    Step(
        at=On(TUESDAY, "09:30"),
        who=DILYS,
        as_role="Social worker",
        for_whom="Lena Brandt",
        does="The child's file was given a reference to the designated officer's record",
        duties={
            "Put a reference to the LADO's record on the child's file (Child 1: Ada)": (
                "Done: Done Tuesday 7 April 2026 at 09:30"
            )
        },
    ),
    # Para 34: an early alert can spoil what the police look for, so the page says it before anything is typed.
    Step(
        at=On(TUESDAY, "09:35"),
        who=RUTH,
        does="The person was told of the allegation",
        turned_back="Other agencies are consulted before the person is alerted.",
        today={RUTH: Today(waiting={REVIEW: REVIEWED_BY, MEETING: MET_BY})},
    ),
    Step(
        at=On(TUESDAY, "09:40"),
        who=DILYS,
        does="The other agencies were consulted before the person was alerted",
        answers={"Do the agencies concerned agree that the person may now be told?": YES},
    ),
    Step(
        at=On(TUESDAY, "10:00"),
        who=RUTH,
        does="A concern was raised",
        answers={
            "Which allegation or concern is this about?": ["Another one, not named before"],
            "What is said to have happened?": "Ben says that she called him names before the class.",
            "Has the person behaved in a way that has harmed a child, or may have harmed a child?": YES,
            "Is it so serious that police or children's social care must know at once?": NO,
            "Is the concern about the person to whom allegations are reported (the senior manager)?": NO,
        },
        several="Allegation or concern",
        duties={
            TOLD_AGAIN: TOLD_AGAIN_BY,
            TALKED_AGAIN: TALKED_AGAIN_BY,
            f"Find out enough about the circumstances and any history ({SECOND})": "To do: No date is given",
        },
        today={
            RUTH: Today(
                dated={TOLD_AGAIN: TOLD_AGAIN_BY},
                waiting={TALKED_AGAIN: TALKED_AGAIN_BY, REVIEW: REVIEWED_BY, MEETING: MET_BY},
            ),
            DILYS: Today(
                dated={TALKED_AGAIN: TALKED_AGAIN_BY, REVIEW: REVIEWED_BY},
                waiting={
                    TOLD_AGAIN: TOLD_AGAIN_BY,
                    MEETING: MET_BY,
                    f"{POLICE_REVIEW} (Strand of work 2)": POLICE_REVIEWED_BY,
                },
            ),
        },
    ),
    Step(
        at=On(TUESDAY, "10:02"),
        who=RUTH,
        does="It was recorded how the concern came to light, and who told",
        answers={
            "Which allegation or concern is this about?": [SECOND],
            "How did the concern come to light?": "From a child",
            "Who is telling us?": "The organisation's senior manager or a named delegate",
        },
    ),
    Step(
        at=On(TUESDAY, "10:05"),
        who=RUTH,
        does="More was learnt about a child",
        answers={
            "Which child is this about?": ["Another one, not named before"],
            "What is the child's name?": "Ben",
            "Does the child have an allocated social worker?": NO,
            "Did this child make the allegation?": YES,
            "Is it suspected that this child was harmed in any way?": YES,
            "Does this child live in this authority's area?": YES,
        },
        several="Child",
        # Para 32 asks it of every child's file from the discussion on: it arises with the second child's naming.
        duties={"Put a reference to the LADO's record on the child's file (Child 2: Ben)": "To do: No date is given"},
    ),
    Step(
        at=On(TUESDAY, "11:00"),
        who=RUTH,
        does="What has to be considered before it is decided whether to suspend the person?",
        own_view=["The matter as a whole, with care", "Other duties without contact with children", "Suspension"],
        why="It might be grounds for dismissal, and the police ask that she does not meet the children.",
        answers={
            "When was this decided?": On(TUESDAY, "11:00"),
            "What was decided?": "Suspended from duty, as a ‘neutral act’ that protects everyone",
            "Was this for safeguarding reasons?": YES,
            "Which other arrangements were considered?": "Work without children: the school has none.",
            "Is there a professional association or trade union for this work?": YES,
        },
        duties={
            "Consider carefully whether to suspend or to make other arrangements": (
                "Done: Done Tuesday 7 April 2026 at 11:00"
            ),
            "Tell the LADO that the person was suspended": "To do: Always",
            "Arrange support for the suspended worker": "To do: No date is given",
            "Advise the worker to contact a professional association or trade union": "To do: No date is given",
            "Name a contact person for the suspended worker": "To do: Wherever possible",
            "Update the worker on progress and likely timescales": "To do: Regularly",
        },
    ),
    Step(
        at=On(TUESDAY, "11:20"),
        who=RUTH,
        does="The designated officer was told about the suspension or other arrangement",
        duties={"Tell the LADO that the person was suspended": "Done: Done Tuesday 7 April 2026 at 11:20"},
    ),
    Step(
        at=On(TUESDAY, "11:25"),
        who=RUTH,
        does="Support for the worker was arranged",
        answers={"What support was arranged?": "The occupational health service, and a colleague of her choice."},
        duties={"Arrange support for the suspended worker": "Done: Done Tuesday 7 April 2026 at 11:25"},
    ),
    Step(
        at=On(TUESDAY, "11:26"),
        who=RUTH,
        does="The worker was advised to contact a professional association or trade union",
        duties={
            "Advise the worker to contact a professional association or trade union": (
                "Done: Done Tuesday 7 April 2026 at 11:26"
            )
        },
    ),
    Step(
        at=On(TUESDAY, "11:27"),
        who=RUTH,
        does="A contact person was named for the worker",
        answers={"Who is the worker's contact?": "Winifred Tallow"},
        duties={"Name a contact person for the suspended worker": "Done: Done Tuesday 7 April 2026 at 11:27"},
    ),
)
