from django.utils.translation import gettext_lazy as _
from wagtail import blocks


TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class ClauseBlock(blocks.StructBlock):
    """One clause of a charter: what it says, why, and what that means in practice."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    why = blocks.TextBlock(
        label=_("Why"),
        required=False,
        rows=2,
        help_text=_("What it protects, in a sentence or two."),
    )
    do = blocks.ListBlock(
        blocks.CharBlock(label=_("Do"), max_length=250), label=_("Do"), default=[]
    )
    dont = blocks.ListBlock(
        blocks.CharBlock(label=_("Don’t"), max_length=250),
        label=_("Don’t"),
        default=[],
    )

    class Meta:
        icon = "list-ul"
        label = _("Clause")
        label_format = "{title}"
