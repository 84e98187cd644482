"""Ada's badges are hers: she finds them, and nobody else does."""

import datetime

import pytest
from django.utils import timezone
from django.utils.html import escape

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges.models import Revocation


pytestmark = pytest.mark.django_db

ME = "/advocacy/me/"
SHELF = "/advocacy/me/badges/"
# What every private screen asks: session, account, ambassador.
PRIVATE = 3


def page_of(award):
    return f"/advocacy/badges/{award.public_id}/"


def test_her_badges_are_on_her_profile_and_on_a_page_of_their_own(client, ambassador):
    award = make.award(ambassador, make.badge())
    for address in (ME, SHELF):
        page = client.get(address).text
        assert f'href="{page_of(award)}"' in page
        assert "Conversation" in page
        assert "New today" in page


def test_what_was_earned_before_today_is_not_celebrated(client, ambassador):
    earlier = timezone.now() - datetime.timedelta(days=2)
    make.award(ambassador, make.badge(), awarded_at=earlier)
    page = client.get(SHELF).text
    assert "Conversation" in page
    assert "New today" not in page


def test_she_reads_what_she_did_and_that_only_she_sees_it(client, ambassador):
    message = "You answered five readers: thank you."
    award = make.award(ambassador, make.badge(message=message))
    page = client.get(page_of(award)).text
    assert f"{message}</span> Only you see this badge, unless you show it." in page


def test_nobody_else_reads_her_badge(client, ambassador, make_user):
    award = make.award(ambassador, make.badge())
    client.force_login(factories.superuser())
    assert client.get(page_of(award)).status_code == 404
    for verb in ("show", "hide"):
        answer = client.post(f"{page_of(award)}{verb}/", {"holder": "Eve"})
        assert answer.status_code == 404


def test_logged_out_she_is_asked_to_log_in(client, ambassador):
    award = make.award(ambassador, make.badge())
    client.logout()
    for address in (SHELF, page_of(award)):
        assert client.get(address).url == f"/sso/?next={address}"
    answer = client.post(f"{page_of(award)}show/", {"holder": "Ada"})
    assert answer.url == f"/sso/?next={page_of(award)}"


def test_nothing_of_it_is_kept_by_a_cache(client, ambassador):
    award = make.award(ambassador, make.badge())
    for address in (SHELF, page_of(award)):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_badges_of_a_family_stand_together_the_highest_first(client, ambassador):
    for level in ("bronze", "gold", "silver"):
        badge = make.badge(f"Talk {level}", family="Talks", level=level)
        make.award(ambassador, badge)
    make.award(ambassador, make.badge("Alone"))
    page = client.get(SHELF).text
    order = ["<h3>Talks</h3>", "Talk gold", "Talk silver", "Talk bronze", "Alone"]
    assert sorted(order, key=page.index) == order


def test_she_reads_it_in_her_language(client, ambassador, settings):
    settings.LANGUAGE_CODE = "fr"
    original = make.badge()
    make.translated_badge(original, name="Échange", message="Merci.")
    award = make.award(ambassador, original)
    for address in (ME, SHELF, page_of(award)):
        page = client.get(address).text
        assert "Échange" in page
        assert "Conversation" not in page


def test_what_ran_out_or_was_taken_back_is_history_with_its_reason(client, ambassador):
    now = timezone.now()
    expired = make.award(
        ambassador, make.badge("Old"), expires_at=now - datetime.timedelta(days=1)
    )
    revoked = make.award(ambassador, make.badge("Gone"))
    Revocation.objects.create(
        award=revoked, reason=Revocation.Reason.EVIDENCE_GONE, note="The post is gone."
    )
    page = client.get(SHELF).text
    history = page[page.index('id="advocacy-history"') :]
    assert "Old" in history
    assert "It was valid until" in history
    assert "what it was for was taken back" in history
    assert "The post is gone." in history
    for award in (expired, revoked):
        detail = client.get(page_of(award)).text
        assert "Show it" not in detail
        assert escape("Only you see this badge") not in detail


