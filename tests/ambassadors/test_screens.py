"""What holds for every screen of employees."""

import pytest
from django.test import Client
from django.urls import reverse

from wagtail_advocacy.ambassadors.models import DismissedInvitation
from wagtail_advocacy.ambassadors.views import login_url


pytestmark = pytest.mark.django_db

SCREENS = ["/advocacy/", "/advocacy/join/", "/advocacy/leave/", "/advocacy/left/"]
POSTS = ["/advocacy/join/", "/advocacy/leave/", "/advocacy/dismiss/"]


@pytest.mark.parametrize("address", SCREENS)
def test_anonymous_visitors_log_in_first_and_come_back(client, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/sso/?next={address}"


@pytest.mark.parametrize("address", [*SCREENS, *POSTS])
def test_a_script_is_told_where_to_log_in(client, address):
    response = client.post(address, headers={"X-Advocacy-Fragment": "1"})
    assert response.status_code == 401
    assert response.json() == {"login": "/sso/"}


def test_after_a_login_nobody_is_sent_to_an_address_that_only_takes_posts(client):
    response = client.post("/advocacy/dismiss/", {"next": "/hay/"})
    assert response["Location"] == "/sso/?next=/hay/"


@pytest.mark.parametrize("address", POSTS)
def test_a_post_without_token_is_refused(make_user, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("ada@example.com"))
    assert client.post(address).status_code == 403
    assert not DismissedInvitation.objects.exists()


def test_the_token_is_asked_for_where_the_site_forgot_the_middleware(
    make_user, settings
):
    settings.MIDDLEWARE = [
        name for name in settings.MIDDLEWARE if "CsrfViewMiddleware" not in name
    ]
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("ada@example.com"))
    assert client.post("/advocacy/join/").status_code == 403


@pytest.mark.parametrize("address", SCREENS)
def test_no_cache_keeps_what_is_one_persons(client, make_user, address):
    client.force_login(make_user("ada@example.com"))
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_dismissing_is_a_post_only(client, make_user):
    client.force_login(make_user("ada@example.com"))
    assert client.get("/advocacy/dismiss/").status_code == 405


def test_dismissing_twice_is_dismissing_once(client, make_user):
    client.force_login(make_user("ada@example.com"))
    for _time in range(2):
        response = client.post("/advocacy/dismiss/", {"next": "/hay/"})
        assert response["Location"] == "/hay/"
    assert DismissedInvitation.objects.count() == 1


def test_wagtails_own_login_is_found_where_the_site_names_none(settings):
    settings.LOGIN_URL = "/accounts/login/"
    assert login_url() == reverse("wagtailcore_login")


def test_the_sites_front_end_login_comes_first(settings):
    settings.WAGTAIL_FRONTEND_LOGIN_URL = "/employees/login/"
    assert login_url() == "/employees/login/"


def test_a_login_named_as_a_url_pattern_is_found(settings):
    settings.LOGIN_URL = "wagtailadmin_login"
    assert login_url() == reverse("wagtailadmin_login")


def test_a_site_that_has_the_address_of_djangos_default_keeps_it(settings):
    settings.LOGIN_URL = "/accounts/login/"
    settings.ROOT_URLCONF = "tests.ambassadors.urls_with_default_login"
    assert login_url() == "/accounts/login/"
