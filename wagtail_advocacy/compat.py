"""The one place that knows differences between versions of Wagtail and Django."""

import swapper
from wagtail import VERSION


# Wagtail 8.0 lets a project swap the page model; 7.4 has one only. swapper answers
# for both, because the setting is unknown to 7.4 and its default is the same model.
swapper.set_app_prefix("wagtailcore", "wagtail")
PAGE_MODEL = swapper.get_model_name("wagtailcore", "Page")

# Wagtail 8.0 asks a registry who may do what; 7.4 makes the policy where it needs it.
HAS_POLICY_REGISTRY = VERSION >= (8, 0)

# Wagtail 8.0 has an API that reads and writes every snippet with ``api_fields``.
HAS_API_V3 = VERSION >= (8, 0)


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


def register_permission_policy(model, policy=None) -> None:
    """Tell Wagtail who decides about ``model``, unless the site has told it already.

    Call it first in ``wagtail_hooks.py``: once somebody has asked, it is too late.

    :param policy: by default, Django's model permissions decide.
    """
    if HAS_POLICY_REGISTRY:
        from wagtail.permissions import policy_registry
        from wagtail.permissions import register_permission_policy as register

        if policy_registry.get_by_type(model, fallback=False) is None:
            register(model, policy)


def snippet_chooser(policy) -> type:
    """Return the class of choosers of a snippet about which ``policy`` decides.

    Before there was a registry, choosers asked for Django's model permissions.
    """
    from wagtail.snippets.views.chooser import SnippetChooserViewSet

    if HAS_POLICY_REGISTRY:
        return SnippetChooserViewSet
    return type(
        "ChooserViewSet", (SnippetChooserViewSet,), {"permission_policy": policy}
    )


def make_api_fields(*, read=(), write=()) -> list:
    """Return the ``api_fields`` of a model; none where there is no API v3.

    :param read: names of the fields that the API shows.
    :param write: names of those that it shows and takes.
    """
    if not HAS_API_V3:
        return []
    from wagtail.api import APIField

    return [
        *(APIField(name) for name in read),
        *(APIField(name, writable=True) for name in write),
    ]
