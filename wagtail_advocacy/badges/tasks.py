"""What the queue runs. Every task may run twice and does nothing twice."""

from . import awarding, points


def settle_person(ambassador_pk: int, *rule_keys: str) -> None:
    """Look at what one person has earned or lost: points first, badges ask for them.

    :param ambassador_pk: primary key; nothing happens once they have left.
    :param rule_keys: the rules that are looked at; none: all. Badges are all looked at.
    """
    points.settle(ambassador_pk, rule_keys or None)
    awarding.evaluate_person(ambassador_pk)


def settle_everybody() -> None:
    """Look at what everybody has earned or lost: the queue may lose a job."""
    points.settle_all()
    awarding.evaluate_all()
