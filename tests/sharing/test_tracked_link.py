"""Following a tracked link, as people and crawlers outside do."""

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import include, path
from django.utils import timezone
from wagtail.models import Page

from tests.factories import (
    confirmed_share,
    offer_of,
    open_share,
    published_link_shareable,
    published_page_shareable,
)
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.shareables import actions
from wagtail_advocacy.shareables.models import Offer, ShareablesSettings
from wagtail_advocacy.sharing import visits
from wagtail_advocacy.sharing.models import TrackedLink, Visit
from wagtail_advocacy.sharing.public_views import with_utm


pytestmark = pytest.mark.django_db

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def visitor(client):
    """A client that says it is Firefox."""
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


@pytest.fixture
def page_offer(article):
    return offer_of(published_page_shareable(article(title="Hay, dried with heat")))


@pytest.fixture
def link_offer(db):
    return offer_of(published_link_shareable())


def link_to(offer, network="linkedin"):
    return TrackedLink.objects.create(offer=offer, network=network)


def follow(link):
    return f"/go/s/{link.code}"


def utm_of(response):
    return {
        key: values
        for key, values in parse_qs(
            urlsplit(response.headers["Location"]).query
        ).items()
        if key.startswith("utm_")
    }


def test_link_leads_to_the_card_where_the_page_stays_inside(visitor, page_offer):
    response = visitor.get(follow(link_to(page_offer)))
    assert response.status_code == 302
    location = urlsplit(response.headers["Location"])
    assert location.netloc == "go.example.com"
    assert location.path == f"/c/{page_offer.public_id}/"


def test_link_leads_to_the_address_of_a_link(visitor, link_offer):
    response = visitor.get(follow(link_to(link_offer)))
    assert response.headers["Location"].startswith("https://news.example.org/grid?")


def test_link_leads_to_a_page_that_is_public(visitor, article):
    page = article()
    offer = offer_of(published_page_shareable(page, page_is_public=True))
    response = visitor.get(follow(link_to(offer)))
    assert response.headers["Location"].startswith(f"{page.full_url}?")


def test_renaming_a_section_takes_the_links_below_it_along(
    visitor, article, site_home, django_capture_on_commit_callbacks
):
    page = article()
    offer = offer_of(published_page_shareable(page, page_is_public=True))
    section = article(title="News", slug="news")
    page.move(section, pos="last-child")
    section = Page.objects.get(pk=section.pk).specific
    section.slug = "stories"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    location = visitor.get(follow(link_to(offer))).headers["Location"]
    assert urlsplit(location).path.startswith("/stories/")


def test_address_names_network_and_offer_never_person_or_code(
    visitor, page_offer, make_user
):
    user = make_user("ada@example.com", first_name="Ada")
    share = open_share(user, page_offer, "bluesky")
    response = visitor.get(follow(share.link))
    assert utm_of(response) == {
        "utm_source": ["bluesky"],
        "utm_medium": ["employee-advocacy"],
        "utm_campaign": [f"hay-dried-with-heat-{page_offer.pk}"],
    }
    location = response.headers["Location"].lower()
    for secret in (share.link.code, str(user.pk), "ada"):
        assert secret.lower() not in location


def test_offer_whose_title_is_not_latin_has_a_name_all_the_same(visitor, link_offer):
    Offer.objects.filter(pk=link_offer.pk).update(title="明日の電力網")
    response = visitor.get(follow(link_to(link_offer)))
    assert utm_of(response)["utm_campaign"] == [f"offer-{link_offer.pk}"]


@pytest.mark.parametrize(
    ("destination", "expected"),
    [
        ("https://e.org", "https://e.org?{utm}"),
        ("https://e.org/a", "https://e.org/a?{utm}"),
        ("https://e.org/a?", "https://e.org/a?{utm}"),
        ("https://e.org/a?b=1&c", "https://e.org/a?b=1&c&{utm}"),
        ("https://e.org/a?b=%2F+%20&b=2", "https://e.org/a?b=%2F+%20&b=2&{utm}"),
        ("https://e.org/a#part", "https://e.org/a?{utm}#part"),
        ("https://e.org/?x=1#!/route", "https://e.org/?x=1&{utm}#!/route"),
        ("https://e.org/?utm_source=mail&x=1", "https://e.org/?x=1&{utm}"),
        ("https://e.org/?UTM_Medium=a&utm_term=t", "https://e.org/?utm_term=t&{utm}"),
        ("https://e.org:8443/é", "https://e.org:8443/é?{utm}"),
    ],
)
def test_the_destinations_own_query_stays_as_it_is(link_offer, destination, expected):
    link = link_to(link_offer)
    campaign = f"the-grid-of-tomorrow-{link_offer.pk}"
    utm = f"utm_source=linkedin&utm_medium=employee-advocacy&utm_campaign={campaign}"
    assert with_utm(destination, link) == expected.format(utm=utm)


