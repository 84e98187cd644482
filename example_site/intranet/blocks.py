from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Quotation"))
    source = blocks.CharBlock(label=_("Who said it"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """One number worth remembering, with what it counts."""

    value = blocks.CharBlock(label=_("Figure"), max_length=20)
    text = blocks.CharBlock(label=_("What it counts"))

    class Meta:
        icon = "order"
        label = _("Key figure")
        template = "blocks/figure.html"


class BodyBlock(blocks.StreamBlock):
    heading = blocks.CharBlock(
        icon="title", label=_("Heading"), template="blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"), features=["bold", "italic", "link", "ul", "ol"]
    )
    quote = QuoteBlock()
    figure = FigureBlock()
    image = ImageBlock(label=_("Picture"), template="blocks/image.html")
