"""The screen on which a lead tries the public address, and what is made of answers."""

import io
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.factories import open_share
from wagtail_advocacy.ambassadors.setup_steps import EDITORS, LEADS, TRAINERS
from wagtail_advocacy.public import probe
from wagtail_advocacy.public.findings import FAULTS, SENTENCES, findings_of
from wagtail_advocacy.shareables.actions import KEPT_TRIALS, record_trial
from wagtail_advocacy.shareables.models import Offer, OfferImage, PublicAddressTrial
from wagtail_advocacy.shareables.queries import latest_trial
from wagtail_advocacy.sharing import actions, handoffs
from wagtail_advocacy.sharing.models import Visit


pytestmark = pytest.mark.django_db

SCREEN = "/admin/advocacy/public-address/"
TriedFrom = PublicAddressTrial.TriedFrom


class Browser:
    """Answers as a browser of somebody in the intranet would, without a network.

    What is public is asked of a process that has public_urls only, and may be read
    only where that process lets scripts read it.

    :param changed: what is replaced in the texts.
    :param outcomes: what it sees instead, by the path.
    """

    def __init__(self, **changed):
        self.changed = changed
        self.outcomes = {}

    def answers(self, questions):
        found = []
        for question in questions:
            found.append(self.ask(question))
            if question["wants"] == "card" and "text" in found[-1]:
                address = probe.tags_of(found[-1]["text"]).get("og:image")
                if address:
                    about = {"address": address, "method": "GET", "wants": "picture"}
                    found.append(self.ask(about))
        return found

    def ask(self, question):
        parts = urlsplit(question["address"])
        asked = {key: question[key] for key in ("address", "method")}
        if parts.path in self.outcomes:
            return {**asked, **self.outcomes[parts.path]}
        with override_settings(ROOT_URLCONF="wagtail_advocacy.public_urls"):
            response = Client().generic(
                question["method"], parts.path, QUERY_STRING=parts.query
            )
        if response.headers.get("Access-Control-Allow-Origin") != "*":
            return {**asked, "outcome": "unreadable"}
        if 300 <= response.status_code < 400:
            return {**asked, "outcome": "redirect"}
        seen = {**asked, "outcome": "answered", "status": response.status_code}
        if question["wants"] == "picture":
            picture = probe.Answer(200, response.getvalue()).measure()
            return {**seen, "picture": vars(picture)}
        if question["wants"] == "status":
            return seen
        text = response.getvalue().decode()
        for old, new in self.changed.items():
            text = text.replace(old, new)
        return {**seen, "text": text}


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


def questions(client):
    return json.loads(client.get(SCREEN).context["questions_json"])


def post(client, answers):
    return client.post(SCREEN, {"answers": json.dumps(answers)})


def seen_by(client, browser):
    """Post what a browser saw; return the verdict and all that is said about it."""
    response = post(client, browser.answers(questions(client)))
    assert (response.status_code, response.headers["Location"]) == (302, SCREEN)
    return verdict(client)


def verdict(client):
    context = client.get(SCREEN).context
    return context["latest"].is_good, {
        finding.sentence: finding.is_good for finding in context["findings"]
    }


@pytest.mark.parametrize(
    ("groups", "may"),
    [([], False), ([EDITORS], False), ([TRAINERS], False), ([LEADS], True)],
)
def test_only_leads_get_to_it(client, set_up, make_user, groups, may):
    # All but the last could be in the admin for another reason.
    client.force_login(make_user("ada@example.com", groups=[*groups, "Moderators"]))
    home = client.get("/admin/")
    assert (SCREEN in home.content.decode()) == may
    response = client.get(SCREEN)
    assert response.status_code == (200 if may else 302)
    for data in ({"from_server": "1"}, {"answers": "[]"}):
        response = client.post(SCREEN, data)
        assert (response.status_code == 302 and response.url == SCREEN) == (
            may and "from_server" in data
        )
    assert PublicAddressTrial.objects.exists() == may


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def fetch(address, method="GET"):
        raise probe.NoAnswer("no network in tests")

    monkeypatch.setattr(probe, "fetch", fetch)


def test_looking_at_the_screen_keeps_nothing(as_lead, offer):
    for _time in range(2):
        response = as_lead.get(SCREEN)
        assert response.status_code == 200
        assert "Nobody has tried it yet" in response.content.decode()
    assert not PublicAddressTrial.objects.exists()


