"""Keeps the offers equal to the live shareables, whoever changes what."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    published,
    unpublished,
)

from wagtail_advocacy import jobs
from wagtail_advocacy.compat import get_page_model

from . import projection
from .models import (
    AbstractShareable,
    Offer,
    PageShareable,
    ShareablesSettings,
    shareable_models,
)


def project_shareable(sender, instance, **kwargs):
    # Wagtail sends these two for pages and for any other snippet as well.
    if isinstance(instance, AbstractShareable):
        projection.project(instance)


def end_deleted_shareable(sender, instance, **kwargs):
    projection.end_deleted(instance)


def project_page(sender, instance, **kwargs):
    for shareable in PageShareable.objects.filter(page_id=instance.pk):
        # As it is in this very moment: a page that is being deleted is unpublished
        # without being saved.
        shareable.page = instance
        projection.project(shareable)


def project_section(sender, instance, **kwargs):
    """The address of a page changed, and of everything below it."""
    below = PageShareable.objects.filter(
        page__path__startswith=instance.path, page__depth__gte=instance.depth
    )
    for shareable in below.select_related("page"):
        projection.project(shareable)


def project_restricted_section(sender, instance, **kwargs):
    """The privacy of a page changed, and of everything below it."""
    # A restriction also goes when its page is deleted.
    page = get_page_model().objects.filter(pk=instance.page_id).first()
    if page is not None:
        project_section(sender, page)


def remember_offers_of_page(sender, instance, **kwargs):
    # Once the page is gone nothing says which offers were about it.
    instance._advocacy_offers = list(
        Offer.objects.filter(page_id=instance.pk).values_list("pk", flat=True)
    )


def end_offers_of_deleted_page(sender, instance, **kwargs):
    offers = Offer.objects.filter(pk__in=getattr(instance, "_advocacy_offers", ()))
    # Wagtail unpublishes a page before it deletes it, so these may have ended already.
    because_of_the_page = [
        "",
        Offer.EndReason.PAGE_UNPUBLISHED,
        Offer.EndReason.PAGE_RESTRICTED,
    ]
    offers.filter(end_reason__in=because_of_the_page).update(
        ended=True, end_reason=Offer.EndReason.PAGE_DELETED
    )
    # The links lead to the card from now on, whatever the offer's state was.
    offers.update(destination="")


def refresh_default_images(sender, instance, **kwargs):
    jobs.enqueue("wagtail_advocacy.shareables.tasks.sync_offers")


def connect():
    def plug(signal, handler, sender=None):
        uid = f"wagtail_advocacy.{handler.__name__}"
        signal.connect(handler, sender=sender, dispatch_uid=(uid, sender))

    plug(published, project_shareable)
    plug(unpublished, project_shareable)
    for model in shareable_models():
        plug(post_delete, end_deleted_shareable, model)
    plug(page_published, project_page)
    plug(page_unpublished, project_page)
    plug(post_page_move, project_section)
    plug(page_slug_changed, project_section)
    plug(post_save, project_restricted_section, PageViewRestriction)
    plug(post_delete, project_restricted_section, PageViewRestriction)
    plug(pre_delete, remember_offers_of_page, get_page_model())
    plug(post_delete, end_offers_of_deleted_page, get_page_model())
    plug(post_save, refresh_default_images, ShareablesSettings)
