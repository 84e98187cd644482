from django.contrib.auth.models import Permission

from wagtail_advocacy.ambassadors.setup_steps import (
    LEADS,
    TRAINERS,
    SetupStep,
    grant,
    setup_steps,
)
from wagtail_advocacy.shareables.setup_steps import admin_access

from .models import HelpRequest, permission_for


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


def grant_help(context):
    question = HelpRequest.Kind.BEFORE_POSTING
    for group, kinds in ((TRAINERS, [question]), (LEADS, list(HelpRequest.Kind))):
        names = [permission_for(kind).partition(".")[2] for kind in kinds]
        given = grant(group, admin_access())
        given += grant(
            group,
            Permission.objects.filter(
                content_type__app_label="wagtail_advocacy_sharing", codename__in=names
            ),
        )
        if given:
            yield f"“{group}” may answer colleagues who ask for help."


def register():
    setup_steps.register(SetupStep("sharing-settings", grant_settings))
    setup_steps.register(SetupStep("help", grant_help))
