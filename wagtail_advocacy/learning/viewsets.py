from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_advocacy.shareables.viewsets import MENU_HOOK

from .models import ConsultationComment


class ConsultationCommentViewSet(SnippetViewSet):
    """Where trainers read what people said about a charter, and answer."""

    model = ConsultationComment
    icon = "comment"
    menu_label = _("Comments on charters")
    menu_name = "advocacy-consultation"
    menu_order = 310
    menu_hook = MENU_HOOK
    list_display = ["clause_title", "text", "state", "written_on"]
    list_filter = ["state", "written_on"]
    list_per_page = 50
    ordering = "-pk"
    copy_view_enabled = False
    panels = [
        FieldPanel("clause_title", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("state"),
        FieldPanel("answer"),
    ]
