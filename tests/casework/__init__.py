"""The record and who may do what with it."""
