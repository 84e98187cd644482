from collections.abc import Iterator
from typing import Generic, Protocol, TypeVar

from django.core.exceptions import ImproperlyConfigured


class Keyed(Protocol):
    """Anything with a stable key: it is stored in rows, so it must never change."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """An ordered set of things a higher room or a site plugs into a lower room.

    Fill it from ``AppConfig.ready()``; read it late, never while importing.
    """

    def __init__(self, noun: str) -> None:
        """
        :param noun: what it holds, in the singular, for error messages.
        """
        self.noun = noun
        self._items: dict[str, T] = {}

    def register(self, item: T) -> T:
        """Add ``item`` at the end and return it.

        :raises ImproperlyConfigured: another item has the same key.
        """
        if item.key in self._items:
            raise ImproperlyConfigured(
                f"Two things are registered as {self.noun} {item.key!r}."
            )
        self._items[item.key] = item
        return item

    def unregister(self, key: str) -> None:
        """Take the item with ``key`` out; ``LookupError`` where there is none."""
        del self._items[self.get(key).key]

    def get(self, key: str) -> T:
        """Return the item registered as ``key``.

        :raises LookupError: nothing is registered under this key.
        """
        try:
            return self._items[key]
        except KeyError:
            raise LookupError(f"No {self.noun} is registered as {key!r}.") from None

    def keys(self) -> list[str]:
        """Return the keys in the order of registration."""
        return list(self._items)

    def __iter__(self) -> Iterator[T]:
        return iter(list(self._items.values()))

    def __contains__(self, key: str) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)
