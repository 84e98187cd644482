from typing import Any

from django.conf import settings


SETTING_NAME = "WAGTAIL_ADVOCACY"

DEFAULTS: dict[str, Any] = {
    # Where outsiders reach our public pages, e.g. "https://go.example.com".
    "PUBLIC_URL": "",
    # "queue": django-q2 runs the jobs; "immediate": they run after the commit.
    "JOBS": "queue",
    # What a monitor has to show at the address health/, at least 20 characters; "":
    # there is no such address.
    "HEALTH_TOKEN": "",
    # The site's own base template, and the blocks of it that we fill.
    "BASE_TEMPLATE": "",
    "BASE_BLOCK": "content",
    "BASE_TITLE_BLOCK": "title",
    # Dotted path of the class that tells who works here, in which department.
    "DIRECTORY": "wagtail_advocacy.ambassadors.directory.GroupDirectory",
    # Keys of the networks employees are offered, in this order; None: all.
    "NETWORKS": None,
    # How long a text may be, by key of the network, in what that network counts, e.g.
    # {"x": 25000}; None: any length. Networks change their limits, and some do not
    # state them: Instagram's, Telegram's and Reddit's are what is known of them. With
    # "mastodon" in it, no Mastodon server is asked for its own.
    "NETWORK_LIMITS": {},
    # LinkedIn's unofficial address that fills in the text.
    "LINKEDIN_PREFILL": False,
    # Where a visit is written before its reader is sent on. "database": one row each;
    # "redis": a stream, from which the queue writes the rows every minute.
    "VISITS": "database",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    # What a process on another host checks addresses with that this one has signed;
    # "": derived from SECRET_KEY, which that host need not know.
    "PUBLIC_KEY": "",
    # The folder of the keys that sign badges, which `advocacy_openbadges_key` makes:
    # readable for the site alone, and below nothing that is served. "": none is signed.
    "OPENBADGES_KEYS": "",
    # Addresses or networks (CIDR) of proxies whose X-Forwarded-For is believed.
    "TRUSTED_PROXIES": (),
    # How many days data about people is kept, by kind, e.g. {"left": 180}; None: for
    # good. Kinds that are missing keep their default, see docs/explanation/privacy.md.
    "RETENTION": {},
}


class AppSettings:
    """``settings.WAGTAIL_ADVOCACY`` with its defaults, read at each access.

    Read late so that ``override_settings`` and a site's own late settings work.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in DEFAULTS:
            raise AttributeError(f"{SETTING_NAME} has no key {name!r}")
        return getattr(settings, SETTING_NAME, {}).get(name, DEFAULTS[name])


app_settings = AppSettings()
