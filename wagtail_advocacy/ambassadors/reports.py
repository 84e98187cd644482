"""Reports about groups; each says who may see it, on the server."""

import csv

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from wagtail_advocacy import layout
from wagtail_advocacy.sanitize import spreadsheet_text

from . import directory, group_figures


VIEW_FIGURES = "wagtail_advocacy_ambassadors.view_figuresnapshot"
READ_DIRECTORY = "wagtail_advocacy_ambassadors.change_directorysync"


class PermittedMixin(View):
    """Lets in whoever has ``permission``, and nobody else."""

    permission: str

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class FiguresView(PermittedMixin, WagtailAdminTemplateMixin, TemplateView):
    """The newest figures by department, as a table and a file; never a live count.

    Subclasses say who sees what: ``permission``, ``metric_keys``, and ``file_name``
    without its day and ending.
    """

    metric_keys: tuple[str, ...]
    file_name: str

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.template_engine = layout.own_engine()

    @cached_property
    def figures(self):
        return group_figures.latest()

    def get(self, request, *args, **kwargs):
        if request.GET.get("export") == "csv" and self.figures is not None:
            return self.export()
        return super().get(request, *args, **kwargs)

    @property
    def metrics(self) -> list[group_figures.GroupMetric]:
        """What is shown: what was counted that day."""
        return [
            group_figures.metrics.get(key)
            for key in self.metric_keys
            if self.figures is not None and key in self.figures.everybody.cells
        ]

    def rows(self):
        """Yield what the file has, the headings first."""
        return group_figures.rows(self.figures, self.metrics)

    def lines(self, groups):
        """Return each group with its figures, in the order of the metrics."""
        return [
            (group, [group.cell(metric.key) for metric in self.metrics])
            for group in groups
        ]

    def export(self):
        """Return what the screen shows as a CSV file."""
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": "attachment;"
                f' filename="{self.file_name}-{self.figures.day}.csv"',
                "Cache-Control": "no-store, private",
            },
        )
        # With the mark by which spreadsheets know the encoding.
        response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
        writer = csv.writer(response)
        for row in self.rows():
            writer.writerow([spreadsheet_text(str(cell)) for cell in row])
        return response

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        if self.figures is not None:
            kwargs["lines"] = self.lines(self.figures.groups)
            kwargs["total"] = self.lines([self.figures.everybody])
        return super().get_context_data(
            figures=self.figures, metrics=self.metrics, **kwargs
        )


class ParticipationView(FiguresView):
    """How many take part, by department."""

    permission = VIEW_FIGURES
    template_name = "wagtail_advocacy/ambassadors/participation.html"
    page_title = gettext_lazy("Participation")
    header_icon = "group"
    file_name = "participation"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        rooms = [one.key for one in group_figures.metrics if one.is_of_participation]
        self.metric_keys = (group_figures.Joined.key, *rooms)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            can_read_directory=self.request.user.has_perm(READ_DIRECTORY), **kwargs
        )


class ReadDirectoryView(PermittedMixin):
    """Copies now what the directory says, and says what became of it."""

    permission = READ_DIRECTORY
    http_method_names = ["post"]

    def post(self, request):
        try:
            report = directory.sync()
        except directory.DirectoryError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, self.in_words(report))
        return redirect(reverse("wagtail_advocacy_figures:participation"))

    def in_words(self, report) -> str:
        return ngettext(
            "The directory was read: %(count)s person. Figures follow tomorrow.",
            "The directory was read: %(count)s people. Figures follow tomorrow.",
            report.people,
        ) % {"count": report.people}
