"""A copy meets friction on leaving, own words meet none; a colleague's stay hidden."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wagtail_advocacy.ambassadors.rate_limits import COMPOSING, count_attempt
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.closeness import EARLIER_TEXTS, closeness_of
from wagtail_advocacy.sharing.models import Share, SharingSettings
from wagtail_advocacy.sharing.own_words import TooClose

from .test_composer import address_of, textarea


pytestmark = pytest.mark.django_db

SAY = "Three farms near Leeds dry their hay with the warmth of our pumps all summer"
COLLEAGUES = (
    "I spent a night in the barn with Joe and his dog, and the hay was dry by six in"
    " the morning. He laughed like a child."
)
OWN = "It smells of summer, and my father would never have believed it. Would yours?"


@pytest.fixture
def offer(article):
    return factories.offer_of(
        factories.published_page_shareable(
            article(),
            may_say=f"{SAY}\nThat we hire fitters this year",
            prompts=[
                ("prompt", {"text": "What surprised you about this?", "network": "x"})
            ],
        )
    )


@pytest.fixture
def colleague(make_user, offer):
    user = make_user("grace@example.com")
    factories.confirmed_share(user, offer, text=COLLEAGUES)
    return user


@pytest.fixture
def leave(client, employee, offer):
    """Press "Continue" with a text; with ``after``, in the form of that answer."""

    def press(text, *, after=None, network="linkedin", **fields):
        answered = after.context["answers"] if after else []
        data = {"network": network, "text": text, "answered": answered, **fields}
        return client.post(address_of(offer), data)

    return press


def decide(**fields):
    settings = SharingSettings.load()
    for name, value in fields.items():
        setattr(settings, name, value)
    settings.full_clean()
    settings.save()


def says(response, words):
    return words.replace("'", "&#x27;") in response.text


class TestNudge:
    def test_a_copy_of_what_may_be_said_is_asked_about_once(self, leave):
        asked = leave(SAY)
        assert asked.status_code == 200
        assert says(asked, "Very close to the suggestion. What's your own take?")
        assert f">{SAY}</blockquote>" in asked.text
        assert textarea(asked.text) == SAY
        assert not Share.objects.exists()
        assert leave(SAY, after=asked).status_code == 302
        assert Share.objects.get().originality == 0

    @pytest.mark.parametrize(
        "text",
        [
            "What surprised you about this?",
            "A summer of drying hay with heat pumps.",
            f"A summer of drying hay with heat pumps. {SAY}",
            "Our heat pumps now dry hay",
        ],
        ids=["a prompt", "the summary", "a patchwork", "the title"],
    )
    def test_whatever_the_editors_wrote_can_be_copied(self, leave, text):
        assert says(leave(text), "Very close to the suggestion.")

    def test_own_words_leave_at_once(self, leave, colleague):
        assert leave(OWN).status_code == 302
        assert Share.objects.get(text=OWN).originality == 100

    def test_a_quote_in_a_longer_comment_leaves_at_once(self, leave):
        text = (
            f"“{SAY}”: I read that twice. We had said it could not be done without oil,"
            " and I was the loudest. So I drove there, put my hand into a stack, and it"
            " was as dry as paper. What would have convinced you?"
        )
        assert leave(text).status_code == 302

    def test_close_to_a_colleagues_shows_neither_text_nor_name(self, leave, colleague):
        asked = leave(COLLEAGUES.replace("laughed", "smiled"))
        assert says(asked, "Very close to a colleague's post.")
        assert "<blockquote" not in asked.text
        assert "laughed" not in asked.text
        assert "grace" not in asked.text

    def test_where_it_is_both_the_suggestion_is_shown(self, leave, colleague, offer):
        other = colleague
        factories.confirmed_share(other, offer, "x", text=f"{SAY} long")
        assert f">{SAY}</blockquote>" in leave(f"{SAY} long").text

    def test_an_open_share_of_a_colleague_is_nothing_to_copy(
        self, leave, make_user, offer
    ):
        factories.open_share(make_user("grace@example.com"), offer, text=COLLEAGUES)
        assert leave(COLLEAGUES).status_code == 302

    @pytest.mark.parametrize("network", ["linkedin", "x"])
    def test_ones_own_earlier_text_never_counts(self, leave, employee, offer, network):
        factories.confirmed_share(employee, offer, network, text=COLLEAGUES)
        assert leave(COLLEAGUES).status_code == 302

    def test_another_text_is_asked_about_again(self, leave):
        asked = leave(SAY)
        again = leave("That we hire fitters this year", after=asked)
        assert says(again, "Very close to the suggestion.")
        assert not Share.objects.exists()

    def test_the_same_words_with_an_emoji_are_the_same_text(self, leave):
        asked = leave(SAY)
        assert leave(f"{SAY}! 🌾", after=asked).status_code == 302

    def test_another_network_is_no_other_text(self, leave):
        asked = leave(SAY)
        assert leave(SAY, after=asked, network="x").status_code == 302

    def test_going_back_with_the_same_text_does_not_ask_again(self, leave):
        leave(SAY, after=leave(SAY))
        assert leave(SAY, network="x").status_code == 302
        assert says(leave("That we hire fitters this year"), "Very close")

    def test_the_yes_outlives_whatever_comes_between(self, leave, employee):
        asked = leave(SAY)
        refused = leave(SAY, after=asked, network="nonsense")
        assert refused.status_code == 422
        assert leave(SAY, after=refused).status_code == 302

    def test_text_and_yes_outlive_too_many_attempts(self, leave, employee):
        asked = leave(SAY)
        for _attempt in range(COMPOSING.times - 1):
            count_attempt(employee, COMPOSING)
        limited = leave(SAY, after=asked)
        assert limited.status_code == 429
        assert textarea(limited.text) == SAY
        assert limited.context["answers"] == asked.context["answers"]

    @pytest.mark.parametrize("answered", ["", "yes", "1", "x" * 64, "é", ["a"] * 99])
    def test_a_made_up_yes_is_none(self, leave, answered):
        response = leave(SAY, answered=answered)
        assert says(response, "Very close to the suggestion.")
        assert not Share.objects.exists()

    def test_somebody_elses_yes_is_none(self, leave, client, make_user, offer):
        asked = leave(SAY)
        other = make_user("alan@example.com")
        factories.ambassador(other)
        client.force_login(other)
        assert says(leave(SAY, after=asked), "Very close to the suggestion.")

    def test_code_that_has_nobody_to_ask_goes_on(self, employee, offer):
        assert factories.open_share(employee, offer, text=SAY).originality == 0

    def test_nothing_is_agreed_to_by_being_asked(self, leave, employee):
        leave(SAY)
        assert not Share.objects.exists()
        page = leave(SAY, refresh="1")
        assert "linkedin" in page.context["form"].new_networks


class TestRequire:
    @staticmethod
    def asked_by(user, offer):
        return offer, factories.ambassador(user), SharingSettings.read()

    @pytest.fixture(autouse=True)
    def required(self):
        decide(originality_policy="require")

    def test_a_copy_stays_and_nothing_goes_round_it(self, leave):
        refused = leave(SAY)
        assert refused.status_code == 409
        assert says(refused, "Here a text leaves once it is in your own words")
        assert f">{SAY}</blockquote>" in refused.text
        assert textarea(refused.text) == SAY
        for made_up in ({"answered": "1"}, {"insist": "1"}, {"originality": "100"}):
            assert leave(SAY, **made_up).status_code == 409
        assert not Share.objects.exists()

    def test_a_yes_from_before_it_was_required_is_worth_nothing(self, leave):
        decide(originality_policy="nudge")
        asked = leave(SAY)
        decide(originality_policy="require")
        assert leave(SAY, after=asked).status_code == 409

    def test_a_colleagues_text_is_refused_and_not_shown(self, leave, colleague):
        refused = leave(f"{COLLEAGUES} Yes!")
        assert refused.status_code == 409
        assert says(refused, "Very close to a colleague's post.")
        assert refused.text.count("laughed") == 1
        assert "<blockquote" not in refused.text

    def test_own_words_leave(self, leave, colleague):
        assert leave(OWN).status_code == 302

    def test_the_minimum_is_the_leads(self, leave):
        half = f"{SAY}. I have seen it, and it smelt of summer in the middle of May"
        decide(originality_minimum=0)
        assert leave(SAY).status_code == 302
        decide(originality_minimum=90)
        assert leave(half).status_code == 409
        decide(originality_minimum=20)
        assert leave(half).status_code == 302

    @pytest.mark.parametrize("answered", [None, [], ["x"]])
    def test_the_action_refuses_whoever_calls(self, employee, offer, answered):
        with pytest.raises(TooClose) as refusal:
            actions.open_share(
                employee, offer, "x", text=SAY, hashtags=[], answered=answered
            )
        assert refusal.value.code == "originality"
        assert refusal.value.suggestion == SAY

    def test_what_a_colleague_confirmed_a_moment_ago_counts(
        self, leave, employee, offer, make_user
    ):
        grace = make_user("grace@example.com")
        theirs = factories.open_share(grace, offer, text=OWN)
        # Nobody has published it yet.
        assert closeness_of(OWN, *self.asked_by(employee, offer)).score == 100
        actions.confirm_share(grace, theirs.pk)
        assert closeness_of(OWN, *self.asked_by(employee, offer)).is_close
        assert leave(OWN).status_code == 409

    def test_whoever_wrote_it_first_goes_on_with_it(self, leave, colleague, offer):
        assert leave(OWN).status_code == 302
        copied = f"{OWN} Mine would."
        factories.confirmed_share(colleague, offer, "x", text=OWN)
        for network in ("linkedin", "x", "bluesky"):
            assert leave(copied, network=network).status_code == 302
        # But for nothing else that colleagues wrote.
        assert leave(COLLEAGUES).status_code == 409

    def test_a_copy_that_left_before_it_was_required_makes_nothing_ones_own(
        self, leave, colleague
    ):
        decide(originality_policy="nudge")
        assert leave(COLLEAGUES, after=leave(COLLEAGUES)).status_code == 302
        decide(originality_policy="require")
        assert leave(COLLEAGUES).status_code == 409

    def test_saying_that_it_is_out_is_never_refused(self, employee, offer, make_user):
        decide(originality_policy="nudge")
        mine = factories.open_share(employee, offer, text=SAY)
        decide(originality_policy="require")
        assert actions.confirm_share(employee, mine.pk).state == Share.State.CONFIRMED


class TestOff:
    def test_nothing_is_asked_or_judged(self, leave, colleague):
        decide(originality_policy="off")
        assert leave(SAY).status_code == 302
        assert Share.objects.get(text=SAY).originality is None
        assert leave(COLLEAGUES).status_code == 302


class TestConfidential:
    @pytest.fixture(autouse=True)
    def listed(self):
        decide(
            confidential_words="Project Falcon\nOakridge\n\n",
            contact_name="Priya Raman",
            contact_phone="01632 960 001",
        )

    @pytest.mark.parametrize("policy", ["off", "nudge", "require"])
    def test_it_is_asked_once_and_says_whom_to_ask(self, leave, policy):
        decide(originality_policy=policy)
        text = "We had cake for project FÁLCON today, and it was not even good."
        asked = leave(text)
        assert says(asked, "“Project Falcon” may be confidential here.")
        assert says(asked, "ask first: Priya Raman, 01632 960 001.")
        assert textarea(asked.text) == text
        assert leave(f"{text} Or was it?", after=asked).status_code == 302

    def test_without_a_contact_it_still_says_whom(self, leave):
        decide(contact_name="", contact_phone="")
        assert says(leave("Oakridge, at last."), "ask your manager or the communi")

    def test_another_word_is_asked_about_again(self, leave):
        asked = leave("Oakridge, at last.")
        again = leave("Oakridge and Project Falcon, at last.", after=asked)
        assert says(again, "“Project Falcon”, “Oakridge” may be confidential here.")

    def test_a_hashtag_is_a_word_too(self, leave):
        assert says(leave("What a day it was. #ProjectFalcon"), "may be confidential")

    def test_only_whole_words_count(self, leave):
        assert leave("The Oakridges sent a project and a falcon.").status_code == 302

    def test_both_are_one_screen(self, leave):
        text = f"{SAY}, Oakridge says"
        asked = leave(text)
        assert says(asked, "Very close to the suggestion.")
        assert says(asked, "“Oakridge” may be confidential here.")
        assert leave(text, after=asked).status_code == 302

    def test_an_answer_to_one_is_no_answer_to_the_other(self, leave):
        asked = leave(f"Oakridge? {OWN}")
        again = leave(f"{SAY}, Oakridge says", after=asked)
        assert says(again, "Very close to the suggestion.")


@pytest.mark.parametrize("number", [1, 50, 500])
def test_queries_do_not_depend_on_how_many_shared_before(
    employee, offer, make_user, number
):
    author = factories.ambassador(make_user("grace@example.com"))
    one = factories.confirmed_share(author.user, offer, text=COLLEAGUES)
    links = type(one.link).objects.bulk_create(
        type(one.link)(offer=offer, network="x") for _each in range(number)
    )
    Share.objects.bulk_create(
        Share(
            ambassador=author,
            offer=offer,
            network="x",
            link=link,
            text=f"Number {place} says it in words of its own",
            state=Share.State.CONFIRMED,
            confirmed_at=one.confirmed_at,
        )
        for place, link in enumerate(links)
    )
    mine = factories.ambassador(employee)
    settings = SharingSettings.read()
    # Once for whatever Django asks only once.
    closeness_of(OWN, offer, mine, settings)
    with CaptureQueriesContext(connection) as queries:
        assert closeness_of(COLLEAGUES, offer, mine, settings).is_close == (
            number < EARLIER_TEXTS
        )
    assert len(queries) <= 2


@pytest.mark.parametrize("minimum", [-1, 101])
def test_the_minimum_is_from_0_to_100(minimum):
    with pytest.raises(ValidationError) as refused:
        SharingSettings(originality_minimum=minimum).full_clean()
    assert "originality_minimum" in refused.value.message_dict


def test_it_is_forgotten_with_the_text(employee, offer):
    share = factories.open_share(employee, offer, text=OWN)
    assert share.originality == 100
    assert actions.drop_share(employee, share.pk).originality is None
