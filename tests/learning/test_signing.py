import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from django.urls import reverse

from tests import factories
from tests.factories import clause
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.ledger import LedgerError
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.learning.actions.charters import NoLongerCurrent, sign
from wagtail_advocacy.learning.charter_queries import who_signed
from wagtail_advocacy.learning.models import CharterText, Signature
from wagtail_advocacy.learning.signals import charter_signed


ADDRESS = "/advocacy/charter/"
MATERIAL = {"change": "material", "change_summary": "Nothing is copied any more."}


def shown(response):
    """Return what the form of the screen sends."""
    return re.findall(r'name="text" value="(\d+)"', response.content.decode())


def text_of(response):
    return " ".join(response.content.decode().split())


def test_the_screen_asks_somebody_else_to_log_in_first(client, charter):
    answer = client.get(ADDRESS)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sso/")


def test_reading_is_open_and_signing_is_for_those_who_take_part(
    client, make_user, charter
):
    client.force_login(make_user("bo@example.com"))
    page = client.get(f"{ADDRESS}?next=/somewhere/")
    assert "Write in your own words." in text_of(page)
    assert shown(page) == []
    # After joining one comes back here, and from here to where one was.
    assert (
        f"{reverse('wagtail_advocacy:ambassadors:join')}"
        "?next=%2Fadvocacy%2Fcharter%2F%3Fnext%3D%2Fsomewhere%2F"
        in page.content.decode()
    )
    answer = client.post(ADDRESS, {"text": CharterText.objects.get().pk})
    assert answer.status_code == 403
    assert "Join first." in text_of(answer)
    assert not Signature.objects.exists()


def test_signing_leads_back_to_where_one_was(client, people, charter, addendum):
    client.force_login(people["nora"])
    page = client.get(f"{ADDRESS}?next=/advocacy/shares/")
    assert "For Northern Heat, in addition" in text_of(page)
    answer = client.post(ADDRESS, {"text": shown(page), "next": "/advocacy/shares/"})
    assert answer.status_code == 302
    assert answer["Location"] == "/advocacy/shares/"
    assert Signature.objects.count() == 2
    again = client.get(ADDRESS)
    assert "You signed all of it." in text_of(again)
    assert shown(again) == []


def test_signing_never_leads_off_the_site(client, people, charter):
    client.force_login(people["ada"])
    texts = shown(client.get(ADDRESS))
    answer = client.post(ADDRESS, {"text": texts, "next": "https://evil.example/"})
    assert answer["Location"] == "/advocacy/"


def test_a_version_that_is_no_longer_current_is_refused_and_the_new_one_shown(
    client, people, charter
):
    client.force_login(people["ada"])
    texts = shown(client.get(ADDRESS))
    factories.publish_charter(charter, clause("words", "Write it anew."), **MATERIAL)
    answer = client.post(ADDRESS, {"text": texts, "next": "/advocacy/shares/"})
    assert answer.status_code == 409
    assert "The charter changed while you were reading" in text_of(answer)
    assert "Write it anew." in text_of(answer)
    assert not Signature.objects.exists()
    # And the way back is kept.
    client.post(ADDRESS, {"text": shown(answer), "next": "/advocacy/shares/"})
    assert Signature.objects.get().version.number == 2


def test_a_typo_corrected_while_reading_does_not_refuse_what_was_read(
    client, people, charter
):
    client.force_login(people["ada"])
    texts = shown(client.get(ADDRESS))
    factories.publish_charter(
        charter, clause("words", "Write in your own words!"), change="wording"
    )
    client.post(ADDRESS, {"text": texts})
    signature = Signature.objects.get()
    page = client.get(
        reverse("wagtail_advocacy:learning:signature", args=[signature.pk])
    )
    assert "Write in your own words.</p>" in page.content.decode()


def test_an_addendum_published_while_reading_has_to_be_read(
    client, people, charter, entity
):
    client.force_login(people["nora"])
    texts = shown(client.get(ADDRESS))
    factories.live_charter(charter, clause("regulator"), entity=entity)
    assert client.post(ADDRESS, {"text": texts}).status_code == 409
    assert not Signature.objects.exists()


@pytest.mark.parametrize("texts", [[], ["x"], ["999999"], ["9" * 30], ["-1"], ["²"]])
def test_what_is_no_text_of_a_charter_signs_nothing(client, people, charter, texts):
    client.force_login(people["ada"])
    assert client.post(ADDRESS, {"text": texts}).status_code == 409
    assert not Signature.objects.exists()


def test_nobody_signs_the_addendum_of_another_entity(people, charter, addendum):
    texts = CharterText.objects.values_list("pk", flat=True)
    with pytest.raises(NoLongerCurrent):
        sign(people["ada"], texts)
    assert not Signature.objects.exists()


