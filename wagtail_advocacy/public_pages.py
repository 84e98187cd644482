"""What an address that anybody may open is made of; rooms build their pages on it."""

import hashlib
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
)
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from .addresses import PUBLIC_URLCONF, NoPublicAddress, public_path, public_url
from .layout import render_own


DAY = 24 * 60 * 60
YEAR = 365 * DAY
# A card that is withdrawn must be gone soon, wherever it was kept.
SHORT_MAX_AGE = 60
# Digits of a digest that tell versions of one file apart.
VERSION_LENGTH = 16

# Returns who speaks on these pages: a room above knows. See ``describe_with``.
_describe: Callable[[], Any] | None = None


def describe_with(describe: Callable[[], Any]) -> None:
    """Let ``describe`` tell who speaks on public pages.

    :param describe: returns what the templates have as ``about``: an object with
        ``shown_organisation``, ``public_site``, ``legal_notice``, ``privacy_notice``.
    """
    global _describe
    _describe = describe


class PublicView(View):
    """An address that anybody may open, also in a process that serves nothing else.

    Its pages stand alone: no template, context or static file of the site's is
    needed, and nothing is asked about who is looking.
    """

    http_method_names = ["get", "head"]
    # Other sites learn the host a reader comes from, never the address.
    referrer_policy = "strict-origin"
    # The way from this address up to where public_urls are mounted. Addresses within
    # our pages are relative, so that they work below any prefix and behind any proxy.
    root = "../"
    # What this address is called within public_urls, where it names itself in full.
    url_name = ""
    # Whether scripts of other sites may read what is answered, as the screen "Public
    # address" does in the intranet. They send no cookies, and learn what their own
    # server could ask for. Only for what is the same for everybody and about nobody.
    is_readable_elsewhere = False

    # Decorated here once: ``method_decorator`` would do it again for every reader.
    @classmethod
    def as_view(cls, **initkwargs):
        view = super().as_view(**initkwargs)
        # Sites close themselves with Django's LoginRequiredMiddleware; these stay open.
        # A strange POST is answered 405, and not with a lecture about cookies.
        return csrf_exempt(login_not_required(view))

    def dispatch(self, request, *args, **kwargs):
        return self.seal(super().dispatch(request, *args, **kwargs))

    def seal(self, response):
        """Set the headers that every answer to an outsider has."""
        response.headers["Referrer-Policy"] = self.referrer_policy
        response.headers["X-Content-Type-Options"] = "nosniff"
        # The header also reaches what is no page: pictures and redirects.
        response.headers["X-Robots-Tag"] = "noindex"
        if self.is_readable_elsewhere:
            response.headers["Access-Control-Allow-Origin"] = "*"
        if not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store"
        return response

    def render(self, template: str, *, language: str = "", status=200, **context):
        """Render a page of ``wagtail_advocacy/public/``.

        :param language: of the page; "": the visitor's, among the site's languages.
        """
        language = language or translation.get_language_from_request(self.request)
        about = context.pop("about", None) or (_describe and _describe())
        with translation.override(language):
            content = render_own(
                f"wagtail_advocacy/public/{template}",
                {
                    "about": about,
                    "language": language,
                    "is_rtl": translation.get_language_bidi(),
                    "styles": self.asset("shareables:card_styles", "css/public.css"),
                    **context,
                },
                None,
            )
        response = HttpResponse(content, status=status)
        response.headers["Content-Language"] = language
        return response

    def asset(self, name: str, file: str) -> str:
        """Return the relative address of a file of ours, with its version."""
        version = read_package_file(file)[1][:VERSION_LENGTH]
        return f"{self.root}{public_path(name).lstrip('/')}?v={version}"

    def absolute(self, name: str, *args: str) -> str:
        """Return an address in full; its arguments are those of this one.

        Nothing is shared from a site without ``PUBLIC_URL``, but what would be can be
        looked at where it is.
        """
        try:
            return public_url(name, *args)
        except NoPublicAddress:
            above = self.request.path.removesuffix(public_path(self.url_name, *args))
            return self.request.build_absolute_uri(above + public_path(name, *args))

    def not_found(self):
        """Say that there is nothing, whatever the reason is."""
        # Django's middleware takes a 404 for a page that may exist under a language
        # prefix or with a slash, and sends the reader to the intranet's own page.
        # It looks into these patterns, where there is neither.
        self.request.urlconf = PUBLIC_URLCONF
        return self.render_in_their_language("not_found.html", status=404)

    def gone(self):
        """Say that there was something, and not what."""
        return self.render_in_their_language("gone.html", status=410)

    def render_in_their_language(self, template: str, **context):
        response = self.render(template, **context)
        patch_vary_headers(response, ["Accept-Language"])
        return response


def page_not_found(request, exception=None):
    """The ``handler404`` of a process that serves public_urls alone."""
    view = PublicView()
    view.setup(request)
    view.root = "../" * (request.path_info.count("/") - 1)
    view.is_readable_elsewhere = True
    return view.seal(view.not_found())


class PackageFileView(PublicView):
    """A style sheet or script of our public pages."""

    is_readable_elsewhere = True

    # Below our folder of static files.
    file = ""
    content_type = ""

    def get(self, request):
        content, digest = read_package_file(self.file)
        return send_versioned(
            request, content, f"{self.content_type}; charset=utf-8", digest, YEAR
        )


def send_versioned(request, content: bytes, content_type: str, digest: str, max_age):
    """Answer with a file whose address may carry ``?v=`` and the digest's beginning.

    :param max_age: seconds it may be kept under an address that names this version.
    """
    etag = f'"{digest}"'
    response = HttpResponse(content, content_type=content_type)
    response.headers["ETag"] = etag
    # Previews and the intranet's own pages show the picture on other origins.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    named = request.GET.get("v") == digest[:VERSION_LENGTH]
    patch_cache_control(
        response, public=True, max_age=max_age if named else SHORT_MAX_AGE
    )
    return get_conditional_response(request, etag=etag, response=response)


@cache
def read_package_file(file: str) -> tuple[bytes, str]:
    """Return a static file of ours and its digest, wherever static files are served.

    :param file: path below ``static/wagtail_advocacy/``.
    """
    folder = resources.files("wagtail_advocacy").joinpath("static/wagtail_advocacy")
    content = folder.joinpath(file).read_bytes()
    return content, hashlib.sha256(content).hexdigest()
