"""A difficult comment: nobody has to answer it alone."""

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors import rate_limits
from wagtail_advocacy.sharing import actions, helping
from wagtail_advocacy.sharing.models import HelpRequest, Share


pytestmark = pytest.mark.django_db

COMMENT = "https://www.linkedin.com/feed/update/urn:li:comment:1"


@pytest.fixture
def share(employee, offer):
    return factories.confirmed_share(employee, offer)


@pytest.fixture
def hand_over(client, share):
    def press(address=COMMENT, note="He is angry.", to=share):
        data = {"comment_address": address, "help_note": note}
        return client.post(f"/advocacy/shares/{to.pk}/comment/", data)

    return press


def test_it_is_handed_to_communication(client, hand_over, share):
    response = hand_over()
    assert response.status_code == 302
    request = HelpRequest.objects.get()
    sent = f"?sent={request.pk}.1#advocacy-help"
    assert response.url == f"/advocacy/shares/{share.pk}/{sent}"
    assert (request.kind, request.share, request.offer) == (
        "difficult_comment",
        share,
        share.offer,
    )
    assert (request.address, request.note) == (COMMENT, "He is angry.")
    html = client.get(response.url).text
    assert "Sent. Nobody has answered yet." in html
    assert "He is angry." in html


def test_the_screen_says_that_nobody_need_answer_alone(client, share):
    html = client.get(f"/advocacy/shares/{share.pk}/").text
    assert "You do not have to answer alone" in html
    assert "the leads of the programme read your name" in html


def test_pressing_twice_is_once_and_another_comment_another_one(hand_over):
    hand_over()
    hand_over(note="Very angry.")
    assert HelpRequest.objects.get().note == "Very angry."
    hand_over(COMMENT + "2")
    assert HelpRequest.objects.count() == 2


@pytest.mark.parametrize(
    "address",
    [
        "",
        "linkedin.com/x",
        "javascript:alert(1)",
        "ftp://example.com/x",
        "https://ada:secret@example.com/",
        "https://example.com/\u202etxt",
        "https://",
        "https://example.com/" + "x" * 500,
    ],
)
def test_only_an_address_of_the_web_is_one(hand_over, address):
    response = hand_over(address)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "He is angry." in response.text
    assert not HelpRequest.objects.exists()


def test_a_note_that_is_too_long_is_kept_on_the_screen(hand_over):
    response = hand_over(note="x" * 2001)
    assert response.status_code == 422
    assert "x" * 2001 in response.text
    assert COMMENT in response.text


@pytest.mark.parametrize("state", ["open", "dropped"])
def test_only_about_what_was_published(client, employee, offer, hand_over, state):
    share = factories.open_share(employee, offer, "x")
    if state == "dropped":
        actions.drop_share(employee, share.pk)
    assert hand_over(to=share).status_code == 409
    assert not HelpRequest.objects.exists()


def test_somebody_elses_share_is_not_there(client, hand_over, make_user, share):
    client.force_login(make_user("other@example.com"))
    assert hand_over().status_code == 404
    client.logout()
    assert hand_over().status_code == 302
    assert not HelpRequest.objects.exists()


def test_whoever_left_reads_what_was_handed_over_and_hands_over_no_more(
    client, employee, hand_over, share
):
    hand_over()
    ambassadors.leave(employee, source="test")
    html = client.get(f"/advocacy/shares/{share.pk}/").text
    assert "He is angry." in html
    assert "Hand to communication" not in html
    assert hand_over(COMMENT + "2").status_code == 403
    assert HelpRequest.objects.count() == 1


def test_a_key_that_is_stuck_ends_somewhere(employee, hand_over):
    for _time in range(rate_limits.ASKING.times):
        rate_limits.count_attempt(employee, rate_limits.ASKING)
    response = hand_over()
    assert response.status_code == 429
    assert "He is angry." in response.text


def test_it_is_taken_back_by_its_author_alone(client, hand_over, make_user, share):
    hand_over()
    pk = HelpRequest.objects.get().pk
    address = f"/advocacy/help/{pk}/forget/"
    author = share.ambassador.user
    client.force_login(make_user("other@example.com"))
    assert client.post(address).status_code == 404
    assert HelpRequest.objects.exists()
    client.force_login(author)
    assert client.post(address).url == f"/advocacy/shares/{share.pk}/"
    assert not HelpRequest.objects.exists()


def test_erasing_the_author_erases_it(employee, hand_over):
    hand_over()
    ambassadors.erase(employee)
    assert not HelpRequest.objects.exists()
    assert Share.objects.exists()


def test_the_action_checks_the_address_itself(employee, share):
    with pytest.raises(ValidationError):
        helping.hand_over(employee, share.pk, address="javascript:1")


def test_the_number_of_queries_does_not_grow_with_what_was_handed_over(
    client, employee, share, django_assert_max_num_queries
):
    for number in range(1, 20):
        helping.hand_over(employee, share.pk, address=f"{COMMENT}{number}")
        if number in (2, 19):
            with django_assert_max_num_queries(12):
                client.get(f"/advocacy/shares/{share.pk}/")
