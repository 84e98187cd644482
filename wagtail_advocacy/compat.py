"""The one place that knows differences between versions of Wagtail and Django."""

import swapper
from wagtail import VERSION


# Wagtail 8.0 lets a project swap the page model; 7.4 has one only. swapper answers
# for both, because the setting is unknown to 7.4 and its default is the same model.
swapper.set_app_prefix("wagtailcore", "wagtail")
PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")

# Wagtail 8.0 asks a registry who may do what; 7.4 makes the policy where it needs it.
HAS_POLICY_REGISTRY = VERSION >= (8, 0)


def get_page_model():
    """Return the class of the installed page model."""
    return swapper.load_model("wagtailcore", "Page")


def permission_policy(model):
    """Return the policy by which Wagtail decides about instances of ``model``."""
    # Imported late: models may not import permissions.
    if HAS_POLICY_REGISTRY:
        from wagtail.permissions import policy_registry

        return policy_registry.get_by_type(model)
    from wagtail.permission_policies import ModelPermissionPolicy

    return ModelPermissionPolicy(model)


def image_permission_policy():
    """Return the policy by which Wagtail decides about images."""
    if HAS_POLICY_REGISTRY:
        from wagtail.images import get_image_model

        return permission_policy(get_image_model())
    from wagtail.images.permissions import permission_policy as policy

    return policy


def register_permission_policy(model) -> None:
    """Tell Wagtail that Django's model permissions decide about ``model``.

    Call it first in ``wagtail_hooks.py``: once somebody has asked, it is too late.
    """
    if HAS_POLICY_REGISTRY:
        from wagtail.permissions import register_permission_policy as register

        register(model)
