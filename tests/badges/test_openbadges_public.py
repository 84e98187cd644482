"""What anybody's software reads: who awards badges, with which keys, and what for."""

import uuid

import pytest
from django.apps import apps
from wagtail.models import Locale

from tests import factories
from tests.badges import factories as make
from tests.badges.signing import ISSUER, parts, use_keys
from wagtail_advocacy.badges import credentials
from wagtail_advocacy.grants import grants
from wagtail_advocacy.shareables.models import ShareablesSettings


pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("root_page", "key_folder"),
]


def get(client, path, **headers):
    return client.get(f"/go/badges/{path}", headers=headers)


def test_issuer_says_who_it_is(client):
    ShareablesSettings.objects.create(
        organisation="Élan & Söhne", public_site="https://elan.example/"
    )
    response = get(client, "issuer/")
    assert response.headers["Content-Type"] == "application/json"
    assert "Élan & Söhne" in response.content.decode()
    assert response.json() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": ISSUER,
        "type": ["Profile"],
        "name": "Élan & Söhne",
        "url": "https://elan.example/",
    }


def test_issuer_without_a_name_is_called_after_its_host(client, settings):
    settings.WAGTAIL_SITE_NAME = ""
    assert get(client, "issuer/").json()["name"] == "go.example.com"


def test_keys_are_found_together_and_one_by_one(client, key_folder):
    (key,) = get(client, "keys/").json()["keys"]
    assert key["kid"].startswith("https://go.example.com/badges/keys/")
    thumbprint = key["kid"].split("/")[-2]
    assert get(client, f"keys/{thumbprint}/").json() == key
    assert get(client, f"keys/{thumbprint[:-1]}/").status_code == 404
    assert get(client, "keys/../issuer/").status_code == 404


def test_public_parts_alone_are_enough(client, key_folder, settings, tmp_path):
    before = get(client, "keys/").json()
    outside = tmp_path / "outside"
    outside.mkdir()
    for public in key_folder.glob("*.pub.json"):
        (outside / public.name).write_bytes(public.read_bytes())
    use_keys(settings, outside)
    assert get(client, "keys/").json() == before
    assert not credentials.is_available()


def test_badge_is_told_in_the_readers_language(client):
    badge = make.badge("Good answers", picture=make.SVG, hidden=True)
    french, _ = Locale.objects.get_or_create(language_code="fr")
    translated = badge.copy_for_translation(french)
    translated.name = "Bonnes réponses"
    translated.live = False
    translated.save()
    path = f"{badge.translation_key}/"

    # A draft is not told, though it says that it was published: it is a copy.
    assert translated.first_published_at
    response = get(client, path, accept_language="fr")
    assert response.json()["name"] == "Good answers"
    translated.save_revision().publish()
    response = get(client, path, accept_language="fr-CH,fr;q=0.9")
    assert response.json() == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"https://go.example.com/badges/{badge.translation_key}/",
        "type": ["Achievement"],
        "achievementType": "Badge",
        "inLanguage": "fr",
        "name": "Bonnes réponses",
        "description": "Answered five readers.",
        "criteria": {"narrative": "Answer five readers."},
    }
    assert "Accept-Language" in response.headers["Vary"]
    assert get(client, path, accept_language="de").json()["inLanguage"] == "en"


def test_badge_that_is_not_earned_any_more_is_still_told(client):
    badge = make.badge(picture=make.SVG)
    badge.unpublish()
    assert get(client, f"{badge.translation_key}/").status_code == 200


def test_draft_and_unknown_badges_are_not_there(client):
    badge = make.badge(picture=make.SVG)
    type(badge).objects.update(first_published_at=None, live=False)
    for key in (badge.translation_key, uuid.uuid4()):
        assert get(client, f"{key}/").status_code == 404


def test_names_in_a_credential_lead_to_these_documents(client, make_user):
    badge = make.badge(picture=make.SVG)
    ada = factories.ambassador(make_user("ada@example.com"))
    token = credentials.sign(make.award(ada, badge))
    header, payload = parts(token)

    def follow(address):
        return client.get(address.replace("https://go.example.com", "/go")).json()

    assert follow(header["kid"]) == header["jwk"]
    issuer = follow(payload["issuer"]["id"])
    assert payload["issuer"].items() <= issuer.items()
    achievement = payload["credentialSubject"]["achievement"]
    del achievement["image"]
    assert achievement.items() <= follow(achievement["id"]).items()


def test_scripts_of_other_sites_may_read_all_of_it(client):
    badge = make.badge(picture=make.SVG)
    (key,) = get(client, "keys/").json()["keys"]
    for path in (
        "issuer/",
        "keys/",
        f"keys/{key['kid'].split('/')[-2]}/",
        f"{badge.translation_key}/",
    ):
        response = get(client, path, origin="https://verifier.example")
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cache-Control"] == "max-age=60, public" or (
            response.headers["Cache-Control"] == "public, max-age=60"
        )
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert not response.cookies
        assert client.post(f"/go/badges/{path}").status_code == 405


def test_site_that_signs_nothing_says_nothing(client, settings):
    badge = make.badge(picture=make.SVG)
    for missing in ("OPENBADGES_KEYS", "PUBLIC_URL"):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, missing: ""}
        for path in ("issuer/", "keys/", "keys/x/", f"{badge.translation_key}/"):
            assert get(client, path).status_code == 404


def test_keys_that_cannot_be_read_make_no_forgery_of_badges(client, settings, tmp_path):
    use_keys(settings, tmp_path / "missing")
    assert get(client, "keys/").status_code == 503
    assert get(client, "keys/x/").status_code == 503
    # It needs none of them.
    assert get(client, "issuer/").status_code == 200


def test_what_is_read_is_granted_and_nothing_about_people(
    client, django_assert_num_queries
):
    badge = make.badge(picture=make.SVG)
    granted = {grant.model: set(grant.read) for grant in grants}
    with django_assert_num_queries(1) as queries:
        get(client, f"{badge.translation_key}/")
    (sql,) = [query["sql"] for query in queries.captured_queries]
    read = sql.partition(" FROM ")[0]
    for label in ("wagtail_advocacy_badges.Badge", "wagtailcore.Locale"):
        model = apps.get_model(label)
        for field in model._meta.concrete_fields:
            column = f"{model._meta.db_table}{{q}}.{{q}}{field.column}{{q}}"
            is_read = any(column.format(q=quote) in read for quote in '"`')
            allowed = field.primary_key or field.name in granted[label]
            assert allowed or not is_read, field.name
