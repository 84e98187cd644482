from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import router, transaction
from wagtail.log_actions import log

from wagtail_advocacy import compat
from wagtail_advocacy.ambassadors import actions as ambassadors

from . import projection, signals, source_changes
from .models import (
    AbstractShareable,
    FollowedTopic,
    Offer,
    PageShareable,
    PublicAddressTrial,
    Topic,
)


LOG_WITHDRAW = "wagtail_advocacy.withdraw"
# Of each place it is tried from: cron may do it every few minutes.
KEPT_TRIALS = 10


def can_publish(shareable: AbstractShareable, user) -> bool:
    """Whether ``user`` may publish, unpublish and withdraw shareables of this type."""
    policy = compat.permission_policy(type(shareable))
    return policy.user_has_permission(user, "publish")


def can_edit(shareable: AbstractShareable, user) -> bool:
    """Whether ``user`` may write this shareable, as Wagtail's own form decides it.

    Whoever has to approve it may, too; nobody may while it is locked for them.
    """
    policy = compat.permission_policy(type(shareable))
    if shareable.pk is None:
        return policy.user_has_permission(user, "add")
    task = shareable.current_workflow_task
    if not policy.user_has_permission(user, "change") and not (
        task and task.user_can_access_editor(shareable, user)
    ):
        return False
    lock = shareable.get_lock()
    return not (lock and lock.for_user(user))


def withdraw(shareable: AbstractShareable, user, *, reason: str) -> Offer:
    """Take something back that must not stand outside any more.

    It is unpublished, its links answer 410, and whoever published it is told. What
    was waiting for approval or for its hour waits no longer, so that nobody brings it
    back unknowingly. Approving and publishing it again makes the links work again.

    :param shareable: as it stands in its table, not a draft.
    :param reason: a sentence for those who shared it, at most 300 characters.
    :raises PermissionDenied: ``user`` may not publish this type.
    :raises ValueError: it was never offered, so there is nothing to withdraw.
    """
    if not can_publish(shareable, user):
        raise PermissionDenied
    with transaction.atomic():
        if shareable.live:
            # No user: their permission is checked above, and Wagtail 7.4 would ask a
            # snippet for a method that only pages have.
            shareable.unpublish(log_action=False)
        shareable.revisions.update(approved_go_live_at=None)
        workflow_state = shareable.current_workflow_state
        if workflow_state is not None:
            workflow_state.cancel(user=user)
        offer = projection.offer_of(shareable)
        if offer is None:
            raise ValueError("It was never offered.")
        was_withdrawn = offer.is_withdrawn
        offer.ended = True
        offer.end_reason = Offer.EndReason.WITHDRAWN
        offer.withdrawn_because = reason
        offer.save(update_fields=["ended", "end_reason", "withdrawn_because"])
        log(
            instance=shareable,
            action=LOG_WITHDRAW,
            user=user,
            data={"reason": reason},
        )
        if not was_withdrawn:
            signals.withdrawn.send(sender=Offer, offer=offer)
    return offer


def save_draft(shareable: AbstractShareable, user, *, clean: bool = False):
    """Keep what is written so far; what is live stays as it is.

    :param shareable: new, or the latest draft with its changes.
    :param clean: whether it has to be complete.
    :returns: the new revision.
    :raises PermissionDenied: ``user`` may not write it, or it is locked.
    """
    if not can_edit(shareable, user):
        raise PermissionDenied
    creating = shareable.pk is None
    with transaction.atomic():
        # As Wagtail's own form does: only what is live keeps draft and row apart.
        if not shareable.live:
            shareable.save()
        revision = shareable.save_revision(
            user=user, clean=clean, log_action=not creating
        )
        if creating:
            log(
                instance=shareable,
                action="wagtail.create",
                user=user,
                revision=revision,
                content_changed=True,
            )
    return revision


