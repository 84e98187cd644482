"""Two sites and three locales, the default one right to left, behind a proxy.

Everything is read from a replica that cannot be written to, and that knows nothing of
a transaction that is still open. A single sign-on proxy names the user in a header and
makes users on the way; numbers are shown with separators; and jobs wait for a worker
that may never run.
"""
