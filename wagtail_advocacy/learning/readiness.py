"""Who is ready to share, as figures about groups; see ``ambassadors.group_figures``."""

import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.group_figures import (
    Breakdown,
    GroupMetric,
    Joined,
    Parts,
    breakdowns,
    metrics,
)
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.requirements import requirements

from .charter_queries import Standing, lacking, standings, who_signed
from .models import (
    CharterVersion,
    Completion,
    QuestionCount,
    Signature,
    training_models,
)
from .training_queries import lacking as lacking_trainings
from .training_queries import live_trainings


# So far ahead a trainer wants to know how many will take a training again.
DUE_WITHIN = datetime.timedelta(days=60)


class Signed(GroupMetric):
    """Nothing in force is left for them to sign; days of grace do not count."""

    key = "signed"
    label = _("Signed")
    within = (Joined.key,)

    def is_counted(self):
        return bool(standings())

    def people(self):
        return who_signed(Ambassador.objects.active()).values_list("user")


class Trained(GroupMetric):
    """They have passed what is required of them, and it still holds."""

    key = "trained"
    label = _("Trained")
    within = (Joined.key,)

    def is_counted(self):
        return any(
            live_trainings(model).filter(required=True).exists()
            for model in training_models()
        )

    def people(self):
        return trained().values_list("user")


class Ready(GroupMetric):
    """Signed, trained, and whatever other rooms require."""

    key = "ready"
    label = _("Ready to share")
    within = (Signed.key, Trained.key)

    def is_counted(self):
        # With one of them it would be the same number twice.
        return Signed().is_counted() and Trained().is_counted()

    def people(self):
        ready = who_signed(Ambassador.objects.active())
        for requirement in requirements:
            unmet = requirement.unmet(Ambassador.objects.active())
            ready = ready.exclude(pk__in=unmet.values("pk"))
        return ready.values_list("user")


def trained():
    active = Ambassador.objects.active()
    return active.exclude(pk__in=lacking_trainings(active).values("pk"))


class EarlierVersions(Breakdown):
    """Of those who still have to sign: which earlier version they signed last.

    What an addendum is missing from is in no part: only some departments can have
    people in it, see ``disclosure.publish_parts``.
    """

    key = "charter"

    def count(self):
        found = standings()
        group = group_standing(found)
        if group is None:
            return
        current = CharterVersion.objects.get(pk=group.current)
        last_signed = Signature.objects.filter(
            ambassador=OuterRef("pk"),
            version__charter=group.charter_id,
            version__number__lte=current.number,
        ).order_by("-version__number")
        to_sign = lacking(Ambassador.objects.active(), found, grace=False)
        people = dict(
            to_sign.order_by()
            .annotate(last=Subquery(last_signed.values("version")[:1]))
            .values("last")
            .annotate(people=Count("pk"))
            .values_list("last", "people")
        )
        earlier = CharterVersion.objects.filter(
            charter=group.charter_id, number__lt=current.number, superseded=False
        )
        yield Parts(
            {
                str(version): people.get(version, 0)
                for version in earlier.values_list("pk", flat=True)
            },
            of=sum(people.values()),
        )


def group_standing(found: list[Standing]) -> Standing | None:
    """Return the charter of the group; ``None``: there is none."""
    return next((one for one in found if one.entity_id is None), None)


class DueRenewals(Breakdown):
    """Of those who are trained: whose training ends soon.

    Only trainings for everybody: one for an audience could be due in some departments
    only, see ``disclosure.publish_parts``.
    """

    key = "renewals"
    part = "due"

    def count(self):
        required = [
            key
            for model in training_models()
            for key in live_trainings(model)
            .filter(required=True, audience=None)
            .values_list("translation_key", flat=True)
        ]
        if not required:
            return
        later = Completion.objects.filter(
            ambassador=OuterRef("ambassador"),
            training=OuterRef("training"),
            period__gt=OuterRef("period"),
        )
        due = Completion.objects.filter(
            ~Exists(later),
            ambassador=OuterRef("pk"),
            training__in=required,
            valid_until__lte=timezone.now() + DUE_WITHIN,
        )
        counted = trained().aggregate(
            of=Count("pk"), due=Count("pk", filter=Q(Exists(due)))
        )
        yield Parts({self.part: counted["due"]}, of=counted["of"])


class WrongAtFirst(Breakdown):
    """Of those who answered a question for the first time: who was wrong.

    Whoever left since is in it, so that only rates are shown: numbers could be taken
    from those of people who take part.
    """

    key = "question"

    def count(self):
        for row in QuestionCount.objects.filter(first_answered__gt=0):
            yield Parts(
                {question_part(row.training, row.question): row.first_wrong},
                of=row.first_answered,
                is_rate_only=True,
            )


def question_part(training, question: str) -> str:
    """Return the part of a question.

    :param training: translation key of the training.
    """
    return f"{training.hex}:{question}"


def register():
    """Register what is counted, outer metrics first."""
    metrics.register(Signed())
    metrics.register(Trained())
    metrics.register(Ready())
    breakdowns.register(EarlierVersions())
    breakdowns.register(DueRenewals())
    breakdowns.register(WrongAtFirst())
