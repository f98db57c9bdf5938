"""The first evening of the case: Thursday 2 April 2026, from the concern to the threshold and the referral.

Every date here is worked out by hand from the procedure, and how stands beside it. None may be copied from a page.
"""

from __future__ import annotations

from tests.journeys.telling import ASHA, DILYS, NO, RUTH, YES, On, Step, Today

THURSDAY = "2 4 2026"
ADULT = "Sylvie Thackray"

TELLING = "Tell the duty LADO within 24 hours (Allegation or concern 1)"
DISCUSSION = "Hold the initial discussion (Allegation or concern 1)"
REVIEW = "Review the case"

RISK_OF_HARM = (
    "Has the person behaved towards a child or children in a way that suggests they may pose a risk of harm"
    " to children?"
)
SIGNIFICANT_HARM = (
    "Is there cause to suspect that a child is suffering significant harm, or is likely to, or may the threshold of"
    " section 47 have been met?"
)

# Para 12: 24 hours from 16:00 on Thursday 2 April are 16:00 on Friday 3 April. Hours run through Good Friday.
# Para 16: one working day after Thursday 2 April. Good Friday 3, Saturday 4, Sunday 5 and Easter Monday 6 April are
# none, so it is Tuesday 7 April, to its end.
TOLD_BY = "To do: Due Friday 3 April 2026 at 16:00; To do: Due the end of Tuesday 7 April 2026"
# Paras 12 and 22: the discussion has the same 24 hours from the concern.
DISCUSSED_BY = "To do: Due Friday 3 April 2026 at 16:00"
REVIEWED_BY = "To do: Due the end of Thursday 30 April 2026"

