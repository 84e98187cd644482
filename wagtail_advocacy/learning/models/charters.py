import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from wagtail_advocacy import layout
from wagtail_advocacy.ambassadors.ledger import LedgerModel
from wagtail_advocacy.ambassadors.models import Unit
from wagtail_advocacy.compat import PAGE_MODEL

from ..blocks import TEXT_FEATURES, ClauseBlock
from ..forms import CharterPageForm


UNIT = "wagtail_advocacy_ambassadors.Unit"
GROUP_KEY = "group"


class Change(models.TextChoices):
    WORDING = "wording", _("Wording only: whoever signed has signed this")
    MATERIAL = "material", _("Material: everybody concerned signs again")


class AbstractCharterPage(models.Model):
    """What a charter page has; a site's own type is made of it and of its page class::

        class OurCharter(AbstractCharterPage, OurPage):
            content_panels = OurPage.content_panels + AbstractCharterPage.charter_panels
            search_fields = OurPage.search_fields + AbstractCharterPage.charter_search

    No subclass of a page itself, because a project may have swapped the page model.
    Without an entity it is the group's charter, of which there is one; with one, an
    addendum, which stands below it.
    """

    if TYPE_CHECKING:
        # Of the page class that it is put together with.
        alias_of_id: int | None
        get_parent: Any
        live: bool
        locale: Any
        path: str
        title: str
        translation_key: Any

    introduction = RichTextField(
        verbose_name=_("introduction"), blank=True, features=TEXT_FEATURES
    )
    clauses = StreamField(
        [("clause", ClauseBlock())], verbose_name=_("clauses"), min_num=1
    )
    entity = models.ForeignKey(
        UNIT,
        verbose_name=_("entity"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Unit.Kind.ENTITY},
        help_text=_(
            "Empty: the charter of the whole group. Chosen: an addendum, with clauses"
            " for the people of this entity alone."
        ),
    )
    audience = models.ForeignKey(
        "wagtail_advocacy_ambassadors.Audience",
        verbose_name=_("audience"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Only they are asked to sign. Empty: everybody it concerns."),
    )
    effective_from = models.DateField(
        verbose_name=_("in force from"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as it is published."),
    )
    comments_until = models.DateField(
        verbose_name=_("open for comments until"),
        null=True,
        blank=True,
        help_text=_(
            "Until the end of this day everybody can comment on each clause, with or"
            " without their name. It must be in force later than that."
        ),
    )
    # Kept in the revision, so that workflows and scheduled publishing ask nobody again.
    change = models.CharField(
        verbose_name=_("this change is"),
        max_length=16,
        choices=Change.choices,
        blank=True,
    )
    change_summary = models.TextField(
        verbose_name=_("what changed"),
        max_length=500,
        blank=True,
        help_text=_("In a sentence or two, for those who sign again."),
    )

    base_form_class = CharterPageForm
    charter_template = "wagtail_advocacy/learning/charter_page.html"

    charter_panels = [
        FieldPanel("introduction"),
        FieldPanel("clauses"),
        MultiFieldPanel(
            [FieldPanel("entity"), FieldPanel("audience")],
            heading=_("For whom"),
        ),
        FieldRowPanel(
            [FieldPanel("comments_until"), FieldPanel("effective_from")],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [
                # A list to choose from would have its first line chosen.
                FieldPanel("change", widget=forms.RadioSelect),
                FieldPanel("change_summary"),
            ],
            heading=_("Since the version that is published"),
        ),
    ]
    charter_search = [
        index.SearchField("introduction"),
        index.SearchField("clauses"),
        index.FilterField("entity"),
    ]

    class Meta:
        abstract = True

    def clean(self):
        super().clean()
        # Where it will stand is known to the form only, until it stands there.
        if self.path:
            self.check_place(self.get_parent())
        if self.comments_until and (
            not self.effective_from or self.effective_from <= self.comments_until
        ):
            raise ValidationError(
                {
                    "effective_from": _(
                        "Comments come before: choose a day after the last one for"
                        " comments."
                    )
                }
            )

    def check_place(self, parent) -> None:
        """Refuse what would be a second charter, or one in a place it cannot have.

        :param parent: the page it stands below, or will.
        :raises ValidationError: with a sentence that says what to do instead.
        """
        from ..charter_rules import check_place

        check_place(self, parent.specific)

    def can_move_to(self, parent):
        if not super().can_move_to(parent):  # type: ignore[misc]
            return False
        try:
            self.check_place(parent)
        except ValidationError:
            return False
        return True

    @property
    def charter_key(self) -> str:
        """Name the charter this page is of, among those of the installation."""
        return GROUP_KEY if self.entity_id is None else f"entity:{self.entity_id}"

    def serve(self, request, *args, **kwargs):
        from ..charter_screens import page_context

        return self._render(request, page_context(self))

    def serve_preview(self, request, mode_name):
        from ..charter_screens import preview_context

        return self._render(request, preview_context(self))

    def _render(self, request, context):
        return layout.render(
            request, self.charter_template, {"page": self, "self": self, **context}
        )


class CharterQuerySet(models.QuerySet):
    def live(self):
        """Those whose page is published; the others ask nothing of anybody."""
        return self.filter(page__live=True)


class Charter(models.Model):
    """What has versions: the group's charter, or an entity's addendum.

    It outlives its page: signatures point to its versions.
    """

    # "group", or "entity:" and the entity's number: one of each, on any database.
    key = models.CharField(max_length=32, unique=True)
    entity = models.ForeignKey(
        UNIT, null=True, on_delete=models.PROTECT, related_name="+"
    )
    audience = models.ForeignKey(
        "wagtail_advocacy_ambassadors.Audience",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # The page in the source language; empty once it is deleted.
    page = models.ForeignKey(
        PAGE_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What the page and its translations have in common.
    translation_key = models.UUIDField()

    objects = CharterQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("charter")
        verbose_name_plural = _("charters")

    def __str__(self):
        return self.key


class CharterVersionQuerySet(models.QuerySet):
    def begun(self, day: datetime.date | None = None):
        """Those that are or once were in force."""
        return self.filter(
            superseded=False, effective_from__lte=day or timezone.localdate()
        )

    def in_force(self, day: datetime.date | None = None):
        """The latest of each charter that has begun."""
        later = CharterVersion.objects.begun(day).filter(
            charter=OuterRef("charter"), number__gt=OuterRef("number")
        )
        return self.begun(day).filter(~Exists(later))


class CharterVersion(models.Model):
    """What has to be signed. A material change makes one; typos change its texts."""

    charter = models.ForeignKey(
        Charter, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    effective_from = models.DateField()
    # Whoever signed the version before may share without this one until this day.
    required_from = models.DateField()
    # A later one was published before this one had begun.
    superseded = models.BooleanField(default=False)
    change_summary = models.TextField(blank=True)
    comments_until = models.DateField(null=True)
    # The language of the page that made it.
    language = models.CharField(max_length=100)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CharterVersionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("charter version")
        verbose_name_plural = _("charter versions")
        ordering = ["charter", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "number"], name="wagtail_advocacy_version_number"
            )
        ]

    def __str__(self):
        return f"{self.charter} {self.number}"

    @property
    def has_begun(self) -> bool:
        return not self.superseded and self.effective_from <= timezone.localdate()

    @property
    def is_open_for_comments(self) -> bool:
        return (
            not self.superseded
            and not self.has_begun
            and self.comments_until is not None
            and timezone.localdate() <= self.comments_until
        )


class CharterText(LedgerModel):
    """The exact text of a version in one language, as it was published.

    Stored here because Wagtail's revisions go with their page. Correcting a typo adds
    a row; the latest is shown, and each signature keeps the one that was read.
    """

    version = models.ForeignKey(
        CharterVersion, on_delete=models.PROTECT, related_name="texts"
    )
    language = models.CharField(max_length=100)
    title = models.CharField(max_length=255)
    # Sanitised HTML.
    introduction = models.TextField(blank=True)
    # For each clause: id, title, text (sanitised HTML), why, do, dont.
    clauses = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("charter text")
        verbose_name_plural = _("charter texts")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.title} ({self.language})"


class Signature(LedgerModel):
    """Somebody signed one version, having read one text of it.

    Personal data: the proof that the person accepted these rules on that day, in that
    wording; kept as long as the ambassador is.
    """

    ambassador = models.ForeignKey(
        "wagtail_advocacy_ambassadors.Ambassador",
        on_delete=models.CASCADE,
        related_name="signatures",
    )
    version = models.ForeignKey(
        CharterVersion, on_delete=models.PROTECT, related_name="signatures"
    )
    text = models.ForeignKey(CharterText, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "version"],
                name="wagtail_advocacy_signature_once",
            )
        ]

    def __str__(self):
        return f"Signature {self.pk}"


def charter_models() -> list[type[AbstractCharterPage]]:
    """Return every concrete type of charter page, the site's own included."""
    from django.apps import apps

    return [
        model
        for model in apps.get_models()
        if issubclass(model, AbstractCharterPage) and not model._meta.abstract
    ]
