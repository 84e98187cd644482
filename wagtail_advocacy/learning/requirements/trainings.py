from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.requirements import ChecklistItem, Requirement

from ..training_queries import lacking, required_trainings


class TrainingRequirement(Requirement):
    """Every training required of the person is passed, and still holds."""

    key = "trainings"
    label = _("Trainings")

    def checklist(self, ambassador):
        return [
            ChecklistItem(
                label=training.title,
                address=training.training_address,
                is_met=is_passed,
                minutes=training.minutes,
                key=f"training:{training.translation_key}",
            )
            for training, is_passed in required_trainings(ambassador)
        ]

    def unmet(self, ambassadors):
        return lacking(ambassadors)
