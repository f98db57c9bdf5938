"""Who gets what: one table of every address and every operation, and one sweep that tries them all."""
