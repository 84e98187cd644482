from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from wagtail_advocacy.hashtags import validate_hashtag


class SharingSettings(BaseGenericSetting):
    """What a programme lead decides about sharing."""

    disclosure_hashtag = models.CharField(
        verbose_name=_("employer hashtag"),
        max_length=50,
        blank=True,
        validators=[validate_hashtag],
        help_text=_(
            "Says that the author works here, such as #TeamAlder. It is proposed"
            " with every post; readers and the law expect openness."
        ),
    )

    contact_name = models.CharField(
        verbose_name=_("whom to call"),
        max_length=150,
        blank=True,
        help_text=_(
            "Somebody of communication whom colleagues may call: after a slip, or when"
            " nobody answered them within a working day."
        ),
    )
    contact_phone = models.CharField(
        verbose_name=_("their telephone"), max_length=50, blank=True
    )
    contact_email = models.EmailField(verbose_name=_("their e-mail"), blank=True)
    help_mailbox = models.EmailField(
        verbose_name=_("mailbox of the team"),
        blank=True,
        help_text=_(
            "Told that somebody asks for help, with a link and nothing else. Empty:"
            " nobody is mailed, and the menu shows how many wait."
        ),
    )

    help_panels = [
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_email"),
                FieldPanel("help_mailbox"),
            ],
            heading=_("When colleagues need somebody"),
        )
    ]
    panels = [FieldPanel("disclosure_hashtag"), *help_panels]

    class Meta:
        verbose_name = _("advocacy: sharing")

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_phone or self.contact_email)

    @classmethod
    def read(cls):
        """Return the settings without making their row: looking never writes."""
        return cls.base_queryset().first() or cls()

    def clean(self):
        super().clean()
        if self.disclosure_hashtag:
            self.disclosure_hashtag = f"#{self.disclosure_hashtag.removeprefix('#')}"
