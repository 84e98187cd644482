"""What colleagues asked for and wait for, in the Wagtail admin."""

from typing import TYPE_CHECKING, ClassVar

from django.db.models import Case, IntegerField, Model, Value, When
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.views.generic import IndexView

from .admin_views import OwnTemplateMixin


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class QueueMenuItem(MenuItem):
    """Says how many wait."""

    def waiting(self, request) -> int:
        raise NotImplementedError

    def render_component(self, request):
        waiting, label = self.waiting(request), self.label
        if waiting:
            label = _("%(label)s (%(count)s)") % {"label": label, "count": waiting}
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class QueueView(IndexView):
    """All of them, with what waits longest first.

    Who may see them is none of Wagtail's kinds of permission: whoever inherits from
    this asks for it in ``dispatch``.
    """

    permission_policy = None
    any_permission_required = None
    is_searchable = False
    list_export: ClassVar[list[str]] = []
    paginate_by = 30
    # Those of ``state`` in which somebody has to do something.
    waiting_states: tuple[str, ...] = ()

    def order_queryset(self, queryset):
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        waits = Case(
            When(state__in=self.waiting_states, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        return queryset.order_by(waits, "asked_at", "pk")


class QueuedView(OwnTemplateMixin, TemplateView):
    """One of them: who asks for what, and what becomes of it."""

    model: type[Model]
    queue_url_name = ""
    queue_title: "StrOrPromise" = ""

    def dispatch(self, request, *args, **kwargs):
        try:
            return super().dispatch(request, *args, **kwargs)
        except self.model.DoesNotExist:  # type: ignore[attr-defined]
            raise Http404 from None

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(self.queue_url_name), "label": self.queue_title},
            {"url": "", "label": self.get_page_title()},
        ]
