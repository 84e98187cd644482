import datetime
import zoneinfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import get_content_languages

from .models import Expertise, Profile
from .models.launch import MAX_SENTENCE


# Nobody pauses for longer than that; they leave, and come back.
LONGEST_PAUSE = datetime.timedelta(days=366)

RHYTHMS = [
    ("", _("As it comes")),
    ("1", _("About once a week")),
    ("2", _("About twice a week")),
    ("3", _("About three times a week")),
]


class CloseForm(forms.Form):
    """What people read while sharing is closed."""

    sentence = forms.CharField(
        label=_("What people read"),
        max_length=MAX_SENTENCE,
        required=False,
        help_text=_(
            "One sentence, in words that fit everybody. Empty: “Sharing isn’t open yet."
            " Nothing to do.”"
        ),
    )


class ExpertiseForm(forms.Form):
    """What somebody can be asked about, out of what the editors offer."""

    expertise = forms.MultipleChoiceField(
        label=_("I can speak about"),
        required=False,
        error_messages={"invalid_choice": _("This is not offered any more.")},
    )

    def __init__(self, *args, offered: list[Expertise], chosen=(), **kwargs) -> None:
        """
        :param offered: one of each, in the language of the person.
        :param chosen: translation keys of what they chose before.
        """
        super().__init__(*args, **kwargs)
        self.offered = {str(one.translation_key): one for one in offered}
        self.fields["expertise"].choices = [  # type: ignore[attr-defined]
            (key, one.name) for key, one in self.offered.items()
        ]
        self.initial["expertise"] = list(chosen)

    @property
    def ticked(self) -> list[str]:
        return self["expertise"].value() or []

    def chosen_objects(self) -> list[Expertise]:
        return [self.offered[key] for key in self.cleaned_data["expertise"]]


class HandlesForm(forms.Form):
    """What somebody is called on each of the networks that have names."""

    def __init__(self, *args, networks, **kwargs) -> None:
        """
        :param networks: those with a ``handle_pattern``.
        """
        super().__init__(*args, **kwargs)
        for network in networks:
            self.fields[network.key] = HandleField(network)


class HandleField(forms.CharField):
    def __init__(self, network) -> None:
        self.network = network
        super().__init__(label=network.name, required=False, max_length=300)

    def clean(self, value):
        value = super().clean(value)
        return self.network.clean_handle(value) if value else ""


def time_zones() -> list[tuple[str, str]]:
    """Return the time zones a person may choose, by name."""
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name)
    names = [name for name in names if not name.startswith(("Etc/", "SystemV/"))]
    return [("", settings.TIME_ZONE), *((name, name) for name in names)]


class RhythmForm(forms.Form):
    """In which languages, how often and when somebody likes to hear of us."""

    languages = forms.MultipleChoiceField(
        label=_("Languages I like to share in"), required=False
    )
    weekly_rhythm = forms.ChoiceField(
        label=_("How often I would like to share"), choices=RHYTHMS, required=False
    )
    time_zone = forms.ChoiceField(label=_("My time zone"), required=False)
    quiet_from = forms.TimeField(
        label=_("No mails from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("until"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        languages, time_zone = self.fields["languages"], self.fields["time_zone"]
        languages.choices = list(get_content_languages().items())  # type: ignore[attr-defined]
        time_zone.choices = time_zones()  # type: ignore[attr-defined]

    @classmethod
    def of(cls, profile: Profile) -> "RhythmForm":
        return cls(
            initial={
                "languages": profile.languages,
                "weekly_rhythm": str(profile.weekly_rhythm or ""),
                "time_zone": profile.time_zone,
                "quiet_from": profile.quiet_from,
                "quiet_until": profile.quiet_until,
            }
        )

    def clean(self):
        super().clean()
        start = self.cleaned_data.get("quiet_from")
        end = self.cleaned_data.get("quiet_until")
        if not self.errors and (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_until"
            self.add_error(
                missing,
                ValidationError(
                    _("Quiet hours have a beginning and an end."), code="half"
                ),
            )
        return self.cleaned_data

    def fields_to_save(self) -> dict:
        cleaned = dict(self.cleaned_data)
        rhythm = cleaned["weekly_rhythm"]
        return {**cleaned, "weekly_rhythm": int(rhythm) if rhythm else None}


class PauseForm(forms.Form):
    """From which day on somebody wants to hear from us again."""

    until = forms.DateField(
        label=_("Send me nothing until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose the day on which you want to hear from us again."),
        },
    )

    def __init__(self, *args, zone: datetime.tzinfo, **kwargs) -> None:
        """
        :param zone: the person's time zone, for what "today" is.
        """
        super().__init__(*args, **kwargs)
        self.today = timezone.localdate(timezone=zone)

    def clean_until(self) -> datetime.date:
        until = self.cleaned_data["until"]
        if until <= self.today:
            raise ValidationError(_("Choose a day to come."), code="past")
        if until > self.today + LONGEST_PAUSE:
            raise ValidationError(
                _("A break lasts a year at most. You can also stop and come back."),
                code="long",
            )
        return until


class EraseForm(forms.Form):
    """ "Yes, I mean it." """

    sure = forms.BooleanField(
        label=_("Yes, erase everything. I know that it cannot be undone."),
        error_messages={"required": _("Tick the box first: this cannot be undone.")},
    )
