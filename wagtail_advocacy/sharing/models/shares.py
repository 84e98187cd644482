import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.shareables.models import Offer


# 12 random bytes: 96 bits, which nobody guesses, in 16 characters of an address.
CODE_BYTES = 12
CODE_LENGTH = 16
# 16 random bytes for what opens a text without a login.
HANDOFF_BYTES = 16
# Longest address of a post that is kept, in characters.
MAX_POST_ADDRESS = 500
# Longest name of a host, in characters (RFC 1035).
MAX_INSTANCE = 253


def new_code() -> str:
    """Return an unguessable code of CODE_LENGTH URL-safe characters."""
    return secrets.token_urlsafe(CODE_BYTES)


def new_handoff_key() -> str:
    """Return an unguessable key of 22 URL-safe characters."""
    return secrets.token_urlsafe(HANDOFF_BYTES)


class TrackedLink(models.Model):
    """The short link of one share. It knows neither person nor text, so that it
    lives on when they are erased, and that a public process may read it."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True, default=new_code)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("tracked link")
        verbose_name_plural = _("tracked links")

    def __str__(self):
        return self.code


class ShareQuerySet(models.QuerySet):
    def of(self, user):
        """The shares of one person; nobody else ever sees them."""
        return self.filter(ambassador__user=user)

    def open(self):
        return self.filter(state=Share.State.OPEN)

    def confirmed(self):
        """What its author said to be out, and has not taken down since."""
        return self.filter(state=Share.State.CONFIRMED)

    def published(self):
        """What was out at some time, and may be taken down by now."""
        return self.filter(state__in=Share.PUBLISHED)


class Share(models.Model):
    """One ambassador × one offer × one network, with the person's own words.

    Personal data: kept so that the author finds their posts and what they brought;
    goes with the ambassador. The text of a share that was given up or taken down is
    not kept. Of a published one whose author is erased there stays that it was one,
    and on which day: it is in totals.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Left for the network")
        CONFIRMED = "confirmed", pgettext_lazy("share", "Published")
        WITHDRAWN = "withdrawn", _("Taken down by its author")
        DROPPED = "dropped", _("Given up")

    # Figures count what was published, so that none tells who took something down.
    PUBLISHED = (State.CONFIRMED, State.WITHDRAWN)

    # Null once its author is erased.
    ambassador = models.ForeignKey(
        Ambassador, null=True, on_delete=models.CASCADE, related_name="shares"
    )
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    network = models.CharField(max_length=32)
    # Host name of the author's server, on networks of many servers; "" where it is not
    # known. Proposed again the next time, so that nobody types it twice.
    instance = models.CharField(max_length=MAX_INSTANCE, blank=True)
    link = models.OneToOneField(
        TrackedLink, on_delete=models.PROTECT, related_name="share"
    )
    text = models.TextField()
    hashtags = models.JSONField(default=list)
    state = models.CharField(
        max_length=16, choices=State.choices, default=State.OPEN, db_index=True
    )
    # One open share per person, offer and network, whatever is clicked twice: set
    # while the share is open, null afterwards.
    open_key = models.CharField(  # noqa: DJ001 - unique, so empty must be null
        max_length=100, unique=True, null=True
    )
    opened_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)
    # When its author took a place in the rhythm by leaving with it; null: none, or
    # given back.
    place_taken_at = models.DateTimeField(null=True)
    # When its author said that they took it down.
    withdrawn_at = models.DateTimeField(null=True)
    # How often the author said "not yet".
    postponed = models.PositiveSmallIntegerField(default=0)
    post_address = models.URLField(max_length=MAX_POST_ADDRESS, blank=True)
    # When the author wanted to hear no more about reactions to this post.
    nudges_stopped_at = models.DateTimeField(null=True)
    # How far the text was the author's own when they left with it, 0 to 100; null: not
    # judged. Theirs alone to see, and forgotten with the text.
    originality = models.PositiveSmallIntegerField(null=True)
    # Only on what ``queries.shares_of`` returns.
    readers: int

    objects = ShareQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("share")
        verbose_name_plural = _("shares")
        ordering = ["-opened_at", "-pk"]

    def __str__(self):
        return f"Share {self.pk}"

    @property
    def is_published(self) -> bool:
        """Whether it was out at some time."""
        return self.state in self.PUBLISHED

    @property
    def full_text(self) -> str:
        """The author's words and the hashtags they kept, without the link."""
        return "\n\n".join(filter(None, [self.text, " ".join(self.hashtags)]))


class Draft(models.Model):
    """What somebody wrote about an offer before they could leave with it.

    Personal data: the person's own words; kept so that they are there when the charter
    is signed and the training passed, on another device too. It goes when they leave
    for a network with it, when they leave the programme, or after two weeks
    (``RETENTION``).
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="+"
    )
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=32, blank=True)
    instance = models.CharField(max_length=MAX_INSTANCE, blank=True)
    text = models.TextField()
    hashtags = models.JSONField(default=list)
    saved_at = models.DateTimeField(auto_now=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "offer", "network"],
                name="wagtail_advocacy_draft_once",
            )
        ]

    def __str__(self):
        return f"Draft {self.pk}"


class Handoff(models.Model):
    """A text on its way to its author's phone, readable without a login for an hour.

    Personal data: the text of one share; destroyed when the hour is over.
    """

    key = models.CharField(max_length=22, unique=True, default=new_handoff_key)
    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=32)
    instance = models.CharField(max_length=MAX_INSTANCE, blank=True)
    text = models.TextField()
    link_address = models.URLField(max_length=500)
    # Of the card's picture, where the network wants one: this page is read without
    # looking at the share or its offer.
    picture_address = models.URLField(max_length=500, blank=True)
    title = models.CharField(max_length=255)
    expires_at = models.DateTimeField(db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("handoff")
        verbose_name_plural = _("handoffs")

    def __str__(self):
        return f"Handoff {self.pk}"
