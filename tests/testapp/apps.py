from django.apps import AppConfig


class TestAppConfig(AppConfig):
    name = "tests.testapp"
    label = "testapp"
    verbose_name = "The other intranet"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from wagtail_advocacy import networks

        from .networks import Xing

        networks.register(Xing)
