from django.contrib.admin.utils import quote
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, IndexView, InspectView

from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors.admin_views import OwnTemplateMixin
from wagtail_advocacy.going_on import go_on, next_url
from wagtail_advocacy.sanitize import spreadsheet_text

from . import actions, page_buttons, projection
from .forms import WithdrawForm
from .models import AbstractShareable
from .models.shareables import language_choices
from .overviews import attach


EXPORTED = [
    "title",
    "summary",
    "state",
    "language",
    "nature",
    "topics",
    "networks",
    "first_published_at",
    "expire_at",
]

EXPORT_HEADINGS = {
    "state": gettext_lazy("State"),
    "language": gettext_lazy("Language"),
    "topics": gettext_lazy("Topics"),
    "networks": gettext_lazy("Networks"),
}

INSPECTED = [
    "title",
    "summary",
    "language",
    "image",
    "image_cleared",
    "call_to_action",
    "prompts",
    "topics",
    "nature",
    "audience",
    "networks",
    "staff_first_hours",
    "hashtags",
    "may_say",
    "may_not_say",
    "go_live_at",
    "expire_at",
]


def network_names(shareable) -> str:
    """Return where something may be shared, in words."""
    if not shareable.networks:
        return _("Everywhere")
    return ", ".join(network_name(key) for key in shareable.networks)


def network_name(key: str) -> str:
    """Return the name of a network; it may have been taken out of the site since."""
    try:
        return str(networks.get(key).name)
    except networks.UnknownNetwork:
        return key


class FormulaFreeCSVMixin(SpreadsheetExportMixin):
    """Keeps a spreadsheet from running what somebody typed into a field."""

    def preprocess_field_value(self, field, value, export_format):
        value = super().preprocess_field_value(field, value, export_format)
        if export_format == self.FORMAT_CSV and isinstance(value, str):
            return spreadsheet_text(value)
        return value


class ShareableIndexView(FormulaFreeCSVMixin, IndexView):
    """The list of one type, with what became of each in a fixed number of queries."""

    def get_table(self, object_list):
        attach(object_list)
        return super().get_table(object_list)

    def as_spreadsheet(self, queryset, spreadsheet_format):
        attach(queryset)
        return super().as_spreadsheet(queryset, spreadsheet_format)

    def get_queryset(self):
        queryset = super().get_queryset()
        if self.is_export and not self.is_searching:
            queryset = queryset.prefetch_related("topics")
        return queryset

    def to_row_dict(self, item):
        return {field: self._exported(item, field) for field in self.list_export}

    def _exported(self, item, field):
        if field.startswith("figure_"):
            return item.overview.display(field.removeprefix("figure_"))
        if field == "state":
            return item.overview.label
        if field == "networks":
            return network_names(item)
        if field == "topics":
            return ", ".join(topic.name for topic in item.topics.all())
        if field in ("language", "nature"):
            return str(getattr(item, f"get_{field}_display")())
        return getattr(item, field)


class ShareableEditView(EditView):
    """Wagtail's form, and from there to the page and to withdrawing."""

    withdraw_url_name = ""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if may_withdraw(self.live_object, self.request.user):
            buttons.append(
                Button(
                    _("Withdraw…"),
                    url=reverse(self.withdraw_url_name, args=[quote(self.object.pk)]),
                    icon_name="no-view",
                    priority=25,
                )
            )
        page = self.live_object.get_page()
        if page is not None and page_buttons.is_for(page, self.request.user):
            buttons.append(
                Button(
                    _("About this page"),
                    url=reverse("wagtail_advocacy_admin:page", args=[page.pk]),
                    icon_name="doc-full",
                    priority=5,
                )
            )
        return buttons


class ShareableInspectView(InspectView):
    """What a shareable says, in words."""

    def get_field_display_value(self, field_name, field):
        value = super().get_field_display_value(field_name, field)
        # Python's own words for these are not for people, and in English.
        if value is None:
            return "–"
        return yesno(value) if isinstance(value, bool) else value

    def get_prompts_display_value(self):
        return format_html_join("", "<p>{}</p>", self._prompts())

    def _prompts(self):
        for prompt in self.object.prompts:
            network = prompt.value.get("network")
            text = prompt.value["text"]
            if network:
                text = _("%(network)s: %(prompt)s") % {
                    "network": network_name(network),
                    "prompt": text,
                }
            yield (text,)

    def get_networks_display_value(self):
        return network_names(self.object)

    def get_topics_display_value(self):
        return ", ".join(topic.name for topic in self.object.topics.all())

    def get_language_display_value(self):
        return dict(language_choices()).get(self.object.language, self.object.language)


def may_withdraw(shareable, user) -> bool:
    """Whether there is something out that ``user`` may take back."""
    if not actions.can_publish(shareable, user):
        return False
    offer = projection.offer_of(shareable)
    return offer is not None and not offer.is_withdrawn


class WithdrawView(PermissionCheckedMixin, OwnTemplateMixin, TemplateView):
    """Says what withdrawing does, asks for the reason, and does it."""

    # With a value: Wagtail hands a viewset's model only to views that have one.
    model: type[AbstractShareable] = AbstractShareable
    edit_url_name = ""
    index_url_name = ""
    permission_required = "publish"
    header_icon = "no-view"
    page_title = gettext_lazy("Withdraw")
    template_name = "wagtail_advocacy/shareables/withdraw.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(self.model, pk=kwargs["pk"])

    def get_page_subtitle(self):
        return str(self.object)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(self.model._meta.verbose_name_plural),
            },
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_edit_url(self):
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_next_url(self):
        return next_url(self.request) or self.get_edit_url()

    def get(self, request, *args, **kwargs):
        if not may_withdraw(self.object, request.user):
            messages.warning(
                request, _("There is nothing to withdraw: it is not offered.")
            )
            return go_on(self.get_next_url())
        return self.render_to_response(self.get_context_data(form=WithdrawForm()))

    def post(self, request, *args, **kwargs):
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.withdraw(
                self.object, request.user, reason=form.cleaned_data["reason"]
            )
        except ValueError:
            messages.warning(
                request, _("There is nothing to withdraw: it is not offered.")
            )
        else:
            messages.success(
                request,
                _(
                    "“%(title)s” is withdrawn. Its links say so from now on, and"
                    " colleagues who published it are told."
                )
                % {"title": self.object},
            )
        return go_on(self.get_next_url())

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object, next_url=self.get_next_url(), **kwargs
        )
