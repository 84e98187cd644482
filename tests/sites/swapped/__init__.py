"""A project with a page model of its own instead of Wagtail's: Wagtail 8 and newer.

The page model is the one Wagtail ships to test itself with.
"""
