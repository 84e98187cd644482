import datetime
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.factories import clause
from wagtail_advocacy.ambassadors import requirements
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.personal_data import Person, personal_tables
from wagtail_advocacy.ambassadors.rate_limits import COMMENTING
from wagtail_advocacy.learning.models import CharterVersion, ConsultationComment


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def proposal(site_home, today):
    return factories.live_charter(
        site_home,
        clause("words"),
        comments_until=today + datetime.timedelta(days=7),
        effective_from=today + datetime.timedelta(days=14),
    )


@pytest.fixture
def address(proposal):
    return reverse(
        "wagtail_advocacy:learning:comment",
        args=[CharterVersion.objects.get().pk, clause("words")["id"]],
    )


def text_of(response):
    return " ".join(response.content.decode().split())


def show(comment, answer=""):
    comment.state = ConsultationComment.State.SHOWN
    comment.answer = answer
    comment.save()


def test_a_proposal_asks_nobody_to_sign(people, client, proposal):
    requirement = requirements.requirements.get("charter")
    assert not requirement.unmet(Ambassador.objects.all()).exists()
    client.force_login(people["ada"])
    assert "no charter to sign yet" in text_of(client.get("/advocacy/charter/"))
    page = text_of(client.get(proposal.url))
    assert "nobody has to sign it yet" in page
    assert "Comment on “Words”" in page


def test_anybody_comments_without_a_name_and_nothing_says_who(
    client, make_user, address, proposal
):
    client.force_login(make_user("bo@example.com", first_name="Bo"))
    answer = client.post(address, {"text": "What about photos?"}, follow=True)
    assert "A trainer reads your comment" in text_of(answer)
    comment = ConsultationComment.objects.get()
    assert comment.author is None
    assert comment.author_name == ""
    # Nobody reads it before a trainer did.
    assert "What about photos?" not in text_of(client.get(address))
    assert "What about photos?" not in text_of(client.get(proposal.url))
    show(comment, "Ask whoever is in them.")
    for place in (address, proposal.url):
        page = text_of(client.get(place))
        assert "A colleague" in page
        assert "What about photos?" in page
        assert "Ask whoever is in them." in page


def test_a_name_is_shown_where_its_owner_wants_it(client, make_user, address, proposal):
    bo = make_user("bo@example.com", first_name="Bo", last_name="Ek")
    client.force_login(bo)
    client.post(address, {"text": "Good.", "with_name": "on"})
    show(ConsultationComment.objects.get())
    assert "Bo Ek," in text_of(client.get(proposal.url))
    # And goes with its owner, text and all.
    table = personal_tables.get(ConsultationComment._meta.label)
    assert table.rows(Person(bo, None)).count() == 1
    table.erase(Person(bo, None))
    assert not ConsultationComment.objects.exists()


def test_erasing_somebody_leaves_what_has_no_name(client, make_user, address):
    bo = make_user("bo@example.com")
    client.force_login(bo)
    client.post(address, {"text": "Good."})
    personal_tables.get(ConsultationComment._meta.label).erase(Person(None, None))
    personal_tables.get(ConsultationComment._meta.label).erase(Person(bo, None))
    assert ConsultationComment.objects.count() == 1


def test_an_empty_comment_is_refused_and_what_was_ticked_kept(
    client, make_user, address
):
    client.force_login(make_user("bo@example.com"))
    answer = client.post(address, {"text": "  ", "with_name": "on"})
    assert answer.status_code == 422
    assert "Write something first." in text_of(answer)
    assert re.search(r'name="with_name" checked', answer.content.decode())


def test_after_the_last_day_a_comment_is_refused_and_its_text_kept(
    client, make_user, address, monkeypatch, today
):
    client.force_login(make_user("bo@example.com"))
    monkeypatch.setattr(
        timezone, "localdate", lambda *args: today + datetime.timedelta(days=8)
    )
    answer = client.post(address, {"text": "Too late?"})
    assert answer.status_code == 409
    assert "Comments on this charter are closed" in text_of(answer)
    assert "Too late?" in text_of(answer)
    assert not ConsultationComment.objects.exists()


def test_one_person_cannot_flood_it(client, make_user, address):
    client.force_login(make_user("bo@example.com"))
    for _time in range(COMMENTING.times):
        client.post(address, {"text": "More."})
    answer = client.post(address, {"text": "One too many."})
    assert answer.status_code == 429
    assert "One too many." in text_of(answer)
    assert ConsultationComment.objects.count() == COMMENTING.times


def test_comments_stay_while_the_proposal_is_reworked_and_once_it_is_in_force(
    client, make_user, address, proposal, monkeypatch, today
):
    client.force_login(make_user("bo@example.com"))
    client.post(address, {"text": "Clearer, please."})
    show(ConsultationComment.objects.get())
    proposal = factories.publish_charter(
        proposal,
        clause("words", "Write it yourself."),
        change="material",
        change_summary="Clearer.",
    )
    assert CharterVersion.objects.count() == 2
    assert "Clearer, please." in text_of(client.get(proposal.url))
    later = today + datetime.timedelta(days=20)
    monkeypatch.setattr(timezone, "localdate", lambda *args: later)
    page = text_of(client.get(proposal.url))
    assert "Clearer, please." in page
    assert "Comment on “Words”" not in page
    # The next change is another matter.
    factories.publish_charter(
        proposal, clause("words", "New."), change="material", change_summary="New."
    )
    assert "Clearer, please." not in text_of(client.get(proposal.url))


def test_the_address_of_no_clause_is_not_found(client, make_user, address):
    client.force_login(make_user("bo@example.com"))
    unknown = address.replace(clause("words")["id"], "nothing")
    assert client.get(unknown).status_code == 404
    assert client.post(unknown, {"text": "x"}).status_code == 404


def test_trainers_answer_and_editors_do_not(client, make_user, address):
    call_command("advocacy_setup", verbosity=0)
    client.force_login(make_user("bo@example.com"))
    client.post(address, {"text": "What about photos?"})
    comment = ConsultationComment.objects.get()
    viewset = ConsultationComment.snippet_viewset
    edit = reverse(viewset.get_url_name("edit"), args=[comment.pk])

    client.force_login(make_user("ed@example.com", groups=["Advocacy editors"]))
    assert client.get(edit).status_code == 302
    client.force_login(make_user("tea@example.com", groups=["Advocacy trainers"]))
    listing = client.get(reverse(viewset.get_url_name("list")))
    assert "What about photos?" in text_of(listing)
    client.post(
        edit,
        {"state": "shown", "answer": "Ask.", "text": "Forged", "clause_title": "F"},
    )
    comment.refresh_from_db()
    assert (comment.state, comment.answer) == ("shown", "Ask.")
    assert comment.text == "What about photos?"
    assert client.get(reverse(viewset.get_url_name("add"))).status_code == 302


def test_nobody_writes_a_comment_in_the_admin(client, address):
    client.force_login(factories.superuser())
    viewset = ConsultationComment.snippet_viewset
    add = reverse(viewset.get_url_name("add"))
    answer = client.post(add, {"state": "shown", "answer": ""})
    assert answer.status_code == 200
    assert not ConsultationComment.objects.exists()
