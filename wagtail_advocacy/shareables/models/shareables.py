import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.coreutils import (
    get_content_languages,
    get_supported_content_language_variant,
)
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from wagtail_advocacy.ambassadors.models import Audience
from wagtail_advocacy.compat import PAGE_MODEL, make_api_fields
from wagtail_advocacy.hashtags import split_hashtags
from wagtail_advocacy.layout import own_engine
from wagtail_advocacy.sanitize import validate_web_address

from ..blocks import PromptBlock
from ..forms import LinkShareableForm, ShareableForm
from ..source_changes import snapshot
from .topics import Topic


def language_choices():
    return list(get_content_languages().items())


def default_language():
    """Return the content language nearest to the one the editor works in."""
    try:
        return get_supported_content_language_variant(get_language() or "")
    except LookupError:
        return next(iter(get_content_languages()))


class Nature(models.TextChoices):
    EMPLOYER_BRAND = "employer_brand", _("Employer brand")
    INDUSTRY = "industry", pgettext_lazy("nature", "Industry")
    COMMERCIAL = "commercial", _("Commercial")


class AbstractShareable(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    index.Indexed,
    ClusterableModel,
):
    """What editors prepare to be shared.

    A site makes its own type by subclassing: it answers where the link leads
    (``get_destination``) and from when it counts (``get_source_published_at``).
    """

    # Wagtail's default is True: a draft would be live the moment it is saved.
    live = models.BooleanField(verbose_name=_("live"), default=False, editable=False)

    # Wagtail's own reverse name could be taken by a model of the site.
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("locked by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_locked_%(class)ss",
    )
    locked_by.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]

    title = models.CharField(
        verbose_name=_("title"),
        max_length=255,
        help_text=_("Public: what people outside see above the picture."),
    )
    summary = models.TextField(
        verbose_name=_("summary"),
        max_length=300,
        help_text=_("Public: one or two sentences for people outside."),
    )
    language = models.CharField(
        verbose_name=_("language"),
        max_length=100,
        choices=language_choices,
        default=default_language,
    )
    image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_cleared = models.BooleanField(
        verbose_name=_("people and rights are cleared for outside"),
        default=False,
        help_text=_(
            "Everybody shown agreed, and we may publish the picture. Unticked, the"
            " default image goes out instead."
        ),
    )
    prompts = StreamField(
        [("prompt", PromptBlock())],
        verbose_name=_("prompts"),
        min_num=1,
        help_text=_(
            "A question or an angle that makes colleagues want to say something of"
            " their own. Not a text to copy."
        ),
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+"
    )
    nature = models.CharField(
        verbose_name=_("nature"),
        max_length=32,
        choices=Nature.choices,
        default=Nature.EMPLOYER_BRAND,
    )
    audience = models.ForeignKey(
        Audience,
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only they find it and share it. Empty: everybody."),
    )
    networks = models.JSONField(
        verbose_name=_("networks"),
        default=list,
        blank=True,
        help_text=_("Where it may be shared. None ticked: everywhere."),
    )
    staff_first_hours = models.PositiveSmallIntegerField(
        verbose_name=_("staff first: hours"),
        default=0,
        help_text=_(
            "Colleagues can share it this many hours after it was published inside."
        ),
    )
    hashtags = models.CharField(
        verbose_name=_("hashtags"),
        max_length=200,
        blank=True,
        help_text=_("Suggested, separated by spaces."),
    )
    call_to_action = models.CharField(
        verbose_name=_("call to action"),
        max_length=60,
        blank=True,
        help_text=_("Public: the text of the card's button, such as “See our jobs”."),
    )
    may_say = models.TextField(
        verbose_name=_("what I may say"),
        blank=True,
        help_text=_("One line each. Seen by those who share, never by outsiders."),
    )
    may_not_say = models.TextField(
        verbose_name=_("what I may not say"), blank=True, help_text=_("One line each.")
    )

    base_form_class = ShareableForm

    search_fields = [
        index.SearchField("title", boost=2),
        index.AutocompleteField("title"),
        index.SearchField("summary"),
        index.FilterField("live"),
        index.FilterField("language"),
        index.FilterField("nature"),
    ]

    # Wagtail shows them to whoever may see shareables in its admin, and to nobody
    # else; what it takes goes through ``base_form_class``.
    api_fields = make_api_fields(
        read=["live", "has_unpublished_changes", "first_published_at"],
        write=[
            "title",
            "summary",
            "language",
            "image",
            "image_cleared",
            "call_to_action",
            "prompts",
            "may_say",
            "may_not_say",
            "hashtags",
            "networks",
            "topics",
            "nature",
            "staff_first_hours",
            "go_live_at",
            "expire_at",
        ],
    )

    class Meta:
        abstract = True

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        try:
            self.hashtags = " ".join(split_hashtags(self.hashtags))
        except ValidationError as error:
            raise ValidationError({"hashtags": error}) from None

    def full_clean(self, exclude=None, **kwargs):
        super().full_clean(exclude=exclude, **kwargs)
        # A form leaves things out, because drafts may be incomplete; without one,
        # nobody else has asked whether there is a prompt.
        if exclude is None and not self._has_prompts():
            message = self._meta.get_field("prompts").error_messages["blank"]
            raise ValidationError({"prompts": message})

    def _has_prompts(self):
        return bool(self.prompts) and all(
            prompt.value.get("text") for prompt in self.prompts
        )

    # What a type answers.

    def get_destination(self) -> str:
        """Return the public address the link leads to, or "": the public card."""
        return ""

    def get_page(self):
        """Return the intranet page it is about, or ``None``."""
        return None

    def get_source_published_at(self) -> datetime.datetime | None:
        """Return when the source was first published; "staff first" counts from it."""
        return self.first_published_at

    def get_block(self) -> str:
        """Return an ``Offer.EndReason`` why it cannot be offered, or ""."""
        return ""

    @property
    def preview_modes(self):
        return [
            ("linkedin", _("On LinkedIn")),
            ("x", _("On X")),
            ("intranet", _("In the intranet")),
            ("outside", _("What an outside visitor sees")),
        ]

    @property
    def default_preview_mode(self):
        return "linkedin"

    def get_preview_template(self, request, mode_name):
        return f"wagtail_advocacy/shareables/preview_{mode_name}.html"

    def serve_preview(self, request, mode_name):
        response = super().serve_preview(request, mode_name)
        # Our own templates need our engine; those of a site's type may be the site's.
        if response.template_name.startswith("wagtail_advocacy/"):
            response.using = own_engine()
        return response

    def get_preview_context(self, request, mode_name):
        from ..cards import card_of_shareable, public_page_of_shareable

        return {
            **super().get_preview_context(request, mode_name),
            **(public_page_of_shareable(self) if mode_name == "outside" else {}),
            "card": card_of_shareable(self),
            "shareable": self,
        }


