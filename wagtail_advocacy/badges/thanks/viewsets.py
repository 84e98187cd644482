"""Screens of the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK
from wagtail_advocacy.sharing.models import name_of

from ..models import Recognition
from .permissions import ModerationPolicy


class RecognitionViewSet(SnippetViewSet):
    """Where thanks are looked at before they are passed on. Nobody writes any here."""

    model = Recognition
    icon = "openquote"
    menu_label = _("Thanks")
    menu_name = "advocacy-thanks"
    menu_order = 340
    menu_hook = MENU_HOOK
    permission_policy = ModerationPolicy(Recognition)
    chooser_viewset_class = compat.snippet_chooser(permission_policy)
    copy_view_enabled = False
    list_display = [
        "text",
        Column(
            "giver",
            label=pgettext_lazy("thanks", "From"),
            accessor=lambda thanks: name_of(thanks.giver),
        ),
        # The name that is shown: moderating is no way to learn who takes part.
        Column("said_to", label=pgettext_lazy("thanks", "To"), accessor="said_to"),
        "given_at",
        LiveStatusTagColumn(),
    ]
    list_filter = ["live", "given_at"]
    list_per_page = 50
    ordering = "-pk"
    panels = [
        FieldPanel("text", read_only=True),
        FieldPanel("giver", read_only=True),
        FieldPanel("said_to", read_only=True),
        FieldPanel("given_at", read_only=True),
    ]
