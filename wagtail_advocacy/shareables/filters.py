"""Filters of the lists of shareables."""

import django_filters
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import WorkflowState

from .blocks import network_choices
from .models import Offer
from .models.shareables import language_choices
from .overviews import State
from .queries import going_to


STATES = (
    State.OFFERED,
    State.STAFF_FIRST,
    State.MODERATION,
    State.NEEDS_CHANGES,
    State.DRAFT,
    State.ENDED,
    State.WITHDRAWN,
)


class ShareableFilterSet(WagtailFilterSet):
    """What every type can be filtered by; a type may add its own fields."""

    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=[(state.value, state.label) for state in STATES],
        method="filter_state",
    )
    network = django_filters.ChoiceFilter(
        label=_("Network"), choices=network_choices, method="filter_network"
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), choices=language_choices
    )

    def filter_state(self, queryset, name, value):
        offers = _offers_of(queryset.model)
        if value == State.OFFERED:
            return queryset.filter(Exists(offers.current()), live=True)
        if value == State.STAFF_FIRST:
            return queryset.filter(Exists(offers.embargoed()), live=True)
        if value == State.WITHDRAWN:
            withdrawn = offers.filter(end_reason=Offer.EndReason.WITHDRAWN)
            return queryset.filter(Exists(withdrawn))
        if value == State.ENDED:
            over = offers.exclude(pk__in=Offer.objects.current().values("pk")).exclude(
                pk__in=Offer.objects.embargoed().values("pk")
            )
            return queryset.filter(
                Exists(over.exclude(end_reason=Offer.EndReason.WITHDRAWN))
            )
        if value == State.DRAFT:
            return (
                queryset.filter(live=False)
                .exclude(Exists(offers))
                .exclude(Exists(_workflow_states_of(queryset.model)))
            )
        status = (
            WorkflowState.STATUS_IN_PROGRESS
            if value == State.MODERATION
            else WorkflowState.STATUS_NEEDS_CHANGES
        )
        return queryset.filter(
            Exists(_workflow_states_of(queryset.model).filter(status=status))
        )

    def filter_network(self, queryset, name, value):
        return going_to(queryset, value)


def shareable_filterset(model):
    """Return the filters of one type of shareable."""

    meta = type(
        "Meta",
        (),
        {
            "model": model,
            "fields": ["state", "network", "language", "nature", "topics"],
        },
    )
    return type(f"{model.__name__}FilterSet", (ShareableFilterSet,), {"Meta": meta})


def _key():
    return Cast(OuterRef("pk"), CharField(max_length=64))


def _offers_of(model):
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return Offer.objects.filter(content_type=content_type, object_id=_key())


def _workflow_states_of(model):
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    return WorkflowState.objects.active().filter(
        base_content_type=content_type, object_id=_key()
    )
