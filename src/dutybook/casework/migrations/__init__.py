"""How the stored tables came to be, step by step. A step that has been published may never be changed."""
