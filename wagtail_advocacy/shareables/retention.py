"""How long this room keeps what people chose."""

import datetime

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.retention import RetentionRule, retention_rules

from .models import FollowedTopic


def _forget_followed(before: datetime.datetime) -> None:
    FollowedTopic.objects.filter(ambassador__left_at__lt=before).delete()


FOLLOWED_TOPICS = RetentionRule(
    "followed_topics",
    label=_("the topics somebody follows, once they have left"),
    days=90,
    why=_("As a profile: somebody who comes back within a season finds them."),
    apply=_forget_followed,
)


def register() -> None:
    retention_rules.register(FOLLOWED_TOPICS)
