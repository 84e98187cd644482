"""Where leads hand over what was asked for, or refuse it, in the Wagtail admin."""

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

from wagtail_advocacy.ambassadors import admin_queues
from wagtail_advocacy.sharing.refusals import Refused

from ..models import Redemption, may_hand_over
from . import actions as rewarding
from . import catalogue
from .forms import RefusalForm


QUEUE = "wagtail_advocacy_rewards:index"
TITLE = gettext_lazy("Rewards asked for")
ICON = "tasks"


class QueueMenuItem(admin_queues.QueueMenuItem):
    """Says how many wait, to whoever may hand over rewards.

    What was asked for before rewards were switched off still waits there.
    """

    def is_shown(self, request):
        if not may_hand_over(request.user):
            return False
        is_open, waiting = catalogue.in_menu(request)
        return is_open or waiting > 0

    def waiting(self, request):
        _is_open, waiting = catalogue.in_menu(request)
        return waiting


class HandingOverMixin(View):
    def dispatch(self, request, *args, **kwargs):
        if not may_hand_over(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class QueueFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"), choices=Redemption.State.choices
    )

    class Meta:
        model = Redemption
        fields = ["state"]


class QueueView(HandingOverMixin, admin_queues.QueueView):
    """What colleagues asked for, what waits longest first."""

    model = Redemption
    page_title = TITLE
    header_icon = ICON
    index_url_name = QUEUE
    index_results_url_name = "wagtail_advocacy_rewards:index_results"
    filterset_class = QueueFilterSet
    waiting_states = Redemption.OPEN
    verbose_name_plural = Redemption._meta.verbose_name_plural
    columns = [
        TitleColumn(
            "asked_by",
            label=gettext_lazy("Who asks"),
            get_url=lambda redemption: reverse(
                "wagtail_advocacy_rewards:redemption", args=[redemption.pk]
            ),
        ),
        Column("reward", label=gettext_lazy("Reward")),
        Column("cost", label=gettext_lazy("Points")),
        StatusTagColumn(
            "get_state_display",
            label=gettext_lazy("State"),
            primary=lambda redemption: redemption.is_open,
        ),
        Column("settled_by", label=gettext_lazy("Decided by")),
        DateColumn("asked_at", label=gettext_lazy("Asked for"), sort_key="asked_at"),
    ]

    def get_base_queryset(self):
        redemptions = catalogue.redemptions()
        return redemptions.select_related("ambassador__user", "reward", "decided_by")


class RedemptionView(HandingOverMixin, admin_queues.QueuedView):
    """One of them: who asks for what, and what becomes of it."""

    template_name = "wagtail_advocacy/badges/admin/redemption.html"
    header_icon = ICON
    model = Redemption
    queue_url_name = QUEUE
    queue_title = TITLE

    @cached_property
    def redemption(self) -> Redemption:
        rows = catalogue.redemptions()
        rows = rows.select_related("ambassador__user", "reward", "decided_by")
        return rows.get(pk=self.kwargs["pk"])

    def post(self, request, pk):
        try:
            if "approve" in request.POST:
                rewarding.approve(request.user, pk)
                messages.success(request, _("Approved. They are told where to go."))
            elif "hand_over" in request.POST:
                rewarding.hand_over(request.user, pk)
                messages.success(request, _("Handed over."))
            else:
                return self.refuse(request, pk)
        except Refused as refusal:
            messages.error(request, refusal.sentence)
            # What was typed stays.
            form = RefusalForm(initial={"note": request.POST.get("note", "")})
            return self.show(form, status=409)
        return redirect(request.path if "approve" in request.POST else QUEUE)

    def refuse(self, request, pk):
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        rewarding.refuse(request.user, pk, form.cleaned_data["note"])
        messages.success(request, _("Refused. Their points are theirs again."))
        return redirect(QUEUE)

    def show(self, form, *, status):
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_page_title(self):
        return str(self.redemption.reward)

    def get_page_subtitle(self):
        return self.redemption.asked_by

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            redemption=self.redemption,
            **{"form": RefusalForm(), **kwargs},
        )
