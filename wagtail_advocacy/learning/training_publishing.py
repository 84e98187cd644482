"""What publishes without a form is told so before it fails."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from .models import AbstractTrainingPage


def refuse_bulk_publishing(request, objects):
    """Answer instead of Wagtail where a chosen training is not complete.

    :returns: the response, or ``None``: nothing stands in the way.
    """
    sentences = []
    for chosen in objects:
        if not isinstance(getattr(chosen, "specific", None), AbstractTrainingPage):
            continue
        draft = chosen.specific.get_latest_revision_as_object()
        try:
            draft.check_complete()
        except ValidationError as error:
            sentences.append(
                _("“%(title)s” cannot be published yet. %(problem)s")
                % {"title": draft.title, "problem": " ".join(error.messages)}
            )
    if not sentences:
        return None
    for sentence in sentences:
        messages.error(request, sentence)
    return redirect("wagtailadmin_explore", next(iter(objects)).get_parent().pk)
