class StrictPolicy:
    """Nothing inline, nothing from elsewhere, on every page but the admin's."""

    POLICY = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    )
    ADMINS = ("/admin/", "/cms/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if not request.path.startswith(self.ADMINS):
            response.headers["Content-Security-Policy"] = self.POLICY
        return response
