from .charters import CharterPage
from .trainings import TrainingPage


__all__ = ["CharterPage", "TrainingPage"]
