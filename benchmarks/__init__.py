"""How fast the engine is, against plain Python and against other engines; nothing here is part of the product."""
