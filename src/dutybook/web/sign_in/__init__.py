"""Signing in: a password, then a one-time code, always both. What a person may then do is not decided here."""
