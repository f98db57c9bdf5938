"""The procedure language read aloud: what a condition, a timescale or a duty says, as a sentence anybody can read.

Nothing here may decide what holds or what is due; it only says what is written.
"""
