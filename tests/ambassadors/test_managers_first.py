"""Those who lead are invited first, and nobody learns what they made of it."""

import io
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse

from tests import factories
from wagtail_advocacy.ambassadors import actions, tasks
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery


pytestmark = pytest.mark.django_db

PUBLIC = "https://go.example.com"


@pytest.fixture(autouse=True)
def _programme(db):
    call_command("advocacy_setup", verbosity=0, stdout=io.StringIO())


@pytest.fixture
def lead(client, make_user):
    client.force_login(make_user("lead@example.com", groups=["Advocacy leads"]))
    return client


@pytest.fixture
def people(make_user):
    """Mona has a team of two, Eve is an executive, Olga left, Nick said no."""
    names = ("mona", "eve", "olga", "nick", "ada", "ben")
    users = {name: make_user(f"{name}@example.com") for name in names}
    bosses = {"ada": "mona", "ben": "mona", "mona": "olga", "olga": "nick"}
    for name, user in users.items():
        factories.directory_person(
            user, manager=users.get(bosses.get(name)), is_executive=name == "eve"
        )
    actions.dismiss_invitation(users["nick"])
    factories.ambassador(users["olga"])
    actions.leave(users["olga"], source="test")
    return users


@pytest.fixture
def invite(lead, django_capture_on_commit_callbacks):
    """Press the button, and let the queue run."""

    def run():
        with django_capture_on_commit_callbacks(execute=True):
            response = lead.post(screen(), follow=True)
        return response.content.decode()

    return run


def screen():
    return reverse("wagtail_advocacy_managers")


def page():
    return reverse("wagtail_advocacy:ambassadors:managers")


def invited():
    return sorted(message.to[0] for message in mail.outbox)


@pytest.mark.usefixtures("people")
def test_managers_and_executives_are_mailed_once(invite):
    invite()
    assert invited() == ["eve@example.com", "mona@example.com"]
    invite()
    tasks.invite_managers()
    tasks.sweep_notices()
    assert len(mail.outbox) == 2


@pytest.mark.usefixtures("people")
def test_the_mail_leads_to_their_page_and_to_no_more_invitations(invite):
    invite()
    sent = mail.outbox[0]
    [html] = sent.alternatives
    for text in (sent.body, html.content):
        assert page() in text
        assert re.search(rf"{PUBLIC}/a/\S+", text)
        assert "as free for you as for everybody else" in text
        assert "because you said yes" not in text
    assert sent.extra_headers["List-Unsubscribe"].startswith(f"<{PUBLIC}/a/")


def test_who_said_no_or_left_is_not_even_written_down(invite, people):
    invite()
    told = set(Delivery.objects.values_list("user", flat=True))
    assert told == {people["mona"].pk, people["eve"].pk}


def test_a_no_between_the_click_and_the_mail_is_in_time(
    lead, people, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as waiting:
        lead.post(screen())
    with django_capture_on_commit_callbacks() as mails:
        for callback in waiting:
            callback()
    actions.dismiss_invitation(people["mona"])
    people["eve"].is_active = False
    people["eve"].save()
    for callback in mails:
        callback()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("state", flat=True)) == {"dropped"}


def test_who_takes_part_already_finds_it_on_the_intranet_only(invite, people, client):
    factories.ambassador(people["mona"])
    invite()
    assert invited() == ["eve@example.com"]
    client.force_login(people["mona"])
    profile = client.get(reverse("wagtail_advocacy:ambassadors:me")).content.decode()
    assert page() in profile


def test_who_leads_since_is_invited_the_next_time(invite, people):
    invite()
    person = people["ben"].wagtail_advocacy_directory_person
    person.manager = people["ada"]
    person.save()
    invite()
    assert invited()[0] == "ada@example.com"
    assert len(mail.outbox) == 3


def test_a_lead_reads_what_the_directory_says_whoever_said_no(lead, people, invite):
    def shown():
        text = lead.get(screen()).content.decode()
        assert text.count("example.com") == text.count("lead@example.com")
        return "The directory names 4 managers and executives." in text

    assert shown()
    actions.dismiss_invitation(people["eve"])
    factories.ambassador(people["mona"])
    assert shown()
    answer = invite()
    assert "Managers and executives are invited." in answer
    assert shown()


def test_without_managers_in_the_directory_there_is_nothing_to_press(lead):
    text = lead.get(screen()).content.decode()
    assert "The directory names no manager" in text
    assert "Invite them" not in text


@pytest.mark.parametrize("group", ["Advocacy editors", "Advocacy trainers", None])
def test_only_leads_invite(client, make_user, people, group):
    user = make_user("ed@example.com", groups=[group] if group else [])
    client.force_login(user)
    assert client.get(screen()).status_code == 302
    assert client.post(screen()).status_code == 302
    with pytest.raises(PermissionDenied):
        actions.invite_managers(user)
    assert Delivery.objects.count() == 0


def test_their_page_asks_to_compel_nobody_and_takes_a_no(client, people):
    client.force_login(people["mona"])
    text = client.get(page()).content.decode()
    for words in ("Never ask who takes part", "Keep it out of appraisals", "Go first"):
        assert words in text
    dismiss = reverse("wagtail_advocacy:ambassadors:dismiss_invitation")
    assert f'action="{dismiss}"' in text
    answer = client.post(dismiss, {"next": page()}, follow=True)
    assert answer.redirect_chain[-1][0] == page()
    assert "You will not be." in answer.content.decode()
    assert not Ambassador.objects.filter(user=people["mona"]).exists()


def test_their_page_asks_whoever_is_not_logged_in_to_do_so(client):
    assert client.get(page()).status_code == 302
