from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting
from wagtail.images import get_image_model_string

from wagtail_advocacy.sanitize import validate_web_address


class ShareablesSettings(BaseGenericSetting):
    """What outsiders read about the organisation on every public page."""

    organisation = models.CharField(
        verbose_name=_("name of the organisation"),
        max_length=150,
        blank=True,
        help_text=_("Shown to outsiders on the public card. Empty: the site's name."),
    )
    public_site = models.URLField(
        verbose_name=_("public website"),
        blank=True,
        validators=[validate_web_address],
        help_text=_("Where outsiders learn more about the organisation."),
    )
    legal_notice = models.URLField(
        verbose_name=_("legal notice"), blank=True, validators=[validate_web_address]
    )
    privacy_notice = models.URLField(
        verbose_name=_("privacy notice"), blank=True, validators=[validate_web_address]
    )
    default_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("default image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Goes out where a shareable has no image that is cleared for outside."
        ),
    )

    select_related = ["default_image"]

    panels = [
        FieldPanel("organisation"),
        MultiFieldPanel(
            [
                FieldPanel("public_site"),
                FieldPanel("legal_notice"),
                FieldPanel("privacy_notice"),
            ],
            heading=_("Public addresses"),
        ),
        FieldPanel("default_image"),
    ]

    class Meta:
        verbose_name = _("advocacy: public card")

    @classmethod
    def read(cls) -> "ShareablesSettings":
        """Return what was set, or the defaults.

        Unlike ``load`` it never writes the missing row: a public process may only
        read, and neither needs the default image.
        """
        return cls.objects.first() or cls()

    @property
    def shown_organisation(self) -> str:
        """The name outsiders know the organisation by; "" where nobody said."""
        return self.organisation or getattr(settings, "WAGTAIL_SITE_NAME", "")
