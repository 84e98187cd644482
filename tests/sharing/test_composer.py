import json
import re

import pytest
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy import networks
from wagtail_advocacy.networks import mastodon
from wagtail_advocacy.networks.mastodon_instance import InstanceLimits
from wagtail_advocacy.shareables.models import OfferImage, Topic
from wagtail_advocacy.sharing.models import Share, SharingSettings, TrackedLink


pytestmark = pytest.mark.django_db


@pytest.fixture
def compose(client, employee, offer):
    """Post the composer's form; fields that are not given are as they come."""

    def post(to=offer, **fields):
        data = {"network": "linkedin", "text": "My own words.", **fields}
        return client.post(address_of(to), data)

    return post


def address_of(offer):
    return f"/advocacy/share/{offer.public_id}/"


def disclose(hashtag):
    settings = SharingSettings.load()
    settings.disclosure_hashtag = hashtag
    settings.save()


def question(text, network=""):
    return ("prompt", {"text": text, "network": network})


def textarea(html):
    return re.search(r"<textarea[^>]*>&#10;(.*?)</textarea>", html, re.S).group(1)


def checked(html, name):
    pattern = rf'<input type="\w+" name="{name}" value="([^"]*)"[^>]* checked[^>]*>'
    return re.findall(pattern, html)


class TestQuestions:
    def test_first_question_is_the_placeholder_and_stays_visible(
        self, client, employee, offer
    ):
        html = client.get(address_of(offer)).text
        assert f'placeholder="{factories.QUESTION}"' in html
        assert f">{factories.QUESTION}</p>" in html
        assert textarea(html) == ""

    def test_chosen_question_becomes_the_placeholder_and_the_text_is_kept(
        self, client, employee, article
    ):
        offer = factories.offer_of(
            factories.published_page_shareable(
                article(), prompts=[question("Who?"), question("Why?")]
            )
        )
        response = client.post(
            address_of(offer),
            {"refresh": "1", "network": "x", "question": "1", "text": "Half a sen"},
        )
        assert response.status_code == 200
        assert 'placeholder="Why?"' in response.text
        assert textarea(response.text) == "Half a sen"
        assert checked(response.text, "network") == ["x"]
        assert "Almost there" not in response.text
        assert not Share.objects.exists()

    def test_a_question_for_one_network_is_asked_there_only(
        self, client, employee, article
    ):
        offer = factories.offer_of(
            factories.published_page_shareable(
                article(), prompts=[question("On X?", "x"), question("Anywhere?")]
            )
        )
        page = client.get(address_of(offer), {"network": "linkedin"})
        assert 'placeholder="Anywhere?"' in page.text
        page = client.get(address_of(offer), {"network": "x"})
        assert 'placeholder="On X?"' in page.text

    def test_a_general_question_where_the_editors_have_none_for_this_network(
        self, client, employee, article
    ):
        offer = factories.offer_of(
            factories.published_page_shareable(
                article(), prompts=[question("On X?", "x")]
            )
        )
        page = client.get(address_of(offer), {"network": "linkedin"})
        assert 'placeholder="What would you tell a friend about this?"' in page.text

    def test_question_is_that_of_the_live_shareable_and_not_of_a_draft(
        self, client, employee, article
    ):
        shareable = factories.published_page_shareable(article())
        shareable.prompts = factories.prompts("Not approved?")
        shareable.save_revision()
        html = client.get(address_of(factories.offer_of(shareable))).text
        assert factories.QUESTION in html
        assert "Not approved?" not in html


