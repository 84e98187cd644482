"""What the composer says while somebody writes: gently, and to them alone."""

import html

import pytest

from tests import factories
from wagtail_advocacy import networks
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.models import AttemptCount
from wagtail_advocacy.ambassadors.rate_limits import COACHING, count_attempt
from wagtail_advocacy.sharing import closeness
from wagtail_advocacy.sharing.hints import (
    BUILT_IN,
    MOST_HINTS,
    Hint,
    Writing,
    composer_hints,
    hint_choices,
    hints_for,
)
from wagtail_advocacy.sharing.models import Draft, Share, SharingSettings

from .test_composer import address_of, textarea
from .test_own_words import COLLEAGUES, OWN, SAY, decide, says


LONG = "It was a day that I will remember for a very long time indeed. " * 9


def hints_about(text, *, hashtags=(), network="linkedin", **settings):
    writing = Writing(
        text,
        tuple(hashtags),
        networks.get(network),
        offer=None,
        settings=SharingSettings(**settings),
    )
    return {given.key: str(given.sentence) for given in hints_for(writing)}


# Those of other rooms look into the database.
@pytest.mark.django_db
class TestHints:
    @pytest.mark.parametrize(
        "text",
        [OWN, "It smells of summer.", "Hay! www.example.com is where I read of it"],
    )
    def test_a_good_text_gets_none(self, text):
        assert hints_about(text, disclosure_hashtag="") == {}

    @pytest.mark.parametrize(
        ("network", "is_long"), [("linkedin", False), ("facebook", True)]
    )
    def test_longer_than_people_read_there(self, network, is_long):
        assert ("length" in hints_about(f"{LONG}?", network=network)) is is_long

    def test_the_number_of_words_is_said(self):
        hints = hints_about(f"{LONG}?", network="facebook")
        assert hints["length"].endswith("most people stop after about 111 words.")

    @pytest.mark.parametrize("mark", ["?", "？", "؟", "\u037e"])
    def test_a_question_in_any_script_is_one(self, mark):
        text = OWN.replace("?", ".")
        assert "question" in hints_about(text)
        assert "question" not in hints_about(f"{text}{mark}")

    @pytest.mark.parametrize(
        "text", ["https://example.com is it", "  www.example.com", "HTTP://A.B see"]
    )
    def test_it_begins_with_a_link(self, text):
        assert "link" in hints_about(text)

    def test_mostly_hashtags(self):
        assert "hashtags" in hints_about("Hay! #hay #summer", hashtags=["#TeamAlder"])
        assert "hashtags" not in hints_about("Nice. #hay #summer")
        assert "hashtags" not in hints_about(OWN, hashtags=["#hay", "#a", "#b", "#c"])

    def test_jargon_is_named(self):
        hints = hints_about(
            "Our Synergíes and the roll-out", jargon="synergies\nroll out"
        )
        assert hints["jargon"] == (
            "“synergies”, “roll out”: would a neighbour know these words?"
        )
        assert "jargon" not in hints_about("Asynergy rolls out", jargon="synergy")

    def test_the_employer_is_not_named(self):
        tag = "#TeamAlder"
        assert tag in hints_about(OWN, disclosure_hashtag=tag)["disclosure"]
        assert "disclosure" not in hints_about(
            OWN, hashtags=[tag], disclosure_hashtag=tag
        )
        assert "disclosure" not in hints_about(
            f"{OWN} #teamalder", disclosure_hashtag=tag
        )

    def test_a_few_at_most_and_the_gravest_first(self):
        text = f"https://example.com #a #b #c #d Falcon synergy {'word ' * 900}"
        hints = hints_about(
            text,
            jargon="synergy",
            confidential_words="Falcon",
            disclosure_hashtag="#TeamAlder",
        )
        assert list(hints) == ["confidential", "disclosure"]
        assert len(hints) == MOST_HINTS

    def test_a_lead_switches_some_off(self):
        text = OWN.replace("?", ".")
        assert hints_about(text, hints_off=["question"]) == {}

    def test_a_room_plugs_its_own_in(self):
        class Weather(Hint):
            key = "weather"
            label = "Weather"

            def sentence(self, writing):
                return "What a day." if "rain" in writing.text else ""

        composer_hints.register(Weather())
        try:
            assert hints_about("rain") == {"weather": "What a day."}
        finally:
            composer_hints.unregister("weather")

    def test_a_duty_stands_first_beside_the_others_and_is_not_switched_off(self):
        class Duty(Hint):
            key = "duty"
            label = "Duty"
            is_duty = True

            def sentence(self, writing):
                return "Say so."

        text = "https://example.com Synergies"
        settings = {"jargon": "synergies", "disclosure_hashtag": "#TeamAlder"}
        others = hints_about(text, **settings)
        assert len(others) == MOST_HINTS
        composer_hints.register(Duty())
        try:
            hints = hints_about(text, **settings, hints_off=["duty"])
            assert list(hints) == ["duty", *others]
            assert "duty" not in dict(hint_choices())
        finally:
            composer_hints.unregister("duty")

    def test_keys_are_stable_and_named(self):
        built_in = [hint.key for hint in BUILT_IN]
        assert composer_hints.keys()[: len(built_in)] == built_in
        assert all(str(hint.label) for hint in composer_hints)


