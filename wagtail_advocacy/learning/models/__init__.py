from .charters import (
    AbstractCharterPage,
    Charter,
    CharterText,
    CharterVersion,
    Signature,
    charter_models,
)
from .consultations import ConsultationComment
from .settings import LearningSettings
from .trainings import (
    AbstractTrainingPage,
    Completion,
    LessonRead,
    QuestionCount,
    QuizAttempt,
    training_models,
)


__all__ = [
    "AbstractCharterPage",
    "AbstractTrainingPage",
    "Charter",
    "CharterText",
    "CharterVersion",
    "Completion",
    "ConsultationComment",
    "LearningSettings",
    "LessonRead",
    "QuestionCount",
    "QuizAttempt",
    "Signature",
    "charter_models",
    "training_models",
]