class TestWhatIsBesideTheText:
    def test_what_may_and_may_not_be_said_one_line_each(
        self, client, employee, article
    ):
        offer = factories.offer_of(
            factories.published_page_shareable(
                article(),
                may_say="What you saw\n\nThat we hire",
                may_not_say="Names of clients",
            )
        )
        response = client.get(address_of(offer))
        assert response.context["may_say"] == ["What you saw", "That we hire"]
        assert "<li>Names of clients</li>" in response.text

    def test_card_says_that_the_article_stays_inside(self, client, employee, offer):
        html = client.get(address_of(offer)).text
        assert "The article itself stays internal." in html
        assert offer.summary in html

    def test_a_public_page_says_that_anybody_can_open_it(self, client, employee):
        offer = factories.offer_of(factories.published_link_shareable())
        html = client.get(address_of(offer)).text
        assert "https://news.example.org/grid" in html
        assert "stays internal" not in html

    def test_picture_comes_from_inside(self, client, employee, offer):
        html = client.get(address_of(offer)).text
        picture = re.search(r'advocacy-card__image" src="([^"]+)"', html).group(1)
        assert picture.startswith(f"{address_of(offer)}picture/?v=")
        response = client.get(picture)
        assert response["Content-Type"] == "image/jpeg"
        assert response.content == bytes(OfferImage.objects.get().content)
        assert "private" in response["Cache-Control"]

    def test_picture_of_what_is_not_offered_is_not_there(
        self, client, employee, article
    ):
        shareable = factories.published_page_shareable(article(), staff_first_hours=9)
        offer = factories.offer_of(shareable)
        assert client.get(f"{address_of(offer)}picture/").status_code == 404
        assert client.get("/advocacy/share/unknown/picture/").status_code == 404

    def test_picture_of_what_i_shared_stays(self, client, employee, article):
        shareable = factories.published_page_shareable(article())
        offer = factories.offer_of(shareable)
        factories.confirmed_share(employee, offer)
        shareable.unpublish()
        assert client.get(f"{address_of(offer)}picture/").status_code == 200

    def test_picture_that_was_never_made(self, client, employee, offer):
        OfferImage.objects.all().delete()
        assert client.get(f"{address_of(offer)}picture/").status_code == 404
        assert client.get(address_of(offer)).status_code == 200


def parts_of(html):
    """The keys of the networks that are seen at once, and of those behind "more"."""
    fieldset = html[html.index('id="advocacy-network"') :].split("</fieldset>")[0]
    seen, _more, behind = fieldset.partition("<details")
    return [re.findall(r'name="network" value="(\w+)"', one) for one in (seen, behind)]


class TestNetworks:
    @pytest.fixture
    def site_offers(self, settings):
        def offer(*keys):
            settings.WAGTAIL_ADVOCACY = {
                **settings.WAGTAIL_ADVOCACY,
                "NETWORKS": list(keys),
            }

        return offer

    def test_five_are_seen_and_the_rest_is_behind_more(self, client, employee, offer):
        html = client.get(address_of(offer)).text
        seen, behind = parts_of(html)
        assert seen == ["linkedin", "x", "bluesky", "email", "copy"]
        assert seen + behind == networks.keys()
        assert "<summary>More networks</summary>" in html
        assert not re.search(r"<details[^>]* open", html)

    def test_more_is_open_where_the_chosen_one_would_be_hidden(
        self, client, employee, offer
    ):
        html = client.get(address_of(offer), {"network": "reddit"}).text
        assert checked(html, "network") == ["reddit"]
        assert re.search(r"<details[^>]* open", html)

    def test_a_site_trims_and_orders_them(self, client, employee, offer, site_offers):
        site_offers("reddit", "x", "linkedin")
        html = client.get(address_of(offer)).text
        assert parts_of(html) == [["reddit", "x", "linkedin"], []]
        assert checked(html, "network") == ["reddit"]
        assert "data-advocacy-more" not in html

    def test_the_first_five_of_a_sites_list_are_seen(
        self, client, employee, offer, site_offers
    ):
        chosen = ["xing", "threads", "x", "mastodon", "linkedin", "copy", "email"]
        site_offers(*chosen)
        seen, behind = parts_of(client.get(address_of(offer)).text)
        assert (seen, behind) == (chosen[:5], chosen[5:])

    def test_nothing_is_hidden_where_the_editors_allow_only_others(
        self, client, employee, article
    ):
        offer = factories.offer_of(
            factories.published_page_shareable(
                article(), networks=["facebook", "threads"]
            )
        )
        html = client.get(address_of(offer)).text
        assert parts_of(html) == [["facebook", "threads"], []]
        assert checked(html, "network") == ["facebook"]

    def test_a_network_of_the_sites_own_is_one_like_any_other(self, compose, offer):
        assert compose(network="xing", text="a" * 421).status_code == 422
        assert compose(network="xing").status_code == 302
        assert Share.objects.get().network == "xing"


