"""The entry point of a process that serves ``public_urls`` and nothing else.

::

    DJANGO_SETTINGS_MODULE=public_settings gunicorn wagtail_advocacy.public.wsgi
"""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from wagtail_advocacy.addresses import PUBLIC_URLCONF


def refuse_an_intranet() -> None:
    """Stop a process that would show more than ``public_urls`` to outsiders.

    :raises ImproperlyConfigured: the settings are not those of a public process.
    """
    if settings.ROOT_URLCONF != PUBLIC_URLCONF:
        raise ImproperlyConfigured(
            "This process would serve more than the public addresses: its ROOT_URLCONF"
            f" is {settings.ROOT_URLCONF!r}. Begin its settings with"
            " “from wagtail_advocacy.public.settings import *”."
        )


refuse_an_intranet()
application = get_wsgi_application()
