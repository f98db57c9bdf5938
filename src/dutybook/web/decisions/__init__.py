"""Taking a decision: the questions, the officer's own view, and only then what the procedure points to."""
