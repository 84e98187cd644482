"""Where a shareable stands, in one word, for buttons, lists and our page view."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Revision, WorkflowState

from .figures import figures
from .models import AbstractShareable, Offer


class State(models.TextChoices):
    NEW = "new", gettext_lazy("Not shareable yet")
    DRAFT = "draft", gettext_lazy("Draft")
    MODERATION = "moderation", gettext_lazy("In moderation")
    NEEDS_CHANGES = "needs_changes", gettext_lazy("Changes requested")
    SCHEDULED = "scheduled", gettext_lazy("Scheduled")
    STAFF_FIRST = "staff_first", gettext_lazy("Staff first")
    OFFERED = "offered", gettext_lazy("Offered")
    ENDED = "ended", gettext_lazy("Sharing ended")
    WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")


BUTTON_LABELS = {
    State.NEW: gettext_lazy("Make shareable"),
    State.DRAFT: gettext_lazy("Shareable: draft"),
    State.MODERATION: gettext_lazy("Shareable: in moderation"),
    State.NEEDS_CHANGES: gettext_lazy("Shareable: changes requested"),
    State.SCHEDULED: gettext_lazy("Shareable: scheduled"),
    State.STAFF_FIRST: gettext_lazy("Shareable: staff first"),
    State.ENDED: gettext_lazy("Sharing ended"),
    State.WITHDRAWN: gettext_lazy("Withdrawn"),
}

# Whole phrases, because languages join the two halves in different ways.
PENDING_LABELS = {
    State.DRAFT: gettext_lazy("%(state)s; edit not submitted"),
    State.MODERATION: gettext_lazy("%(state)s; edit in moderation"),
    State.NEEDS_CHANGES: gettext_lazy("%(state)s; changes requested"),
    State.SCHEDULED: gettext_lazy("%(state)s; edit scheduled"),
}


@dataclass(frozen=True)
class Overview:
    """Where one shareable stands.

    :param state: of what is live, or of the draft where nothing is.
    :param pending: of the draft, where something else is live.
    :param offer: ``None`` where it was never live.
    :param figures: values by the key of their figure; empty without an offer.
    """

    state: State
    pending: State | None = None
    offer: Offer | None = None
    figures: dict[str, int] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """The state, and what is on its way: "Offered; edit in moderation"."""
        if self.pending is None:
            return str(self.state.label)
        return PENDING_LABELS[self.pending] % {"state": self.state.label}

    @property
    def button_label(self) -> str:
        if self.state != State.OFFERED:
            return str(BUTTON_LABELS[self.state])
        for figure in figures:
            if self.figures.get(figure.key):
                return _("Shared: %(figure)s") % {
                    "figure": figure.phrase(self.figures[figure.key])
                }
            break
        return _("Shareable: no readers yet")

    @property
    def displayed_figures(self) -> list[tuple[str, str]]:
        """Label and text of every figure; unknown is a dash, never nought."""
        return [(str(figure.label), self.display(figure.key)) for figure in figures]

    def display(self, key: str) -> str:
        if key not in self.figures:
            return "–"
        return figures.get(key).display(self.figures[key])


NEW = Overview(State.NEW)


def overviews(shareables: Iterable[AbstractShareable]) -> dict:
    """Return the overview of each shareable, by primary key.

    The number of queries is the same for any number of shareables.

    :param shareables: all of one type, as they stand in their table.
    """
    shareables = list(shareables)
    if not shareables:
        return {}
    content_type = ContentType.objects.get_for_model(
        type(shareables[0]), for_concrete_model=False
    )
    keys = [str(shareable.pk) for shareable in shareables]
    offers = {
        offer.object_id: offer
        for offer in Offer.objects.filter(content_type=content_type, object_id__in=keys)
        .defer("summary")
        .select_related("page")
    }
    moderation = _moderation(content_type, keys)
    scheduled = set(
        Revision.objects.filter(
            content_type=content_type,
            object_id__in=keys,
            approved_go_live_at__isnull=False,
        ).values_list("object_id", flat=True)
    )
    values = _figures([offer.pk for offer in offers.values()])
    return {
        shareable.pk: _overview(
            shareable,
            offers.get(key),
            moderation.get(key),
            key in scheduled,
            values,
        )
        for shareable, key in zip(shareables, keys, strict=True)
    }


def overview_of(shareable: AbstractShareable) -> Overview:
    """Return the overview of one shareable, as it stands in its table."""
    return overviews([shareable])[shareable.pk]


def attach(shareables) -> None:
    """Give each shareable its overview, as ``overview``.

    :param shareables: whatever goes over the same instances each time.
    """
    found = overviews(shareables)
    for shareable in shareables:
        shareable.overview = found[shareable.pk]


def _moderation(content_type, keys) -> dict[str, State]:
    if not getattr(settings, "WAGTAIL_WORKFLOW_ENABLED", True):
        return {}
    states = WorkflowState.objects.active().filter(
        base_content_type=content_type, object_id__in=keys
    )
    return {
        key: State.MODERATION
        if status == WorkflowState.STATUS_IN_PROGRESS
        else State.NEEDS_CHANGES
        for key, status in states.values_list("object_id", "status")
    }


def _figures(offer_pks) -> dict[int, dict[str, int]]:
    by_offer: dict[int, dict[str, int]] = {pk: {} for pk in offer_pks}
    for figure in figures:
        values = figure.values(offer_pks)
        for pk in offer_pks:
            by_offer[pk][figure.key] = values.get(pk, 0)
    return by_offer


def _overview(shareable, offer, moderation, is_scheduled, values) -> Overview:
    draft = moderation or (State.SCHEDULED if is_scheduled else None)
    shown = values[offer.pk] if offer else {}
    if shareable.live:
        if draft is None and shareable.has_unpublished_changes:
            draft = State.DRAFT
        return Overview(_state_of_offer(offer), draft, offer, shown)
    if draft is None:
        draft = State.DRAFT if offer is None else _state_of_offer(offer)
    return Overview(draft, None, offer, shown)


def _state_of_offer(offer) -> State:
    if offer is None:
        return State.ENDED
    if offer.is_withdrawn:
        return State.WITHDRAWN
    if offer.is_current:
        return State.OFFERED
    if not offer.ended and offer.is_embargoed:
        return State.STAFF_FIRST
    return State.ENDED