def test_a_signature_is_announced_once(people, charter):
    heard = []

    def listen(sender, signature, **kwargs):
        heard.append(signature)

    charter_signed.connect(listen)
    try:
        factories.sign_charter(people["ada"])
        factories.sign_charter(people["ada"])
    finally:
        charter_signed.disconnect(listen)
    assert heard == [Signature.objects.get()]


def test_signatures_are_never_changed_or_deleted(people, charter):
    factories.sign_charter(people["ada"])
    signature = Signature.objects.get()
    for change in (
        signature.save,
        signature.delete,
        lambda: Signature.objects.update(version=1),
        Signature.objects.all().delete,
        CharterText.objects.all().delete,
    ):
        with pytest.raises(LedgerError):
            change()


def test_others_cannot_read_what_somebody_signed(client, people, charter):
    factories.sign_charter(people["ada"])
    client.force_login(people["nora"])
    address = reverse(
        "wagtail_advocacy:learning:signature", args=[Signature.objects.get().pk]
    )
    assert client.get(address).status_code == 404
    own = client.get(reverse("wagtail_advocacy:learning:signatures"))
    assert "You have not signed anything yet." in text_of(own)


def test_somebody_who_left_still_reads_what_they_signed_and_signs_nothing(
    client, people, charter
):
    factories.sign_charter(people["ada"])
    ambassadors.leave(people["ada"], source="test")
    client.force_login(people["ada"])
    own = client.get(reverse("wagtail_advocacy:learning:signatures"))
    assert "Version 1, signed on" in text_of(own)
    factories.publish_charter(charter, clause("words", "Anew."), **MATERIAL)
    assert client.post(ADDRESS, {"text": "1"}).status_code == 403
    # Back again, the signature of that version is still good.
    factories.ambassador(people["ada"])
    assert "What changed since you signed" in text_of(client.get(ADDRESS))


def test_signing_again_shows_what_changed_word_by_word(client, people, charter):
    factories.sign_charter(people["ada"])
    factories.publish_charter(
        charter,
        clause("words", "Write with your own words.", why="Nobody likes parrots."),
        clause("pods", "No mutual likes."),
        **MATERIAL,
    )
    client.force_login(people["ada"])
    html = client.get(ADDRESS).content.decode()
    page = re.sub(r"<[^>]+>", "", " ".join(html.split()))
    assert "Nothing is copied any more." in page
    assert "Changed Words" in page
    assert "Write [taken out: in ] [added: with ] your own words." in page
    assert "[added: Nobody likes parrots. ]" in page
    assert "New Pods" in page
    assert "No longer there Respect" in page
    assert "<ins>" in html
    assert "<del>" in html


def test_what_somebody_signs_cannot_carry_a_script(client, people, site_home):
    factories.live_charter(
        site_home,
        clause(
            "words",
            '<script>alert(1)</script><a href="javascript:alert(2)">x</a>'
            '<p onclick="alert(3)">y</p>',
            title="<b>Title</b>",
            why="<i>why</i>",
            do=["<u>do</u>"],
        ),
    )
    client.force_login(people["ada"])
    factories.sign_charter(people["ada"])
    for address in (ADDRESS, f"/advocacy/charter/signed/{Signature.objects.get().pk}/"):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html
        assert "javascript:" not in html
        assert "onclick" not in html
        assert "&lt;b&gt;Title&lt;/b&gt;" in html
        assert "&lt;u&gt;do&lt;/u&gt;" in html


def test_who_signed_is_who_signed_what_is_in_force_for_them(
    people, charter, addendum, django_assert_num_queries
):
    everybody = Ambassador.objects.all()
    assert list(who_signed(everybody)) == []
    for user in people.values():
        factories.sign_charter(user)
    with django_assert_num_queries(2):
        assert len(who_signed(everybody)) == 2
    factories.publish_charter(addendum, clause("regulator", "Ask."), **MATERIAL)
    # Her grace lasts, and still she has not signed it.
    assert [one.user for one in who_signed(everybody)] == [people["ada"]]


def test_reading_costs_as_much_with_many_charters(
    client, people, charter, addendum, django_assert_max_num_queries
):
    for number in range(5):
        charter_of_another = factories.live_charter(
            charter,
            clause(f"c{number}"),
            title=f"Addendum {number}",
            entity=factories.unit(f"Entity {number}", "entity"),
        )
        assert charter_of_another.live
    factories.sign_charter(people["nora"])
    client.force_login(people["nora"])
    client.get(ADDRESS)
    with django_assert_max_num_queries(9):
        client.get(ADDRESS)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite lets one write at a time"
)
def test_two_tabs_make_one_signature(make_user, site_home):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    factories.live_charter(site_home, clause("words"))
    texts = list(CharterText.objects.values_list("pk", flat=True))
    tabs = 8
    together = Barrier(tabs)

    def tab(_number):
        try:
            together.wait(20)
            return len(sign(user, texts))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tabs) as pool:
        made = list(pool.map(tab, range(tabs)))
    assert sum(made) == 1
    assert Signature.objects.count() == 1
