"""The directory: whom to ring at a moment, and which of its numbers somebody has checked."""
