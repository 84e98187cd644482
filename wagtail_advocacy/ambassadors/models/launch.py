from django.db import models
from django.utils.translation import gettext_lazy as _


# There is one programme an installation, and so there is one row.
ONLY = "sharing"
# Longest sentence a lead closes sharing with, in characters.
MAX_SENTENCE = 300


class SharingState(models.Model):
    """Whether sharing is open. It is closed until a lead opens it.

    Not a field of the settings: their form saves whole rows, and must not open again
    what somebody closed meanwhile. Who opened and closed it stands in Wagtail's log.
    """

    key = models.CharField(max_length=16, unique=True, default=ONLY, editable=False)
    is_open = models.BooleanField(default=False)
    # What people read while it is closed; "": our own words.
    sentence = models.CharField(max_length=MAX_SENTENCE, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("state of sharing")
        verbose_name_plural = _("states of sharing")

    def __str__(self):
        return "open" if self.is_open else "closed"
