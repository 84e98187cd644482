from django.contrib.auth.middleware import RemoteUserMiddleware


class SingleSignOnProxy(RemoteUserMiddleware):
    """Who is there is what the proxy says, on every request."""

    header = "HTTP_X_STAFF"
