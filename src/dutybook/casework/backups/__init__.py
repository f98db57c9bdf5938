"""A backup: the record's database and the key store in two files apart, with a manifest of what they hold.

The master key may never be in one.
"""


class BackupRefused(RuntimeError):
    """Why no backup was made or restored, and what to do, in a sentence for whoever asked for it."""
