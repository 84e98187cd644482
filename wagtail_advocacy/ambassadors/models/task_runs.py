from django.db import models
from django.utils.translation import gettext_lazy as _


class TaskRun(models.Model):
    """When a repeated task ran last, and when a worker last gave a sign of life.

    One row a schedule where cron runs them, and one for the worker, or cron, itself.
    Personal data: none.
    """

    # The schedule's, or one of ``heartbeat``.
    key = models.CharField(max_length=64, unique=True)
    # When it is to run next; moved by whoever runs it, before they do. Null: nobody
    # waits for it, as for signs of life.
    due_at = models.DateTimeField(null=True)
    # When it last ended well.
    ran_at = models.DateTimeField(null=True)
    # When it failed; null: it has ended well since.
    failed_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("run of a repeated task")
        verbose_name_plural = _("runs of repeated tasks")

    def __str__(self):
        return self.key
