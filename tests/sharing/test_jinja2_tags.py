"""The same button and entry on a page whose template is Jinja2's."""

import re
from pathlib import Path

import pytest
from django.template import engines

import wagtail_advocacy
from tests import factories
from tests.testapp.models import SectionPage


pytestmark = pytest.mark.django_db

BUTTON = "Share in your own words</a>"


@pytest.fixture
def page(site_home):
    page = site_home.add_child(instance=SectionPage(title="Barns", slug="barns"))
    factories.published_page_shareable(page)
    return page


@pytest.fixture
def user(make_user, client):
    user = make_user("ada@example.com")
    client.force_login(user)
    return user


def in_django(source, request, **context):
    loaded = "{% load wagtail_advocacy_tags %}" + source
    return engines["django"].from_string(loaded).render(context, request)


def test_button_of_whoever_takes_part(client, page, user):
    factories.ambassador(user)
    html = client.get(page.url).text
    offer = factories.Offer.objects.get()
    assert f'href="/advocacy/share/{offer.public_id}/" data-advocacy-open' in html
    assert html.count(BUTTON) == 1
    assert html.count("js/advocacy.js") == html.count("advocacy.css") == 1


def test_the_invitation_can_be_sent_away(client, page, user):
    html = client.get(page.url).text
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', html)
    assert token
    assert f'name="next" value="{page.url}"' in html
    assert "csrftoken" in client.cookies


def test_anonymous_visitors_see_nothing_of_it(client, page):
    html = client.get(page.url).text
    assert "<h1>Barns</h1>" in html
    assert "advocacy" not in html


def test_entry_has_the_words_of_the_site_and_they_are_escaped(client, page, user):
    html = client.get(page.url).text
    assert 'href="/advocacy/">Tell &lt;others&gt;</a>' in html


def test_both_languages_show_the_same(client, page, user, rf):
    factories.ambassador(user)
    for django, jinja2 in (
        ("{% advocacy_share page %}", "{{ advocacy_share(page) }}"),
        ("{% advocacy_entry %}", "{{ advocacy_entry() }}"),
        ("{% advocacy_assets %}", "{{ advocacy_assets() }}"),
    ):
        shown = []
        for render in (
            lambda request, source=django: in_django(source, request, page=page),
            lambda request, source=jinja2: (
                engines["jinja2"].from_string(source).render({"page": page}, request)
            ),
        ):
            request = rf.get("/barns/")
            request.user = user
            shown.append(render(request).strip())
        assert shown[0] == shown[1]
        assert shown[0]


def test_without_a_request_there_is_nothing(page):
    template = engines["jinja2"].from_string("{{ advocacy_share(page) }}")
    assert template.render({"page": page}).strip() == ""


def test_queries_are_as_few(client, page, user, rf, django_assert_num_queries):
    factories.ambassador(user)
    request = rf.get("/barns/")
    request.user = user
    template = engines["jinja2"].from_string("{{ advocacy_share(page) }}")
    with django_assert_num_queries(2):
        assert BUTTON in template.render({"page": page}, request)


def test_jinja2_that_takes_every_template_leaves_ours_alone(
    client, page, user, settings
):
    jinja2, django = settings.TEMPLATES
    folder = Path(wagtail_advocacy.__file__).parent / "templates"
    settings.TEMPLATES = [{**jinja2, "DIRS": [folder]}, django]
    factories.ambassador(user)
    assert BUTTON in client.get(page.url).text
    assert "What I may share" in client.get("/advocacy/").text
