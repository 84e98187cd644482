"""Where somebody goes on, once what they came for is done."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def next_url(request: HttpRequest) -> str:
    """Return the page that ``next`` names, or "": none, or one elsewhere."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_here = url_has_allowed_host_and_scheme(
        wanted,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    )
    return wanted if is_here else ""


def go_on(address: str) -> HttpResponseRedirect:
    """Redirect to what ``next_url`` returned.

    Django's ``redirect`` would look for a view of that name, and fail without one.
    """
    return HttpResponseRedirect(address)
