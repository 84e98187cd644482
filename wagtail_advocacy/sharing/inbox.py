"""Where leads and trainers answer colleagues, in the Wagtail admin."""

import django_filters
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn

from wagtail_advocacy.ambassadors.admin_queues import (
    QueuedView,
    QueueMenuItem,
    QueueView,
)

from . import helping
from .actions import Refused
from .admin_forms import AnswerForm
from .models import HelpRequest, may_help
from .retention import help_days
from .views.presentation import network_name


INBOX = "wagtail_advocacy_help:index"
TITLE = gettext_lazy("Asked for help")
ICON = "help"
STILL_TYPED = gettext_lazy(
    "You typed an answer, and it would be lost. Send it, or empty the field to close"
    " without one."
)


class InboxMenuItem(QueueMenuItem):
    """Says how many wait, to whoever may answer them."""

    def is_shown(self, request):
        return may_help(request.user)

    def waiting(self, request):
        return HelpRequest.objects.for_helper(request.user).waiting().count()


class HelperMixin(View):
    """Lets in whoever may answer one kind of request; the rows are asked for apart."""

    def dispatch(self, request, *args, **kwargs):
        if not may_help(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


def _kinds(request) -> list[tuple[str, str]]:
    return [
        (kind.value, str(kind.label))
        for kind in HelpRequest.Kind
        if may_help(request.user, kind)
    ]


class InboxFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=HelpRequest.State.choices
    )
    kind = django_filters.ChoiceFilter(label=gettext_lazy("Kind"))

    def __init__(self, data=None, queryset=None, *, request=None, **kwargs):
        super().__init__(data, queryset, request=request, **kwargs)
        # Not the names of what somebody else answers.
        self.filters["kind"].extra["choices"] = _kinds(request)

    class Meta:
        model = HelpRequest
        fields = ["state", "kind"]


class InboxView(HelperMixin, QueueView):
    """What colleagues ask, what waits longest first."""

    model = HelpRequest
    page_title = TITLE
    header_icon = ICON
    index_url_name = INBOX
    index_results_url_name = "wagtail_advocacy_help:index_results"
    filterset_class = InboxFilterSet
    waiting_states = HelpRequest.WAITING
    verbose_name_plural = HelpRequest._meta.verbose_name_plural
    columns = [
        TitleColumn(
            "asked_by",
            label=gettext_lazy("Who asks"),
            get_url=lambda request: reverse(
                "wagtail_advocacy_help:request", args=[request.pk]
            ),
        ),
        Column("get_kind_display", label=gettext_lazy("Kind")),
        Column("offer", label=gettext_lazy("About"), accessor="offer.title"),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda request: request.is_waiting,
        ),
        Column("answered_by", label=gettext_lazy("Looked after by")),
        DateColumn("asked_at", label=gettext_lazy("Sent"), sort_key="asked_at"),
    ]

    def get_base_queryset(self):
        requests = HelpRequest.objects.for_helper(self.request.user)
        return requests.select_related("ambassador__user", "offer", "handled_by")


class RequestView(HelperMixin, QueuedView):
    """One request: what was sent, and the answer."""

    template_name = "wagtail_advocacy/sharing/admin/help_request.html"
    header_icon = ICON
    model = HelpRequest
    queue_url_name = INBOX
    queue_title = TITLE

    @cached_property
    def help_request(self) -> HelpRequest:
        rows = HelpRequest.objects.for_helper(self.request.user)
        rows = rows.select_related("ambassador__user", "offer", "share", "handled_by")
        return rows.get(pk=self.kwargs["pk"])

    def post(self, request, pk):
        form = AnswerForm(request.POST)
        is_valid = form.is_valid()
        # One that is no number was not read.
        version = form.cleaned_data.get("version")
        is_typed = bool(form.data.get("answer", "").strip())
        try:
            if "take" in request.POST:
                return self.take(form, version)
            if "close" in request.POST:
                if is_typed:
                    form.add_error("answer", STILL_TYPED)
                    return self.refuse(form, status=422)
                helping.close(request.user, pk, version=version)
                messages.success(request, _("Closed."))
            elif not is_valid:
                return self.refuse(form, status=422)
            else:
                cleaned = form.cleaned_data
                helping.answer(
                    request.user, pk, cleaned["answer"], version=cleaned["version"]
                )
                messages.success(request, _("Your answer is on its way."))
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            return self.refuse(form, status=409)
        return redirect(INBOX if "answer_it" in request.POST else request.path)

    def take(self, form, version):
        taken = helping.take(self.request.user, self.kwargs["pk"])
        messages.success(self.request, _("It is yours: they see that you look."))
        typed = form.data.get("answer", "")
        if not typed.strip():
            return redirect(self.request.path)
        # Whoever begins to write before they take it goes on writing.
        if version != taken.version:
            messages.warning(self.request, helping.SENT_AGAIN)
        form = AnswerForm(initial={"answer": typed})
        return self.render_to_response(self.get_context_data(form=form))

    def refuse(self, form, *, status):
        # What was typed stays; which version was read, the page says anew.
        typed = form.data.get("answer", "")
        if status != 422:
            form = AnswerForm(initial={"answer": typed})
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_page_title(self):
        return self.help_request.get_kind_display()

    def get_page_subtitle(self):
        return self.help_request.asked_by

    def get_context_data(self, **kwargs):
        request = self.help_request
        return super().get_context_data(
            help_request=request,
            help_days=help_days(),
            network_name=network_name(request),
            others_taken=request.handled_by_id not in (None, self.request.user.pk),
            **{"form": AnswerForm(), **kwargs},
        )
