"""The screen on which a programme lead tries the public address."""

import json
from dataclasses import asdict

from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.admin_views import OwnTemplateMixin
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.shareables.actions import record_trial
from wagtail_advocacy.shareables.models import PublicAddressTrial
from wagtail_advocacy.shareables.queries import trials

from .findings import findings_of
from .forms import AnswersForm
from .probe import (
    BrowserLook,
    HurriedLook,
    Look,
    address_on_public_host,
    intranet_paths,
    origin_of,
    questions,
)


TriedFrom = PublicAddressTrial.TriedFrom


def may_try(user) -> bool:
    """Whether ``user`` may try the public address, and see what came of it."""
    policy = compat.permission_policy(PublicAddressTrial)
    return policy.user_has_permission(user, "add")


class PublicAddressView(PermissionCheckedMixin, OwnTemplateMixin, TemplateView):
    """Has the public address tried by the lead's browser, or by this process."""

    model = PublicAddressTrial
    permission_required = "add"
    header_icon = "globe"
    page_title = gettext_lazy("Public address")
    template_name = "wagtail_advocacy/public_address.html"

    @property
    def permission_policy(self):
        return compat.permission_policy(PublicAddressTrial)

    def post(self, request, *args, **kwargs):
        if not app_settings.PUBLIC_URL:
            return self.render_refusal()
        if "from_server" in request.POST:
            return self.record(HurriedLook(), TriedFrom.SERVER)
        form = AnswersForm(request.POST, questions=self.questions)
        if not form.is_valid():
            return self.render_refusal(form.errors["answers"])
        look = BrowserLook(form.cleaned_data["answers"], is_inside=self.is_inside)
        return self.record(look, TriedFrom.BROWSER)

    def record(self, look: Look, tried_from: TriedFrom):
        record_trial(
            app_settings.PUBLIC_URL,
            [finding.as_data() for finding in look.findings()],
            tried_from=tried_from,
        )
        return redirect("wagtail_advocacy_public_address")

    def render_refusal(self, refusals=()):
        context = self.get_context_data(refusals=refusals)
        return self.render_to_response(context, status=422)

    @cached_property
    def questions(self):
        return questions() if app_settings.PUBLIC_URL else []

    @property
    def is_inside(self) -> bool:
        """Whether the public address is on the host that shows this screen."""
        return origin_of(app_settings.PUBLIC_URL)[1] == self.request.get_host()

    def get_context_data(self, **kwargs):
        latest, *earlier = trials() or [None]
        address = app_settings.PUBLIC_URL.rstrip("/")
        return super().get_context_data(
            address=address,
            questions_json=json.dumps([asdict(one) for one in self.questions]),
            ours=[one.address for one in self.questions if one.wants != "status"],
            # Without the link: following it would count a reader who is none.
            not_ours=[address_on_public_host(path) for path in intranet_paths()],
            latest=latest,
            is_for_this_address=latest is not None and latest.address == address,
            findings=list(findings_of(latest.findings)) if latest else [],
            earlier=earlier,
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title()},
        ]
