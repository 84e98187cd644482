from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicAddressTrial(models.Model):
    """What one look at ``PUBLIC_URL`` has shown. Nothing is kept of who looked."""

    class TriedFrom(models.TextChoices):
        BROWSER = "browser", _("a browser")
        SERVER = "server", _("the intranet's server")

    # PUBLIC_URL as it was then, without a slash at its end.
    address = models.URLField(max_length=2000)
    tried_at = models.DateTimeField(default=timezone.now, db_index=True)
    tried_from = models.CharField(max_length=16, choices=TriedFrom.choices)
    # Of ``wagtail_advocacy.public.findings``: codes and values, and no sentences, so
    # that everybody reads them in their own language.
    findings = models.JSONField(default=list)
    # None: nothing wrong was seen, and not everything could be looked at.
    is_good = models.BooleanField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("public address trial")
        verbose_name_plural = _("public address trials")
        ordering = ["-tried_at", "-pk"]
        # Whoever may try it sees what came of it.
        default_permissions = ["add"]

    def __str__(self):
        return self.address
