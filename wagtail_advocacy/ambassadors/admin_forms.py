"""Forms of the Wagtail admin."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.coreutils import get_content_languages

from .models import AudiencePerson, DirectoryPerson


# Whoever picks more means a department.
MOST_PICKED = 500


class AudienceForm(WagtailAdminModelForm):
    """Whom something is for; people are picked by the names they log in with."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The language people read, as the directory says it."),
    )
    picked = forms.CharField(
        label=gettext_lazy("Hand-picked people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "E-mail addresses or login names, one on each line. These people belong to"
            " the audience whatever is ticked above."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = self._language_choices()
        if "picked" in self.fields and self.instance.pk:
            picked = get_user_model()._default_manager.filter(
                pk__in=AudiencePerson.objects.filter(audience=self.instance).values(
                    "user"
                )
            )
            names = sorted(user.get_username() for user in picked)
            self.initial["picked"] = "\n".join(names)

    def _language_choices(self):
        names = get_content_languages()
        spoken = (
            DirectoryPerson.objects.exclude(language="")
            .order_by("language")
            .values_list("language", flat=True)
            .distinct()
        )
        others = dict.fromkeys([*self.instance.languages, *spoken])
        return list({**{code: _name(code) for code in others}, **names}.items())

    def clean_picked(self):
        wanted = dict.fromkeys(
            line.strip()
            for line in self.cleaned_data["picked"].splitlines()
            if line.strip()
        )
        if len(wanted) > MOST_PICKED:
            raise ValidationError(
                _("Pick no more than %(number)s people.") % {"number": MOST_PICKED}
            )
        found = self._accounts(wanted)
        unknown = [line for line in wanted if line.lower() not in found]
        if unknown:
            raise ValidationError(
                _("Nobody here is called: %(names)s")
                % {"names": ", ".join(unknown[:10])}
            )
        return [found[line.lower()] for line in wanted]

    def _accounts(self, names):
        """Return accounts by what they may be called, in small letters. One query."""
        user_model = get_user_model()
        fields = [user_model.USERNAME_FIELD]
        email = user_model.get_email_field_name()
        if email not in fields and _has_field(user_model, email):
            fields.append(email)
        asked = Q()
        for name in names:
            for field in fields:
                asked |= Q(**{f"{field}__iexact": name})
        if not asked:
            return {}
        found: dict[str, Any] = {}
        # The login name wins, where one's address is another's login name.
        users = list(user_model._default_manager.filter(asked, is_active=True))
        for field in reversed(fields):
            found |= {str(getattr(user, field)).lower(): user for user in users}
        return found

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(
            cleaned.get(name)
            for name in (
                "departments",
                "locations",
                "entities",
                "languages",
                "expertise",
                "picked",
            )
        ):
            raise ValidationError(
                _(
                    "This would be for nobody: tick something, or pick people. What is"
                    " for everybody needs no audience."
                )
            )
        return cleaned

    def _save_m2m(self):
        super()._save_m2m()
        self.instance.people.set(self.cleaned_data["picked"])


def _has_field(model, name):
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


def _name(code: str) -> str:
    """Return what a language is called; its code, where Django does not know it."""
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code