def test_all_is_well(as_lead, offer, make_user):
    open_share(make_user("ada@example.com"), offer)
    is_good, said = seen_by(as_lead, Browser())
    assert is_good is True, said
    assert set(said) == {
        "The public address answers with our pages.",
        *(
            f"{network} finds everything its card needs."
            for network in ("LinkedIn", "Facebook", "X", "Bluesky")
        ),
        "A tracked link leads on.",
        "Nothing of the intranet answers through it.",
    }
    assert not Visit.objects.exists()
    trial = PublicAddressTrial.objects.get()
    assert trial.tried_from == TriedFrom.BROWSER
    assert timezone.now() - trial.tried_at < timedelta(minutes=1)


def test_what_is_still_missing_is_unknown_and_not_wrong(as_lead):
    is_good, said = seen_by(as_lead, Browser())
    assert is_good is None
    assert said["Nothing is offered yet, so there is no card to see."] is None


def test_missing_tag_is_told_by_the_network_that_wants_it(as_lead, offer):
    browser = Browser(**{'property="og:description"': 'property="nothing"'})
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    assert said["LinkedIn: og:description is missing."] is False
    assert said["X finds everything its card needs."] is True


def test_card_without_a_picture_is_told(as_lead, offer):
    OfferImage.objects.all().delete()
    _is_good, said = seen_by(as_lead, Browser())
    assert said["LinkedIn: og:image is missing."] is False


def test_picture_that_is_too_small_is_told(as_lead, offer):
    card = f"/c/{offer.public_id}/image.jpg"
    browser = Browser()
    picture = {"width": 400, "height": 200, "size": 5_000}
    browser.outcomes[card] = {
        "outcome": "answered",
        "status": 200,
        "picture": picture,
    }
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    small = "the picture has 400×200 pixels, and 1200×627 are wanted."
    assert said[f"LinkedIn: {small}"] is False
    browser.outcomes[card]["picture"] = None
    assert "LinkedIn: the picture is none." in seen_by(as_lead, browser)[1]


def test_picture_elsewhere_that_a_browser_may_not_read_is_unknown(as_lead, offer):
    address = f"https://go.example.com/c/{offer.public_id}/image.jpg"
    elsewhere = "https://pictures.example.com/1.jpg"
    browser = Browser(**{address: elsewhere})
    for outcome in ("unreadable", "silent"):
        browser.outcomes["/1.jpg"] = {"outcome": outcome}
        _is_good, said = seen_by(as_lead, browser)
        unseen = "every tag is there, and the picture could not be looked at."
        assert said[f"LinkedIn: {unseen}"] is None


def test_nothing_answers(as_lead, offer):
    browser = Browser()
    asked = questions(as_lead)
    silent = {"outcome": "silent"}
    browser.outcomes = {urlsplit(one["address"]).path: silent for one in asked}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    (sentence,) = said
    assert sentence.startswith("https://go.example.com does not answer this browser")


def test_something_else_answers(as_lead, offer):
    browser = Browser()
    browser.outcomes["/assets/public.css"] = {"outcome": "unreadable"}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    assert any("does not let a browser read it" in sentence for sentence in said)


def test_intranet_that_a_browser_can_read_is_a_leak(as_lead, offer):
    browser = Browser()
    browser.outcomes["/admin/"] = {"outcome": "redirect"}
    browser.outcomes["/sso/"] = {"outcome": "answered", "status": 200}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    assert (
        "The intranet answers through the public address: /admin/ (3xx), /sso/ (200)."
        " Serve public_urls alone from there."
    ) in said


def test_unreadable_answers_beside_our_own_are_suspected(as_lead, offer):
    browser = Browser()
    browser.outcomes["/admin/"] = {"outcome": "unreadable"}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is False
    assert any("this is probably the intranet" in sentence for sentence in said)


@pytest.mark.parametrize("nothing", ["unreadable", "silent"])
def test_unreadable_answers_of_a_web_server_are_unknown(as_lead, offer, nothing):
    browser = Browser()
    browser.outcomes["/admin/"] = {"outcome": "unreadable"}
    browser.outcomes[probe.NOTHING] = {"outcome": nothing}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is None
    assert [said[sentence] for sentence in said if "/admin/" in sentence] == [None]


def test_silence_may_be_a_secret_kept_from_browsers(as_lead, offer):
    # As with Cross-Origin-Resource-Policy: same-origin.
    browser = Browser()
    browser.outcomes["/admin/"] = {"outcome": "silent"}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is None
    assert any(
        sentence.startswith("What is at /admin/ could not be seen") for sentence in said
    )


def test_one_host_for_both_cannot_be_judged_from_inside(as_lead, offer, settings):
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "PUBLIC_URL": "https://testserver",
    }
    browser = Browser()
    browser.outcomes["/admin/"] = {"outcome": "redirect"}
    is_good, said = seen_by(as_lead, browser)
    assert is_good is None
    (sentence,) = (one for one in said if "/admin/" in one)
    assert "on the intranet's own host" in sentence
    assert said[sentence] is None


