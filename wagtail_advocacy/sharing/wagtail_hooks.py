from wagtail.contrib.settings.registry import registry as settings_registry

from .models import SharingSettings


settings_registry.register(SharingSettings, icon="comment")
