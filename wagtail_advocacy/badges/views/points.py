"""What earned me what."""

from django.core.paginator import Paginator

from wagtail_advocacy.ambassadors.views import EmployeeView

from ..own_points import entries_of, in_words, rules_of_week, told_together
from ..points import total_of
from ..rewards import catalogue


PAGE_SIZE = 25


class PointsView(EmployeeView):
    """My points: the total, what each week may bring, and every entry."""

    template_name = "wagtail_advocacy/badges/points.html"

    def get(self, request):
        if self.ambassador is None:
            return self.render()
        page = Paginator(entries_of(self.ambassador), PAGE_SIZE).get_page(
            request.GET.get("page")
        )
        rules = rules_of_week(self.ambassador)
        return self.render(
            total=total_of(self.ambassador),
            rules=rules,
            told=told_together(rules),
            page=page,
            lines=in_words(page.object_list),
            may_spend=catalogue.is_open(),
        )