def submit(shareable: AbstractShareable, user) -> str:
    """Save a draft and hand it to the site's workflow.

    :param shareable: new, or the latest draft with its changes.
    :returns: ``"moderation"``: somebody else approves it; ``"published"``: there is
        no workflow and the person may publish; ``"scheduled"``: so, but later;
        ``"draft"``: neither.
    :raises PermissionDenied: ``user`` may not write it, or it is locked.
    """
    with transaction.atomic():
        revision = save_draft(shareable, user, clean=True)
        workflow = shareable.get_workflow()
        if workflow is not None:
            state = shareable.current_workflow_state
            if state is None:
                workflow.start(shareable, user)
            elif state.status == state.STATUS_NEEDS_CHANGES:
                state.resume(user)
            if shareable.current_workflow_state is not None:
                return "moderation"
        elif can_publish(shareable, user):
            revision.publish(user=user)
        else:
            return "draft"
        shareable.refresh_from_db()
        return "published" if shareable.live_revision_id else "scheduled"


def keep_shared(shareable: PageShareable) -> None:
    """The page changed; what is shared of it stays as it is.

    :raises ValueError: its page is gone.
    """
    _compared(shareable)


def update_from_page(shareable: PageShareable, user) -> str:
    """The page changed; put what it says now into a draft and submit that.

    What is live stays until the draft is approved. An image that is new is not
    cleared for outside yet.

    :param shareable: as it stands in its table, not a draft.
    :returns: as ``submit``.
    :raises PermissionDenied: ``user`` may not write it, or it is locked.
    :raises ValueError: its page is gone.
    """
    with transaction.atomic():
        page = _page_of(shareable)
        changed = source_changes.differences(shareable, page)
        _compared(shareable)
        draft = shareable.get_latest_revision_as_object()
        proposal = source_changes.proposal(page)
        for difference in changed:
            # A page without a description leaves the one that was written for it.
            if proposal[difference.field] or difference.field == "image":
                setattr(draft, difference.field, proposal[difference.field])
            if difference.field == "image":
                draft.image_cleared = False
        return submit(draft, user)


def _compared(shareable: PageShareable) -> None:
    shareable.page_snapshot = source_changes.snapshot(_page_of(shareable))
    shareable.save(update_fields=["page_snapshot"])


def _page_of(shareable: PageShareable):
    if shareable.page is None:
        raise ValueError("Its page is gone.")
    return shareable.page.specific


def follow_topics(user, topics: Iterable[Topic]) -> None:
    """Remember which topics somebody follows, instead of those before.

    :raises NotTakingPart: the person has not joined, or has left meanwhile.
    """
    wanted = {topic.translation_key: topic for topic in topics}
    with transaction.atomic():
        ambassador = ambassadors.lock(user)
        followed = FollowedTopic.objects.filter(ambassador=ambassador)
        # In whatever language somebody chose it.
        followed.exclude(topic__translation_key__in=list(wanted)).delete()
        known = set(followed.values_list("topic__translation_key", flat=True))
        FollowedTopic.objects.bulk_create(
            FollowedTopic(ambassador=ambassador, topic=topic)
            for key, topic in wanted.items()
            if key not in known
        )


def record_trial(
    address: str, findings: list[dict], *, tried_from
) -> PublicAddressTrial:
    """Keep what a look at the public address has shown; the oldest ones go.

    :param address: the ``PUBLIC_URL`` that was looked at.
    :param findings: JSON-able, each with ``is_good``: ``None`` where it could not be
        looked at.
    :param tried_from: of ``PublicAddressTrial.TriedFrom``.
    """
    verdicts = [finding["is_good"] for finding in findings]
    alias = router.db_for_write(PublicAddressTrial)
    trials = PublicAddressTrial.objects.using(alias)
    with transaction.atomic(using=alias):
        trial = trials.create(
            address=address.rstrip("/"),
            tried_from=tried_from,
            findings=findings,
            is_good=False if False in verdicts else None if None in verdicts else True,
        )
        of_this_kind = trials.filter(tried_from=tried_from)
        kept = of_this_kind.values_list("pk", flat=True)[:KEPT_TRIALS]
        # A list: MariaDB limits no subquery.
        of_this_kind.exclude(pk__in=list(kept)).delete()
    return trial
