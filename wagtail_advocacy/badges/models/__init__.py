from .awards import Award, Criteria, PublicAward, PublicPicture, Revocation
from .badges import Badge, BadgeCondition
from .points import PointEntry, PointTotal
from .recognition import Recognition
from .rewards import (
    MAX_NOTE,
    SHARED_FIELDS,
    Redemption,
    Reward,
    may_hand_over,
)
from .settings import BadgesSettings
from .teams import Board, BoardLine, BoardPlace, Goal


__all__ = [
    "MAX_NOTE",
    "SHARED_FIELDS",
    "Award",
    "Badge",
    "BadgeCondition",
    "BadgesSettings",
    "Board",
    "BoardLine",
    "BoardPlace",
    "Criteria",
    "Goal",
    "PointEntry",
    "PointTotal",
    "PublicAward",
    "PublicPicture",
    "Recognition",
    "Redemption",
    "Revocation",
    "Reward",
    "may_hand_over",
]
