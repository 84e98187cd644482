import ipaddress
from importlib.util import find_spec
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core import checks

from . import networks
from .conf import DEFAULTS, SETTING_NAME, app_settings


def _error(number: int, message: str, hint: str = "") -> checks.Error:
    return checks.Error(message, hint=hint or None, id=f"wagtail_advocacy.E{number:03}")


@checks.register(checks.Tags.compatibility)
def check_settings(app_configs, **kwargs):
    configured = getattr(settings, SETTING_NAME, {})
    if not isinstance(configured, dict):
        return [_error(1, f"{SETTING_NAME} must be a dict.")]
    found = [
        _error(
            2,
            f"{SETTING_NAME} has an unknown key {key!r}.",
            f"Known keys: {', '.join(DEFAULTS)}.",
        )
        for key in configured
        if key not in DEFAULTS
    ]
    if app_settings.JOBS not in {"queue", "immediate"}:
        found.append(_error(3, f'{SETTING_NAME}["JOBS"] is "queue" or "immediate".'))
    elif app_settings.JOBS == "queue" and not apps.is_installed("django_q"):
        found.append(
            _error(
                4,
                "Jobs go to django-q2, but django_q is not installed.",
                f'Add "django_q" to INSTALLED_APPS, or set {SETTING_NAME}["JOBS"]'
                ' to "immediate".',
            )
        )
    if app_settings.VISITS not in {"database", "redis"}:
        found.append(_error(14, f'{SETTING_NAME}["VISITS"] is "database" or "redis".'))
    elif app_settings.VISITS == "redis" and find_spec("redis") is None:
        found.append(
            _error(
                15,
                "Visits go to Redis, but the package redis is not installed.",
                "Install wagtail_advocacy[redis].",
            )
        )
    return found + _check_networks() + _check_limits() + _check_proxies()


def _check_networks():
    wanted = app_settings.NETWORKS
    if wanted is None:
        return []
    known = networks.keys()
    return [
        _error(
            5,
            f'{SETTING_NAME}["NETWORKS"] names an unknown network {key!r}.',
            f"Known networks: {', '.join(known)}.",
        )
        for key in wanted
        if key not in known
    ]


def _check_limits():
    return [
        _error(10, f'{SETTING_NAME}["NETWORK_LIMITS"]: {fault}')
        for fault in networks.limit_faults(app_settings.NETWORK_LIMITS)
    ]


def _check_proxies():
    found = []
    for address in app_settings.TRUSTED_PROXIES:
        try:
            ipaddress.ip_network(address, strict=False)
        except ValueError:
            found.append(
                _error(
                    6,
                    f'{SETTING_NAME}["TRUSTED_PROXIES"]: {address!r} is not an'
                    " address or a network.",
                )
            )
    return found


@checks.register(checks.Tags.compatibility)
def check_public_url(app_configs, **kwargs):
    address = app_settings.PUBLIC_URL
    if not address:
        return [
            checks.Warning(
                f'{SETTING_NAME}["PUBLIC_URL"] is not set: nobody can share yet.',
                hint="Set it to the address where outsiders reach the public pages,"
                ' e.g. "https://go.example.com".',
                id="wagtail_advocacy.W001",
            )
        ]
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return [
            _error(
                7,
                f'{SETTING_NAME}["PUBLIC_URL"] is not a complete web address:'
                f" {address!r}.",
            )
        ]
    if parts.query or parts.fragment or "@" in parts.netloc:
        return [
            _error(
                8,
                f'{SETTING_NAME}["PUBLIC_URL"] must have no query, fragment or'
                " credentials.",
            )
        ]
    return []


@checks.register(checks.Tags.compatibility)
def check_contrib_settings(app_configs, **kwargs):
    if apps.is_installed("wagtail.contrib.settings"):
        return []
    return [
        _error(
            9,
            "wagtail_advocacy needs wagtail.contrib.settings.",
            'Add "wagtail.contrib.settings" to INSTALLED_APPS.',
        )
    ]
