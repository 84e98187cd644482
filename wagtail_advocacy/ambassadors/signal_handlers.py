from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete

from . import actions, notices, signals
from .models import Ambassador, Delivery, DismissedInvitation
from .personal_tables import forget_profile


def forget_deleted_user(sender, instance, **kwargs):
    actions.leave(instance, source="account-deleted")
    DismissedInvitation.objects.filter(user=instance).delete()
    Delivery.objects.filter(user=instance).delete()
    # Names on networks would say whose the rest was.
    forget_profile(Ambassador.objects.filter(user=instance))


def cancel_notices(sender, ambassador, **kwargs):
    notices.cancel_waiting(ambassador.user)


def connect():
    signals.left.connect(
        cancel_notices, dispatch_uid="wagtail_advocacy.ambassadors.cancel_notices"
    )
    pre_delete.connect(
        forget_deleted_user,
        sender=get_user_model(),
        dispatch_uid="wagtail_advocacy_forget_deleted_user",
    )
