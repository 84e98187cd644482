from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .notices import Delivery


class MailAnswer(models.Model):
    """What somebody answered to one notice, from the mail and without a login.

    An inbox: a public process may add rows and read none; the intranet carries them
    out. One link adds one row, however often it is followed.

    Personal data: which answer, and when; kept so that a link that is followed again
    does nothing again. It goes after 90 days (``RETENTION``), or with the notice; a
    "no more mails" goes as soon as it is carried out, for the consent ledger has it.
    """

    # No constraint in the database: what it answers may be erased in this moment, and
    # whoever adds the row cannot see that.
    delivery = models.ForeignKey(
        Delivery, on_delete=models.CASCADE, related_name="+", db_constraint=False
    )
    choice = models.CharField(max_length=32)
    said_at = models.DateTimeField(default=timezone.now)
    # Null: it waits.
    applied_at = models.DateTimeField(null=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer from a mail")
        verbose_name_plural = _("answers from mails")
        constraints = [
            models.UniqueConstraint(
                fields=["delivery", "choice"], name="wagtail_advocacy_answer_once"
            )
        ]

    def __str__(self):
        return f"Answer {self.pk}"
