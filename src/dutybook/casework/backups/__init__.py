"""A backup: the record's database and the key store in two files apart, with a manifest of what they hold.

The master key may never be in one.
"""
