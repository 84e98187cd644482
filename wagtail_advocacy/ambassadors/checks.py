from django.core import checks
from django.utils.module_loading import import_string

from wagtail_advocacy.conf import SETTING_NAME, app_settings

from . import directory, retention


def check_retention(app_configs, **kwargs):
    """Days that are misspelt would keep data for longer than the site says."""
    return [
        checks.Error(
            f'{SETTING_NAME}["RETENTION"]: {fault}', id="wagtail_advocacy.E016"
        )
        for fault in retention.faults(app_settings.RETENTION)
    ]


def check_directory(app_configs, **kwargs):
    """Found at the start, and not at night by the queue."""
    fault = None
    try:
        found = import_string(app_settings.DIRECTORY)
    except (ImportError, AttributeError, TypeError) as error:
        fault = f"cannot be imported: {error}"
    else:
        if not (isinstance(found, type) and issubclass(found, directory.Directory)):
            fault = (
                "is no subclass of wagtail_advocacy.ambassadors.directory.Directory."
            )
    if fault is None:
        return []
    return [
        checks.Error(f'{SETTING_NAME}["DIRECTORY"] {fault}', id="wagtail_advocacy.E017")
    ]


def register():
    """Register the checks of this room."""
    checks.register(check_retention, checks.Tags.compatibility)
    checks.register(check_directory, checks.Tags.compatibility)
