"""Whom a case is about: the desk's questions, who at an organisation may know, and what a reporter keeps."""
