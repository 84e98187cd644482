import re
import tempfile

from django.conf import global_settings, settings
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.views import View
from django.views.decorators.csrf import csrf_protect

from wagtail_advocacy import layout
from wagtail_advocacy.addresses import PUBLIC_URLCONF
from wagtail_advocacy.going_on import go_on, next_url

from . import actions, answers, consents, notices
from .forms import EraseForm
from .models import Ambassador, Delivery, DismissedInvitation
from .notice_kinds import show
from .profile import ProfileSection, sections, shown_sections, written
from .queries import active_ambassador
from .rate_limits import EXPORTING, JOINING, TooManyAttempts, count_attempt


# Where a consent may say it was given; anything else is somebody's own form.
SOURCE = re.compile(r"[a-z][a-z0-9-]{0,31}")
# Bytes of an export that are held in memory; larger ones wait on the disk.
EXPORT_IN_MEMORY = 2_000_000

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
        return next_url(self.request) or reverse("wagtail_advocacy:home")


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
        return go_on(self.next_url())


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
        return go_on(self.next_url())

    def resume_url(self):
        return self.next_url()


class ManagersView(EmployeeView):
    """For those who lead: how to set the example, and leave everybody free."""

    template_name = "wagtail_advocacy/ambassadors/managers.html"

    def get(self, request):
        dismissed = written(DismissedInvitation).filter(user=request.user)
        return self.render(is_dismissed=dismissed.exists())


class ConsentView(EmployeeView):
    """Asks for one consent, and takes the answer.

    Every screen can ask on its own, with ``_consent.html``: this one is for those who
    had to log in first, and for links in mails.
    """

    template_name = "wagtail_advocacy/ambassadors/consent.html"

    def get(self, request):
        if self.ambassador is None:
            join = reverse("wagtail_advocacy:ambassadors:join")
            return redirect(f"{join}?{urlencode({'next': request.get_full_path()})}")
        return self.render_question()

    def post(self, request):
        answer = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
        if answer is None:
            return self.render_question(status=422)
        try:
            actions.decide(request.user, self.purpose.key, answer, self.source)
        except actions.NotTakingPart:
            return self.render_question(status=403)
        return go_on(self.next_url())

    @cached_property
    def sent(self):
        return self.request.POST or self.request.GET

    @cached_property
    def purpose(self) -> consents.Purpose:
        try:
            purpose = consents.find_purpose(self.sent.get("purpose", ""))
        except LookupError:
            raise Http404 from None
        if purpose.key == consents.TAKE_PART.key:
            # It is joined and left, each on a page of its own.
            raise Http404
        return purpose

    @property
    def source(self) -> str:
        source = self.sent.get("source", "")
        return source if SOURCE.fullmatch(source) else "consent-form"

    def resume_url(self):
        query = {
            name: self.sent[name]
            for name in ("purpose", "source", "next")
            if name in self.sent
        }
        address = reverse("wagtail_advocacy:ambassadors:consent")
        return f"{address}?{urlencode(query)}"

    def render_question(self, *, status=200):
        question = consents.Question(self.purpose, self.source, self.next_url())
        return self.render(status=status, question=question)


class PutAwayView(EmployeeView):
    """ "Thanks, put it away." """

    http_method_names = ["post"]

    def post(self, request, pk):
        notices.put_away(request.user, pk)
        return go_on(self.next_url())

    def resume_url(self):
        return self.next_url()


class AnswerNoticeView(EmployeeView):
    """One's own notice, with its answers as buttons: where a mail needs a login."""

    template_name = "wagtail_advocacy/ambassadors/notice.html"

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except Delivery.DoesNotExist:
            raise Http404 from None

    def get(self, request, pk):
        delivery = answers.find(request.user, pk)
        return self.render(notice=show(delivery), chosen=request.GET.get("choice", ""))

    def post(self, request, pk):
        try:
            choice = answers.give(request.user, pk, request.POST.get("choice", ""))
        except LookupError:
            notice = show(answers.find(request.user, pk))
            return self.render(notice=notice, status=422)
        except actions.NotTakingPart:
            notice = show(answers.find(request.user, pk))
            return self.render(notice=notice, status=403)
        if next_url(request):
            return go_on(self.next_url())
        return self.render(done=choice.done)


class ProfileView(EmployeeView):
    """What I chose, and what is kept about me."""

    template_name = "wagtail_advocacy/ambassadors/profile.html"

    def get(self, request):
        return self.render_profile()

    def resume_url(self):
        return reverse("wagtail_advocacy:ambassadors:me")

    def render_profile(self, *, refused=None, form=None, status=200, refusal=None):
        """
        :param refused: the section whose form was refused.
        :param form: that form, with what was typed and what is wrong with it.
        """
        shown = []
        for section in shown_sections(self.ambassador):
            context = section.context(self.request, self.ambassador)
            if section is refused:
                context["form"] = form
            shown.append(self.get_section_context(section) | context)
        return self.render(
            status=status,
            sections=shown,
            refused=refused,
            refusal=refusal,
            notices=notices.unread(self.ambassador),
            saved=self.request.GET.get("saved", ""),
        )

    def get_section_context(self, section: ProfileSection) -> dict:
        return {
            "section": section,
            "action": reverse(
                "wagtail_advocacy:ambassadors:profile_section", args=[section.key]
            ),
        }


class ProfileSectionView(ProfileView):
    """Saves one section; the others are not touched."""

    http_method_names = ["post"]

    def post(self, request, key):
        if key not in sections:
            raise Http404
        section = sections.get(key)
        if self.ambassador is None:
            return self.render_profile(status=403)
        try:
            form = section.post(request, self.ambassador)
        except actions.NotTakingPart:
            # They left in another tab.
            del self.ambassador
            return self.render_profile(status=403)
        if form is not None:
            return self.render_profile(refused=section, form=form, status=422)
        address = reverse("wagtail_advocacy:ambassadors:me")
        return redirect(f"{address}?{urlencode({'saved': key})}#{key}")


class ExportView(ProfileView):
    """Everything kept about me, to take away."""

    http_method_names = ["post"]

    def post(self, request):
        try:
            count_attempt(request.user, EXPORTING)
        except TooManyAttempts as refusal:
            return self.render_profile(refusal=refusal, status=429)
        file = tempfile.SpooledTemporaryFile(max_size=EXPORT_IN_MEMORY)  # noqa: SIM115
        actions.export(request.user, file)
        file.seek(0)
        return FileResponse(
            file,
            as_attachment=True,
            filename="advocacy.zip",
            content_type="application/zip",
        )


class EraseView(EmployeeView):
    """ "Forget everything about me." """

    template_name = "wagtail_advocacy/ambassadors/erase.html"

    def get(self, request):
        return self.render(form=EraseForm())

    def post(self, request):
        form = EraseForm(request.POST)
        if not form.is_valid():
            return self.render(form=form, status=422)
        actions.erase(request.user)
        return redirect("wagtail_advocacy:ambassadors:erased")


class ErasedView(EmployeeView):
    template_name = "wagtail_advocacy/ambassadors/erased.html"

    def get(self, request):
        return self.render(
            is_known=written(Ambassador).filter(user=request.user).exists()
        )
