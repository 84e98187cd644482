"""Atrium, the demo intranet of a company that does not exist."""
