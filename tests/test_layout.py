"""Our screens inside a template of the site's, Django's or Jinja2."""

import pytest

from tests import factories


pytestmark = pytest.mark.django_db


@pytest.fixture
def configure(settings):
    def change(**keys):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, **keys}

    return change


@pytest.fixture
def employee(make_user, client):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    client.force_login(user)
    return user


def test_a_screen_is_a_page_of_its_own(client, employee):
    html = client.get("/advocacy/").text
    assert html.lstrip().startswith("<!DOCTYPE html>")
    assert "<title>Share outside</title>" in html
    assert html.count("<main") == 1
    assert html.count("advocacy.css") == 1
    assert 'href="/advocacy/leave/"' in html


def test_the_page_says_its_language_and_direction(client, employee, settings):
    assert '<html lang="en" dir="ltr"' in client.get("/advocacy/").text
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    settings.LANGUAGE_CODE = "ar"
    assert '<html lang="ar" dir="rtl"' in client.get("/advocacy/").text


def test_a_screen_fills_the_blocks_of_the_sites_template(client, employee, configure):
    configure(BASE_TEMPLATE="testapp/base.html", BASE_BLOCK="main")
    html = client.get("/advocacy/").text
    assert html.count("<html") == html.count("<main") == 1
    assert "<title>Share outside</title>" in html
    main = html[html.index('<main id="main">') :]
    assert "What I may share" in main
    assert html.count("advocacy.css") == 1
    assert "advocacy-page" not in html


def test_a_screen_fills_the_blocks_of_a_jinja2_template(client, employee, configure):
    configure(BASE_TEMPLATE="testapp/jinja_base.html", BASE_BLOCK="main")
    html = client.get("/advocacy/").text
    assert html.count("<html") == html.count("<main") == 1
    assert "<title>Share outside</title>" in html
    assert 'data-engine="jinja2"' in html
    assert '<section aria-labelledby="advocacy-offers">' in html


def test_what_people_wrote_is_escaped_in_every_layout(
    client, employee, configure, article
):
    factories.published_page_shareable(article(), title="<b>{{ 7*7 }}{% raw %}</b>")
    for base in ("", "testapp/base.html", "testapp/jinja_base.html"):
        configure(BASE_TEMPLATE=base, BASE_BLOCK="main")
        html = client.get("/advocacy/").text
        assert "&lt;b&gt;{{ 7*7 }}{% raw %}&lt;/b&gt;" in html


def test_a_post_works_in_the_sites_template(client, employee, configure):
    configure(BASE_TEMPLATE="testapp/jinja_base.html", BASE_BLOCK="main")
    html = client.get("/advocacy/leave/").text
    assert 'name="csrfmiddlewaretoken"' in html


def test_a_script_gets_the_screen_and_nothing_around_it(client, employee, configure):
    for base in ("", "testapp/base.html"):
        configure(BASE_TEMPLATE=base, BASE_BLOCK="main")
        html = client.get("/advocacy/", headers={"X-Advocacy-Fragment": "1"}).text
        assert html.strip().startswith('<div class="advocacy advocacy-screen"')
        assert "<html" not in html
        assert "advocacy.css" not in html
