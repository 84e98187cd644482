from django.contrib.auth import get_user_model
from django.db.models.signals import pre_delete

from . import actions
from .models import DismissedInvitation


def forget_deleted_user(sender, instance, **kwargs):
    actions.leave(instance, source="account-deleted")
    DismissedInvitation.objects.filter(user=instance).delete()


def connect():
    pre_delete.connect(
        forget_deleted_user,
        sender=get_user_model(),
        dispatch_uid="wagtail_advocacy_forget_deleted_user",
    )