STEPS = (
    Step(
        at=On(THURSDAY, "16:00"),
        now=On(THURSDAY, "16:20"),
        who=RUTH,
        does="Report a concern",
        answers={
            "When did anyone at your organisation first know about this?": On(THURSDAY, "16:00"),
            "What is the person's name?": ADULT,
            "What is the child's name?": "Ada",
            "What is said to have happened?": "Ada says that she was pulled along the corridor by her wrist.",
            "Who is telling us?": "The organisation's senior manager or a named delegate",
            "Has the person behaved in a way that has harmed a child, or may have harmed a child?": YES,
            "Is it so serious that police or children's social care must know at once?": NO,
            "Is the concern about the person to whom allegations are reported (the senior manager)?": NO,
        },
        duties={
            TELLING: TOLD_BY,
            DISCUSSION: DISCUSSED_BY,
            "Find out enough about the circumstances and any history (Allegation or concern 1)": (
                "To do: No date is given"
            ),
        },
        today={
            RUTH: Today(
                dated={"Tell the duty LADO within 24 hours": TOLD_BY},
                waiting={"Hold the initial discussion": DISCUSSED_BY},
            ),
            DILYS: Today(
                dated={"Hold the initial discussion": DISCUSSED_BY},
                waiting={"Tell the duty LADO within 24 hours": TOLD_BY},
            ),
        },
    ),
    Step(
        at=On(THURSDAY, "16:30"),
        who=RUTH,
        does="The designated officer was told",
        answers={"How was the designated officer told?": "By telephone"},
        # Half an hour after the concern: within both clocks, and one deed meets both.
        duties={
            TELLING: "Done: Done Thursday 2 April 2026 at 16:30; Done: Done Thursday 2 April 2026 at 16:30",
            "Give the adult's name, address and date of birth, and the child's when the child is identified"
            " (Allegation or concern 1)": "To do: At the point of referring",
        },
        today={
            RUTH: Today(waiting={"Hold the initial discussion": DISCUSSED_BY}),
            DILYS: Today(dated={"Hold the initial discussion": DISCUSSED_BY}),
        },
    ),
    Step(
        at=On(THURSDAY, "16:40"),
        who=RUTH,
        does="The circumstances and any history were gathered",
        answers={
            "What are the circumstances?": "In the corridor after lunch. Two other children were near.",
            "Has the child, or a child, been the subject of earlier allegations or concerns? What were they?": "None.",
            "Have there been earlier allegations or concerns about the person? What were they?": "None.",
        },
        duties={
            "Find out enough about the circumstances and any history (Allegation or concern 1)": (
                "Done: Done Thursday 2 April 2026 at 16:40"
            )
        },
    ),
    Step(
        at=On(THURSDAY, "16:45"),
        who=RUTH,
        does="The details of the adult and the child were given",
        answers={
            "What is the person's name?": ADULT,
            "What is the person's address?": "3 Fen Row, Northmere",
            "Do we know which child or children it concerns?": YES,
        },
        duties={
            "Give the adult's name, address and date of birth, and the child's when the child is identified"
            " (Allegation or concern 1)": "Done: Done Thursday 2 April 2026 at 16:45"
        },
    ),
    Step(
        at=On(THURSDAY, "16:50"),
        who=RUTH,
        does="More was learnt about a role of the person",
        answers={
            "Which organisation is it?": "Alder Lane Primary School",
            "What does the person do there?": "Teaching assistant",
            "On what basis does the person work there?": "Paid, including temporary, casual and agency work",
            "What is this organisation to the person?": "The direct employer",
            "Is this work in this authority's area?": YES,
            "Is the person registered with or regulated by a professional body for this work?": NO,
        },
    ),
    Step(
        at=On(THURSDAY, "16:52"),
        who=RUTH,
        does="More was learnt about the person",
        answers={
            "Does the person live in this authority's area?": YES,
            "Does this authority's children's social care have an open case about the person's family?": NO,
            "Is the person in a position of trust over children, in the everyday sense of the words?": YES,
            "Is the person a foster carer?": NO,
        },
    ),
    Step(
        at=On(THURSDAY, "16:54"),
        who=RUTH,
        does="More was learnt about a child",
        answers={
            "Does the child have an allocated social worker?": NO,
            "Did this child make the allegation?": YES,
            "Is it suspected that this child was harmed in any way?": YES,
            "Does this child live in this authority's area?": YES,
        },
    ),
    Step(
        at=On(THURSDAY, "17:00"),
        who=DILYS,
        does="The initial discussion was held",
        answers={
            "Has the person behaved in a way that has harmed a child, or may have harmed a child?": YES,
            "Has the person possibly committed a criminal offence against a child, or related to a child?": YES,
            RISK_OF_HARM: NO,
            "Could what happened be a criminal offence of any kind, against anybody?": YES,
            SIGNIFICANT_HARM: YES,
            "Does it warrant an investigation by the police?": YES,
            "Is it grave enough that the person could be dismissed for it?": YES,
            "Should the employer consider enquiries, an investigation or disciplinary action of its own?": YES,
        },
        duties={
            DISCUSSION: "Done: Done Thursday 2 April 2026 at 17:00",
            "Record whether a criterion is potentially met (Allegation or concern 1)": "To do: No date is given",
            "Consider carefully whether to suspend or to make other arrangements": "To do: No date is given",
            "Refer it through SCASS (Allegation or concern 1)": "To do: No date is given",
        },
        today={RUTH: Today(), DILYS: Today()},
    ),
    # Before anybody at the school is let in: the school's shared mailbox may be read by the person herself.
    Step(
        at=On(THURSDAY, "17:02"),
        who=DILYS,
        does="Answer now",
        through=("Answer: The school office",),
        button="Record the answer",
        answers={
            "Is it the person the case is about, or does it reach them?": "Yes, or somebody close to them",
            "How do you know?": "Everybody who works in the school reads it.",
        },
    ),
    Step(
        at=On(THURSDAY, "17:04"),
        who=DILYS,
        does="Choose now",
        through=("Choose who may know at Alder Lane Primary School",),
        button="Record the choice",
        answers={
            "Who there may know?": (
                "Ruth Okafor: Senior manager (case manager in schools and colleges), head@northmere.example"
            ),
            "Why?": "She told us.",
        },
    ),
    Step(
        at=On(THURSDAY, "17:10"),
        who=DILYS,
        does="Does the initial discussion conclude that one or more of the criteria of para 3 are potentially met?",
        own_view="One or more criteria are potentially met",
        why="A child may have been harmed, and it may be a crime.",
        # Para 42 gives no period for reviews: the date is the one that the officer sets.
        answers={
            "When was this decided?": On(THURSDAY, "17:10"),
            "When will the designated officer review the case next?": On("30 4 2026"),
            "Is the case particularly complex?": NO,
        },
        duties={
            "Record whether a criterion is potentially met (Allegation or concern 1)": (
                "Done: Done Thursday 2 April 2026 at 17:10"
            ),
            "Agree who looks into it (Allegation or concern 1)": "To do: No date is given",
            "Advise on what else needs careful judgement (Allegation or concern 1)": (
                "To do: In planning and deciding upon the specific actions"
            ),
            "Look for other commissioners of the person's services and other children at risk": (
                "To do: No date is given"
            ),
            "Decide whether to go on using the person's services, to provide the person in future, or to de-register"
            " them": "To do: No date is given",
            "Agree an internal course of action with the employer": "To do: When appropriate",
            REVIEW: REVIEWED_BY,
            "Bring it to an outcome as quickly as a thorough and fair process allows (Allegation or concern 1)": (
                "To do: As quickly as possible"
            ),
        },
        today={RUTH: Today(waiting={REVIEW: REVIEWED_BY}), DILYS: Today(dated={REVIEW: REVIEWED_BY})},
    ),
    Step(
        at=On(THURSDAY, "17:15"),
        who=DILYS,
        does="Which of the police, children's social care and the employer look into it?",
        own_view=[
            "The police: a possible criminal offence",
            "Children's social care: whether a child needs protection or services",
            "The employer: enquiries, an investigation or disciplinary action",
        ],
        why="All three, one after the other.",
        answers={"When was this decided?": On(THURSDAY, "17:15")},
        duties={"Agree who looks into it (Allegation or concern 1)": "Done: Done Thursday 2 April 2026 at 17:15"},
    ),
    Step(
        at=On(THURSDAY, "17:20"),
        who=DILYS,
        does="The designated officer advised on what else to consider",
        answers={
            "What was advised about suspension?": "To wait until the police and social care have been asked.",
            "Is any of these still open?": NO,
        },
        duties={
            "Advise on what else needs careful judgement (Allegation or concern 1)": (
                "Done: Done Thursday 2 April 2026 at 17:20"
            )
        },
    ),
    Step(
        at=On(THURSDAY, "17:25"),
        who=DILYS,
        does="Other commissioners and other children at risk were looked for",
        answers={
            "Which other organisations commission or use the person's services?": "None is known.",
            "Should a charity, a faith body or a regulator take part?": NO,
        },
        duties={
            "Look for other commissioners of the person's services and other children at risk": (
                "Done: Done Thursday 2 April 2026 at 17:25"
            )
        },
    ),
    Step(
        at=On(THURSDAY, "17:30"),
        who=DILYS,
        does="The matter was referred to children's social care",
        duties={"Refer it through SCASS (Allegation or concern 1)": "Done: Done Thursday 2 April 2026 at 17:30"},
    ),
    Step(
        at=On(THURSDAY, "17:35"),
        who=DILYS,
        does="Let somebody in",
        whom=ASHA,
        answers={
            "Why do they need to see this case?": "Her team has the referral.",
            "Until when?": On("31 7 2026"),
        },
    ),
)
