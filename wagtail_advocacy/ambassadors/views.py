from django.conf import global_settings, settings
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View
from django.views.decorators.csrf import csrf_protect

from wagtail_advocacy import layout
from wagtail_advocacy.addresses import PUBLIC_URLCONF

from . import actions
from .queries import active_ambassador
from .rate_limits import JOINING, TooManyAttempts, count_attempt


# Sent by our scripts: they want a piece of a page, or a plain answer, not a redirect.
FRAGMENT_HEADER = "X-Advocacy-Fragment"


def login_url() -> str:
    """Return where somebody signs in, on a site whose login we know nothing about."""
    candidates = [getattr(settings, "WAGTAIL_FRONTEND_LOGIN_URL", None)]
    if _is_usable(settings.LOGIN_URL):
        candidates.append(settings.LOGIN_URL)
    candidates += ["wagtailcore_login", "wagtailadmin_login"]
    for candidate in filter(None, candidates):
        try:
            return resolve_url(candidate)
        except NoReverseMatch:
            continue
    return resolve_url(settings.LOGIN_URL)


def _is_usable(address) -> bool:
    # Django's default names a page that few sites have.
    if str(address) != global_settings.LOGIN_URL:
        return True
    try:
        found = resolve(str(address))
    except Resolver404:
        return False
    # Wagtail's own pattern takes every address, whether there is a page or not.
    return found.url_name != "wagtail_serve"


# Also where the site left Django's middleware out.
@method_decorator(csrf_protect, name="dispatch")
class EmployeeView(View):
    """A screen for whoever is logged in. Subclasses set ``template_name``."""

    template_name: str

    def dispatch(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.ask_to_log_in()
        response = super().dispatch(request, *args, **kwargs)
        # What these screens show is one person's; no cache may keep it.
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def ask_to_log_in(self):
        if self.is_fragment:
            return JsonResponse({"login": login_url()}, status=401)
        return redirect_to_login(self.resume_url(), login_url())

    def resume_url(self) -> str:
        """Return where to go on after a login; a page that can be opened."""
        return self.request.get_full_path()

    @property
    def is_fragment(self) -> bool:
        return FRAGMENT_HEADER in self.request.headers

    @cached_property
    def ambassador(self):
        return active_ambassador(self.request.user)

    @property
    def person_key(self) -> str:
        """What a browser keeps a person's drafts under.

        On a shared computer nobody is shown somebody else's draft, and the key says
        nothing about whose it is.
        """
        who = str(self.request.user.pk)
        return salted_hmac(
            "wagtail_advocacy.ambassadors.person", who, algorithm="sha256"
        ).hexdigest()[:20]

    def get_context_data(self, **kwargs) -> dict:
        return {"ambassador": self.ambassador, "view": self, **kwargs}

    def render(self, *, status=200, **context):
        response = layout.render(
            self.request,
            self.template_name,
            self.get_context_data(**context),
            fragment=self.is_fragment,
            status=status,
        )
        refusal = context.get("refusal")
        if isinstance(refusal, TooManyAttempts):
            response.headers["Retry-After"] = str(refusal.retry_after)
        if status == 404:
            # Django's middleware takes a 404 for a page that may exist under a
            # language prefix, and sends the person to the site's own "not found".
            # It looks into these patterns, which have none.
            self.request.urlconf = PUBLIC_URLCONF
        return response

    def next_url(self) -> str:
        """Return the page to go back to: ours or the intranet's, never elsewhere."""
        wanted = self.request.POST.get("next") or self.request.GET.get("next") or ""
        if url_has_allowed_host_and_scheme(
            wanted,
            allowed_hosts={self.request.get_host()},
            require_https=self.request.is_secure(),
        ):
            return wanted
        return reverse("wagtail_advocacy:home")


class JoinView(EmployeeView):
    template_name = "wagtail_advocacy/ambassadors/join.html"

    def get(self, request):
        return self.render(next=self.next_url())

    def post(self, request):
        try:
            count_attempt(request.user, JOINING)
        except TooManyAttempts as refusal:
            return self.render(next=self.next_url(), refusal=refusal, status=429)
        actions.join(request.user, source="join-form")
        return redirect(self.next_url())


class LeaveView(EmployeeView):
    template_name = "wagtail_advocacy/ambassadors/leave.html"

    def get(self, request):
        return self.render()

    def post(self, request):
        actions.leave(request.user, source="leave-form")
        return redirect("wagtail_advocacy:ambassadors:left")


class LeftView(EmployeeView):
    template_name = "wagtail_advocacy/ambassadors/left.html"

    def get(self, request):
        return self.render()


class DismissInvitationView(EmployeeView):
    http_method_names = ["post"]

    def post(self, request):
        actions.dismiss_invitation(request.user)
        return redirect(self.next_url())

    def resume_url(self):
        return self.next_url()
