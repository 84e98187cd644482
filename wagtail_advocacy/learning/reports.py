"""What trainers see: how many are ready, never who."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem

from wagtail_advocacy.ambassadors.disclosure import Cell
from wagtail_advocacy.ambassadors.group_figures import cell_in_words, part_key
from wagtail_advocacy.ambassadors.reports import FiguresView

from .models import CharterVersion, training_models
from .readiness import (
    DUE_WITHIN,
    DueRenewals,
    EarlierVersions,
    Ready,
    Signed,
    Trained,
    WrongAtFirst,
    question_part,
)
from .training_queries import live_trainings


READINESS = "wagtail_advocacy_readiness"
VIEW_READINESS = "wagtail_advocacy_learning.view_questioncount"
# Longer than that it is no list of the hardest.
MOST_QUESTIONS = 10


class ReadinessMenuItem(MenuItem):
    def is_shown(self, request):
        return request.user.has_perm(VIEW_READINESS)


@dataclass(frozen=True)
class Question:
    """A question, and how many of a hundred were wrong when they first met it."""

    training: str
    text: str
    wrong: int


class ReadinessView(FiguresView):
    """How many joined, signed, are trained and ready; what is hard, what is due."""

    permission = VIEW_READINESS
    template_name = "wagtail_advocacy/learning/readiness.html"
    page_title = gettext_lazy("Readiness")
    header_icon = "clipboard-list"
    metric_keys = ("joined", Signed.key, Trained.key, Ready.key)
    file_name = "readiness"

    def _parts(self, breakdown: str) -> dict[str, Cell]:
        """Return the figures of a breakdown that day, by part."""
        prefix = part_key(breakdown, "")
        return {
            key.removeprefix(prefix): cell
            for key, cell in self.figures.everybody.cells.items()
            if key.startswith(prefix)
        }

    @cached_property
    def coverage(self) -> list[tuple[str, Cell]]:
        """What was signed last, all departments together. One query."""
        if Signed.key not in self.figures.everybody.cells:
            return []
        parts = self._parts(EarlierVersions.key)
        versions = CharterVersion.objects.filter(pk__in=parts).order_by("-number")
        return [
            (_("What is in force today"), self.figures.everybody.cell(Signed.key)),
            *[
                (
                    _("Version %(number)s, of %(day)s")
                    % {
                        "number": version.number,
                        "day": date_format(version.effective_from),
                    },
                    parts[str(version.pk)],
                )
                for version in versions
            ],
        ]

    @property
    def due(self) -> Cell | None:
        """How many pass a training again soon; ``None``: nothing is required."""
        return self._parts(DueRenewals.key).get(DueRenewals.part)

    @cached_property
    def questions(self) -> list[Question]:
        """The hardest questions of published trainings. One query for each type."""
        parts = self._parts(WrongAtFirst.key)
        found: dict[str, Question] = {}
        if not any(cell.is_shown for cell in parts.values()):
            return []
        for model in training_models():
            pages = live_trainings(model).defer("lessons", "introduction")
            for page in pages.order_by("pk"):
                for question in page.get_quiz().questions:
                    part = question_part(page.translation_key, question.key)
                    cell = parts.get(part)
                    if cell is not None and cell.rate is not None:
                        found.setdefault(
                            part, Question(page.title, question.text, cell.rate)
                        )
        hardest = sorted(found.values(), key=lambda one: -one.wrong)
        return hardest[:MOST_QUESTIONS]

    def rows(self) -> Iterator[list[str]]:
        yield from super().rows()
        if self.coverage:
            yield []
            yield [_("Signed last"), _("People")]
            for label, cell in self.coverage:
                yield [label, cell_in_words(cell)[0]]
        if self.due is not None:
            yield []
            yield [self.due_label, cell_in_words(self.due)[0]]
        if self.questions:
            yield []
            yield [_("Training"), _("Question"), _("Wrong at first, per cent")]
            for question in self.questions:
                yield [question.training, question.text, str(question.wrong)]

    @property
    def due_label(self) -> str:
        return _("Trainings that end within %(days)s days, people") % {
            "days": DUE_WITHIN.days
        }

    def get_context_data(self, **kwargs):
        if self.figures is not None:
            kwargs["coverage"] = self.coverage
            kwargs["due"] = self.due
            kwargs["due_days"] = DUE_WITHIN.days
            kwargs["questions"] = self.questions
        return super().get_context_data(**kwargs)
