from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from wagtail_advocacy.shareables.figures import Figure, figures

from .queries import readers_of_offers, shares_of_offers


# Below this a number of shares could single out who shared.
MINIMUM = 5


class Readers(Figure):
    key = "readers"
    label = gettext_lazy("Readers")

    def values(self, offer_pks):
        return readers_of_offers(offer_pks)

    def phrase(self, value):
        return ngettext("%(count)s reader", "%(count)s readers", value) % {
            "count": self.display(value)
        }


class Shares(Figure):
    key = "shares"
    label = gettext_lazy("Shares")

    def values(self, offer_pks):
        return shares_of_offers(offer_pks)

    def display(self, value):
        if value < MINIMUM:
            return _("fewer than %(minimum)s") % {"minimum": MINIMUM}
        return number_format(value, force_grouping=True)


def register():
    figures.register(Readers())
    figures.register(Shares())
