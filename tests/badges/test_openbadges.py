"""An award is taken along as a signed file, by its owner alone."""

import datetime
import hashlib
import io
import json
import stat
import subprocess
import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from tests.badges import factories as make
from tests.badges.signing import ISSUER, parts, png, read_again, use_keys
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import credentials
from wagtail_advocacy.badges.models import PublicAward, Revocation
from wagtail_advocacy.shareables.models import ShareablesSettings


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root_page")]


@pytest.fixture
def ada(make_user):
    user = make_user("Ada.Lovelace@example.com")
    factories.ambassador(user)
    return user


@pytest.fixture
def award(ambassador, key_folder):
    ShareablesSettings.objects.create(
        organisation="Alderbrook", public_site="https://alderbrook.example.org/"
    )
    return make.award(ambassador, make.badge("Good answers", picture=make.SVG))


def address(award, fmt="jwt"):
    return reverse("wagtail_advocacy:badges:credential", args=[award.public_id, fmt])


def test_signing_ends_somewhere(client, ada, award):
    client.force_login(ada)
    for _time in range(20):
        assert client.get(address(award)).status_code == 200
    response = client.get(address(award))
    assert response.status_code == 429
    assert "try again" in response.text.lower()


def test_credential_says_who_awards_what_to_whom_and_since_when(award):
    header, payload = parts(credentials.sign(award))

    assert header["alg"] == "RS256"
    assert header["kid"].startswith("https://go.example.com/badges/keys/")
    assert header["jwk"]["kid"] == header["kid"]
    assert set(header["jwk"]) == {"kty", "n", "e", "alg", "use", "kid"}
    assert payload["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert payload["issuer"] == {
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Alderbrook",
        "url": "https://alderbrook.example.org/",
    }
    assert payload["iss"] == ISSUER
    assert payload["validFrom"] == award.awarded_at.astimezone(datetime.UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    assert "validUntil" not in payload
    achievement = payload["credentialSubject"]["achievement"]
    key = award.badge.translation_key
    assert achievement["id"] == f"https://go.example.com/badges/{key}/"
    assert achievement["name"] == "Good answers"
    assert achievement["description"] == "Answered five readers."
    assert achievement["criteria"] == {"narrative": "Answer five readers."}
    assert achievement["inLanguage"] == "en"
    assert achievement["image"]["id"].startswith("data:image/svg+xml;base64,")


def test_credential_knows_its_owner_by_a_salted_hash_only(award):
    token = credentials.sign(award)
    _, payload = parts(token)
    subject = payload["credentialSubject"]

    assert "id" not in subject
    (identity,) = subject["identifier"]
    expected = hashlib.sha256(
        f"ada.lovelace@example.com{identity['salt']}".encode()
    ).hexdigest()
    assert identity == {
        "type": "IdentityObject",
        "identityType": "emailAddress",
        "hashed": True,
        "identityHash": f"sha256${expected}",
        "salt": identity["salt"],
    }
    assert "lovelace" not in json.dumps(parts(token)).lower()
    # Two files of one person have nothing in common.
    _, again = parts(credentials.sign(award))
    assert again["credentialSubject"]["identifier"] != [identity]


def test_award_that_is_not_shown_has_a_name_that_leads_nowhere(award):
    _, payload = parts(credentials.sign(award))
    assert payload["id"] == f"urn:uuid:{award.public_id}" == payload["jti"]


def test_award_that_is_shown_is_named_by_the_page_that_verifies_it(award):
    PublicAward.objects.create(
        award=award,
        public_id=award.public_id,
        holder="Ada",
        language="en",
        name=award.badge.name,
        awarded_at=award.awarded_at,
    )
    _, payload = parts(credentials.sign(read_again(award)))
    assert payload["id"] == f"https://go.example.com/b/{award.public_id}/"


def test_award_that_runs_out_says_when(ambassador, key_folder):
    until = timezone.now() + datetime.timedelta(days=90)
    award = make.award(ambassador, make.badge(picture=make.SVG), expires_at=until)
    _, payload = parts(credentials.sign(award))
    assert payload["exp"] == int(until.timestamp())
    assert datetime.datetime.fromisoformat(payload["validUntil"]) == until.replace(
        microsecond=0
    )


def test_credential_speaks_its_owners_language(award, ada):
    french, _ = Locale.objects.get_or_create(language_code="fr")
    translated = award.badge.copy_for_translation(french)
    translated.name = "Bonnes réponses"
    translated.save()
    translated.save_revision().publish()

    from wagtail.users.models import UserProfile

    UserProfile.objects.create(user=ada, preferred_language="fr")
    _, payload = parts(credentials.sign(read_again(award)))
    assert payload["name"] == "Bonnes réponses"
    achievement = payload["credentialSubject"]["achievement"]
    assert achievement["inLanguage"] == "fr"
    # The badge is the same one, whatever it is called.
    key = award.badge.translation_key
    assert achievement["id"] == f"https://go.example.com/badges/{key}/"


def test_large_picture_stays_out_of_the_text(ambassador, key_folder):
    large = make.SVG.replace(b"<circle", b"<!--" + b"x" * 40_000 + b"--><circle")
    award = make.award(ambassador, make.badge(picture=large))
    _, payload = parts(credentials.sign(award))
    assert "image" not in payload["credentialSubject"]["achievement"]
    assert b"openbadges:credential" in credentials.bake_svg(award)


def test_owner_downloads_it(client, award, ada):
    client.force_login(ada)
    response = client.get(address(award))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/vc+jwt"
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="good-answers.jwt"'
    )
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert parts(response.content.decode())[1]["name"] == "Good answers"

    picture = client.get(address(award, "svg"))
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")


