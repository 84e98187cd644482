"""Ada shows a badge, a stranger verifies it, she hides it again."""

import datetime
import uuid

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from tests.badges import factories as make
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.badges import awarding, showing
from wagtail_advocacy.badges.models import Award, PublicAward, PublicPicture, Revocation


pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def award(ambassador):
    return make.award(ambassador, make.badge(picture=make.SVG))


@pytest.fixture
def stranger():
    return Client()


def show(client, award, holder="Ada B."):
    return client.post(f"/advocacy/badges/{award.public_id}/show/", {"holder": holder})


def public(award):
    return f"/go/b/{award.public_id}/"


def test_it_is_verified_by_a_stranger(client, stranger, award):
    assert stranger.get(public(award)).status_code == 404
    answer = show(client, award)
    assert answer.url == f"/advocacy/badges/{award.public_id}/#shown"
    own = client.get(answer.url).text
    assert f'value="https://go.example.com/b/{award.public_id}/"' in own
    page = stranger.get(public(award))
    assert page.status_code == 200
    assert "This badge is valid." in page.text
    for word in ("Ada B.", "Conversation", "Answered five readers."):
        assert word in page.text
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex"
    assert "Access-Control-Allow-Origin" not in page.headers


def test_hidden_it_is_gone_at_once(client, stranger, award):
    show(client, award)
    picture = f"{public(award)}picture"
    assert stranger.get(picture).status_code == 200
    client.post(f"/advocacy/badges/{award.public_id}/hide/")
    assert stranger.get(public(award)).status_code == 404
    assert stranger.get(picture).status_code == 404
    # Twice is once.
    assert client.post(f"/advocacy/badges/{award.public_id}/hide/").status_code == 302


def test_shown_again_it_has_its_address_again_and_the_name_of_now(
    client, stranger, award
):
    show(client, award)
    show(client, award, "Ada Bell")
    client.post(f"/advocacy/badges/{award.public_id}/hide/")
    show(client, award, "  Countess \n of  Bell ")
    assert "Countess of Bell" in stranger.get(public(award)).text
    assert PublicAward.objects.count() == 1


def test_the_address_of_none_is_not_found_in_the_readers_language(stranger, db):
    address = f"/go/b/{uuid.uuid4()}/"
    page = stranger.get(address, headers={"accept-language": "fr"})
    assert page.status_code == 404
    assert 'lang="fr"' in page.text


@pytest.mark.parametrize("holder", ["", "   ", "\x00", "x" * 151])
def test_a_name_that_is_none_is_refused_and_kept(client, award, holder):
    answer = show(client, award, holder)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert not PublicAward.objects.exists()


def test_a_name_is_a_text_and_no_markup(client, stranger, award):
    show(client, award, '<img src=x onerror="1">')
    assert "<img src=x" not in stranger.get(public(award)).text


def test_it_speaks_the_language_it_was_shown_in(client, stranger, ambassador, settings):
    settings.LANGUAGE_CODE = "fr"
    original = make.badge(picture=make.SVG)
    make.translated_badge(original, name="Échange")
    award = make.award(ambassador, original)
    show(client, award)
    settings.LANGUAGE_CODE = "en"
    page = stranger.get(public(award), headers={"accept-language": "en"})
    assert 'lang="fr"' in page.text
    assert "Échange" in page.text
    # The translation has no picture of its own.
    assert "picture?v=" in page.text


def test_what_is_shown_stays_as_it_was_whatever_becomes_of_the_badge(
    client, stranger, award
):
    show(client, award)
    award.badge.name = "Something else"
    award.badge.save()
    award.badge.image.delete()
    assert "Conversation" in stranger.get(public(award)).text
    assert stranger.get(f"{public(award)}picture").content == make.SVG


def test_a_drawing_is_a_drawing_and_runs_nothing(client, stranger, award):
    show(client, award)
    answer = stranger.get(f"{public(award)}picture")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "og:image" not in stranger.get(public(award)).text


def test_a_png_is_shown_under_posts(client, stranger, ambassador):
    file = get_test_image_file(size=(96, 96))
    file.seek(0)
    content = file.read()
    award = make.award(ambassador, make.badge(picture=content))
    show(client, award)
    assert stranger.get(f"{public(award)}picture")["Content-Type"] == "image/png"
    page = stranger.get(public(award)).text
    address = f"https://go.example.com/b/{award.public_id}/picture?v="
    assert f'property="og:image" content="{address}' in page


