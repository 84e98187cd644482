from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission
from django.core import checks
from django.db import DatabaseError

from .models import shareable_models
from .setup_steps import approving_groups, content_type_of


def check_approvers_may_publish(app_configs, databases=None, **kwargs):
    """Approving something without that permission ends in an error page."""
    if not databases:
        return []
    found = []
    try:
        for model in shareable_models():
            codename = get_permission_codename("publish", model._meta)
            found += [
                checks.Warning(
                    f"“{group}” approves {model._meta.verbose_name_plural}, but may"
                    " not publish them: “Approve” ends in an error.",
                    hint="Run advocacy_setup, or give the group the permission"
                    f" {model._meta.app_label}.{codename}.",
                    id="wagtail_advocacy.W101",
                )
                for group in approving_groups(model)
                if not Permission.objects.filter(
                    content_type=content_type_of(model), codename=codename, group=group
                ).exists()
            ]
    except DatabaseError:
        # Before the first migration there is nothing to look at.
        return []
    return found


def register():
    """Register the checks of this room."""
    checks.register(check_approvers_may_publish, checks.Tags.database)
