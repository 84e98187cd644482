"""Figures shown beside an offer; higher rooms register theirs."""

import abc
from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.utils.formats import number_format

from wagtail_advocacy.registry import Registry


if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Figure(abc.ABC):
    """One figure of many offers, read in a fixed number of queries.

    The first one registered stands on the buttons of the page editor.
    """

    key: ClassVar[str]
    # A translatable noun: "Readers".
    label: "ClassVar[StrOrPromise]"

    @abc.abstractmethod
    def values(self, offer_pks: Iterable[int]) -> dict[int, int]:
        """Return the figure of each offer; an offer that is not in it has none yet.

        :param offer_pks: primary keys of offers, any number.
        """

    def display(self, value: int) -> str:
        """Return what is shown; a figure that hides small numbers overrides this."""
        return number_format(value, force_grouping=True)

    def phrase(self, value: int) -> str:
        """Return the figure with its noun, such as "12 readers"."""
        return f"{self.display(value)} {self.label}"


figures: Registry[Figure] = Registry("figure")
