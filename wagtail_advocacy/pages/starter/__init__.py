"""Texts to begin with, which ``advocacy_starter`` puts into a site as drafts."""

from collections.abc import Callable
from dataclasses import dataclass

from wagtail_advocacy.registry import Registry


@dataclass(frozen=True)
class Starter:
    """One text of ours, as a page.

    :param key: stable; a page made from it before is found by it.
    :param make: returns the unsaved page in a language, or ``None`` where the text is
        not written in it.
    """

    key: str
    make: Callable[[str], object]


starters: Registry[Starter] = Registry("starter text")