class TestServers:
    @pytest.fixture(autouse=True)
    def asked(self, monkeypatch):
        """Servers that were asked; each allows 600 characters."""
        asked = []

        def limits_of(instance):
            asked.append(instance)
            return InstanceLimits(600, 23)

        monkeypatch.setattr(mastodon, "limits_of", limits_of)
        return asked

    def instance_in(self, html):
        return re.search(r'name="instance" value="([^"]*)"', html).group(1)

    def test_the_server_is_kept_as_a_plain_name_with_the_share(self, compose):
        response = compose(network="mastodon", instance=" https://Mastodon.Social/ ")
        assert response.status_code == 302
        assert Share.objects.get().instance == "mastodon.social"

    def test_its_own_limit_holds(self, compose, asked):
        text = "a" * 570
        assert compose(network="mastodon", text=text).status_code == 422
        assert asked == []
        response = compose(network="mastodon", text=text, instance="mastodon.social")
        assert response.status_code == 302
        assert asked == ["mastodon.social"]

    def test_what_is_no_server_is_an_error_and_nothing_is_lost(self, compose, asked):
        response = compose(
            network="mastodon", text="Kept words", instance="https://127.0.0.1/x"
        )
        assert response.status_code == 422
        assert "Only the name of your server" in response.text
        assert 'href="#advocacy-instance"' in response.text
        assert textarea(response.text) == "Kept words"
        assert self.instance_in(response.text) == "https://127.0.0.1/x"
        assert asked == []
        assert not Share.objects.exists()

    def test_what_was_typed_for_another_network_is_no_error(self, compose, asked):
        assert compose(network="x", instance="not a server").status_code == 302
        assert Share.objects.get().instance == ""
        assert asked == []

    def test_the_server_may_stay_unknown(self, compose):
        assert compose(network="mastodon").status_code == 302

    def test_it_is_remembered_for_the_next_time(self, compose, client, article, asked):
        compose(network="mastodon", instance="mastodon.social")
        compose(network="linkedin")
        asked.clear()
        other = factories.offer_of(factories.published_page_shareable(article("Two")))
        html = client.get(address_of(other)).text
        assert self.instance_in(html) == "mastodon.social"
        # Nobody waits for a server they are not going to.
        assert asked == []

    def test_it_is_forgotten_with_the_text(self, compose, client, employee, offer):
        compose(network="mastodon", instance="mastodon.social")
        client.post(
            f"/advocacy/shares/{Share.objects.get().pk}/answer/", {"answer": "drop"}
        )
        assert Share.objects.get().state == Share.State.DROPPED
        assert self.instance_in(client.get(address_of(offer)).text) == ""

    def test_a_choice_without_a_script_counts_by_its_limit(self, compose):
        html = compose(network="mastodon", instance="mastodon.social", refresh="1").text
        assert "of 600 characters" in html
        html = compose(network="mastodon", instance="::", refresh="1").text
        assert "of 500 characters" in html

    def test_nobody_is_asked_where_no_network_needs_it(self, client, employee, article):
        offer = factories.offer_of(
            factories.published_page_shareable(article(), networks=["x"])
        )
        assert 'name="instance"' not in client.get(address_of(offer)).text


