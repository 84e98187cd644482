from __future__ import annotations

import contextlib
import copy
from typing import Self
from urllib.parse import quote, urlencode

from django.core.exceptions import ValidationError

from wagtail_advocacy.conf import app_settings

from .base import Network
from .counting import BLANKS, MastodonCharacters, Rule
from .mastodon_instance import DEFAULT_LIMITS, clean_instance, limits_of


class Mastodon(Network):
    """A post on Mastodon, which is many servers: ``at()`` says on whose.

    ::

        networks.get("mastodon").at("mastodon.social").intent_url(text, url)

    Without an instance there is nothing to open, and the limits are Mastodon's own.
    At an instance the first count asks it for its limits, which takes
    ``mastodon_instance.SECONDS`` at most and is then remembered. A limit for
    ``mastodon`` in ``NETWORK_LIMITS`` is every instance's: then none is asked.
    """

    key = "mastodon"
    name = "Mastodon"
    rules = (
        MastodonCharacters(
            DEFAULT_LIMITS.max_characters, DEFAULT_LIMITS.characters_reserved_per_url
        ),
    )
    needs_instance = True
    handle_pattern = (
        r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,63}"
    )
    handle_example = "ada@mastodon.social"

    # Host name in plain ASCII; "" where it is not known.
    instance = ""
    _rules_there: tuple[Rule, ...] | None = None

    def at(self, instance: str) -> Self:
        there = copy.copy(self)
        there.instance = clean_instance(instance) if instance else ""
        there._rules_there = None
        return there

    def clean_handle(self, typed: str) -> str:
        # ada@server, or the address of her page there: https://server/@ada
        handle = typed.strip(BLANKS).removeprefix("https://").rstrip("/")
        if "/@" in handle:
            instance, _slash, name = handle.partition("/@")
        else:
            name, _at, instance = handle.removeprefix("@").rpartition("@")
        with contextlib.suppress(ValidationError):
            # A host name like any other, in whatever script.
            handle = f"{name}@{clean_instance(instance)}"
        return super().clean_handle(handle)

    def current_rules(self) -> tuple[Rule, ...]:
        if not self.instance or self.key in app_settings.NETWORK_LIMITS:
            return super().current_rules()
        if self._rules_there is None:
            limits = limits_of(self.instance)
            self._rules_there = (
                MastodonCharacters(
                    limits.max_characters, limits.characters_reserved_per_url
                ),
            )
        return self._rules_there

    def intent_url(self, text: str, url: str, title: str = "") -> str | None:
        if not self.instance:
            return None
        query = urlencode({"text": self.compose(text, url)}, quote_via=quote)
        return f"https://{self.instance}/share?{query}"
