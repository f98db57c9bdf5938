"""Allegations: reporting one."""
