from django.conf import settings
from django.utils import translation


class ContentSecurityPolicy:
    """Send a strict policy with every page employees and visitors see.

    Django brings a middleware for this from 6.0; the demo also runs on 5.2 and
    must leave the admin alone, whose editor needs inline styles.
    """

    POLICY = "; ".join(
        [
            "default-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )
    EXCLUDED = ("/admin/", "/django-admin/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Django's own error pages, shown while DEBUG is on, style themselves inline.
        is_debug_page = settings.DEBUG and response.status_code in (404, 500)
        if not is_debug_page and not request.path.startswith(self.EXCLUDED):
            response.headers.setdefault("Content-Security-Policy", self.POLICY)
        return response


class RememberLanguage:
    """Keep the language of the page last read for addresses without a prefix.

    Reading ``/fr/…`` and then opening the login page, say, stays in French.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        language = translation.get_language_from_path(request.path_info)
        name = settings.LANGUAGE_COOKIE_NAME
        if language and request.COOKIES.get(name) != language:
            response.set_cookie(name, language, samesite="Lax")
        return response
