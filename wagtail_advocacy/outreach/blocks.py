"""For the site's own pages and newsletters."""

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.coreutils import get_content_languages
from wagtail.snippets.blocks import SnippetChooserBlock

from wagtail_advocacy.addresses import intranet_url
from wagtail_advocacy.layout import render_own

from .addresses import composer_path
from .queries import for_everybody


MOST = 10
TEMPLATE = "wagtail_advocacy/outreach/to_share_block.html"


def content_languages() -> list[tuple[str, str]]:
    return list(get_content_languages().items())


class LanguageBlock(blocks.ChoiceBlock):
    """One of the languages that the site writes in."""

    def __init__(self, **kwargs):
        super().__init__(**{"choices": content_languages, **kwargs})

    def deconstruct(self):
        # So that no migration of a site names us, nor changes with its languages.
        return ("wagtail.blocks.CharBlock", (), {"required": False})


class ToShareBlock(blocks.StructBlock):
    """What there is to share this week, with a link each to write about it.

    It shows what is offered to everybody, whoever reads: a page may be kept in a cache
    and a newsletter is made once for all. Where it stands in no request, as in a mail,
    its addresses are absolute. Two queries, three with a topic.
    """

    heading = blocks.CharBlock(label=_("Title"), required=False, max_length=120)
    number = blocks.IntegerBlock(
        label=_("How many"),
        default=3,
        min_value=1,
        max_value=MOST,
        help_text=_("The newest ones."),
    )
    topic = SnippetChooserBlock(
        "wagtail_advocacy_shareables.Topic",
        label=_("Topic"),
        required=False,
        help_text=_("Only what is about it, in whatever language."),
    )
    language = LanguageBlock(
        label=_("Language"),
        required=False,
        help_text=_("Empty: the language of the page."),
    )
    otherwise = blocks.CharBlock(
        label=_("When there is nothing"),
        required=False,
        max_length=200,
        help_text=_("What people read then. Empty: they see nothing of all this."),
    )

    class Meta:
        icon = "mail"
        label = _("To share this week")
        label_format = "{heading}"
        template = TEMPLATE

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context)
        in_mail = (parent_context or {}).get("request") is None
        base = intranet_url("") if in_mail else ""
        topic = value.get("topic")
        found = for_everybody(
            topic=topic and topic.translation_key,
            language=value.get("language") or language_of_page(context),
        )
        context["offers"] = [
            {
                "title": offer.title,
                "summary": offer.summary,
                "language": offer.language,
                "address": base + composer_path(offer.public_id),
            }
            for offer in found[: value.get("number") or self._default_number]
        ]
        return context

    @property
    def _default_number(self) -> int:
        return self.child_blocks["number"].meta.default

    def render(self, value, context=None):
        template = self.get_template(value, context=context)
        if template != TEMPLATE:
            # The site's own, in whatever language it writes its templates.
            return super().render(value, context)
        # Ours is in Django's language, which a site may not have put first.
        return mark_safe(  # noqa: S308 - the output of an autoescaping template
            render_own(template, self.get_context(value, context), None)
        )


def language_of_page(context) -> str:
    """Return the language of the page a block stands on, or else the reader's."""
    locale = getattr(context.get("page"), "locale", None)
    return locale.language_code if locale else (get_language() or "")
