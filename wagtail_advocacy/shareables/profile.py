"""What employees choose about topics, on their own page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.profile import (
    ProfileSection,
    in_own_language,
    sections,
    written,
)

from . import actions
from .models import FollowedTopic, Topic


class TopicsForm(forms.Form):
    """The topics somebody likes to hear of."""

    topics = forms.MultipleChoiceField(
        label=_("Show me first what is about"),
        required=False,
        error_messages={"invalid_choice": _("This is not offered any more.")},
    )

    def __init__(self, *args, offered: list[Topic], followed=(), **kwargs) -> None:
        """
        :param offered: one of each, in the language of the person.
        :param followed: translation keys of those they follow.
        """
        super().__init__(*args, **kwargs)
        self.offered = {str(topic.translation_key): topic for topic in offered}
        self.fields["topics"].choices = [  # type: ignore[attr-defined]
            (key, topic.name) for key, topic in self.offered.items()
        ]
        self.initial["topics"] = list(followed)

    @property
    def ticked(self) -> list[str]:
        return self["topics"].value() or []

    def chosen_objects(self) -> list[Topic]:
        return [self.offered[key] for key in self.cleaned_data["topics"]]


class TopicsSection(ProfileSection):
    key = "topics"
    title = _("Topics I follow")
    template_name = "wagtail_advocacy/shareables/profile_topics.html"
    order = 100

    def context(self, request, ambassador):
        followed = written(FollowedTopic).filter(ambassador=ambassador)
        keys = followed.values_list("topic__translation_key", flat=True)
        return {
            "form": TopicsForm(
                offered=_offered_topics(), followed=[str(key) for key in keys]
            )
        }

    def post(self, request, ambassador):
        form = TopicsForm(request.POST, offered=_offered_topics())
        if not form.is_valid():
            return form
        actions.follow_topics(request.user, form.chosen_objects())
        return None


def _offered_topics() -> list[Topic]:
    return in_own_language(Topic.objects.select_related("locale"))


def register():
    sections.register(TopicsSection())
