from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing.share_button import entry, share_button


pytestmark = pytest.mark.django_db

BUTTON = "Share in your own words"
INVITATION = "Not for me"
TWO_BUTTONS = (
    "{% load wagtail_advocacy_tags %}{% advocacy_share page %}{% advocacy_share page %}"
)


@pytest.fixture
def page(article):
    page = article()
    factories.published_page_shareable(page)
    return page


@pytest.fixture
def user(make_user):
    return make_user("ada@example.com")


def request_of(user, path="/hay/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def render(source, user, **context):
    return Template(source).render(RequestContext(request_of(user), context))


def test_article_shows_the_button_to_whoever_takes_part(client, page, user):
    factories.ambassador(user)
    client.force_login(user)
    html = client.get(page.url).text
    assert BUTTON in html
    assert INVITATION not in html


def test_article_invites_whoever_has_not_answered_yet(client, page, user):
    client.force_login(user)
    html = client.get(page.url).text
    assert INVITATION in html
    assert BUTTON not in html.split("<template")[0]
    assert 'name="csrfmiddlewaretoken"' in html


def test_the_invitation_leads_back_to_the_article(client, page, user):
    client.force_login(user)
    assert f'name="next" value="{page.url}?a=1"' in client.get(f"{page.url}?a=1").text


def test_not_for_me_is_for_good(client, page, user):
    client.force_login(user)
    client.post("/advocacy/dismiss/", {"next": page.url})
    assert "advocacy-share" not in client.get(page.url).text


def test_whoever_left_is_not_invited_again(client, page, user):
    factories.ambassador(user)
    actions.leave(user, source="test")
    client.force_login(user)
    assert "advocacy-share" not in client.get(page.url).text


@pytest.mark.parametrize("ended", [False, True])
@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("opens", [-1, 1])
@pytest.mark.parametrize("expires", [None, -1, 1])
def test_the_button_stands_where_the_hub_has_the_offer(
    page, user, ended, live, opens, expires
):
    now = timezone.now()
    Offer.objects.update(
        ended=ended,
        opens_at=now + timedelta(hours=opens),
        expires_at=expires and now + timedelta(hours=expires),
    )
    type(page).objects.filter(pk=page.pk).update(live=live)
    page.refresh_from_db()
    current = Offer.objects.current().filter(page=page.pk).first()
    assert Offer.objects.public_id_on(page, user) == (current and current.public_id)


def test_an_article_that_is_not_offered_has_no_button(client, article, user):
    factories.ambassador(user)
    client.force_login(user)
    page = article()
    assert "advocacy-share" not in client.get(page.url).text
    shareable = factories.draft_page_shareable(page)
    assert "advocacy-share" not in client.get(page.url).text
    factories.publish(shareable).unpublish()
    assert "advocacy-share" not in client.get(page.url).text


def test_staff_first_hides_the_button_until_outsiders_may_know(client, article, user):
    factories.ambassador(user)
    client.force_login(user)
    page = article()
    factories.published_page_shareable(page, staff_first_hours=4)
    assert "advocacy-share" not in client.get(page.url).text


def test_anonymous_visitors_cost_no_query(page, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert render(TWO_BUTTONS, AnonymousUser(), page=page).strip() == ""


def test_anonymous_visitors_without_a_session_cost_no_query_in_a_real_request(
    client, page, django_assert_num_queries, monkeypatch
):
    client.get(page.url)
    with_button = _queries_of(client, page)
    monkeypatch.setattr(
        "wagtail_advocacy.sharing.share_button.share_button", lambda *args: None
    )
    assert with_button == _queries_of(client, page)


def _queries_of(client, page):
    client.cookies.clear()
    with CaptureQueriesContext(connection) as queries:
        client.get(page.url)
    return len(queries)


@pytest.mark.parametrize("takes_part", [True, False])
def test_employees_cost_two_queries(page, user, takes_part, django_assert_num_queries):
    if takes_part:
        factories.ambassador(user)
    with django_assert_num_queries(2):
        share_button(request_of(user), page)


def test_a_second_button_on_the_page_costs_one_query_more(
    page, user, django_assert_num_queries
):
    with django_assert_num_queries(3):
        render(TWO_BUTTONS, user, page=page)


def test_an_article_without_offer_costs_one_query(
    article, user, django_assert_num_queries
):
    page = article()
    with django_assert_num_queries(1):
        assert share_button(request_of(user), page) is None


def test_style_and_script_are_loaded_once(page, user):
    factories.ambassador(user)
    html = render(TWO_BUTTONS, user, page=page)
    assert html.count(BUTTON + "</a>") == 2
    assert html.count("advocacy.css") == 1
    assert html.count("js/advocacy.js") == 1


def test_without_a_request_there_is_nothing(page):
    assert Template(TWO_BUTTONS).render(Context({"page": page})).strip() == ""
    source = "{% load wagtail_advocacy_tags %}{% advocacy_entry %}"
    assert Template(source).render(Context()).strip() == ""


def test_without_a_page_there_is_nothing(page, user):
    factories.ambassador(user)
    for nothing in (None, "", type(page)(title="Not saved yet")):
        assert render(TWO_BUTTONS, user, page=nothing).strip() == ""


def test_the_editors_preview_shows_no_button(page, user):
    factories.ambassador(user)
    request = request_of(user)
    request.is_preview = True
    assert share_button(request, page) is None


def test_a_site_without_authentication_middleware_is_left_alone(page):
    assert share_button(RequestFactory().get("/"), page) is None


def test_menu_entry_always_leads_back(user, django_assert_num_queries):
    source = "{% load wagtail_advocacy_tags %}{% advocacy_entry %}"
    actions.dismiss_invitation(user)
    with django_assert_num_queries(0):
        assert 'href="/advocacy/"' in render(source, user)


def test_menu_entry_takes_the_words_of_the_site(user):
    source = "{% load wagtail_advocacy_tags %}{% advocacy_entry words %}"
    html = render(source, user, words="Tell <others>")
    assert ">Tell &lt;others&gt;</a>" in html


def test_menu_entry_is_not_for_anonymous_visitors():
    assert entry(request_of(AnonymousUser())) is None