@pytest.mark.parametrize(
    "spoilt",
    [
        "",
        "not JSON",
        "null",
        "{}",
        "[]",
        "[1]",
        '[{"address": 1, "method": "GET", "outcome": "silent"}]',
        "[" * 100_000,
    ],
)
def test_nonsense_is_refused_in_a_sentence(as_lead, offer, spoilt):
    response = as_lead.post(SCREEN, {"answers": spoilt})
    assert response.status_code == 422
    assert "Nothing was kept of it." in response.content.decode()
    assert not PublicAddressTrial.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"outcome": "wonderful"},
        {"outcome": None},
        {"address": "https://evil.example/"},
        {"address": "https://go.example.com/" + "a" * 300_000},
        {"method": "POST"},
        {"status": 99},
        {"status": True},
        {"status": "200"},
        {"status": None},
        {"text": "a" * 200_001},
        {"text": ["a"]},
        {"text": "\ud800"},
        {"picture": "none"},
        {"picture": {"width": 1, "height": 1}},
        {"picture": {"width": 0, "height": 1, "size": 1}},
        {"picture": {"width": 1, "height": 1, "size": 10**12}},
    ],
)
def test_claims_of_another_shape_are_refused(as_lead, offer, change):
    answers = Browser().answers(questions(as_lead))
    response = post(as_lead, [{**answers[0], **change}, *answers[1:]])
    assert response.status_code == 422
    assert "Nothing was kept of it." in response.content.decode()
    assert not PublicAddressTrial.objects.exists()


def test_only_what_is_asked_for_is_taken_and_all_of_it(as_lead, offer):
    answers = Browser().answers(questions(as_lead))
    more = {"address": "https://evil.example/", "method": "GET", "outcome": "silent"}
    for spoilt in (answers[1:], [*answers, more], [*answers, answers[0]]):
        assert post(as_lead, spoilt).status_code == 422
    too_long = as_lead.post(SCREEN, {"answers": "a" * 1_500_001})
    assert too_long.status_code == 422
    assert "more than such answers can be" in too_long.content.decode()
    assert not PublicAddressTrial.objects.exists()


def test_picture_that_the_card_does_not_name_is_not_taken(as_lead, offer):
    answers = Browser().answers(questions(as_lead))
    spoilt = [
        {**one, "address": "https://evil.example/1.jpg"} if "picture" in one else one
        for one in answers
    ]
    assert post(as_lead, spoilt).status_code == 422


def test_offer_that_came_meanwhile_asks_for_another_try(as_lead, offer):
    answers = Browser().answers(questions(as_lead))
    Offer.objects.update(public_id="a" * 16)
    response = post(as_lead, answers)
    assert response.status_code == 422
    assert "try again" in response.content.decode()


def test_server_tries_it_itself(as_lead, offer, monkeypatch):
    browser = Browser()

    def fetch(address, method="GET"):
        question = {"address": address, "method": method, "wants": "text"}
        if address.endswith(".jpg") or "image.jpg" in address:
            return probe.Answer(200, bytes(OfferImage.objects.get().content))
        answer = browser.ask(question)
        return probe.Answer(answer["status"], answer.get("text", "").encode())

    monkeypatch.setattr(probe, "fetch", fetch)
    response = as_lead.post(SCREEN, {"from_server": "1"})
    assert response.status_code == 302
    is_good, said = verdict(as_lead)
    assert is_good is None
    assert set(said.values()) == {True, None}
    assert said["Nobody has shared it yet, so there is no link to follow."] is None
    assert latest_trial().tried_from == TriedFrom.SERVER
    assert latest_trial(TriedFrom.BROWSER) is None


def test_server_that_cannot_call_itself_says_so(as_lead, offer):
    as_lead.post(SCREEN, {"from_server": "1"})
    is_good, said = verdict(as_lead)
    assert is_good is False
    (sentence,) = said
    assert "does not answer from here: no network in tests" in sentence


def test_what_the_command_sees_is_on_the_screen(as_lead, offer):
    with pytest.raises(CommandError, match="Something is wrong"):
        call_command("advocacy_check_public", stdout=io.StringIO())
    is_good, said = verdict(as_lead)
    assert is_good is False
    assert any("no network in tests" in sentence for sentence in said)
    assert latest_trial().tried_from == TriedFrom.SERVER


