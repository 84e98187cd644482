"""Badges in the Wagtail admin."""

from django.conf import settings
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import (
    Column,
    LiveStatusTagColumn,
    LocaleColumn,
    UpdatedAtColumn,
)
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.admin_views import OwnTemplateMixin
from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from .badge_panels import BADGE_PANELS, label_of
from .foresight import foresee
from .models import Award, Badge
from .queries import original_of


def may_foresee(badge: Badge, user) -> bool:
    """Whether somebody may see how many would earn a badge."""
    return compat.permission_policy(Badge).user_has_any_permission_for_instance(
        user, ["change", "publish"], badge
    )


def refuse_to_delete(request, instances):
    """Answer instead of deleting badges that people may have; ``None``: go on.

    Whether anybody has one is not told: of a badge for one person alone, that would
    say that they take part.
    """
    pks = [one.pk for one in instances if isinstance(one, Badge)]
    kept = Badge.objects.filter(
        Q(live=True)
        | Q(first_published_at__isnull=False)
        | Q(Exists(Award.objects.filter(badge=OuterRef("pk")))),
        pk__in=pks,
    )
    names = [f"“{badge}”" for badge in kept]
    if not names:
        return None
    messages.error(
        request,
        _(
            "Not deleted: %(names)s. A badge that was published stays, because people"
            " may have it. Unpublish it, or give it a last day: then nobody earns it"
            " any more, and whoever has it keeps it."
        )
        % {"names": ", ".join(names)},
    )
    return redirect(Badge.snippet_viewset.get_url_name("list"))


class BadgeEditView(EditView):
    """Wagtail's form, and from there to how many would earn it."""

    earners_url_name = ""

    @cached_property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        if may_foresee(self.object, self.request.user):
            buttons.append(
                Button(
                    _("How many would earn it?"),
                    url=reverse(self.earners_url_name, args=[quote(self.object.pk)]),
                    icon_name="view",
                    priority=5,
                )
            )
        return buttons


class EarnersView(OwnTemplateMixin, TemplateView):
    """How many would earn the latest draft of a badge today, as far as may be known."""

    edit_url_name = ""
    index_url_name = ""
    # With a value: Wagtail hands a viewset's model only to views that have one.
    model: type[Badge] = Badge
    header_icon = "view"
    page_title = gettext_lazy("How many would earn it?")
    template_name = "wagtail_advocacy/badges/admin/earners.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.object = get_object_or_404(Badge, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not may_foresee(self.object, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self):
        return str(self.draft)

    @cached_property
    def draft(self):
        return original_of(self.object).get_latest_revision_as_object()

    def get_edit_url(self):
        return reverse(self.edit_url_name, args=[quote(self.object.pk)])

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {
                "url": reverse(self.index_url_name),
                "label": capfirst(Badge._meta.verbose_name_plural),
            },
            {"url": self.get_edit_url(), "label": str(self.object)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            badge=self.draft,
            asked=[
                (label_of(one.condition), one.at_least)
                for one in self.draft.conditions.all()
            ],
            foresight=foresee(self.draft),
            edit_url=self.get_edit_url(),
            **kwargs,
        )


def language_columns():
    """Return what tells translations apart in a list, where the site has any."""
    if not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return []
    return [LocaleColumn(label=gettext_lazy("Language"))]


class BadgeViewSet(SnippetViewSet):
    model = Badge
    icon = "pick"
    menu_label = gettext_lazy("Badges")
    menu_name = "advocacy-badges"
    menu_order = 300
    menu_hook = MENU_HOOK
    list_per_page = 50
    ordering = "name"
    edit_handler = BADGE_PANELS
    edit_view_class = BadgeEditView
    earners_view_class = EarnersView

    @cached_property
    def list_display(self):
        return [
            "name",
            *language_columns(),
            Column("family", label=gettext_lazy("Family"), accessor="family"),
            Column("level", label=gettext_lazy("Level"), accessor="level_label"),
            Column(
                "period", label=gettext_lazy("How often"), accessor="get_period_display"
            ),
            LiveStatusTagColumn(),
            UpdatedAtColumn(),
        ]

    @property
    def earners_view(self):
        return self.construct_view(self.earners_view_class)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(
            earners_url_name=self.get_url_name("earners"), **kwargs
        )

    def get_urlpatterns(self):
        conv = self.pk_path_converter
        return [
            *super().get_urlpatterns(),
            path(f"earners/<{conv}:pk>/", self.earners_view, name="earners"),
        ]
