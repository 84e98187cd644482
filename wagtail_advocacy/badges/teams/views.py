"""What departments reach together, for every employee."""

from django.http import Http404

from wagtail_advocacy.ambassadors import consents
from wagtail_advocacy.ambassadors.views import EmployeeView

from ..models import BadgesSettings
from . import boards
from . import goals as teams


class GoalsView(EmployeeView):
    """Goals and how far everybody is: results are given back to the staff.

    Whoever is logged in sees it, taking part or not; it is all about groups.
    """

    template_name = "wagtail_advocacy/badges/goals.html"

    def get(self, request):
        goals = teams.goals_for(request.user)
        return self.render(
            running=[goal for goal in goals if not goal.is_over],
            over=[goal for goal in goals if goal.is_over],
            minimum=next((goal.minimum for goal in goals if goal.minimum), None),
            has_board=BadgesSettings.read().boards,
        )


class BoardView(EmployeeView):
    """Departments and people of the last quarter, where a lead switched boards on.

    Whoever is logged in sees it: it is about groups, and about people who agreed.
    """

    template_name = "wagtail_advocacy/badges/board.html"

    def get(self, request):
        if not BadgesSettings.read().boards:
            raise Http404
        return self.render(
            board=boards.newest(),
            own_units=teams.units_of(request.user),
            is_named=self.ambassador is not None
            and consents.granted(self.ambassador, consents.BY_NAME.key),
            sentence=consents.BY_NAME.sentence,
        )
