from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors.launch import LaunchCheck, launch_checks

from .charter_queries import standings
from .models import charter_models, training_models
from .training_queries import live_trainings


def _pages() -> str:
    return reverse("wagtailadmin_explore_root")


def _training_is_live() -> bool:
    return any(
        live_trainings(model).filter(required=True).exists()
        for model in training_models()
    )


CHARTER = LaunchCheck(
    key="charter",
    label=_("A charter is in force"),
    hint=_("It says what people promise each other before they share."),
    is_done=lambda: bool(standings()),
    address=_pages,
)
TRAINING = LaunchCheck(
    key="training",
    label=_("A required training is live"),
    hint=_("Ten minutes in which people learn to write as themselves."),
    is_done=_training_is_live,
    address=_pages,
)


def register():
    """Ask for a charter and a training, on sites that have types of page for them."""
    if charter_models():
        launch_checks.register(CHARTER)
    if training_models():
        launch_checks.register(TRAINING)