def coaching_of(client, offer, text, **fields):
    return client.post(
        f"{address_of(offer)}coaching/",
        {"network": "linkedin", "text": text, **fields},
        headers={"X-Advocacy-Fragment": "1"},
    )


@pytest.fixture
def offer(article):
    return factories.offer_of(
        factories.published_page_shareable(article(), may_say=SAY)
    )


@pytest.mark.django_db
class TestWhileWriting:
    def test_three_words_and_no_number(self, client, employee, offer):
        close = coaching_of(client, offer, SAY)
        more = "And I was there, at six, with Joe, who had not slept, and we laughed."
        partly = coaching_of(client, offer, f"{SAY}. {more}")
        own = coaching_of(client, offer, OWN)
        assert says(close, "Very close to the suggestion. What's your own take?")
        assert says(partly, "Partly in your own words so far.")
        assert says(own, "In your own words.")
        for response in (close, partly, own):
            assert not any(one.isdigit() for one in html.unescape(response.text))

    def test_it_holds_no_word_of_anybody_else(self, client, employee, offer, make_user):
        author = make_user("grace@example.com")
        factories.confirmed_share(author, offer, text=COLLEAGUES)
        response = coaching_of(client, offer, f"{COLLEAGUES[:60]} and we")
        assert says(response, "Very close to a colleague's post.")
        for word in ("Joe", "barn", "grace", str(author.pk), SAY):
            assert word not in response.text
        assert SAY not in coaching_of(client, offer, SAY).text

    def test_nothing_is_said_about_nothing_and_little_about_few_words(
        self, client, employee, offer
    ):
        for text in ("", "  \n", "🌾", "Three farms near"):
            assert coaching_of(client, offer, text).text.strip() == ""

    def test_nothing_is_stored_but_the_attempt(self, client, employee, offer):
        coaching_of(client, offer, OWN)
        assert not Share.objects.exists()
        assert not Draft.objects.exists()
        assert OWN[:9] not in str(AttemptCount.objects.values().get())

    def test_where_it_is_off_only_hints_are_given(
        self, client, employee, offer, monkeypatch
    ):
        decide(originality_policy="off", jargon="hay")
        response = coaching_of(client, offer, SAY)
        assert "data-advocacy-closeness" not in response.text
        assert "would a neighbour know this word?" in response.text

    def test_hashtags_and_network_are_those_that_are_ticked(
        self, client, employee, offer
    ):
        decide(disclosure_hashtag="#TeamAlder")
        assert "#TeamAlder" in coaching_of(client, offer, OWN).text
        ticked = coaching_of(client, offer, OWN, hashtags=["#TeamAlder"])
        assert "#TeamAlder" not in ticked.text
        long = coaching_of(client, offer, f"{LONG}?", network="facebook")
        assert "Long for Facebook" in long.text

    def test_a_wrong_form_is_no_fault(self, client, employee, offer):
        address = f"{address_of(offer)}coaching/"
        assert client.post(address).status_code == 200
        data = {"network": "nonsense", "hashtags": ["#x"], "text": "a " * 50_000}
        assert client.post(address, data).status_code == 200

    def test_a_script_that_asks_on_and_on_is_told_when_to_come_back(
        self, client, employee, offer
    ):
        for _attempt in range(COACHING.times):
            count_attempt(employee, COACHING)
        response = coaching_of(client, offer, OWN)
        assert response.status_code == 429
        assert int(response["Retry-After"]) > 0
        # Writing and leaving are counted apart.
        left = client.post(address_of(offer), {"network": "x", "text": OWN})
        assert left.status_code == 302

    def test_another_choice_is_coached_and_counted_alike(self, client, employee, offer):
        data = {"refresh": "1", "network": "x", "text": SAY}
        response = client.post(address_of(offer), data)
        assert says(response, "Very close to the suggestion.")
        for _attempt in range(COACHING.times - 1):
            count_attempt(employee, COACHING)
        limited = client.post(address_of(offer), data)
        assert limited.status_code == 429
        assert textarea(limited.text) == SAY
        assert not says(limited, "Very close to the suggestion.")

    def test_no_more_is_read_than_may_leave(self, client, employee, offer):
        decide(confidential_words="Oakridge")
        data = {"network": "x", "text": f"{'Yes. ' * 2_000}Oakridge"}
        for more in ({}, {"refresh": "1"}):
            response = client.post(address_of(offer), {**data, **more})
            assert textarea(response.text).endswith("Oakridge")
            assert "may be confidential" not in response.text

    def test_it_is_for_those_who_take_part(self, client, employee, offer, make_user):
        ambassadors.leave(employee, source="test")
        assert coaching_of(client, offer, OWN).status_code == 403
        client.force_login(make_user("grace@example.com"))
        assert coaching_of(client, offer, OWN).status_code == 403
        client.logout()
        assert coaching_of(client, offer, OWN).status_code == 401
        assert coaching_of(client, offer, OWN).json() == {"login": "/sso/"}

    def test_what_is_not_offered_is_not_there(self, client, employee, article):
        shareable = factories.published_page_shareable(article(), staff_first_hours=9)
        response = coaching_of(client, factories.offer_of(shareable), OWN)
        assert response.status_code == 404
        assert response.content == b""

    def test_it_is_never_shown_by_looking(self, client, employee, offer):
        assert client.get(f"{address_of(offer)}coaching/").status_code == 405

    def test_queries_are_few(
        self, client, employee, offer, django_assert_max_num_queries
    ):
        coaching_of(client, offer, OWN)
        with django_assert_max_num_queries(12):
            coaching_of(client, offer, f"{OWN} Yes")


