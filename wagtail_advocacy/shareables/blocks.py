from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from wagtail_advocacy import networks


def network_choices():
    return [(network.key, network.name) for network in networks.all()]


class PromptBlock(blocks.StructBlock):
    """A question or an angle, for every network or for one."""

    text = blocks.TextBlock(
        label=_("Question or angle"),
        max_length=300,
        rows=2,
        help_text=_("For example: “What surprised you about this?”"),
    )
    network = blocks.ChoiceBlock(
        choices=network_choices, required=False, label=_("Only for this network")
    )

    class Meta:
        icon = "help"
        label = _("Prompt")
        label_format = "{text}"
