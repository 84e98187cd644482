"""Where leads and trainers answer colleagues, each what is theirs."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from wagtail_advocacy.sharing import actions, helping
from wagtail_advocacy.sharing.models import HelpRequest


pytestmark = pytest.mark.django_db

KIND, STATE = HelpRequest.Kind, HelpRequest.State
INBOX = "/admin/advocacy/help/"
COMMENT = "https://www.linkedin.com/feed/update/urn:li:comment:1"
EVERYTHING = set(KIND)
# However many ask. One is for what the room of badges says in the menu.
QUERIES = 12 if apps.is_installed("wagtail_advocacy.badges") else 11


@pytest.fixture
def people(make_user, employee):
    call_command("advocacy_setup", verbosity=0)
    groups = {
        "lead": ["Advocacy leads"],
        "trainer": ["Advocacy trainers"],
        "editor": ["Advocacy editors"],
        "employee": [],
    }
    return {
        role: make_user(f"{role}@example.com", first_name=role.title(), groups=names)
        for role, names in groups.items()
    } | {"superuser": factories.superuser()}


@pytest.fixture
def asked(employee, offer, people):
    """One request of each kind, by the name of its kind."""
    share = factories.confirmed_share(employee, offer)
    return {
        one.kind: one
        for one in (
            helping.ask_before_posting(employee, offer, text="Dry hay?", note="Well?"),
            helping.hand_over(employee, share.pk, address=COMMENT, note="Angry."),
            helping.tell_slip(employee, share.pk, note="I named a client."),
        )
    }


def address_of(request):
    return f"{INBOX}{request.pk}/"


class TestWhoMay:
    @pytest.mark.parametrize(
        ("role", "kinds"),
        [
            ("lead", EVERYTHING),
            ("superuser", EVERYTHING),
            ("trainer", {KIND.BEFORE_POSTING}),
            ("editor", set()),
            ("employee", set()),
        ],
    )
    def test_each_reads_and_answers_what_is_theirs(
        self, client, people, asked, role, kinds
    ):
        client.force_login(people[role])
        listed = client.get(INBOX)
        assert listed.status_code == (200 if kinds else 302)
        for kind, request in asked.items():
            address = address_of(request)
            assert (f'href="{address}"' in listed.text) == (kind in kinds)
            refused = 404 if kinds else 302
            expected = 200 if kind in kinds else refused
            assert client.get(address).status_code == expected, kind
            for data in ({"take": "1"}, {"close": "1"}, {"answer": "x"}):
                answered = client.post(address, {**data, "version": 1})
                if kind not in kinds:
                    assert answered.status_code == refused
            request.refresh_from_db()
            assert (request.state == STATE.OPEN) == (kind not in kinds)

    def test_the_actions_check_it_themselves(self, people, asked):
        for kind in (KIND.SLIP, KIND.DIFFICULT_COMMENT):
            for do in (helping.take, lambda *who: helping.close(*who, version=1)):
                with pytest.raises(HelpRequest.DoesNotExist):
                    do(people["trainer"], asked[kind].pk)
            with pytest.raises(HelpRequest.DoesNotExist):
                helping.answer(people["trainer"], asked[kind].pk, "x", version=1)

    def test_a_filter_shows_no_row_that_is_not_theirs(self, client, people, asked):
        client.force_login(people["trainer"])
        response = client.get(INBOX, {"kind": KIND.SLIP})
        assert f'href="{address_of(asked[KIND.SLIP])}"' not in response.text
        response = client.get(f"{INBOX}results/", {"export": "csv"})
        assert b"client" not in b"".join(response)

    def test_the_permissions_can_be_given_to_other_groups(self, client, people):
        client.force_login(people["superuser"])
        html = client.get("/admin/groups/new/").text
        assert "Can handle difficult comments" in html


class TestMenu:
    def test_it_says_how_many_wait(self, client, people, asked):
        client.force_login(people["lead"])
        assert "Asked for help (3)" in client.get("/admin/").text
        helping.answer(people["lead"], asked[KIND.SLIP].pk, "x", version=1)
        helping.take(people["lead"], asked[KIND.BEFORE_POSTING].pk)
        assert "Asked for help (2)" in client.get("/admin/").text
        client.force_login(people["trainer"])
        assert "Asked for help (1)" in client.get("/admin/").text

    def test_without_any_it_says_none(self, client, people):
        client.force_login(people["lead"])
        assert '"Asked for help"' in client.get("/admin/").text

    def test_others_do_not_have_it(self, client, people, asked):
        client.force_login(people["editor"])
        assert "Asked for help" not in client.get("/admin/").text


class TestList:
    def test_what_waits_comes_first_and_longest_first(self, client, people, asked):
        helping.close(people["lead"], asked[KIND.BEFORE_POSTING].pk, version=1)
        client.force_login(people["lead"])
        found = list(client.get(INBOX).context["object_list"])
        kinds = [one.kind for one in found]
        assert kinds == [KIND.DIFFICULT_COMMENT, KIND.SLIP, KIND.BEFORE_POSTING]

    @pytest.mark.parametrize(
        ("filtered", "kinds"),
        [
            ({"state": "open"}, {KIND.SLIP, KIND.BEFORE_POSTING}),
            ({"state": "taken"}, {KIND.DIFFICULT_COMMENT}),
            ({"kind": "slip"}, {KIND.SLIP}),
            ({"kind": "slip", "state": "closed"}, set()),
        ],
    )
    def test_it_is_filtered(self, client, people, asked, filtered, kinds):
        helping.take(people["lead"], asked[KIND.DIFFICULT_COMMENT].pk)
        client.force_login(people["lead"])
        found = client.get(INBOX, filtered).context["object_list"]
        assert {one.kind for one in found} == kinds

    def test_the_number_of_queries_does_not_grow_with_what_is_asked(
        self, client, people, offer, make_user
    ):
        client.force_login(people["lead"])
        client.get(INBOX)
        numbers = []
        for total in (1, 25):
            for number in range(total):
                one = make_user(f"{total}-{number}@example.com")
                factories.ambassador(one)
                asked = helping.ask_before_posting(one, offer, text="Dry hay?")
                helping.take(people["trainer"], asked.pk)
            with CaptureQueriesContext(connection) as queries:
                client.get(INBOX)
            numbers.append(len(queries))
        assert numbers == [QUERIES, QUERIES]


class TestAnswering:
    @pytest.fixture
    def lead(self, client, people):
        client.force_login(people["lead"])
        return people["lead"]

    def test_what_was_sent_is_there_and_nothing_beyond(self, client, lead, asked):
        html = client.get(address_of(asked[KIND.DIFFICULT_COMMENT])).text
        assert "Angry." in html
        assert COMMENT in html
        # What they posted they did not send.
        assert "My own words." not in html

    def test_taking_answering_and_closing(self, client, lead, asked):
        request = asked[KIND.BEFORE_POSTING]
        client.post(address_of(request), {"take": "1"})
        request.refresh_from_db()
        assert (request.state, request.handled_by) == (STATE.TAKEN, lead)
        response = client.post(
            address_of(request), {"answer": "Yes.", "version": 1, "answer_it": "1"}
        )
        assert response.url == INBOX
        request.refresh_from_db()
        assert (request.state, request.answer) == (STATE.ANSWERED, "Yes.")
        assert request.open_key is None
        client.post(address_of(request), {"close": "1"})
        request.refresh_from_db()
        assert (request.state, request.answer) == (STATE.CLOSED, "Yes.")
        assert "Yes." in client.get(address_of(request)).text

    def test_an_empty_answer_is_none(self, client, lead, asked):
        request = asked[KIND.SLIP]
        response = client.post(address_of(request), {"answer": " ", "version": 1})
        assert response.status_code == 422
        assert "This field is required." in response.text
        request.refresh_from_db()
        assert request.state == STATE.OPEN

    def test_two_do_not_take_the_same(self, client, lead, people, asked):
        request = asked[KIND.BEFORE_POSTING]
        helping.take(people["trainer"], request.pk)
        response = client.post(address_of(request), {"take": "1"})
        assert response.status_code == 409
        assert "A colleague has taken it meanwhile." in response.text
        request.refresh_from_db()
        assert request.handled_by == people["trainer"]
        # Whoever is ill answers nobody: somebody else may.
        helping.answer(lead, request.pk, "Yes.", version=1)

    def test_an_answer_that_comes_second_is_not_lost(self, client, lead, people, asked):
        request = asked[KIND.BEFORE_POSTING]
        helping.answer(people["trainer"], request.pk, "Yes.", version=1)
        response = client.post(
            address_of(request), {"answer": "No, never.", "version": 1}
        )
        assert response.status_code == 409
        assert "No, never." in response.text
        request.refresh_from_db()
        assert request.answer == "Yes."

    @pytest.mark.parametrize("version", ["1", "", "x"])
    def test_an_answer_to_what_was_sent_anew_is_not_given(
        self, client, lead, employee, offer, asked, version
    ):
        request = asked[KIND.BEFORE_POSTING]
        helping.ask_before_posting(employee, offer, text="Wet hay?")
        response = client.post(
            address_of(request), {"answer": "Yes, gladly.", "version": version}
        )
        assert response.status_code in (409, 422)
        assert "Yes, gladly." in response.text
        assert "Wet hay?" in response.text
        request.refresh_from_db()
        assert request.answer == ""

    def test_whoever_takes_it_while_writing_goes_on_writing(
        self, client, lead, employee, offer, asked
    ):
        request = asked[KIND.BEFORE_POSTING]
        data = {"take": "1", "answer": "Yes, but", "version": 1}
        response = client.post(address_of(request), data)
        assert response.status_code == 200
        assert "Yes, but</textarea>" in response.text
        assert "It is yours" in response.text
        assert "sent anew" not in response.text
        request.refresh_from_db()
        assert (request.state, request.answer) == (STATE.TAKEN, "")
        helping.ask_before_posting(employee, offer, text="Wet hay?")
        response = client.post(address_of(request), data)
        assert "Yes, but</textarea>" in response.text
        assert "was sent anew while you were writing" in response.text

    def test_closing_loses_no_answer(self, client, lead, people, asked):
        request = asked[KIND.BEFORE_POSTING]
        data = {"close": "1", "answer": "Yes, but", "version": 1}
        for others_answer in (False, True):
            if others_answer:
                helping.answer(people["trainer"], request.pk, "No.", version=1)
            response = client.post(address_of(request), data)
            assert response.status_code == 422
            assert "Yes, but" in response.text
            request.refresh_from_db()
            assert request.state != STATE.CLOSED
        assert "would be lost" not in response.text, "there is no field any more"

    def test_the_field_says_why_it_is_not_closed(self, client, lead, asked):
        data = {"close": "1", "answer": "Yes, but", "version": 1}
        response = client.post(address_of(asked[KIND.SLIP]), data)
        assert "empty the field to close without one" in response.text

    @pytest.mark.parametrize("version", ["1", "", "x"])
    def test_what_was_sent_anew_is_not_closed_unread(
        self, client, lead, employee, offer, asked, version
    ):
        request = asked[KIND.BEFORE_POSTING]
        helping.ask_before_posting(employee, offer, text="Wet hay?")
        data = {"close": "1", "answer": " ", "version": version}
        response = client.post(address_of(request), data)
        assert response.status_code == 409
        assert "so it is not closed" in response.text
        assert "Wet hay?" in response.text
        request.refresh_from_db()
        assert request.state == STATE.OPEN

    def test_closed_without_an_answer(self, client, lead, asked):
        request = asked[KIND.SLIP]
        data = {"close": "1", "answer": "", "version": 1}
        assert client.post(address_of(request), data).status_code == 302
        request.refresh_from_db()
        assert request.state == STATE.CLOSED

    def test_answers_reach_the_screen_of_the_share(self, client, lead, employee, asked):
        request = asked[KIND.DIFFICULT_COMMENT]
        helping.answer(lead, request.pk, "We answer him.", version=1)
        client.force_login(employee)
        html = client.get(f"/advocacy/shares/{request.share_id}/").text
        assert "Lead answered:" in html
        assert "We answer him." in html

    def test_what_is_gone_is_not_there(self, client, lead, asked):
        pk = asked[KIND.SLIP].pk
        HelpRequest.objects.all().delete()
        assert client.get(f"{INBOX}{pk}/").status_code == 404
        assert client.post(f"{INBOX}{pk}/", {"take": "1"}).status_code == 404

    def test_a_closed_one_is_answered_no_more(self, lead, asked):
        helping.close(lead, asked[KIND.SLIP].pk, version=1)
        helping.close(lead, asked[KIND.SLIP].pk, version=1)
        for do in (helping.take, lambda *a: helping.answer(*a, "x", version=1)):
            with pytest.raises(actions.Refused, match="not_waiting"):
                do(lead, asked[KIND.SLIP].pk)

    def test_a_text_is_shown_as_text(self, client, lead, employee, offer):
        text = "<script>alert(1)</script> {{ 7 }}"
        request = helping.ask_before_posting(employee, offer, text=text)
        html = client.get(address_of(request)).text
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html
