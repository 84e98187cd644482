"""What somebody has to have done before they may share; rooms register theirs."""

import abc
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django.db.models import QuerySet
from django.utils.http import urlencode

from wagtail_advocacy.registry import Registry

from .models import Ambassador


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class ChecklistItem:
    """One thing to do, as the person sees it.

    :param label: what it is, such as the title of a charter.
    :param address: where it is done.
    :param minutes: how long it takes; ``None``: nobody said.
    :param key: what exactly is asked, such as one version of a charter: whoever was
        reminded of it twice is reminded of something else only; "": the address.
    """

    label: "StrOrPromise"
    address: str
    is_met: bool
    minutes: int | None = None
    key: str = ""

    @property
    def stable_key(self) -> str:
        return self.key or self.address

    def address_from(self, back: str) -> str:
        """Return the address, with where to go back to afterwards.

        :param back: a path of the intranet.
        """
        sign = "&" if "?" in self.address else "?"
        return f"{self.address}{sign}{urlencode({'next': back})}"


class Requirement(abc.ABC):
    """Something every ambassador has to have done, such as signing the charters.

    One requirement may show several items: two trainings are two lines to read and
    one requirement.
    """

    key: ClassVar[str]
    label: "ClassVar[StrOrPromise]"

    @abc.abstractmethod
    def checklist(self, ambassador: Ambassador) -> list[ChecklistItem]:
        """Return what this asks of one person, done or not.

        An empty list asks nothing of them. At most two queries.
        """

    @abc.abstractmethod
    def unmet(self, ambassadors: "QuerySet[Ambassador]") -> "QuerySet[Ambassador]":
        """Return those of ``ambassadors`` who lack something.

        Nothing is evaluated here: the caller asks once, for one or for thousands.
        """


requirements: Registry[Requirement] = Registry("requirement")


def checklist(ambassador: Ambassador) -> list[ChecklistItem]:
    """Return everything asked of one person, in the order of registration."""
    return [
        item
        for requirement in requirements
        for item in requirement.checklist(ambassador)
    ]


def unmet(ambassador: Ambassador) -> bool:
    """Whether something is still to be done; one query for each requirement."""
    one = Ambassador.objects.filter(pk=ambassador.pk)
    return any(requirement.unmet(one).exists() for requirement in requirements)


def to_do(ambassador: Ambassador) -> list[ChecklistItem]:
    """Return the checklist of somebody who lacks something; else nothing.

    What may wait, such as a new version in its days of grace, holds nobody up.
    """
    return checklist(ambassador) if unmet(ambassador) else []


def unmet_by_person(
    ambassadors: "QuerySet[Ambassador]",
) -> dict[int, list[str]]:
    """Return the keys of what each person lacks; whoever lacks nothing is left out.

    One query for each requirement, however many people there are.
    """
    found: dict[int, list[str]] = {}
    for requirement in requirements:
        lacking = requirement.unmet(ambassadors).order_by().values_list("pk", flat=True)
        for pk in lacking:
            found.setdefault(pk, []).append(requirement.key)
    return found
