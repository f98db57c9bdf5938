"""Taking a decision: the questions, the officer's own view, only then what the procedure points to, then the decision."""
