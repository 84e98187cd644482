"""Our own screens in the Wagtail admin."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from wagtail_advocacy import layout

from . import actions, launch, managers
from .forms import CloseForm


LAUNCH = "wagtail_advocacy_launch"
MANAGERS = "wagtail_advocacy_managers"
# Of who opened and closed it, on the screen; all of it stands in Wagtail's reports.
MOST_ENTRIES = 10


class OwnTemplateMixin(WagtailAdminTemplateMixin, View):
    """Renders our template with our engine, where the site's own comes first."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.template_engine = layout.own_engine()


class LaunchMenuItem(MenuItem):
    def is_shown(self, request):
        return launch.may_launch(request.user)


class LaunchView(OwnTemplateMixin, TemplateView):
    """What has to be there before people share, and the switch."""

    template_name = "wagtail_advocacy/ambassadors/launch.html"
    header_icon = "list-ul"
    page_title = gettext_lazy("Launch")

    def dispatch(self, request, *args, **kwargs):
        if not launch.may_launch(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if "close" in request.POST:
            return self.close()
        try:
            actions.open_sharing(request.user)
        except actions.NotReady:
            messages.error(request, _("Not everything is there yet, see below."))
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, _("Sharing is open."))
        return redirect(LAUNCH)

    def close(self):
        form = CloseForm(self.request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        actions.close_sharing(self.request.user, form.cleaned_data["sentence"])
        messages.success(
            self.request,
            _("Sharing is closed. People read: “%(sentence)s”")
            % {"sentence": launch.closed_because()},
        )
        return redirect(LAUNCH)

    @cached_property
    def state(self):
        return launch.state()

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        lines = launch.checked()
        own = ModelLogEntry.objects.filter(
            action__in=[actions.LOG_OPEN, actions.LOG_CLOSE]
        )
        return super().get_context_data(
            state=self.state,
            lines=lines,
            is_ready=all(line.is_done for line in lines),
            read_now=launch.closed_because(),
            entries=own.select_related("user").order_by("-timestamp", "-pk")[
                :MOST_ENTRIES
            ],
            **{"form": CloseForm(initial={"sentence": self.state.sentence}), **kwargs},
        )


class ManagersFirstView(OwnTemplateMixin, TemplateView):
    """Invites managers and executives; says how many the directory names, no more."""

    template_name = "wagtail_advocacy/ambassadors/managers_first.html"
    header_icon = "mail"
    page_title = gettext_lazy("Managers first")

    def dispatch(self, request, *args, **kwargs):
        if not launch.may_launch(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        actions.invite_managers(request.user)
        messages.success(request, _("Managers and executives are invited."))
        return redirect(MANAGERS)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        own = ModelLogEntry.objects.filter(action=actions.LOG_INVITE)
        return super().get_context_data(
            people=managers.leaders().count(),
            page_for_managers=reverse("wagtail_advocacy:ambassadors:managers"),
            entries=own.select_related("user").order_by("-timestamp", "-pk")[
                :MOST_ENTRIES
            ],
            **kwargs,
        )
