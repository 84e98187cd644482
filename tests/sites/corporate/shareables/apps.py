from django.apps import AppConfig


class CorporateShareablesConfig(AppConfig):
    """What people lend each other."""

    name = "tests.sites.corporate.shareables"
    label = "shareables"
    default_auto_field = "django.db.models.AutoField"