def test_who_does_not_take_part_finds_nothing_and_is_told_why(client, make_user):
    client.force_login(make_user("bo@example.com"))
    page = client.get(SHELF)
    assert page.status_code == 200
    assert "You are not taking part" in page.text
    assert 'id="shelf"' not in client.get(ME).text


def test_who_left_sees_what_is_kept_and_cannot_show_it(client, ada, ambassador):
    award = make.award(ambassador, make.badge())
    ambassadors.leave(ada, source="test")
    assert client.get(page_of(award)).status_code == 200
    answer = client.post(f"{page_of(award)}show/", {"holder": "Ada"})
    assert answer.status_code == 403


def many_badges(ambassador, name, number):
    audience = factories.audience(people=[ambassador.user])
    for place in range(number):
        badge = make.badge(
            f"{name} {place}", asks={"replied": 5}, family=f"Family {place % 3}"
        )
        make.translated_badge(badge, name=f"{name} {place} en français")
        make.badge(f"For some {name} {place}", asks={"shares": 3}, audience=audience)
        make.award(ambassador, badge)


def test_its_queries_are_six_however_many_badges_there_are(
    client, ambassador, django_assert_num_queries
):
    many_badges(ambassador, "First", 1)
    with django_assert_num_queries(PRIVATE + 6):
        client.get(SHELF)
    many_badges(ambassador, "More", 12)
    with django_assert_num_queries(PRIVATE + 6):
        client.get(SHELF)


def test_she_sees_how_far_the_next_of_each_family_is(client, ada, ambassador, offer):
    bronze = make.badge("Talk 1", family="Talks", level="bronze", asks={"shares": 1})
    make.badge("Talk 3", family="Talks", level="silver", asks={"shares": 3})
    make.badge("Talk 9", family="Talks", level="gold", asks={"shares": 9})
    make.award(ambassador, bronze)
    for address in (ME, SHELF):
        page = client.get(address).text
        assert "Talk 3" in page
        assert "Talk 9" not in page
        assert "0 of 3 things you shared" in page
        assert '<progress class="advocacy-step__bar" max="3" value="0"' in page
    factories.confirmed_share(ada, offer)
    assert "1 of 3 things you shared" in client.get(SHELF).text


def test_more_than_is_asked_for_is_all_that_is_asked_for(client, ada, offer):
    make.badge("Talk", match="all", asks={"shares": 1, "replied": 5})
    factories.confirmed_share(ada, offer)
    factories.confirmed_share(ada, offer, network="x")
    page = client.get(SHELF).text
    assert "1 of 1 thing you shared" in page
    assert "0 of 5 posts whose comments you answered" in page


def test_what_is_for_others_or_a_surprise_is_not_shown(client, ambassador, make_user):
    others = factories.audience(people=[make_user("bo@example.com")])
    asks = {"replied": 5}
    make.badge("For others", audience=others, asks=asks)
    hidden = make.badge("A surprise", hidden=True, asks=asks)
    make.badge("A draft", live=False, asks=asks)
    over = timezone.localdate() - datetime.timedelta(days=1)
    make.badge("Over", ends_on=over, asks=asks)
    make.badge("Of nothing that is known", asks={"no such condition": 1})
    names = ("For others", "A surprise", "A draft", "Over", "Of nothing that is known")
    page = client.get(SHELF).text
    assert [name for name in names if name in page] == []
    make.award(ambassador, hidden)
    assert "A surprise" in client.get(SHELF).text


def test_what_a_lead_took_back_is_not_said_to_be_within_reach(client, ambassador):
    badge = make.badge(asks={"replied": 5})
    award = make.award(ambassador, badge)
    Revocation.objects.create(award=award, reason=Revocation.Reason.BY_HAND)
    assert "Within reach" not in client.get(SHELF).text


def test_a_badge_of_each_month_is_within_reach_again_the_next_month(client, ambassador):
    badge = make.badge(period="month", asks={"replied": 5})
    make.award(ambassador, badge, period="2020-01")
    page = client.get(SHELF).text
    assert "January 2020" in page
    assert "Within reach" in page
