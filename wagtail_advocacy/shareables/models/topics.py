from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.compat import make_api_fields


class Topic(TranslatableMixin, index.Indexed, models.Model):
    """A subject people follow, in one language; its translations are linked."""

    name = models.CharField(verbose_name=_("name"), max_length=100)

    panels = [FieldPanel("name")]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]
    api_fields = make_api_fields(read=["locale"], write=["name"])

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name


class FollowedTopic(models.Model):
    """An ambassador would like to hear of a topic, whatever language it is in.

    Personal data: kept so that the person finds first what they care about; only
    they see it. It goes with the profile.
    """

    ambassador = models.ForeignKey(
        Ambassador, on_delete=models.CASCADE, related_name="followed_topics"
    )
    # Any of its translations stands for all of them.
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("followed topic")
        verbose_name_plural = _("followed topics")
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "topic"], name="wagtail_advocacy_follow_once"
            )
        ]

    def __str__(self):
        return f"{self.topic_id} of ambassador {self.ambassador_id}"
