"""Settings of the queue that lose work, or flood the site with it.

They are warnings: a site may have its reasons, and silences them one by one with
``SILENCED_SYSTEM_CHECKS``. What they say was read in django-q2's own source.
"""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.core import checks

from .conf import SETTING_NAME, app_settings
from .jobs import uses_queue


# Characters of a token that nobody guesses.
SHORTEST_TOKEN = 20
BROKERS = ("broker_class", "iron_mq", "sqs", "orm", "mongo", "redis", "django_redis")
# They hand out again what nobody has acknowledged; Redis forgets what it has given.
RETRYING = {"orm", "sqs", "iron_mq", "mongo"}
DEFAULT_RETRY = 60


def queue_settings() -> dict[str, Any]:
    """Return ``Q_CLUSTER`` as a cluster that starts now reads it."""
    configured = dict(getattr(settings, "Q_CLUSTER", None) or {})
    name = os.environ.get("Q_CLUSTER_NAME")
    alternatives = configured.get("ALT_CLUSTERS")
    if name and isinstance(alternatives, dict):
        configured.update(alternatives.get(name) or {})
    return configured


def broker_of(configured: dict[str, Any]) -> str:
    """Return which broker django-q2 takes; without any it is Redis."""
    return next((key for key in BROKERS if configured.get(key)), "redis")


def check_queue(app_configs, **kwargs):
    if not uses_queue():
        return []
    configured = queue_settings()
    return [
        *_broker_faults(configured),
        *_time_faults(configured),
        *_repeating_faults(configured),
    ]


def _warning(number: int, message: str, hint: str) -> checks.Warning:
    return checks.Warning(
        f"Q_CLUSTER: {message}", hint=hint, id=f"wagtail_advocacy.W{number:03}"
    )


def _error(number: int, message: str, hint: str) -> checks.Error:
    return checks.Error(message, hint=hint, id=f"wagtail_advocacy.E{number:03}")


def _broker_faults(configured: dict[str, Any]) -> Iterator[checks.CheckMessage]:
    broker = broker_of(configured)
    if broker == "orm" and configured["orm"] not in settings.DATABASES:
        yield _error(
            20,
            f'Q_CLUSTER["orm"] names a database that there is not:'
            f" {configured['orm']!r}.",
            'Most sites have "default".',
        )
    if broker == "redis" and find_spec("redis") is None:
        yield _error(
            21,
            "Jobs wait in Redis, but the package redis is not installed.",
            'Install wagtail_advocacy[redis], or set Q_CLUSTER["orm"] to "default".',
        )
    if not any(configured.get(key) for key in BROKERS):
        yield _warning(
            27,
            "it names no broker, so jobs go to a Redis on this machine.",
            'Set "orm" to "default", or "redis" to where yours is.',
        )
    if broker == "redis" and not configured.get("name"):
        yield _warning(
            28,
            "jobs wait in Redis under a name that every site has by default; two of"
            " them throw each other's jobs away.",
            'Set "name" to a name of this site\'s own.',
        )
    if configured.get("sync") and not settings.DEBUG:
        yield _warning(
            26,
            '"sync" runs every job in the request that asks for it.',
            'Leave it out, or say it openly: WAGTAIL_ADVOCACY["JOBS"] is "immediate".',
        )


def _time_faults(configured: dict[str, Any]) -> Iterator[checks.Warning]:
    timeout = configured.get("timeout") or 0
    retry = configured.get("retry", DEFAULT_RETRY) or 0
    if timeout <= 0:
        yield _warning(
            20,
            'there is no "timeout": a job that hangs keeps its worker for good.',
            'Set "timeout" to the seconds that a job may take, such as 300, and'
            ' "retry" higher.',
        )
    elif retry <= timeout:
        yield _warning(
            21,
            f'"retry" ({retry}) is not above "timeout" ({timeout}): jobs are handed'
            " out again while they run.",
            'Set "retry" higher than "timeout", best twice as high.',
        )
    if broker_of(configured) in RETRYING:
        yield from _attempt_faults(configured)


def _attempt_faults(configured: dict[str, Any]) -> Iterator[checks.Warning]:
    if configured.get("ack_failures"):
        yield _warning(
            23,
            '"ack_failures": a job that fails is not tried again.',
            'Leave it out, and set "max_attempts".',
        )
    elif not (configured.get("max_attempts") or 0) > 0:
        yield _warning(
            22,
            'there is no "max_attempts": a job that fails is tried again for ever.',
            'Set "max_attempts", such as 5.',
        )
    elif configured.get("cached"):
        yield _warning(
            22,
            'with "cached", "max_attempts" is not looked at: a job that fails is tried'
            " again for ever.",
            'Leave "cached" out.',
        )


def _repeating_faults(configured: dict[str, Any]) -> Iterator[checks.Warning]:
    if configured.get("catch_up", True):
        yield _warning(
            24,
            '"catch_up" is on: after a weekend without a worker everything is repeated'
            " as often as it was missed.",
            'Set "catch_up" to False.',
        )
    if not configured.get("scheduler", True):
        yield _warning(
            29,
            '"scheduler" is off: nothing is repeated, unless another cluster does it.',
            "Leave it out, or silence this where another cluster has it on.",
        )
    # A negative one keeps no success at all, which is fine.
    if configured.get("save_limit", 250) == 0:
        yield _warning(
            25,
            '"save_limit" is 0: the results of all jobs are kept for good.',
            "Leave it out: the last 250 are kept.",
        )
    elif configured.get("save_limit_per") == "name":
        yield _warning(
            25,
            '"save_limit_per" is "name": jobs have names of their own, so the results'
            " of all of them are kept for good.",
            'Set it to "func", or leave it out.',
        )


def check_health_token(app_configs, **kwargs):
    token = app_settings.HEALTH_TOKEN
    if not token or (isinstance(token, str) and len(token) >= SHORTEST_TOKEN):
        return []
    return [
        _error(
            22,
            f'{SETTING_NAME}["HEALTH_TOKEN"] must be a text of at least'
            f" {SHORTEST_TOKEN} characters.",
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe())"',
        )
    ]


def register():
    """Register the checks of the queue."""
    checks.register(check_queue, checks.Tags.compatibility)
    checks.register(check_health_token, checks.Tags.compatibility)
