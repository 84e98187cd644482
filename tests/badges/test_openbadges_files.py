"""The page of a badge offers the files that there are of it."""

import pytest
from django.urls import reverse

from tests.badges import factories as make
from tests.badges.signing import parts, png
from wagtail_advocacy.badges import showing
from wagtail_advocacy.badges.models import Revocation


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root_page")]


def page_of(client, award):
    return client.get(reverse("wagtail_advocacy:badges:award", args=[award.public_id]))


def offered(client, award):
    page = page_of(client, award).content.decode()
    return [
        fmt
        for fmt in ("jwt", "svg", "png")
        if f'href="/advocacy/badges/{award.public_id}/credential.{fmt}"' in page
    ]


def awarded(ambassador, picture=make.SVG):
    return make.award(ambassador, make.badge(picture=picture))


def test_files_are_offered_where_the_site_signs(client, ambassador, key_folder):
    assert offered(client, awarded(ambassador)) == ["jwt", "svg"]
    assert offered(client, awarded(ambassador, png())) == ["jwt", "png"]
    assert offered(client, awarded(ambassador, b"")) == ["jwt"]


def test_nothing_is_offered_where_it_does_not(client, ambassador):
    assert offered(client, awarded(ambassador)) == []


def test_nothing_is_offered_of_what_was_taken_back(client, ambassador, key_folder):
    award = awarded(ambassador)
    Revocation.objects.create(award=award, reason=Revocation.Reason.BY_HAND)
    assert offered(client, award) == []


def test_file_names_the_page_that_tells_whether_it_counts(
    client, ada, ambassador, key_folder
):
    award = awarded(ambassador)
    showing.show(ada, award.pk, "Ada")
    token = client.get(
        f"/advocacy/badges/{award.public_id}/credential.jwt"
    ).content.decode()

    address = parts(token)[1]["id"]
    page = client.get(address.replace("https://go.example.com", "/go"))
    assert page.status_code == 200
