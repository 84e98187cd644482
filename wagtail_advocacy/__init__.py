"""Employee advocacy inside a Wagtail intranet."""
