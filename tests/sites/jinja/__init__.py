"""An intranet that moved to Jinja2, for every ``.html`` there is.

Its engine looks into the ``templates/`` folder of every app, ours included, and leaves
out only what it knows belongs to Wagtail and Django. Its users have UUID keys and no
``username``.
"""