@pytest.mark.django_db
class TestWithoutScripts:
    def test_it_stands_in_the_form_after_a_choice(self, client, employee, offer):
        response = client.post(
            address_of(offer), {"refresh": "1", "network": "x", "text": SAY}
        )
        assert says(response, "Very close to the suggestion.")
        assert "Only you see this." in response.text

    def test_an_empty_form_says_nothing(self, client, employee, offer, monkeypatch):
        def judge(*args):
            raise AssertionError("There is nothing to judge.")

        monkeypatch.setattr(closeness, "judge", judge)
        response = client.get(address_of(offer))
        assert "data-advocacy-closeness" not in response.text
        assert "data-advocacy-hint" not in response.text

    def test_what_was_kept_is_read_again(self, client, employee, offer):
        client.post(address_of(offer), {"keep": "1", "network": "x", "text": SAY})
        assert says(client.get(address_of(offer)), "Very close to the suggestion.")


@pytest.mark.django_db
def test_a_lead_decides_in_the_admin(client):
    client.force_login(factories.superuser())
    address = "/admin/settings/wagtail_advocacy_sharing/sharingsettings/"
    form = client.get(address, follow=True)
    assert "It asks nothing" in form.text
    sent = {
        "originality_policy": "require",
        "originality_minimum": "60",
        "jargon": "synergy",
        "hints_off": ["question", "length"],
    }
    response = client.post(form.request["PATH_INFO"], sent)
    assert response.status_code == 302
    settings = SharingSettings.read()
    assert settings.requires_own_words
    assert settings.hints_off == ["question", "length"]
    refused = client.post(
        form.request["PATH_INFO"], {**sent, "originality_minimum": "101"}
    )
    assert refused.status_code == 200
    assert SharingSettings.read().originality_minimum == 60
