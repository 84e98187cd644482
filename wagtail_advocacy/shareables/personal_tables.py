"""What this room keeps about people, and how it forgets it."""

from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.personal_data import (
    ImpersonalTable,
    Person,
    PersonalTable,
    erased_with_ambassador,
    impersonal_tables,
    personal_tables,
)

from .models import AbstractShareable, FollowedTopic, shareable_models


def _lock_table(model: type[AbstractShareable]) -> PersonalTable:
    def rows(person: Person):
        pk = person.user.pk if person.user else None
        return model._default_manager.filter(locked_by=pk).exclude(locked_by=None)

    return PersonalTable(
        model._meta.label,
        rows=rows,
        fields=("title", "locked_at"),
        # It stays locked, by nobody: whoever may unlock it decides.
        erase=lambda person: rows(person).update(locked_by=None),
        why=_("that you locked it while you were writing, as everywhere in Wagtail"),
        until=_("it is unlocked, you erase it, or your account is deleted"),
        seen_by=_("whoever may edit it"),
    )


FOLLOWED_TOPICS = PersonalTable(
    FollowedTopic._meta.label,
    rows=lambda person: FollowedTopic.objects.filter(
        ambassador=person.ambassador, ambassador__isnull=False
    ),
    fields=("topic__name",),
    erase=erased_with_ambassador,
    why=_("so that you find first what you care about"),
    until=_(
        "you erase it, 90 days after you left (“followed_topics”), or 30 days after"
        " your account was deleted (“deleted_accounts”)"
    ),
)


def register() -> None:
    personal_tables.register(FOLLOWED_TOPICS)
    for model in shareable_models():
        personal_tables.register(_lock_table(model))
        for field in model._meta.many_to_many:
            impersonal_tables.register(
                ImpersonalTable(
                    field.remote_field.through._meta.label,
                    why="It belongs to a shareable; who locked that is in its own row.",
                )
            )