def test_answer_is_kept_by_no_cache_and_tells_nobody_the_code(visitor, page_offer):
    headers = visitor.get(follow(link_to(page_offer))).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in headers


def test_a_visit_costs_one_select_and_one_insert(visitor, page_offer):
    link = link_to(page_offer)
    visitor.get(follow(link))  # the day's salt
    with CaptureQueriesContext(connection) as queries:
        visitor.get(follow(link), headers={"user-agent": f"{BROWSER} other"})
    select, insert = [query["sql"] for query in queries]
    assert select.startswith("SELECT")
    assert insert.startswith(("INSERT INTO", "INSERT OR IGNORE", "INSERT IGNORE"))
    assert "wagtailcore_page" not in select
    assert Visit.objects.count() == 2


def test_a_robot_costs_one_select(client, page_offer, django_assert_num_queries):
    link = link_to(page_offer)
    with django_assert_num_queries(1):
        response = client.get(follow(link), headers={"user-agent": "LinkedInBot/1.0"})
    assert response.status_code == 302
    assert not Visit.objects.exists()


def test_head_is_sent_the_same_way_and_counts_nothing(visitor, page_offer):
    link = link_to(page_offer)
    response = visitor.head(follow(link))
    assert response.status_code == 302
    assert response.headers["Location"] == visitor.get(follow(link)).headers["Location"]
    assert Visit.objects.count() == 1  # of the GET


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(visitor, page_offer, method):
    visitor.handler.enforce_csrf_checks = True
    response = getattr(visitor, method)(follow(link_to(page_offer)))
    assert response.status_code == 405
    assert not Visit.objects.exists()


def test_unknown_code_is_not_found_on_a_page_of_ours(visitor, db):
    response = visitor.get("/go/s/AAAAAAAAAAAAAAAA")
    page = response.content.decode()
    assert response.status_code == 404
    assert "There is nothing at this address" in page
    assert 'href="../assets/public.css' in page
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "code", ["%00", "%C0%80", "x" * 5000, "%20", "'--", "🙂", "%0a"]
)
def test_nonsense_for_a_code_is_not_found(visitor, db, code):
    assert visitor.get(f"/go/s/{code}").status_code == 404


def test_code_is_found_in_its_exact_spelling_only(visitor, page_offer):
    link = link_to(page_offer)
    assert visitor.get(f"/go/s/{link.code.swapcase()}").status_code == 404


class PrefixedUrls:
    """A site whose pages all stand under a language, with Wagtail's catch-all."""

    urlpatterns = [
        path("go/", include("wagtail_advocacy.public_urls")),
        *i18n_patterns(path("", include("wagtail.urls"))),
    ]


@pytest.mark.parametrize("address", ["s/AAAAAAAAAAAAAAAA", "c/AAAAAAAAAAAAAAAA/"])
def test_not_found_is_not_looked_for_under_a_language(
    visitor, site_home, settings, address
):
    settings.ROOT_URLCONF = PrefixedUrls
    response = visitor.get(f"/go/{address}")
    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_codes_are_long_and_differ(page_offer):
    codes = {link_to(page_offer).code for _ in range(50)}
    assert len(codes) == 50
    assert {len(code) for code in codes} == {16}


def test_withdrawn_offer_answers_gone_with_the_companys_public_site(
    visitor, page_offer, make_user
):
    ShareablesSettings.objects.create(
        organisation="Alderbrook", public_site="https://www.alderbrook.example/"
    )
    editor = make_user("editor@example.com", is_superuser=True)
    link = link_to(page_offer)
    actions.withdraw(page_offer.shareable, editor, reason="Wrong figures.")
    response = visitor.get(follow(link))
    page = response.content.decode()
    assert response.status_code == 410
    assert "Alderbrook" in page
    assert 'href="https://www.alderbrook.example/"' in page
    for hint in (page_offer.title, page_offer.summary, "figures", "utm"):
        assert hint not in page
    assert not Visit.objects.exists()


def test_link_works_again_once_it_is_approved_again(visitor, page_offer, make_user):
    editor = make_user("editor@example.com", is_superuser=True)
    link = link_to(page_offer)
    shareable = page_offer.shareable
    actions.withdraw(shareable, editor, reason="Wrong figures.")
    shareable.refresh_from_db()
    shareable.save_revision().publish()
    assert visitor.get(follow(link)).status_code == 302


def test_published_links_outlive_the_offer(visitor, page_offer):
    link = link_to(page_offer)
    page_offer.shareable.unpublish()
    assert visitor.get(follow(link)).status_code == 302
    Offer.objects.update(expires_at=timezone.now() - datetime.timedelta(days=400))
    assert visitor.get(follow(link)).status_code == 302


def test_links_outlive_the_shareable(visitor, link_offer):
    link = link_to(link_offer)
    link_offer.shareable.delete()
    response = visitor.get(follow(link))
    assert response.headers["Location"].startswith("https://news.example.org/grid?")


