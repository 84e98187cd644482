# Scripts, styles, pictures and answers of ours, and nothing from or to elsewhere.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


class PublicHostMiddleware:
    """Refuses hosts that are not ours, and tells browsers what our pages need."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Raises DisallowedHost, which Django answers with 400.
        request.get_host()
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        return response
