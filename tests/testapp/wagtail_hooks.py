from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from wagtail_advocacy.shareables.viewsets import ShareableViewSet

from .models import JobShareable


class JobShareableViewSet(ShareableViewSet):
    model = JobShareable
    icon = "user"
    menu_label = "Jobs"
    menu_name = "advocacy-jobs"
    menu_order = 130
    source_panels = [FieldPanel("place"), FieldPanel("apply_at")]


register_snippet(JobShareableViewSet)
