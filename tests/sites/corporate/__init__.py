"""An old intranet that took every simple name before we came.

Its apps are labelled ``sharing`` and ``shareables``, its models own the plain reverse
names on the user, its base template has no block called ``content``, its addresses
have no trailing slash, its admin is rebuilt, its media is behind the login, and no
queue runs and the mail server does not answer. Its users are Django's own.
"""
