from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer

from .shares import Share


# Longest note, and longest address, in characters.
MAX_NOTE = 2000
MAX_ADDRESS = 500
APP_LABEL = "wagtail_advocacy_sharing"


class HelpRequestQuerySet(models.QuerySet):
    def of(self, user):
        """What one person asked."""
        return self.filter(ambassador__user=user)

    def for_helper(self, user):
        """What ``user`` may read and answer."""
        return self.filter(
            kind__in=[kind for kind in HelpRequest.Kind if may_help(user, kind)]
        )

    def waiting(self):
        """What nobody has answered yet."""
        return self.filter(state__in=HelpRequest.WAITING)


class HelpRequest(models.Model):
    """Somebody asks a colleague: before posting, about a comment, or after a slip.

    Personal data: what the person chose to send, and who answered; kept so that an
    answer reaches them. Read by those alone whom the screen names before it is sent.
    It goes 90 days after it was sent, whatever became of it (``RETENTION``), or when
    the person erases what is kept.
    """

    class Kind(models.TextChoices):
        BEFORE_POSTING = "before_posting", _("A question before posting")
        DIFFICULT_COMMENT = "difficult_comment", _("A difficult comment")
        SLIP = "slip", _("A slip")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("help", "Not answered")
        TAKEN = "taken", pgettext_lazy("help", "Taken by somebody")
        ANSWERED = "answered", pgettext_lazy("help", "Answered")
        CLOSED = "closed", pgettext_lazy("help", "Closed")

    WAITING = (State.OPEN, State.TAKEN)

    kind = models.CharField(verbose_name=_("kind"), max_length=32, choices=Kind.choices)
    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    # The published one it is about; null: it is not posted yet.
    share = models.ForeignKey(
        Share, null=True, on_delete=models.CASCADE, related_name="+"
    )
    network = models.CharField(max_length=32, blank=True)
    # Before posting: what they would post.
    text = models.TextField(blank=True)
    # Of the comment, or of the post.
    address = models.URLField(max_length=MAX_ADDRESS, blank=True)
    note = models.TextField(blank=True, max_length=MAX_NOTE)
    state = models.CharField(
        verbose_name=_("state"),
        max_length=16,
        choices=State.choices,
        default=State.OPEN,
    )
    # One at a time about the same thing, whatever is clicked twice: set while it
    # waits, null afterwards.
    open_key = models.CharField(  # noqa: DJ001 - unique, so empty must be null
        max_length=100, unique=True, null=True
    )
    # How often it was sent: an answer is to the text that was read.
    version = models.PositiveSmallIntegerField(default=1)
    asked_at = models.DateTimeField(
        verbose_name=_("asked at"), default=timezone.now, db_index=True
    )
    # Whoever took it, then whoever answered or closed it.
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    # When the team's mailbox was told; null: it was not.
    mailed_at = models.DateTimeField(null=True)

    objects = HelpRequestQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request for help")
        verbose_name_plural = _("requests for help")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()
        permissions = [
            ("answer_before_posting", "Can answer who asks before posting"),
            ("answer_difficult_comment", "Can handle difficult comments"),
            ("answer_slip", "Can help after a slip"),
        ]

    def __str__(self):
        return f"Help request {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state in self.WAITING

    @property
    def asked_by(self) -> str:
        """The name of who asks: they chose to send it."""
        return name_of(self.ambassador.user)

    @property
    def answered_by(self) -> str:
        """The name of who took or answered it, or "": nobody, or it is forgotten."""
        return name_of(self.handled_by)


def permission_for(kind: str) -> str:
    """Return the permission that lets somebody read and answer one kind."""
    return f"{APP_LABEL}.answer_{kind}"


def may_help(user, kind: str | None = None) -> bool:
    """Whether somebody may read and answer one kind, or any."""
    kinds = [kind] if kind else list(HelpRequest.Kind)
    return any(user.has_perm(permission_for(one)) for one in kinds)


def name_of(user) -> str:
    """Return what colleagues call somebody; "": there is nobody any more."""
    if user is None:
        return ""
    return user.get_full_name() or str(user)