@pytest.mark.parametrize("end", ["unpublish", "delete"])
def test_link_of_a_page_that_went_away_falls_back_to_the_card(visitor, article, end):
    page = article()
    offer = offer_of(published_page_shareable(page, page_is_public=True))
    link = link_to(offer)
    getattr(page, end)()
    location = visitor.get(follow(link)).headers["Location"]
    assert urlsplit(location).path == f"/c/{offer.public_id}/"
    assert visitor.get(f"/go/c/{offer.public_id}/").status_code == 200


def test_links_outlive_their_author_leaving(visitor, page_offer, make_user):
    user = make_user("ada@example.com")
    share = confirmed_share(user, page_offer)
    ambassadors.leave(user, source="test")
    assert visitor.get(follow(share.link)).status_code == 302
    assert Visit.objects.count() == 1


def test_author_can_try_the_link_before_anything_is_published(
    visitor, page_offer, make_user
):
    share = open_share(make_user("ada@example.com"), page_offer)
    assert visitor.get(follow(share.link)).status_code == 302


def test_embargo_leads_to_a_card_that_says_nothing_and_counts_nothing(
    visitor, link_offer
):
    Offer.objects.update(opens_at=timezone.now() + datetime.timedelta(hours=1))
    response = visitor.get(follow(link_to(link_offer)))
    assert response.headers["Location"] == (
        f"https://go.example.com/c/{link_offer.public_id}/"
    )
    assert visitor.get(f"/go/c/{link_offer.public_id}/").status_code == 404
    assert not Visit.objects.exists()


def test_link_works_after_the_public_address_was_taken_away(
    visitor, page_offer, settings
):
    settings.WAGTAIL_ADVOCACY = {"JOBS": "immediate"}
    response = visitor.get(follow(link_to(page_offer)))
    assert response.headers["Location"].startswith(f"../c/{page_offer.public_id}/?utm_")


@pytest.mark.django_db(transaction=True)
def test_visit_is_committed_before_the_answer_under_atomic_requests(
    visitor, page_offer
):
    # No surrounding transaction that could still be rolled back.
    link = link_to(page_offer)
    seen = []
    was_recorded = visits.record

    def record(request, link):
        was_recorded(request, link)
        seen.append(connection.in_atomic_block)

    before = connection.settings_dict["ATOMIC_REQUESTS"]
    connection.settings_dict["ATOMIC_REQUESTS"] = True
    visits.record = record
    try:
        assert visitor.get(follow(link)).status_code == 302
    finally:
        visits.record = was_recorded
        connection.settings_dict["ATOMIC_REQUESTS"] = before
    assert seen == [False]
    assert Visit.objects.count() == 1


EVIL = "https://evil.example/"
TRICKS = [
    f"?{name}={value}"
    for name in (
        "next",
        "url",
        "u",
        "to",
        "redirect",
        "redirect_uri",
        "return",
        "returnTo",
        "continue",
        "dest",
        "destination",
        "target",
        "goto",
        "link",
        "r",
        "out",
        "utm_source",
        "utm_campaign",
        "host",
        "public_id",
        "code",
        "_method",
    )
    for value in (EVIL, "//evil.example", "%2F%2Fevil.example")
] + [
    f"?{EVIL}",
    "?next=javascript:alert(1)",
    "?next=data:text/html,evil",
    "?next=https:evil.example",
    "?next=/\\evil.example",
    "?next=%09//evil.example",
    "?next=https://news.example.org@evil.example",
    "?%0d%0aLocation:%20https://evil.example",
    "?utm_source=a%0d%0aLocation:https://evil.example",
    "#https://evil.example",
    ";url=https://evil.example",
    "?next=https://evil.example&next=https://evil.example",
    "@evil.example",
    "%40evil.example",
    "%3Fnext=https://evil.example",
    "%23@evil.example",
    "%2F%2Fevil.example",
    "//evil.example",
    "/../../evil.example",
    "/%2e%2e/%2e%2e//evil.example",
    "\\evil.example",
    "%5C%5Cevil.example",
    ".evil.example",
    "%00.evil.example",
    "%0d%0aLocation:%20https://evil.example",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_nothing_in_an_address_changes_where_it_leads(visitor, link_offer, trick):
    response = visitor.get(f"{follow(link_to(link_offer))}{trick}")
    if response.status_code == 302:
        location = urlsplit(response.headers["Location"])
        assert (location.scheme, location.netloc) == ("https", "news.example.org")
        assert "evil" not in response.headers["Location"]
    else:
        assert response.status_code == 404
        assert "Location" not in response.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "javascript"},
        {"x-original-url": EVIL},
        {"x-rewrite-url": EVIL},
        {"referer": EVIL},
        {"origin": EVIL},
        {"forwarded": "host=evil.example"},
    ],
    ids=str,
)
def test_nothing_in_the_headers_changes_where_it_leads(visitor, page_offer, headers):
    response = visitor.get(follow(link_to(page_offer)), headers=headers)
    assert urlsplit(response.headers["Location"]).netloc == "go.example.com"
