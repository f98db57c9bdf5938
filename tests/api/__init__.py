"""The JSON interface, as those who may use it and those who may not find it."""
