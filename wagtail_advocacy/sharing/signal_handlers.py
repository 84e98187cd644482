from wagtail_advocacy import jobs
from wagtail_advocacy.ambassadors.signals import left, sharing_closed
from wagtail_advocacy.shareables.signals import withdrawn

from .models import Draft, Handoff, HelpRequest, PlannedShare


def tell_authors(sender, offer, **kwargs):
    jobs.enqueue("wagtail_advocacy.sharing.tasks.tell_withdrawn", offer.pk)
    jobs.enqueue("wagtail_advocacy.sharing.tasks.end_plans", offer.pk)


def destroy_handoffs_of_offer(sender, offer, **kwargs):
    # What must not be published any more waits on no phone either.
    Handoff.objects.filter(share__offer=offer).delete()


def destroy_texts_of_ambassador(sender, ambassador, **kwargs):
    Handoff.objects.filter(share__ambassador=ambassador).delete()
    Draft.objects.filter(ambassador=ambassador).delete()
    PlannedShare.objects.filter(ambassador=ambassador).delete()
    # What was handed over about a post goes on: the post is still out there.
    HelpRequest.objects.filter(
        ambassador=ambassador, kind=HelpRequest.Kind.BEFORE_POSTING
    ).delete()


def destroy_handoffs(sender, **kwargs):
    # Nothing leaves while sharing is closed, from no phone either; the texts stay in
    # their shares.
    Handoff.objects.all().delete()


def connect():
    withdrawn.connect(
        destroy_handoffs_of_offer,
        dispatch_uid="wagtail_advocacy.sharing.destroy_handoffs_of_offer",
    )
    left.connect(
        destroy_texts_of_ambassador,
        dispatch_uid="wagtail_advocacy.sharing.destroy_texts_of_ambassador",
    )
    sharing_closed.connect(
        destroy_handoffs, dispatch_uid="wagtail_advocacy.sharing.destroy_handoffs"
    )
    withdrawn.connect(
        tell_authors, dispatch_uid="wagtail_advocacy.sharing.tell_authors"
    )