class PageShareable(AbstractShareable):
    """A page of the intranet, as it may be shared."""

    page = models.OneToOneField(
        PAGE_MODEL,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="wagtail_advocacy_shareable",
    )
    page_is_public = models.BooleanField(
        verbose_name=_("this page is public"),
        default=False,
        help_text=_(
            "People outside can open the page itself. Unticked, the link leads to a"
            " public card and the page stays inside."
        ),
    )
    # The page's own title, description and picture when they were last compared,
    # so that an editor sees what changed since.
    page_snapshot = models.JSONField(default=dict, editable=False)

    api_fields = [
        *make_api_fields(write=["page", "page_is_public"]),
        *AbstractShareable.api_fields,
    ]

    class Meta:
        verbose_name = _("shareable page")
        verbose_name_plural = _("shareable pages")

    def save(self, *args, **kwargs):
        if "update_fields" not in kwargs and self.page is not None:
            self._remember_page(self.page)
        super().save(*args, **kwargs)

    def _remember_page(self, page):
        # Of another page, or of none yet: from now on it is compared with this one.
        if self.page_snapshot.get("page") != str(page.pk):
            self.page_snapshot = snapshot(page.specific)

    def with_content_json(self, content):
        # What was compared is a matter between the editor and the page, not of one
        # revision: publishing an older draft must not ask again.
        shareable = super().with_content_json(content)
        if shareable.page_id == self.page_id:
            shareable.page_snapshot = self.page_snapshot
        return shareable

    def get_page(self):
        return self.page

    def get_destination(self):
        if self.page is None or not self.page_is_public or self.get_block():
            return ""
        return self.page.full_url or ""

    def get_source_published_at(self):
        return self.page.first_published_at if self.page else None

    def get_block(self):
        from .offers import Offer

        if self.page is None:
            return Offer.EndReason.PAGE_DELETED
        if not self.page.live:
            return Offer.EndReason.PAGE_UNPUBLISHED
        restrictions = self.page.get_view_restrictions()
        if restrictions.filter(restriction_type__in=["groups", "password"]).exists():
            return Offer.EndReason.PAGE_RESTRICTED
        return ""


class LinkShareable(AbstractShareable):
    """An address outside the intranet, as it may be shared."""

    url = models.URLField(
        verbose_name=_("address"),
        max_length=2000,
        validators=[validate_web_address],
        help_text=_("A public page that anybody can open."),
    )

    base_form_class = LinkShareableForm

    search_fields = [*AbstractShareable.search_fields, index.SearchField("url")]
    api_fields = [*make_api_fields(write=["url"]), *AbstractShareable.api_fields]

    class Meta:
        verbose_name = _("shareable link")
        verbose_name_plural = _("shareable links")

    def get_destination(self):
        return self.url


def shareable_models() -> list[type[AbstractShareable]]:
    """Return every concrete shareable type, the site's own included."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models()
        if issubclass(model, AbstractShareable) and not model._meta.abstract
    ]
