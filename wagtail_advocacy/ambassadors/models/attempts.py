from django.db import models
from django.utils.translation import gettext_lazy as _


class AttemptCount(models.Model):
    """How often one person tried to do something within one window of time.

    Personal data: none that says whose it is; ``person`` is a keyed hash, so that
    nobody reads from here who joined. Gone when the window is over.
    """

    person = models.CharField(max_length=32)
    action = models.CharField(max_length=32)
    # Number of the window; how long one is, and when the first began, depends on the
    # action.
    window = models.PositiveIntegerField()
    attempts = models.PositiveIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("count of attempts")
        verbose_name_plural = _("counts of attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "action", "window"],
                name="wagtail_advocacy_attempts_once",
            )
        ]

    def __str__(self):
        return f"{self.attempts} × {self.action}"
