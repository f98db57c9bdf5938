"""The handbook: a procedure to read, with the paragraph beside each duty."""