class TestHashtags:
    def test_the_employers_is_ticked_and_the_others_are_not(
        self, client, employee, article
    ):
        disclose("#TeamAlder")
        offer = factories.offer_of(
            factories.published_page_shareable(article(), hashtags="#hay #teamalder")
        )
        html = client.get(address_of(offer)).text
        assert checked(html, "hashtags") == ["#TeamAlder"]
        assert html.count('name="hashtags"') == 2
        assert "#TeamAlder tells readers that you work here." in html

    def test_those_that_are_kept_are_in_the_text(self, compose, client, article):
        disclose("#TeamAlder")
        offer = factories.offer_of(
            factories.published_page_shareable(article("Two"), hashtags="#hay #barn")
        )
        compose(to=offer, hashtags=["#TeamAlder", "#hay"])
        assert Share.objects.get().full_text == "My own words.\n\n#TeamAlder #hay"

    def test_none_is_forced_on_anybody(self, compose):
        disclose("#TeamAlder")
        compose(hashtags=[])
        assert Share.objects.get().full_text == "My own words."

    def test_one_that_nobody_proposed_is_refused(self, compose):
        response = compose(hashtags=["#spam"])
        assert response.status_code == 422
        assert not Share.objects.exists()


class TestErrors:
    def test_nothing_written(self, compose):
        for nothing in ("", " \n\t ", "\u00a0"):
            response = compose(text=nothing)
            assert response.status_code == 422
            assert "Write a sentence or two of your own first." in response.text
        assert not TrackedLink.objects.exists()

    def test_over_the_limit_says_by_how_much_and_keeps_the_text(self, compose):
        text = "a" * 300
        response = compose(network="x", text=text)
        # X counts any link as 23 characters, and one for the line end before it.
        assert "Too long for X: 324 of 280 characters" in response.text
        assert "Take out 44." in response.text
        assert textarea(response.text) == text
        assert not Share.objects.exists()

    def test_hashtags_and_link_count(self, compose):
        disclose("#TeamAlder")
        fits = "a" * (280 - 24)
        assert compose(network="x", text=fits, hashtags=["#TeamAlder"]).status_code == (
            422
        )
        assert compose(network="x", text=fits).status_code == 302

    def test_every_rule_of_a_network_counts(self, compose):
        # 290 graphemes, of 18 bytes each: too many bytes for Bluesky.
        family = "👨\u200d👩\u200d👧"
        response = compose(network="bluesky", text=family * 200)
        assert "Too long for Bluesky" in response.text
        assert "bytes" in response.text

    def test_what_fits_no_network_is_not_stored(self, compose):
        response = compose(network="copy", text="a" * 10_001)
        assert response.status_code == 422
        assert "too long for every network" in response.text

    def test_network_that_the_editor_did_not_allow(self, compose, article):
        offer = factories.offer_of(
            factories.published_page_shareable(article("Two"), networks=["linkedin"])
        )
        response = compose(to=offer, network="x", text="Kept words")
        assert response.status_code == 422
        assert "do not offer this for that network" in response.text
        assert textarea(response.text) == "Kept words"
        assert not Share.objects.exists()

    def test_network_that_nobody_knows(self, compose):
        assert compose(network="nonsense").status_code == 422
        assert compose(network="").status_code == 422

    def test_network_that_the_site_does_not_offer(self, compose, settings):
        settings.WAGTAIL_ADVOCACY = {
            **settings.WAGTAIL_ADVOCACY,
            "NETWORKS": ["linkedin"],
        }
        assert compose(network="x").status_code == 422

    def test_no_network_in_common(self, client, employee, article, settings):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "NETWORKS": ["x"]}
        offer = factories.offer_of(
            factories.published_page_shareable(article("Two"), networks=["linkedin"])
        )
        response = client.get(address_of(offer))
        assert "for no network that is in use here" in response.text

    def test_errors_are_tied_to_the_field(self, compose):
        html = compose(text="").text
        assert 'aria-invalid="true"' in html
        assert (
            'aria-describedby="advocacy-question advocacy-count advocacy-text-err'
            in (html)
        )

    def test_markup_in_the_text_stays_text(self, compose):
        html = compose(network="", text="</textarea><script>alert(1)</script>").text
        assert "<script>alert" not in html

    def test_a_text_that_begins_with_a_line_end_keeps_it(self, compose):
        # Browsers drop the first line end in the box: one more of ours goes instead.
        page = compose(network="", text="\nfirst").text
        assert "&#10;\nfirst</textarea>" in page