def test_nobody_waits_for_a_slow_server_for_long(as_lead, offer, monkeypatch):
    clock = [0]

    def fetch(address, method="GET"):
        clock[0] += 9
        return probe.Answer(200)

    monkeypatch.setattr(probe, "fetch", fetch)
    monkeypatch.setattr(probe.time, "monotonic", lambda: clock[0])
    as_lead.post(SCREEN, {"from_server": "1"})
    assert clock[0] <= probe.PATIENCE + 9
    _is_good, said = verdict(as_lead)
    assert any("it takes too long" in sentence for sentence in said)


def test_without_a_public_address_there_is_nothing_to_try(as_lead, settings):
    settings.WAGTAIL_ADVOCACY = {}
    response = as_lead.get(SCREEN)
    assert "sets PUBLIC_URL" in response.content.decode()
    assert "from_server" not in response.content.decode()
    for data in ({"from_server": "1"}, {"answers": "[]"}):
        assert as_lead.post(SCREEN, data).status_code == 422
    assert not PublicAddressTrial.objects.exists()
    assert latest_trial() is None


def test_what_was_seen_at_another_address_is_no_news_of_this_one(as_lead, settings):
    seen_by(as_lead, Browser())
    assert latest_trial().address == "https://go.example.com"
    settings.WAGTAIL_ADVOCACY = {"PUBLIC_URL": "https://new.example.com/"}
    assert latest_trial() is None
    assert "not the public address any more" in as_lead.get(SCREEN).content.decode()


def test_old_trials_go_and_leave_those_of_the_other_kind(db):
    wrong = {"is_good": False, "says": "plain_http", "values": {}, "faults": []}
    address = "https://go.example.com/"
    first = record_trial(address, [wrong], tried_from=TriedFrom.BROWSER)
    for _time in range(KEPT_TRIALS + 3):
        record_trial(address, [], tried_from=TriedFrom.SERVER)
    assert PublicAddressTrial.objects.count() == KEPT_TRIALS + 1
    assert latest_trial(TriedFrom.BROWSER) == first
    assert first.is_good is False


def test_every_lead_reads_it_in_their_own_language(as_lead, offer):
    seen_by(as_lead, Browser())
    stored = PublicAddressTrial.objects.get().findings
    assert "The public address" not in json.dumps(stored)
    assert all(finding.sentence for finding in findings_of(stored))
    # Lazy: a catalogue that is loaded later counts.
    for text in (*SENTENCES.values(), *list(FAULTS.values())[1:]):
        assert not isinstance(text, str)
    with translation.override("fr"):
        assert all(finding.sentence for finding in findings_of(stored))


def test_code_that_is_not_known_any_more_is_left_out(as_lead, offer):
    seen_by(as_lead, Browser())
    trial = PublicAddressTrial.objects.get()
    trial.findings[0]["says"] = "something_of_long_ago"
    trial.save()
    assert len(verdict(as_lead)[1]) == len(trial.findings) - 1


def test_looking_costs_the_same_however_often_it_was_tried(as_lead, offer):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            as_lead.get(SCREEN)
        return len(queries)

    seen_by(as_lead, Browser())
    first = cost()
    for _time in range(5):
        seen_by(as_lead, Browser())
    assert cost() == first


class TestWhatOtherSitesMayRead:
    """Scripts of other sites read what is the same for everybody, and no more."""

    @pytest.fixture
    def may_read(self, settings):
        settings.ROOT_URLCONF = "wagtail_advocacy.public_urls"

        def ask(path, method="get"):
            response = getattr(Client(), method)(path)
            assert "Access-Control-Allow-Credentials" not in response.headers
            allowed = response.headers.get("Access-Control-Allow-Origin")
            assert allowed in {None, "*"}
            return response.status_code, allowed == "*"

        return ask

    def test_cards_and_what_belongs_to_them(self, may_read, offer, make_user):
        link = open_share(make_user("ada@example.com"), offer).link
        for path in (
            f"/c/{offer.public_id}/",
            f"/c/{offer.public_id}/image.jpg",
            "/assets/public.css",
        ):
            assert may_read(path) == (200, True)
        assert may_read(f"/s/{link.code}", "head") == (302, True)
        for path in ("/", "/admin/", "/c/nothing/", "/s/nothing"):
            assert may_read(path) == (404, True)

    def test_texts_on_their_way_to_a_phone_are_nobodys(
        self, may_read, offer, make_user
    ):
        user = make_user("ada@example.com")
        handoff = actions.hand_off(user, open_share(user, offer, text="Hay.").pk)
        path = urlsplit(handoffs.handoff_address(handoff)).path
        assert may_read(path) == (200, False)
        assert may_read("/p/forged") == (410, False)
