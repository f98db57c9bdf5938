"""Today: what is due in one person's cases."""