def test_nobody_else_downloads_it(client, award, make_user):
    response = client.get(address(award))
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/sso/?next=")

    other = make_user("grace@example.com", is_superuser=True)
    client.force_login(other)
    assert client.get(address(award)).status_code == 404
    ambassadors.join(other, source="test")
    assert client.get(address(award)).status_code == 404


def test_whoever_left_downloads_nothing(client, award, ada):
    ambassadors.leave(ada, source="test")
    client.force_login(ada)
    assert client.get(address(award)).status_code == 404


def test_unknown_format_is_not_there(client, award, ada):
    client.force_login(ada)
    assert client.get(address(award, "pdf")).status_code == 404


def test_award_that_was_taken_back_is_not_signed(client, award, ada):
    Revocation.objects.create(award=award, reason=Revocation.Reason.EVIDENCE_GONE)
    client.force_login(ada)
    response = client.get(address(award))
    assert response.status_code == 410
    assert "taken back" in response.content.decode()
    assert credentials.formats(read_again(award)) == []


def test_without_a_key_the_page_says_so(client, award, ada, settings, tmp_path):
    for place in (tmp_path / "empty", tmp_path / "missing"):
        (tmp_path / "empty").mkdir(exist_ok=True)
        use_keys(settings, place)
        assert not credentials.is_available()
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "OPENBADGES_KEYS": ""}
    assert not credentials.is_available()
    client.force_login(ada)
    response = client.get(address(award))
    assert response.status_code == 404
    assert "it has no key to sign with" in response.content.decode()


def test_without_a_public_address_nothing_is_signed(award, settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}
    assert not credentials.is_available()
    with pytest.raises(credentials.CannotSign, match="no public address"):
        credentials.sign(award)


def test_without_the_extra_the_page_says_so(client, award, ada, monkeypatch):
    monkeypatch.setitem(sys.modules, "openbadgeslib", None)
    assert not credentials.is_available()
    assert credentials.formats(award) == []
    client.force_login(ada)
    response = client.get(address(award))
    assert response.status_code == 404
    assert "openbadgeslib is not installed" in response.content.decode()


def test_whoever_has_no_mail_address_is_told(award, ada):
    type(ada).objects.filter(pk=ada.pk).update(email="")
    with pytest.raises(credentials.CannotSign, match="your account has"):
        credentials.sign(read_again(award))


def test_private_key_that_is_not_the_published_one_signs_nothing(
    award,
    key_folder,
    tmp_path,
):
    from wagtail_advocacy.badges.openbadges import making

    making.make(tmp_path / "other")
    (private,) = (tmp_path / "other").glob("*.pem")
    (mine,) = key_folder.glob("*.pem")
    mine.write_bytes(private.read_bytes())
    with pytest.raises(credentials.CannotSign, match="no key to sign with"):
        credentials.sign(award)


def test_picture_is_taken_as_it_is(client, ada, ambassador, key_folder):
    client.force_login(ada)
    vector, pixels, bare, spoilt = (
        make.award(ambassador, make.badge(picture=picture))
        for picture in (make.SVG, png(), b"", b"<svg <")
    )
    assert credentials.formats(vector) == ["jwt", "svg"]
    assert credentials.formats(pixels) == ["jwt", "png"]
    assert credentials.formats(bare) == ["jwt"]

    for award, fmt, sentence in [
        (vector, "png", "has another format"),
        (pixels, "svg", "has another format"),
        (bare, "svg", "has no picture"),
        (spoilt, "svg", "cannot be put into the picture"),
    ]:
        response = client.get(address(award, fmt))
        assert response.status_code == 404
        assert sentence in response.content.decode()


def test_command_writes_it_for_its_owner(award, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    output = io.StringIO()
    call_command("advocacy_badge_export", str(award.pk), stdout=output)
    written = tmp_path / f"badge-{award.pk}.jwt"
    assert written.name in output.getvalue()
    assert parts(written.read_text())[1]["name"] == "Good answers"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600

    named = tmp_path / "mine.svg"
    call_command(
        "advocacy_badge_export",
        str(award.public_id),
        format="svg",
        output=str(named),
        stdout=output,
    )
    assert b"openbadges:credential" in named.read_bytes()


def test_command_overwrites_nothing_and_says_what_is_wrong(award, tmp_path):
    there = tmp_path / "there.jwt"
    there.write_text("kept")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("advocacy_badge_export", str(award.pk), output=str(there))
    assert there.read_text() == "kept"
    with pytest.raises(CommandError, match="another format"):
        call_command("advocacy_badge_export", str(award.pk), format="png")
    for unknown in ("0", "9" * 40, "no-award"):
        with pytest.raises(CommandError, match="There is no award"):
            call_command("advocacy_badge_export", unknown)


WITHOUT_EXTRA = """
import importlib, pkgutil, sys, uuid

for name in ("openbadgeslib", "jwt"):
    sys.modules[name] = None
import django

django.setup()
from django.core.management import call_command
from django.urls import reverse
import wagtail_advocacy.badges as room

needs = {"making", "signing"}
for module in pkgutil.walk_packages(room.__path__, "wagtail_advocacy.badges."):
    if module.name.rpartition(".")[2] not in needs:
        importlib.import_module(module.name)
reverse("wagtail_advocacy:badges:credential", args=[uuid.uuid4(), "jwt"])
call_command("check", tags=["security", "compatibility"])
from wagtail_advocacy.badges import credentials

assert not credentials.is_available()
"""


def test_room_works_without_the_extra():
    subprocess.run([sys.executable, "-c", WITHOUT_EXTRA], check=True, timeout=120)
