"""Keeps the API to what Wagtail's own screens allow.

They go through a form and look at locks; the API publishes and reverts revisions
directly, so both are asked for here.
"""

from wagtail.actions import (
    PublishRevisionAction,
    RevertToRevisionAction,
    action_registry,
)

from ..models import AbstractShareable


class PublishShareableAction(PublishRevisionAction):
    """Publishes a revision that is complete and not locked."""

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks)
        if not skip_permission_checks:
            check_lock(self)
        # A draft may be saved half empty.
        self.object.full_clean()


class RevertShareableAction(RevertToRevisionAction):
    """Makes a draft of an older revision, unless it is locked."""

    def check(self, skip_permission_checks=False):
        super().check(skip_permission_checks)
        if not skip_permission_checks:
            check_lock(self)


def check_lock(action) -> None:
    """Refuse whoever the shareable is locked for.

    While it waits for approval that is everybody but the approvers.

    :raises PermissionDenied: of the action's own class.
    """
    lock = action.instance.get_lock()
    if lock and action.user and lock.for_user(action.user):
        raise action.permission_error_class(
            f"The {action.instance._meta.verbose_name} is locked."
        )


def register():
    """Put them in the place of Wagtail's, for every type of shareable."""
    action_registry.register(AbstractShareable, PublishShareableAction)
    action_registry.register(AbstractShareable, RevertShareableAction)
