from django.db import models
from django.utils.translation import gettext_lazy as _


class SetupRecord(models.Model):
    """A step of ``advocacy_setup`` that was done, so that it is not done again.

    What a person undid afterwards stays undone.
    """

    key = models.CharField(max_length=191, unique=True)
    done_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("set-up step")
        verbose_name_plural = _("set-up steps")

    def __str__(self):
        return self.key
