from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IntranetAppConfig(AppConfig):
    name = "example_site.intranet"
    label = "intranet"
    verbose_name = _("Intranet")
    default_auto_field = "django.db.models.BigAutoField"
