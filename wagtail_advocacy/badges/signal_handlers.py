"""What somebody has just done is looked at within seconds, for them alone."""

from wagtail_advocacy import jobs
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.signals import joined, left
from wagtail_advocacy.learning.signals import charter_signed, training_completed
from wagtail_advocacy.sharing.models import Reading
from wagtail_advocacy.sharing.signals import (
    reading_added,
    share_confirmed,
    share_withdrawn,
)

from . import earning
from .rewards import actions as rewarding
from .rules import point_rules
from .signals import thanked, thanks_gone


SETTLE = "wagtail_advocacy.badges.tasks.settle_person"
# Whatever a share can earn.
OF_SHARES = tuple(
    rule.key for rule in earning.RULES if isinstance(rule, earning.ShareRule)
)


def settle_joined(sender, ambassador, **kwargs):
    # Whoever comes back may have taken something down meanwhile.
    jobs.enqueue(SETTLE, ambassador.pk)


def settle_signed(sender, signature, **kwargs):
    _settle(signature.ambassador_id, earning.CharterSigned.key)


def settle_completed(sender, completion, **kwargs):
    _settle(completion.ambassador_id, earning.TrainingCompleted.key)


def settle_share(sender, share, **kwargs):
    _settle(share.ambassador_id, *OF_SHARES)


def settle_reading(sender, share, reading, **kwargs):
    # Also whoever says that they did not reply, after all; ``comments_answered`` tells
    # nothing of that, and comes after this.
    is_reply = reading.metric == Reading.Metric.REPLIED
    rule = earning.Replied if is_reply else earning.Engagement
    _settle(share.ambassador_id, rule.key)


def settle_thanked(sender, recognition, **kwargs):
    receivers = Ambassador.objects.filter(user=recognition.receiver_id)
    for pk in receivers.values_list("pk", flat=True):
        _settle(pk, earning.Thanked.key)


def give_up_redemptions(sender, ambassador, **kwargs):
    rewarding.give_up_all(ambassador)


def _settle(ambassador_pk: int | None, *keys: str) -> None:
    if ambassador_pk is None:
        return
    # What a site's own rules are about is not known here.
    own = {rule.key for rule in earning.RULES}
    others = [rule.key for rule in point_rules if rule.key not in own]
    jobs.enqueue(SETTLE, ambassador_pk, *keys, *others)


def connect():
    prefix = "wagtail_advocacy.badges"
    joined.connect(settle_joined, dispatch_uid=f"{prefix}.settle_joined")
    charter_signed.connect(settle_signed, dispatch_uid=f"{prefix}.settle_signed")
    training_completed.connect(
        settle_completed, dispatch_uid=f"{prefix}.settle_completed"
    )
    share_confirmed.connect(settle_share, dispatch_uid=f"{prefix}.settle_confirmed")
    share_withdrawn.connect(settle_share, dispatch_uid=f"{prefix}.settle_withdrawn")
    reading_added.connect(settle_reading, dispatch_uid=f"{prefix}.settle_reading")
    thanked.connect(settle_thanked, dispatch_uid=f"{prefix}.settle_thanked")
    left.connect(give_up_redemptions, dispatch_uid=f"{prefix}.give_up_redemptions")
    thanks_gone.connect(settle_thanked, dispatch_uid=f"{prefix}.settle_thanks_gone")
