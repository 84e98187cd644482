from django.apps import AppConfig


class CorporateSharingConfig(AppConfig):
    """File sharing, as this intranet has had it for ten years."""

    name = "tests.sites.corporate.sharing"
    label = "sharing"
    default_auto_field = "django.db.models.AutoField"
