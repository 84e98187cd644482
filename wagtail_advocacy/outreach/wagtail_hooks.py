from wagtail.contrib.settings.registry import registry as settings_registry

from .models import OutreachSettings


settings_registry.register(OutreachSettings, icon="mail")
