"""Everything that says what Dutybook does, and checks it; `tests/spec` is written to be read by practitioners."""
