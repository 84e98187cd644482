from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    ObjectList,
    PageChooserPanel,
    PublishingPanel,
)
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from . import views
from .figures import figures
from .filters import shareable_filterset
from .models import LinkShareable, PageShareable, Topic
from .panels import GUIDANCE_PANEL, PLACE_PANEL, PROMPTS_PANEL, PUBLIC_PANEL
from .permissions import ShareablePermissionPolicy


class ShareableViewSet(SnippetViewSet):
    """Wagtail's screens for a type of shareable. A site's own type needs no more than

    ::

        class JobShareableViewSet(ShareableViewSet):
            model = JobShareable
            icon = "user"
            source_panels = [FieldPanel("job")]

    in its ``wagtail_hooks.py``, and ``register_snippet(JobShareableViewSet)``.
    """

    # The panels of the fields that only this type has; they come first.
    source_panels: list = []

    icon = "link-external"
    menu_hook = MENU_HOOK
    list_per_page = 20
    ordering = "-_updated_at"
    inspect_view_enabled = True
    index_view_class = views.ShareableIndexView
    edit_view_class = views.ShareableEditView
    inspect_view_class = views.ShareableInspectView
    withdraw_view_class = views.WithdrawView

    def __init__(self, *args, **kwargs):
        # Of a site's own type nobody has asked yet; what it registered itself stays.
        compat.register_permission_policy(
            self.model, ShareablePermissionPolicy(self.model)
        )
        super().__init__(*args, **kwargs)

    @cached_property
    def edit_handler(self):
        return ObjectList(
            [
                *self.source_panels,
                PUBLIC_PANEL,
                PROMPTS_PANEL,
                GUIDANCE_PANEL,
                PLACE_PANEL,
                PublishingPanel(),
            ]
        )

    @cached_property
    def list_display(self):
        return [
            "title",
            Column("state", label=_("State"), accessor="overview.label"),
            Column("networks", label=_("Networks"), accessor=views.network_names),
            *[
                Column(
                    f"figure_{figure.key}", label=figure.label, accessor=_shown(figure)
                )
                for figure in figures
            ],
            UpdatedAtColumn(),
        ]

    @cached_property
    def filterset_class(self):
        return shareable_filterset(self.model)

    @cached_property
    def list_export(self):
        return [*views.EXPORTED, *[f"figure_{figure.key}" for figure in figures]]

    @cached_property
    def export_headings(self):
        return {
            **views.EXPORT_HEADINGS,
            **{f"figure_{figure.key}": figure.label for figure in figures},
        }

    @cached_property
    def export_filename(self):
        return self.model_name

    @cached_property
    def inspect_view_fields(self):
        own = [panel.field_name for panel in self.source_panels]
        return [*own, *views.INSPECTED]

    @property
    def withdraw_view(self):
        return self.construct_view(self.withdraw_view_class)

    def get_edit_view_kwargs(self, **kwargs):
        return super().get_edit_view_kwargs(
            withdraw_url_name=self.get_url_name("withdraw"), **kwargs
        )

    def get_urlpatterns(self):
        conv = self.pk_path_converter
        return [
            *super().get_urlpatterns(),
            path(f"withdraw/<{conv}:pk>/", self.withdraw_view, name="withdraw"),
        ]


def _shown(figure):
    return lambda shareable: shareable.overview.display(figure.key)


class PageShareableViewSet(ShareableViewSet):
    model = PageShareable
    icon = "doc-full"
    menu_label = _("Pages")
    menu_name = "advocacy-pages"
    menu_order = 100
    source_panels = [PageChooserPanel("page"), FieldPanel("page_is_public")]
    # A page can be prepared once only.
    copy_view_enabled = False


class LinkShareableViewSet(ShareableViewSet):
    model = LinkShareable
    icon = "link"
    menu_label = _("Links")
    menu_name = "advocacy-links"
    menu_order = 110
    source_panels = [FieldPanel("url")]


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Topics")
    menu_name = "advocacy-topics"
    menu_order = 120
    menu_hook = MENU_HOOK
    inspect_view_enabled = True