@pytest.mark.parametrize("content", [b"<html><script>1</script>", b"GIF89a", b"%PDF"])
def test_any_other_file_is_not_shown(client, stranger, ambassador, content):
    award = make.award(ambassador, make.badge(picture=content))
    show(client, award)
    assert stranger.get(public(award)).status_code == 200
    assert stranger.get(f"{public(award)}picture").status_code == 404
    assert not PublicPicture.objects.exists()


def test_a_file_that_is_missing_or_huge_keeps_nobody_from_showing(client, ambassador):
    lost = make.badge(picture=make.SVG)
    lost.image.storage.delete(lost.image.name)
    huge = make.badge(picture=make.SVG + b" " * 1_000_000)
    for badge in (lost, huge):
        assert show(client, make.award(ambassador, badge)).status_code == 302
    assert PublicAward.objects.filter(picture=None).count() == 2


def test_one_picture_is_kept_once(client, ambassador):
    for number in range(3):
        badge = make.badge(str(number), picture=make.SVG)
        show(client, make.award(ambassador, badge))
    assert PublicPicture.objects.count() == 1


def test_a_badge_that_ran_out_says_until_when(client, stranger, ambassador):
    soon = timezone.now() + datetime.timedelta(days=1)
    award = make.award(ambassador, make.badge(), expires_at=soon)
    show(client, award)
    assert "Valid until" in stranger.get(public(award)).text
    past = timezone.now() - datetime.timedelta(days=1)
    PublicAward.objects.update(expires_at=past)
    page = stranger.get(public(award)).text
    assert "This badge was valid until" in page
    assert "This badge is valid" not in page


def test_a_badge_that_was_taken_back_says_so(client, stranger, award):
    show(client, award)
    awarding.revoke(award, Revocation.Reason.BY_HAND, "Secret")
    page = stranger.get(public(award)).text
    assert "This badge was taken back on" in page
    assert "This badge is valid" not in page
    assert "Secret" not in page


def test_what_counts_no_more_cannot_be_shown(client, ambassador, award):
    Revocation.objects.create(award=award, reason="by_hand")
    answer = show(client, award)
    assert answer.status_code == 409
    assert "This badge counts no more" in answer.text
    assert not PublicAward.objects.exists()


def test_leaving_hides_everything_at_once(client, ada, stranger, award):
    show(client, award)
    ambassadors.leave(ada, source="test")
    assert stranger.get(public(award)).status_code == 404


def test_erasing_hides_everything_at_once(client, ada, stranger, award):
    show(client, award)
    ambassadors.erase(ada)
    assert stranger.get(public(award)).status_code == 404
    assert not PublicAward.objects.exists()


def test_an_account_that_is_switched_off_shows_nothing(client, ada, stranger, award):
    show(client, award)
    ada.save()
    assert stranger.get(public(award)).status_code == 200
    ada.is_active = False
    ada.save()
    assert stranger.get(public(award)).status_code == 404


def test_an_account_that_is_deleted_shows_nothing(client, ada, stranger, award):
    show(client, award)
    ada.delete()
    assert stranger.get(public(award)).status_code == 404


def test_nobody_shows_what_is_somebody_elses(ada, make_user, award):
    eve = make_user("eve@example.com")
    ambassadors.join(eve, source="test")
    with pytest.raises(Award.DoesNotExist):
        showing.show(eve, award.pk, "Eve")
    with pytest.raises(Award.DoesNotExist):
        showing.hide(eve, award.pk)


def test_a_stranger_costs_two_queries(
    client, stranger, award, django_assert_num_queries
):
    show(client, award)
    # The award, and who speaks on these pages.
    with django_assert_num_queries(2):
        stranger.get(public(award))
    with django_assert_num_queries(1):
        stranger.get(f"{public(award)}picture")


def test_its_addresses_work_below_a_prefix(client, award):
    show(client, award)
    page = Client(SCRIPT_NAME="/intranet").get(
        f"/go/b/{award.public_id}/", SCRIPT_NAME="/intranet"
    )
    assert f'href="https://go.example.com/b/{award.public_id}/"' in page.text
    assert 'src="picture?v=' in page.text


def test_without_a_public_address_only_colleagues_see_it(client, award, settings):
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}
    show(client, award)
    page = client.get(f"/advocacy/badges/{award.public_id}/").text
    assert "so only colleagues see it" in page
    assert Client().get(public(award)).status_code == 200


def test_the_file_may_be_replaced_while_it_is_shown(client, stranger, award):
    show(client, award)
    old = PublicPicture.objects.get().digest
    award.badge.image.save("new.svg", ContentFile(make.SVG + b"\n"))
    show(client, award)
    assert PublicAward.objects.get().picture.digest != old
