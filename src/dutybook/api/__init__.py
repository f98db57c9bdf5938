"""The JSON interface, by topic: one of the three thin doors.

No rule of a procedure, and no question of access, may be decided here.
"""
