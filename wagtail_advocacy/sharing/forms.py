from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wagtail_advocacy.addresses import NoPublicAddress
from wagtail_advocacy.ambassadors.consents import network_key
from wagtail_advocacy.networks.counting import normalise
from wagtail_advocacy.networks.mastodon_instance import clean_instance

from .actions import NETWORK_NOT_ALLOWED, placeholder_address
from .models import Share, SharingSettings
from .queries import Question, offered_networks, questions_of, shown_first


# Far above every network's limit: keeps a pasted book out of the database.
MAX_TEXT = 10_000
# More reactions than anybody has, and fewer than a database counts.
MOST_OF_A_FIGURE = 100_000_000
# A question for whatever the editors gave none.
GENERIC_QUESTION = _("What would you tell a friend about this?")

# Filled in here and, while somebody types, by composer.js.
COUNT_SENTENCES = {
    "within": _("%(used)s of %(limit)s %(unit)s, with link and hashtags"),
    "over": _("%(over)s too many: %(used)s of %(limit)s %(unit)s"),
    "unlimited": _("%(used)s %(unit)s, with link and hashtags"),
}


class ComposeForm(forms.Form):
    """One person's own words about one offer, for one network."""

    network = forms.ChoiceField(
        label=pgettext_lazy("composer", "Where"),
        error_messages={
            "required": _("Choose where you want to post."),
            "invalid_choice": NETWORK_NOT_ALLOWED,
        },
    )
    # Only networks of many servers look at it; see clean().
    instance = forms.CharField(label=_("Your server"), required=False)
    question = forms.CharField(required=False)
    # No ``max_length``: browsers would cut a longer text off without a word.
    text = forms.CharField(
        label=_("Your own words"),
        strip=False,
        validators=[
            MaxLengthValidator(
                MAX_TEXT,
                message=_(
                    "This is too long for every network: %(show_value)s characters."
                ),
            )
        ],
        error_messages={
            "required": _("Write a sentence or two of your own first."),
        },
    )
    hashtags = forms.MultipleChoiceField(
        required=False,
        error_messages={"invalid_choice": _("This hashtag is not proposed any more.")},
    )

    def __init__(self, *args, offer, answers=None, **kwargs) -> None:
        """
        :param offer: what is shared; its networks, questions and hashtags are offered.
        :param answers: what the person said about their networks, as
            ``consents.answers`` returns it; those they switched off are not offered.
        """
        super().__init__(*args, **kwargs)
        self.offer = offer
        self.answers = answers or {}
        offered = offered_networks(offer)
        self.networks = [one for one in offered if not self._is_off(one)]
        self.all_are_off = bool(offered) and not self.networks
        self.first_networks = shown_first(self.networks)
        self.more_networks = [
            one for one in self.networks if one not in self.first_networks
        ]
        self.questions = questions_of(offer)
        self.settings = SharingSettings.read()
        self.disclosure = self.settings.disclosure_hashtag
        self.proposed_hashtags = self._propose_hashtags()
        network = cast(forms.ChoiceField, self.fields["network"])
        network.choices = [(one.key, one.name) for one in self.networks]
        hashtags = cast(forms.MultipleChoiceField, self.fields["hashtags"])
        hashtags.choices = [(tag, tag) for tag in self.proposed_hashtags]
        self.initial.setdefault("hashtags", [self.disclosure])
        if self.initial.get("network") not in {one.key for one in self.networks}:
            first = self.first_networks
            self.initial["network"] = first[0].key if first else ""

    def _is_off(self, network) -> bool:
        return self.answers.get(network_key(network.key)) is False

    def _propose_hashtags(self) -> list[str]:
        # The same hashtag in two spellings is one for every network.
        proposed: dict[str, str] = {}
        for tag in filter(None, [self.disclosure, *self.offer.hashtags]):
            proposed.setdefault(tag.casefold(), tag)
        return list(proposed.values())

    # What the template shows.

    @property
    def network_key(self) -> str:
        return self["network"].value() or ""

    @cached_property
    def chosen_network(self):
        """The chosen network, on the person's own server where that is known."""
        chosen = self.networks_by_key.get(self.network_key)
        if chosen is None or not chosen.needs_instance:
            return chosen
        try:
            return chosen.at(self.typed_instance)
        except ValidationError:
            # Said once the form is sent; until then it counts as on no server.
            return chosen

    @cached_property
    def networks_by_key(self) -> dict:
        return {one.key: one for one in self.networks}

    @property
    def new_networks(self) -> set[str]:
        """Keys of those the person has not gone to yet: going there chooses them."""
        return {
            one.key for one in self.networks if network_key(one.key) not in self.answers
        }

    @property
    def more_is_open(self) -> bool:
        """Whether the chosen network would be hidden behind "more"."""
        return self.network_key in {one.key for one in self.more_networks}

    @property
    def asks_instance(self) -> bool:
        return any(one.needs_instance for one in self.networks)

    @property
    def typed_instance(self) -> str:
        return self["instance"].value() or ""

    @property
    def asked(self) -> list[Question]:
        """The questions for the chosen network; the generic one where there is none."""
        suitable = [one for one in self.questions if one.suits(self.network_key)]
        return suitable or [self.generic_question]

    @property
    def generic_question(self) -> Question:
        return Question("", str(GENERIC_QUESTION), "")

    @property
    def shown_questions(self) -> list[Question]:
        """All that the page holds, so that a script can change the network."""
        return [*self.questions, self.generic_question]

    @property
    def chosen_question(self) -> Question:
        wanted = self["question"].value()
        return next((one for one in self.asked if one.value == wanted), self.asked[0])

    @property
    def ticked_hashtags(self) -> list[str]:
        ticked = self["hashtags"].value() or []
        return [tag for tag in self.proposed_hashtags if tag in ticked]

    @property
    def whole_text(self) -> str:
        """The text as it is now, with the hashtags that are ticked."""
        return Share(
            text=normalise(self["text"].value() or ""), hashtags=self.ticked_hashtags
        ).full_text

    @property
    def measure(self):
        """How long the text is now, by the rule of the chosen network that is shown."""
        if self.chosen_network is None:
            return None
        measures = self._measures(self.chosen_network, self.whole_text)
        # The first rule is the one to show, unless another one is broken.
        return max(measures, key=lambda one: one.over)

    @property
    def count(self) -> str:
        """The sentence under the text."""
        measure = self.measure
        if measure is None:
            return ""
        kind = "within" if measure.limit is not None else "unlimited"
        return COUNT_SENTENCES["over" if measure.over else kind] % {
            "used": measure.used,
            "limit": measure.limit,
            "unit": measure.unit,
            "over": measure.over,
        }

    @property
    def count_sentences(self) -> dict:
        return COUNT_SENTENCES

    @property
    def browser_rules(self) -> dict:
        """What counting.js counts with, by the key of the network."""
        return {
            "link": _address_to_count(),
            "title": self.offer.title,
            "networks": {
                key: self._of_chosen(one).browser_rule()
                for key, one in self.networks_by_key.items()
            },
        }

    def _of_chosen(self, network):
        # Only for the chosen one is a server asked for its limits.
        chosen = self.chosen_network
        return chosen if chosen and chosen.key == network.key else network

    # What is checked.

    def clean_text(self) -> str:
        text = normalise(self.cleaned_data["text"])
        if not text:
            raise ValidationError(
                self.fields["text"].error_messages["required"], code="required"
            )
        return text

    def clean(self):
        super().clean()
        self._clean_instance()
        if {"text", "network", "hashtags"} <= self.cleaned_data.keys():
            self._check_length(self.cleaned_data)
        return self.cleaned_data

    def _clean_instance(self) -> None:
        # What was typed for one network is no error on another.
        typed = self.cleaned_data.get("instance", "")
        network = self.networks_by_key.get(self.cleaned_data.get("network", ""))
        self.cleaned_data["instance"] = ""
        if typed and network and network.needs_instance:
            try:
                self.cleaned_data["instance"] = clean_instance(typed)
            except ValidationError as error:
                self.add_error("instance", error)

    def _check_length(self, cleaned) -> None:
        network = self.chosen_network
        text = Share(text=cleaned["text"], hashtags=cleaned["hashtags"]).full_text
        for measure in self._measures(network, text):
            if measure.over:
                self.add_error(
                    "text",
                    ValidationError(
                        _(
                            "Too long for %(network)s: %(used)s of %(limit)s %(unit)s"
                            " with link and hashtags. Take out %(over)s."
                        ),
                        params={
                            "network": network.name,
                            "used": measure.used,
                            "limit": measure.limit,
                            "unit": measure.unit,
                            "over": measure.over,
                        },
                        code="too_long",
                    ),
                )

    def _measures(self, network, text: str):
        return network.measures(text, _address_to_count(), self.offer.title)


def _address_to_count() -> str:
    try:
        return placeholder_address()
    except NoPublicAddress:
        # The last step is closed then: nothing will be sent.
        return ""


class FiguresForm(forms.Form):
    """How many reacted to one's own post; what is left empty stays unknown."""

    comments = forms.IntegerField(
        label=_("Comments"), required=False, min_value=0, max_value=MOST_OF_A_FIGURE
    )
    reactions = forms.IntegerField(
        label=_("Reactions"), required=False, min_value=0, max_value=MOST_OF_A_FIGURE
    )

    def figures(self) -> dict[str, int]:
        """Return what was said, by metric."""
        return {
            metric: value
            for metric, value in self.cleaned_data.items()
            if value is not None
        }
