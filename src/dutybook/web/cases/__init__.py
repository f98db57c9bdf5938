"""A case: its page, recording what happened next, and its export."""
