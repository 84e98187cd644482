"""How long this room keeps what people wrote."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from .models import Draft, Handoff, HelpRequest, PlannedShare, Share


def _forget_texts(before: datetime.datetime) -> None:
    Share.objects.confirmed().filter(confirmed_at__lt=before).exclude(
        text="", post_address="", instance=""
    ).update(text="", hashtags=[], post_address="", instance="", originality=None)


def _drop_open(before: datetime.datetime) -> None:
    # One statement: whoever confirms in this moment comes before it or after it.
    open_shares = Share.objects.open().filter(opened_at__lt=before)
    pks = list(open_shares.values_list("pk", flat=True))
    Handoff.objects.filter(share__in=pks).delete()
    Share.objects.open().filter(pk__in=pks).update(
        state=Share.State.DROPPED,
        open_key=None,
        text="",
        hashtags=[],
        instance="",
        originality=None,
    )


def _forget_drafts(before: datetime.datetime) -> None:
    Draft.objects.filter(saved_at__lt=before).delete()


def _forget_planned(before: datetime.datetime) -> None:
    PlannedShare.objects.filter(remind_at__lt=before).delete()


def _forget_requests(before: datetime.datetime) -> None:
    HelpRequest.objects.filter(asked_at__lt=before).delete()


RULES = (
    RetentionRule(
        "drafts",
        label=_("a text that has not left for a network"),
        days=14,
        why=_("Time for a charter and a training; a browser keeps it as long."),
        apply=_forget_drafts,
    ),
    RetentionRule(
        "planned",
        label=_("a text that was planned, once its author was to be reminded of it"),
        days=30,
        why=_("Time for a holiday; after that it is news no more."),
        apply=_forget_planned,
    ),
    RetentionRule(
        "share_texts",
        label=_("text and address of a post, once its author said that it is out"),
        days=3 * 365,
        why=_("Its author finds it again; later it stands on the network alone."),
        apply=_forget_texts,
    ),
    RetentionRule(
        "open_shares",
        label=_("a text that was taken to a network and never said to be out"),
        days=180,
        why=_("Whoever has not said so in half a year has forgotten about it."),
        apply=_drop_open,
    ),
    RetentionRule(
        "help_requests",
        label=_("what was asked of colleagues, with the answer, once it was sent"),
        days=90,
        why=_("Long enough to come back to it, whether it was answered or not."),
        apply=_forget_requests,
    ),
)


def help_days() -> int | None:
    """Return how many days what was asked is kept on this site; ``None``: for good."""
    return retention_rules.get("help_requests").current_days


def register() -> None:
    for rule in RULES:
        retention_rules.register(rule)
