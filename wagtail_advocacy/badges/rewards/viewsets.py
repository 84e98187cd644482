from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from wagtail_advocacy.ambassadors.viewsets import MENU_HOOK

from ..models import Reward
from ..viewsets import language_columns
from . import catalogue
from .forms import RewardForm


REWARD_PANELS = ObjectList(
    [
        FieldPanel("name"),
        FieldPanel("description"),
        FieldPanel("handed_over_by"),
        # Not shown where none of its fields is in the form: in a translation.
        MultiFieldPanel(
            [
                FieldPanel("cost"),
                FieldPanel("stock"),
                FieldPanel("audience"),
                FieldPanel("is_cash_like"),
                FieldPanel("is_offered"),
            ],
            heading=_("The same in every language"),
        ),
    ],
    base_form_class=RewardForm,
)


class WhileOpenMenuItem(MenuItem):
    def is_shown(self, request):
        return super().is_shown(request) and catalogue.in_menu(request)[0]


class RewardViewSet(SnippetViewSet):
    """What points can be spent on; in the menu once the lead lets people spend them."""

    model = Reward
    icon = "tag"
    menu_label = _("Rewards")
    menu_name = "advocacy-rewards"
    menu_order = 330
    menu_hook = MENU_HOOK
    edit_handler = REWARD_PANELS
    list_filter = ["is_offered", "is_cash_like"]
    ordering = ("cost", "name")

    @cached_property
    def list_display(self):
        return [
            "name",
            *language_columns(),
            "cost",
            "stock",
            BooleanColumn("is_cash_like", label=_("Worth money")),
            BooleanColumn("is_offered", label=_("On offer")),
        ]

    @property
    def menu_item_class(self):
        shown_to_who_may = super().menu_item_class
        return type("RewardMenuItem", (WhileOpenMenuItem, shown_to_who_may), {})


def keep_redeemed(request, instances):
    """Say why a reward that somebody asked for cannot be deleted.

    :returns: where to go instead; ``None``: delete them.
    """
    rewards = [one for one in instances if isinstance(one, Reward)]
    asked_for = Reward.objects.filter(
        pk__in=[reward.pk for reward in rewards], redemptions__isnull=False
    )
    names = sorted(set(asked_for.values_list("name", flat=True)))
    if not names:
        return None
    messages.error(
        request,
        gettext(
            "Colleagues have asked for it, so it cannot be deleted: %(names)s. Untick"
            " “on offer” instead; nobody finds it then."
        )
        % {"names": ", ".join(names)},
    )
    return redirect(rewards[0].snippet_viewset.get_url_name("list"))
