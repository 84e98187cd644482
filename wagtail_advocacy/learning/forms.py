from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class CharterPageForm(WagtailAdminPageForm):
    """Asks whether a change is a matter of wording, each time a draft is begun."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "change" not in self.fields:
            return
        charter = self._charter()
        if charter is None:
            # What was never published has not changed.
            del self.fields["change"]
            self.fields.pop("change_summary", None)
            return
        self.is_translation = charter.page_id != self.instance.pk
        if not self.instance.has_unpublished_changes:
            # The answer belongs to what is published already.
            self.initial["change"] = self.initial["change_summary"] = ""
        field = self.fields["change"]
        field.required = True
        field.choices = [choice for choice in field.choices if choice[0]]
        if self.is_translation:
            field.label = _("This translation")
            field.choices = [
                ("wording", _("Is of the same version as before; its wording changed")),
                ("material", _("Is of the latest version")),
            ]
            self.fields.pop("change_summary", None)

    def _charter(self):
        from .models import Charter

        return Charter.objects.filter(
            translation_key=self.instance.translation_key
        ).first()

    def clean(self):
        cleaned = super().clean()
        if (
            "change_summary" in self.fields
            and not self.is_deferred_validation
            and cleaned.get("change") == "material"
            and not cleaned.get("change_summary")
        ):
            self.add_error(
                "change_summary",
                ValidationError(
                    _("Say what changed: whoever signs again reads it first."),
                    code="required",
                ),
            )
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        if not self.instance.path and self.parent_page is not None:
            try:
                self.instance.check_place(self.parent_page)
            except ValidationError as error:
                self._update_errors(error)


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Your comment"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first.")},
    )
    with_name = forms.BooleanField(label=_("Show my name with it"), required=False)
