from django.contrib.auth.models import Permission

from wagtail_advocacy.ambassadors.setup_steps import (
    LEADS,
    SetupStep,
    grant,
    setup_steps,
)


def grant_settings(context):
    given = grant(
        LEADS,
        Permission.objects.filter(
            content_type__app_label="wagtail_advocacy_sharing",
            codename="change_sharingsettings",
        ),
    )
    if given:
        yield f"“{LEADS}” may change how sharing works."


def register():
    setup_steps.register(SetupStep("sharing-settings", grant_settings))
