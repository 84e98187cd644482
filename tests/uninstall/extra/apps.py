from django.apps import AppConfig


class ExtraConfig(AppConfig):
    """An optional room as ours are: its own tables, which refer to required rooms'."""

    name = "tests.uninstall.extra"
    label = "wagtail_advocacy_extra"
    default_auto_field = "django.db.models.BigAutoField"
