"""Two engines, written apart from one page, that must agree; and the laws of that page."""
