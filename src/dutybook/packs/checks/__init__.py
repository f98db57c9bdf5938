"""What can be wrong with a pack's meaning, one sort of mistake a module.

Nothing here may change a pack.
"""
