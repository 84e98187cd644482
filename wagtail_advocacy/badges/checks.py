import stat
from pathlib import Path

from django.conf import settings
from django.core import checks

from wagtail_advocacy.addresses import is_public_process
from wagtail_advocacy.conf import SETTING_NAME, app_settings

from . import credentials
from .openbadges.folder import PRIVATE, PUBLIC, NotAPublicKey, read_public


KEY = f'{SETTING_NAME}["OPENBADGES_KEYS"]'
COMMAND = "manage.py advocacy_openbadges_key make"


def check_keys(app_configs, **kwargs):
    """A key that others read, or that a web server hands out, signs for anybody."""
    named = app_settings.OPENBADGES_KEYS
    if not named:
        return []
    if not isinstance(named, str | Path) or not Path(named).is_absolute():
        return [
            checks.Error(
                f"{KEY} is not the whole path of a folder: {named!r}.",
                id="wagtail_advocacy.E040",
            )
        ]
    place = Path(named)
    found = [*_served(place)]
    if not credentials.is_installed() and not is_public_process():
        found.append(
            checks.Error(
                f"{KEY} is set, but the package openbadgeslib is not installed.",
                hint="Install wagtail_advocacy[openbadges].",
                id="wagtail_advocacy.E042",
            )
        )
    try:
        files = sorted(place.iterdir())
    except FileNotFoundError:
        # The command that makes it runs these checks, too.
        missing = f"{KEY} names a folder that is not there: {place}."
        return [
            *found,
            checks.Warning(missing, hint=COMMAND, id="wagtail_advocacy.W040"),
        ]
    except OSError as error:
        unreadable = f"{KEY}: {place} cannot be read: {error.strerror}."
        return [*found, checks.Error(unreadable, id="wagtail_advocacy.E043")]
    return [*found, *_private_files(files), *_public_files(files)]


def _served(place: Path):
    for name in ("MEDIA_ROOT", "STATIC_ROOT"):
        root = getattr(settings, name, None)
        if root and place.resolve().is_relative_to(Path(root).resolve()):
            yield checks.Error(
                f"{KEY} is below {name}: the private keys may be handed out.",
                hint="Move the folder, and make new keys: advocacy_openbadges_key"
                " rotate.",
                id="wagtail_advocacy.E041",
            )


def _private_files(files: list[Path]):
    private = [path for path in files if path.name.endswith(PRIVATE)]
    for path in private:
        if stat.S_IMODE(path.stat().st_mode) & 0o007:
            yield checks.Warning(
                f"{KEY}: everybody on this machine may read {path}.",
                hint=f"chmod 600 {path}",
                id="wagtail_advocacy.W041",
            )
    if private and is_public_process():
        yield checks.Warning(
            f"{KEY}: there are private keys on the public host, which needs none.",
            hint=f"Remove *{PRIVATE} here; only *{PUBLIC} belongs here.",
            id="wagtail_advocacy.W042",
        )


def _public_files(files: list[Path]):
    for path in files:
        if not path.name.endswith(PUBLIC):
            continue
        try:
            read_public(path)
        except (NotAPublicKey, OSError) as error:
            yield checks.Warning(
                f"{KEY}: {path} is not the public part of a key: {error}. What it"
                " signed cannot be checked.",
                hint="Put it back from a backup.",
                id="wagtail_advocacy.W043",
            )


def register():
    """Register the checks of this room."""
    checks.register(check_keys, checks.Tags.security)
