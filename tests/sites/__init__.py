"""Intranets somebody else wrote, each as hostile as those we will never see.

Each package here is a project: ``settings``, ``urls`` and what else it needs. They
share nothing of ours but the journey that ``tests/test_sites.py`` walks on each, in a
process of its own: one process of Django has one set of apps. On all of them static
files are in a manifest, where one that is not collected is an error, and a strict
Content-Security-Policy is on every page but the admin's.
"""