class TestContinuing:
    def test_the_text_goes_as_it_was_written(self, compose):
        response = compose(text="  Two lines,\r\nand a “quote”.\r\n")
        share = Share.objects.get()
        assert response["Location"] == f"/advocacy/shares/{share.pk}/"
        assert share.text == "Two lines,\nand a “quote”."
        assert share.state == Share.State.OPEN

    def test_continuing_twice_is_one_share_with_the_last_text(self, compose):
        compose(text="First")
        compose(text="Second")
        assert Share.objects.get().text == "Second"
        assert TrackedLink.objects.count() == 1

    def test_another_network_is_another_share(self, compose):
        compose(network="linkedin")
        compose(network="x")
        assert Share.objects.count() == 2

    def test_going_back_finds_the_text(self, compose, client, offer):
        compose(network="x", text="What I wrote")
        html = client.get(address_of(offer)).text
        assert textarea(html) == "What I wrote"
        assert checked(html, "network") == ["x"]
        assert textarea(client.get(address_of(offer), {"network": "copy"}).text) == ""

    def test_the_network_used_last_is_chosen(self, compose, client, article):
        compose(network="bluesky")
        other = factories.offer_of(factories.published_page_shareable(article("Two")))
        assert checked(client.get(address_of(other)).text, "network") == ["bluesky"]


class TestForTheScript:
    def test_rules_of_all_networks_come_as_data(self, client, employee, offer):
        html = client.get(address_of(offer)).text
        found = re.search(
            r'<script id="advocacy-rules" type="application/json">(.*?)</script>',
            html,
            re.S,
        )
        rules = json.loads(found.group(1))
        assert list(rules["networks"]) == networks.keys()
        assert rules["link"].startswith("https://go.example.com/")
        assert rules["title"] == offer.title

    def test_drafts_are_kept_under_a_name_that_is_one_persons(
        self, client, employee, offer, make_user
    ):
        def key():
            html = client.get(address_of(offer)).text
            return re.search(r'data-advocacy-draft="([^"]+)"', html).group(1)

        mine = key()
        assert mine == key()
        other = make_user("grace@example.com")
        factories.ambassador(other)
        client.force_login(other)
        assert key() != mine
        assert str(employee.pk) not in mine

    def test_in_a_dialog_only_the_screen_is_sent(self, client, employee, offer):
        response = client.get(address_of(offer), headers={"X-Advocacy-Fragment": "1"})
        assert "<html" not in response.text
        assert 'data-advocacy-screen="compose"' in response.text


class TestNotOpenYet:
    @pytest.fixture(autouse=True)
    def no_public_address(self, settings):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}

    def test_last_step_is_closed_and_says_why(self, client, employee, offer):
        html = client.get(address_of(offer)).text
        assert "no address that people outside can reach" in html
        assert 'name="keep"' in html
        assert ">Continue<" not in html

    def test_it_is_closed_on_the_server_too(self, compose):
        response = compose(text="Kept words")
        assert response.status_code == 409
        assert "no address that people outside can reach" in response.text
        assert textarea(response.text) == "Kept words"
        assert not Share.objects.exists()


def test_query_count_does_not_depend_on_what_is_around(
    client, employee, article, django_assert_max_num_queries
):
    locale = Locale.objects.get(language_code="en")
    topics = [Topic.objects.create(name=f"Topic {n}", locale=locale) for n in range(20)]
    offer = factories.offer_of(
        factories.published_page_shareable(article(), topics=topics)
    )
    factories.caps()
    for _number in range(20):
        factories.confirmed_share(employee, offer)
    # Five of them ask whether something is to be done first, eight what is planned and
    # when there is room.
    with django_assert_max_num_queries(27):
        client.get(address_of(offer))
