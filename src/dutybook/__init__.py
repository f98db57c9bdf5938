"""Dutybook: what must be done now, by whom, by when, and which paragraph says so.

Never import anything here: the engine must load without the packs, and the packs without Django.
"""

__version__ = "0.1.0"
