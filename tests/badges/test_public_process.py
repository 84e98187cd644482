"""Badges on a public host, under a database role that may do nothing else."""

import json
import shutil

import pytest
from django.db import connection

from tests import factories
from tests.badges import factories as make
from tests.badges.signing import parts, read_again
from tests.faults.server import Server, database_url
from tests.public.test_public_process import role
from wagtail_advocacy.addresses import public_key
from wagtail_advocacy.badges import credentials, showing
from wagtail_advocacy.shareables.models import ShareablesSettings


__all__ = ["role"]

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="roles are PostgreSQL's"
    ),
    pytest.mark.usefixtures("root_page"),
]

HOST = "https://go.example.com"


@pytest.fixture
def public_host(role, tmp_path, key_folder):
    """A process with the public parts of the keys, and without the extra."""
    copied = tmp_path / "copied"
    copied.mkdir()
    for public in key_folder.glob("*.pub.json"):
        shutil.copy(public, copied)
    mine = database_url(tmp_path)
    user = role.replace("'", "%27").replace(" ", "%20")
    url = mine.replace(f"//{connection.settings_dict['USER']}", f"//{user}", 1)
    assert url != mine
    with Server(
        url,
        tmp_path,
        application="wagtail_advocacy.public.wsgi",
        variables={
            "DJANGO_SETTINGS_MODULE": "tests.badges.host_settings",
            "PUBLIC_KEY": public_key(),
            "OPENBADGES_KEYS": str(copied),
        },
        probe="/assets/public.css",
    ) as server:
        yield server


def test_whatever_a_signed_badge_names_is_there(public_host, make_user):
    # Otherwise each process names the issuer as its own settings do.
    ShareablesSettings.objects.create(organisation="Alderbrook")
    user = make_user("ada@example.com")
    award = make.award(factories.ambassador(user), make.badge(picture=make.SVG))
    showing.show(user, award.pk, "Ada B.")
    header, payload = parts(credentials.sign(read_again(award)))

    def get(address):
        answer = public_host.ask(address.removeprefix(HOST), agent="a verifier")
        assert answer.status == 200, public_host.output()
        assert "Set-Cookie" not in answer.headers
        return answer

    assert json.loads(get(header["kid"]).content) == header["jwk"]
    assert json.loads(get(f"{HOST}/badges/keys/").content) == {"keys": [header["jwk"]]}
    issuer = json.loads(get(payload["iss"]).content)
    assert {**issuer, **payload["issuer"]} == issuer
    achievement = payload["credentialSubject"]["achievement"]
    told = get(achievement["id"])
    assert json.loads(told.content)["name"] == achievement["name"]
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    assert "Ada B." in get(payload["id"]).content.decode()
