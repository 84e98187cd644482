"""What the public process is made of, and what it refuses to be."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import signing
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from tests.factories import offer_of, open_share, published_link_shareable
from wagtail_advocacy import addresses
from wagtail_advocacy.sharing import actions, handoffs


ROOT = Path(__file__).resolve().parents[2]


def python(code, settings):
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings,
            "DATABASE_URL": "sqlite://:memory:",
            "PUBLIC_KEY": "key",
            "OPENBADGES_KEYS": "",
            "PYTHONPATH": str(ROOT),
            "COVERAGE_PROCESS_START": "",
        },
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_it_refuses_to_serve_an_intranet():
    ran = python("import wagtail_advocacy.public.wsgi", "tests.settings")
    assert ran.returncode == 1
    assert "would serve more than the public addresses" in ran.stderr


# The second has the room of badges, without those that it listens to in the intranet.
@pytest.mark.parametrize("of", ["public", "badges"])
def test_its_settings_pass_the_system_check(of):
    ran = python(
        "import wagtail_advocacy.public.wsgi\n"
        "from django.core.management import call_command\n"
        "call_command('check', '--deploy', '--fail-level=ERROR')",
        f"tests.{of}.host_settings",
    )
    assert ran.returncode == 0, ran.stderr


def test_it_has_no_sessions_no_login_and_no_admin():
    ran = python(
        "import sys, wagtail_advocacy.public.wsgi\n"
        "from django.urls import get_resolver\n"
        "from django.apps import apps\n"
        "get_resolver().url_patterns\n"
        "print([name for name in ('wagtail.admin', 'wagtail.users',"
        " 'django.contrib.sessions', 'django.contrib.admin', 'django_q')"
        " if apps.is_installed(name)])\n"
        "print([name for name in ('wagtail.admin.urls', 'django.contrib.auth.views',"
        " 'wagtail_advocacy.urls') if name in sys.modules])",
        "tests.public.host_settings",
    )
    assert ran.stdout.splitlines() == ["[]", "[]"], ran.stderr


def test_key_for_the_other_host_is_not_the_secret_key(settings):
    output = io.StringIO()
    call_command("advocacy_public_role", "--key", stdout=output)
    key = output.getvalue().strip()
    assert key == addresses.public_key()
    assert len(key) == 64
    assert settings.SECRET_KEY not in key


@pytest.mark.django_db
def test_what_is_signed_here_opens_there(settings, make_user):
    offer = offer_of(published_link_shareable())
    user = make_user("ada@example.com")
    share = open_share(user, offer)
    handoff = actions.hand_off(user, share.pk)
    token = handoffs.handoff_address(handoff).rpartition("/")[2]
    key = addresses.public_key()
    # The public host has another SECRET_KEY, and was told the key.
    settings.SECRET_KEY = "another"
    assert handoffs.find_handoff(token) is None
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_KEY": key}
    assert handoffs.find_handoff(token) == handoff


@pytest.mark.django_db
def test_addresses_outlive_a_new_secret_key_while_the_old_one_is_accepted(
    settings, make_user
):
    offer = offer_of(published_link_shareable())
    user = make_user("ada@example.com")
    handoff = actions.hand_off(user, open_share(user, offer).pk)
    token = handoffs.handoff_address(handoff).rpartition("/")[2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "new"
    assert handoffs.find_handoff(token) == handoff


def test_key_forges_nothing_of_the_intranet():
    forged = signing.TimestampSigner(key=addresses.public_key()).sign("root")
    with pytest.raises(signing.BadSignature):
        signing.TimestampSigner().unsign(forged)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="has such roles")
def test_role_is_refused_where_the_database_has_none():
    with pytest.raises(CommandError, match="not PostgreSQL"):
        call_command("advocacy_public_role")
