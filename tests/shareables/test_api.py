"""Wagtail's API v3: who reads and writes what through it, and who does not."""

import datetime
import json
import os
import subprocess
import sys

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from tests.testapp.models import JobShareable
from wagtail_advocacy import compat
from wagtail_advocacy.shareables import actions, projection
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    Offer,
    PageShareable,
    Topic,
)


pytestmark = pytest.mark.django_db

needs_api = pytest.mark.skipif(not compat.HAS_API_V3, reason="Wagtail has no API v3")

OFFERS = "/api/v3/advocacy/offers/"
CANARY = "unapproved-canary"
DAY = datetime.timedelta(days=1)


class Caller(Client):
    """Speaks JSON to the API with one token, or with none."""

    def __init__(self, user=None):
        headers = {}
        if user is not None:
            from wagtail.models import APIToken

            _token, key = APIToken.create_token(user=user, name="Test")
            headers["Authorization"] = f"Bearer {key}"
        super().__init__(headers=headers)

    def send(self, method, address, data=None):
        return self.generic(
            method, address, json.dumps(data or {}), content_type="application/json"
        )


@pytest.fixture
def nobody(make_user):
    """A colleague without any right, with a token."""
    return Caller(make_user("nobody@example.com"))


@pytest.fixture
def as_editor(editor):
    return Caller(editor)


@pytest.fixture
def as_approver(approver):
    return Caller(approver)


@pytest.fixture
def as_lead(lead):
    return Caller(lead)


@pytest.fixture
def topic(db):
    return Topic.objects.create(name="Grid", locale=Locale.get_default())


def snippets(model, *parts):
    path = "".join(f"{part}/" for part in parts)
    return f"/api/v3/snippets/{model._meta.label}/{path}"


def job(**fields):
    shareable = JobShareable(
        **{
            "title": "Electrician",
            "summary": "Wires our heat pumps.",
            "language": "en",
            "place": "Nantes",
            "apply_at": "https://jobs.example.org/1",
            "prompts": factories.prompts(),
            **fields,
        }
    )
    shareable.save()
    shareable.save_revision()
    return shareable


def drafts_of(model, article, **fields):
    """Return a new draft of any type."""
    if model is PageShareable:
        return factories.draft_page_shareable(article(), **fields)
    if model is LinkShareable:
        return factories.draft_link_shareable(**fields)
    return job(**fields)


def write_canary(shareable):
    """Put unapproved words into every text of a new draft."""
    draft = shareable.get_latest_revision_as_object()
    for field in ("title", "summary", "may_say", "may_not_say", "call_to_action"):
        setattr(draft, field, f"{CANARY} {field}")
    draft.hashtags = "#unapproved_canary"
    draft.prompts = factories.prompts(f"{CANARY} question")
    if not draft.live:
        draft.save()
    draft.save_revision()


@pytest.fixture
def everything(article, lead):
    """Shareables of every type in every state; each has unapproved words."""
    made = {}
    for model in (PageShareable, LinkShareable, JobShareable):
        of_model = made[model] = {}
        of_model["draft"] = drafts_of(model, article)
        of_model["live"] = factories.publish(drafts_of(model, article))
        unpublished = of_model["unpublished"] = factories.publish(
            drafts_of(model, article)
        )
        unpublished.unpublish()
        scheduled = of_model["scheduled"] = drafts_of(
            model, article, go_live_at=timezone.now() + DAY
        )
        scheduled.get_latest_revision().publish()
        expired = of_model["expired"] = factories.publish(
            drafts_of(model, article, expire_at=timezone.now() + DAY)
        )
        model.objects.filter(pk=expired.pk).update(expire_at=timezone.now() - DAY)
        call_command("publish_scheduled")
        embargoed = drafts_of(model, article, staff_first_hours=48)
        of_model["embargoed"] = factories.publish(embargoed)
        withdrawn = of_model["withdrawn"] = factories.publish(drafts_of(model, article))
        actions.withdraw(withdrawn, lead, reason="A wrong number.")
        for state, shareable in of_model.items():
            of_model[state] = model.objects.get(pk=shareable.pk)
            write_canary(of_model[state])
    return made


def unescaped(response):
    return response.content.decode().casefold()


def assert_no_canary(response):
    text = unescaped(response)
    assert "canary" not in text, text


def addresses_about(of_model):
    """Everything one could ask about the shareables of a type: method, address, body.

    :param of_model: shareables by their state.
    """
    model = type(of_model["draft"])
    for query in (
        "",
        "search=unapproved",
        "live=false",
        "has_unpublished_changes=true",
        "order=-may_say",
        "order=title&limit=1",
        "fields=may_not_say,prompts",
        "may_say__startswith=una",
        "image=abc",
        "order=secret",
        "version=draft",
    ):
        yield "GET", f"{snippets(model)}?{query}", {}
    for shareable in of_model.values():
        one = snippets(model, shareable.pk)
        latest = shareable.get_latest_revision()
        yield from [
            ("GET", one, {}),
            ("GET", f"{one}?version=live", {}),
            ("GET", f"{one}?version=draft", {}),
            ("GET", f"{one}revisions/", {}),
            ("GET", f"{one}revisions/?object_str=una", {}),
            ("GET", f"{one}revisions/{latest.pk}/", {}),
            ("POST", f"{one}actions/publish/", {}),
            ("POST", f"{one}actions/unpublish/", {}),
            ("POST", f"{one}actions/revert/", {"revision_id": latest.pk}),
            ("PATCH", one, {}),
            ("DELETE", one, {}),
        ]


def offers_addresses():
    return [
        OFFERS,
        *[f"{OFFERS}?state={state}" for state in ("current", "embargoed", "ended")],
        f"{OFFERS}?network=x",
        f"{OFFERS}?language=en",
        *[f"{OFFERS}{offer.public_id}/" for offer in Offer.objects.all()],
    ]


def states(everything, state, model=JobShareable):
    """Return the shareables whose offer is in a state of the API."""
    names = {
        "current": ["live"],
        "embargoed": ["embargoed"],
        "ended": ["unpublished", "expired", "withdrawn"],
    }
    return [everything[model][name] for name in names[state]]


@needs_api
@pytest.mark.parametrize("who", ["anonymous", "nobody", "other type"])
def test_no_draft_leaks_to_whoever_has_no_rights(who, everything, make_user):
    if who == "anonymous":
        caller, refused = Caller(), 401
    else:
        user = make_user("token@example.com")
        if who == "other type":
            user.user_permissions.add(
                *Permission.objects.filter(content_type__model="topic")
            )
        caller, refused = Caller(user), 403
    before = list(Offer.objects.order_by("pk").values())
    for model, of_model in everything.items():
        for method, address, body in addresses_about(of_model):
            response = caller.send(method, address, body)
            assert_no_canary(response)
            assert response.status_code == refused, (method, address)
        assert_no_canary(caller.get(f"/api/v3/schema/{model._meta.label}/"))
    for shareable in everything[PageShareable].values():
        assert_no_canary(caller.get(f"/api/v3/pages/{shareable.page_id}/"))
    for address in [
        *offers_addresses(),
        "/api/v3/pages/",
        "/api/v3/pages/?search=unapproved",
        "/api/v3/openapi.json",
    ]:
        assert_no_canary(caller.get(address))
    assert list(Offer.objects.order_by("pk").values()) == before


@needs_api
def test_rights_on_one_type_open_no_other(everything, make_user):
    user = make_user("jobs@example.com")
    user.user_permissions.add(
        *Permission.objects.filter(content_type__model="jobshareable")
    )
    caller = Caller(user)
    assert "canary" in unescaped(caller.get(snippets(JobShareable)))
    for model in (PageShareable, LinkShareable):
        for method, address, body in addresses_about(everything[model]):
            response = caller.send(method, address, body)
            assert response.status_code == 403, (method, address)
            assert_no_canary(response)
    ended = caller.get(f"{OFFERS}?state=ended").json()["items"]
    jobs = {projection.offer_of(one).public_id for one in states(everything, "ended")}
    assert {offer["id"] for offer in ended} == jobs


@needs_api
def test_whoever_works_on_shareables_sees_them_as_in_the_admin(
    everything, as_editor, as_approver, as_lead
):
    for caller in (as_editor, as_approver, as_lead):
        for model, of_model in everything.items():
            listed = {
                item["id"]: item for item in caller.get(snippets(model)).json()["items"]
            }
            assert set(listed) == {shareable.pk for shareable in of_model.values()}
            live = of_model["live"]
            # What is live is told from what waits behind it.
            assert CANARY not in json.dumps(listed[live.pk])
            one = snippets(model, live.pk)
            assert CANARY not in caller.get(one).text
            assert CANARY in caller.get(f"{one}?version=draft").text
            assert CANARY in caller.get(f"{one}revisions/").text


@needs_api
def test_offers_never_show_what_is_not_approved(
    everything, nobody, as_editor, as_approver, as_lead
):
    for caller in (nobody, as_editor, as_approver, as_lead):
        for address in offers_addresses():
            assert_no_canary(caller.get(address))


@needs_api
def test_only_rights_show_offers_that_are_not_current(
    everything, nobody, as_editor, as_approver, as_lead
):
    for state in ("current", "embargoed", "ended"):
        expected = {
            projection.offer_of(shareable).public_id
            for model in everything
            for shareable in states(everything, state, model)
        }
        seen = expected if state == "current" else set()
        for caller, visible in [
            (nobody, seen),
            (as_editor, expected),
            (as_approver, expected),
            (as_lead, expected),
        ]:
            found = caller.get(f"{OFFERS}?state={state}").json()["items"]
            assert {offer["id"] for offer in found} == visible
            assert {offer["state"] for offer in found} <= {state}
        for public_id in expected:
            address = f"{OFFERS}{public_id}/"
            assert as_editor.get(address).json()["state"] == state
            assert nobody.get(address).status_code == (200 if seen else 404)


@needs_api
def test_without_a_token_there_are_no_offers(client, lead):
    offer = projection.offer_of(factories.published_link_shareable())
    for caller in (client, Client(headers={"Authorization": "Bearer wagtail_guess"})):
        assert caller.get(OFFERS).status_code == 401
        assert caller.get(f"{OFFERS}{offer.public_id}/").status_code == 401
    # Being logged in is no token.
    client.force_login(lead)
    assert client.get(OFFERS).status_code == 401


@needs_api
def test_a_revoked_token_or_a_colleague_who_left_reads_nothing(make_user):
    from wagtail.models import APIToken

    user = make_user("gone@example.com")
    caller = Caller(user)
    assert caller.get(OFFERS).status_code == 200
    user.is_active = False
    user.save()
    assert caller.get(OFFERS).status_code == 401
    user.is_active = True
    user.save()
    APIToken.objects.get().revoke()
    assert caller.get(OFFERS).status_code == 401


@needs_api
def test_an_offer_says_what_outsiders_may_see(nobody, topic, article):
    picture = factories.image(description="A barn full of hay")
    page = article()
    shareable = factories.published_page_shareable(
        page,
        topics=[topic],
        networks=["x", "email"],
        hashtags="#hay",
        may_say="Inside only",
        may_not_say="Inside only",
        image=picture,
        image_cleared=True,
        expire_at=timezone.now() + DAY,
    )
    offer = projection.offer_of(shareable)
    (found,) = nobody.get(OFFERS).json()["items"]
    assert found == nobody.get(found["meta"]["detail_url"]).json()
    assert datetime.datetime.fromisoformat(found.pop("opens_at")) <= timezone.now()
    assert datetime.datetime.fromisoformat(found.pop("expires_at")) > timezone.now()
    assert found == {
        "meta": {
            "type": "wagtail_advocacy_shareables.Offer",
            "detail_url": f"http://testserver{OFFERS}{offer.public_id}/",
        },
        "id": offer.public_id,
        "state": "current",
        "title": page.title,
        "description": "A summer of drying hay with heat pumps.",
        "language": "en",
        "nature": "employer_brand",
        "hashtags": ["#hay"],
        "networks": ["x", "email"],
        "topics": [{"id": topic.pk, "name": "Grid", "language": "en"}],
        "card_url": f"https://go.example.com/c/{offer.public_id}/",
        "image_url": f"https://go.example.com/c/{offer.public_id}/image.jpg",
        "image_alt": "A barn full of hay",
    }


@needs_api
def test_without_a_public_address_an_offer_has_no_links(nobody, settings):
    factories.published_link_shareable()
    settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "PUBLIC_URL": ""}
    (found,) = nobody.get(OFFERS).json()["items"]
    assert (found["card_url"], found["image_url"]) == (None, None)


@needs_api
def test_offers_are_filtered(nobody, topic):
    factories.published_link_shareable(title="Everywhere")
    factories.published_link_shareable(title="Only X", networks=["x"], topics=[topic])
    factories.published_link_shareable(title="Mail", networks=["email"], language="fr")

    def titles(query):
        items = nobody.get(f"{OFFERS}?{query}").json()["items"]
        return sorted(item["title"] for item in items)

    assert titles("network=x") == ["Everywhere", "Only X"]
    assert titles("language=fr") == ["Mail"]
    assert titles(f"topic={topic.pk}") == ["Only X"]
    assert titles(f"topic={topic.pk}&language=fr") == []
    assert titles("limit=1") == ["Mail"]
    assert titles("limit=1&offset=2") == ["Everywhere"]


@needs_api
def test_an_offer_of_a_page_that_is_taken_down_is_gone_from_the_api(nobody, article):
    page = article()
    factories.published_page_shareable(page)
    assert nobody.get(OFFERS).json()["count"] == 1
    page.unpublish()
    assert nobody.get(OFFERS).json()["count"] == 0


@needs_api
@pytest.mark.parametrize(
    "query",
    [
        "state=x",
        "state=",
        "language=%00",
        "language=" + 101 * "a",
        "language=en'--",
        "network=myspace",
        "network=%00",
        "network=.*",
        "topic=0",
        "topic=abc",
        "topic=99999999999999999999999",
        "limit=0",
        "limit=21",
        "limit=x",
        "offset=-1",
        "offset=99999999999999999999999",
    ],
)
def test_a_hostile_filter_is_refused(nobody, query):
    factories.published_link_shareable()
    assert nobody.get(f"{OFFERS}?{query}").status_code in {400, 422}


@needs_api
@pytest.mark.parametrize("public_id", ["%00", "a%0Ab", "..", "é", 99 * "a", "1;--"])
def test_a_hostile_identifier_is_refused(nobody, public_id):
    assert nobody.get(f"{OFFERS}{public_id}/").status_code in {404, 422}


@needs_api
@pytest.mark.parametrize(
    "query",
    [
        "live=x",
        "image=abc",
        "topics=abc",
        "title=%00",
        "prompts=%00",
        "expire_at=zz",
        "staff_first_hours=1e999",
        "order=secret",
        "order=image__file",
        "order=random&order=title",
        "search=x&image=1",
        "limit=1000",
        "locale=xx",
    ],
)
def test_a_hostile_filter_of_shareables_is_refused(as_editor, query):
    factories.published_link_shareable()
    response = as_editor.get(f"{snippets(LinkShareable)}?{query}")
    assert response.status_code in {400, 422}


@needs_api
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nobody_writes_an_offer(as_lead, method):
    offer = projection.offer_of(factories.published_link_shareable())
    before = Offer.objects.values().get()
    for address in (OFFERS, f"{OFFERS}{offer.public_id}/"):
        response = as_lead.send(method, address, {"title": "Mine"})
        assert response.status_code == 405
    # Nor by the door for snippets.
    address = snippets(Offer, offer.pk)
    assert as_lead.send(method, address, {"title": "Mine"}).status_code in {405, 422}
    assert Offer.objects.values().get() == before


@needs_api
@pytest.mark.parametrize("model", [PageShareable, LinkShareable, JobShareable])
def test_a_list_of_shareables_costs_the_same_whatever_its_length(
    as_editor, model, article, topic
):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert as_editor.get(snippets(model)).status_code == 200
        return len(queries)

    picture = factories.image()

    def add():
        shareable = drafts_of(model, article, image=picture)
        shareable.topics.set([topic])
        shareable.save()

    add()
    cost()
    few = cost()
    for _number in range(9):
        add()
    assert cost() == few


@needs_api
@pytest.mark.parametrize("state", ["current", "embargoed"])
def test_a_list_of_offers_costs_the_same_whatever_its_length(
    as_editor, article, topic, state
):
    hours = 48 if state == "embargoed" else 0

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert as_editor.get(f"{OFFERS}?state={state}").json()["count"]
        return len(queries)

    def add(number):
        factories.published_page_shareable(
            article(f"Page {number}"), topics=[topic], staff_first_hours=hours
        )
        factories.publish(job(staff_first_hours=hours))

    add(0)
    cost()
    few = cost()
    for number in range(1, 8):
        add(number)
    assert cost() == few


def payload(**fields):
    return {
        "title": "The grid of tomorrow",
        "summary": "What a newspaper writes.",
        "language": "en",
        "url": "https://news.example.org/grid",
        "prompts": [
            {"type": "prompt", "value": {"text": factories.QUESTION, "network": ""}}
        ],
        "networks": ["x", "email"],
        "hashtags": "hay grid",
        "topics": [],
        **fields,
    }


def assert_offers_equal_shareables():
    before = list(Offer.objects.order_by("pk").values())
    projection.sync()
    assert list(Offer.objects.order_by("pk").values()) == before


PUBLISH = {"action": "publish"}


@needs_api
def test_what_an_editor_creates_is_a_draft(as_editor, topic):
    response = as_editor.send(
        "POST", snippets(LinkShareable), payload(topics=[topic.pk])
    )
    assert response.status_code == 201
    shareable = LinkShareable.objects.get()
    assert not shareable.live
    assert shareable.hashtags == "#hay #grid"
    assert list(shareable.topics.all()) == [topic]
    assert not Offer.objects.exists()


@needs_api
def test_nobody_gets_past_approval_without_the_right_to_publish(as_editor, editor):
    address = snippets(LinkShareable)
    assert as_editor.send("POST", address, payload(meta=PUBLISH)).status_code == 403
    assert not LinkShareable.objects.exists()
    one = snippets(LinkShareable, factories.draft_link_shareable().pk)
    for method, address, data in [
        ("PATCH", one, {"title": "Mine", "meta": PUBLISH}),
        ("POST", f"{one}actions/publish/", {}),
        ("POST", f"{one}actions/unpublish/", {}),
        ("DELETE", one, {}),
        ("DELETE", f"{one}actions/delete/", {}),
    ]:
        assert as_editor.send(method, address, data).status_code == 403, address
    live = factories.published_link_shareable()
    one = snippets(LinkShareable, live.pk)
    assert as_editor.send("POST", f"{one}actions/unpublish/").status_code == 403
    assert as_editor.send("PATCH", one, {"title": "Mine"}).status_code == 200
    assert Offer.objects.current().get().title == live.title
    assert_offers_equal_shareables()


@needs_api
def test_what_is_published_is_offered_as_it_is(as_lead, topic):
    response = as_lead.send(
        "POST", snippets(LinkShareable), payload(topics=[topic.pk], meta=PUBLISH)
    )
    assert response.status_code == 201
    offer = Offer.objects.current().get()
    assert (offer.title, offer.networks) == ("The grid of tomorrow", ["x", "email"])
    assert list(offer.topics.all()) == [topic]
    assert_offers_equal_shareables()

    one = snippets(LinkShareable, response.json()["id"])
    as_lead.send("PATCH", one, {"title": "Only a draft"})
    assert Offer.objects.current().get().title == "The grid of tomorrow"
    assert as_lead.send("POST", f"{one}actions/publish/").status_code == 200
    assert Offer.objects.current().get().title == "Only a draft"
    assert_offers_equal_shareables()

    assert as_lead.send("POST", f"{one}actions/unpublish/").status_code == 200
    assert Offer.objects.get().end_reason == Offer.EndReason.UNPUBLISHED
    assert_offers_equal_shareables()

    assert as_lead.send("DELETE", one).status_code == 204
    assert Offer.objects.get().ended
    assert_offers_equal_shareables()


@needs_api
def test_a_page_is_made_shareable_through_the_api(as_lead, article):
    page = article()
    data = payload(page_id=page.pk, meta=PUBLISH)
    del data["url"]
    assert as_lead.send("POST", snippets(PageShareable), data).status_code == 201
    assert Offer.objects.current().get().page_id == page.pk
    assert PageShareable.objects.get().page_snapshot["page"] == str(page.pk)
    # A page can be prepared once only.
    assert as_lead.send("POST", snippets(PageShareable), data).status_code == 422
    assert_offers_equal_shareables()


@needs_api
def test_a_type_of_the_sites_own_is_written_with_its_fields(as_lead):
    data = payload(place="Nantes", apply_at="https://jobs.example.org/1", meta=PUBLISH)
    response = as_lead.send("POST", snippets(JobShareable), data)
    assert response.status_code == 201
    assert response.json()["place"] == "Nantes"
    assert Offer.objects.current().get().destination == "https://jobs.example.org/1"
    assert_offers_equal_shareables()


@needs_api
@pytest.mark.parametrize(
    "field",
    [
        {"live": True},
        {"first_published_at": "2001-01-01T00:00:00Z"},
        {"has_unpublished_changes": False},
        {"page_snapshot": {"page": "1"}},
        {"locked": True},
        {"id": 77},
    ],
)
def test_what_we_write_ourselves_cannot_be_written(as_lead, article, field):
    shareable = factories.draft_page_shareable(article())
    before = PageShareable.objects.values().get()
    address = snippets(PageShareable, shareable.pk)
    as_lead.send("PATCH", address, {"title": "New", **field})
    after = PageShareable.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"title", "latest_revision_id"}
    assert not Offer.objects.exists()


@needs_api
@pytest.mark.parametrize(
    "field",
    [
        {"url": "//evil.example.org"},
        {"url": "javascript:alert(1)"},
        {"url": "https://user:password@news.example.org/"},
        {"hashtags": "two words!"},
        {"networks": ["myspace"]},
        {"nature": "secret"},
        {"language": "xx"},
        {"title": "a\x00b"},
        {"summary": 301 * "a"},
        {"prompts": [{"type": "html", "value": "<b>"}]},
        {"staff_first_hours": -1},
        {"topics": [999]},
    ],
)
def test_the_api_accepts_what_the_form_accepts(as_lead, field):
    address = snippets(LinkShareable)
    for meta in ({}, {"meta": PUBLISH}):
        response = as_lead.send("POST", address, payload(**field, **meta))
        assert response.status_code == 422
    assert not LinkShareable.objects.exists()


@needs_api
@pytest.mark.parametrize(
    "field",
    [
        {"title": ""},
        {"url": ""},
        {"prompts": []},
        {"prompts": [{"type": "prompt", "value": {"text": "", "network": ""}}]},
    ],
)
def test_half_a_draft_is_not_published(as_lead, field):
    shareable = factories.draft_link_shareable()
    one = snippets(LinkShareable, shareable.pk)
    assert as_lead.send("PATCH", one, field).status_code == 200
    assert as_lead.send("POST", f"{one}actions/publish/").status_code == 422
    other = {"nature": "industry", "meta": PUBLISH}
    assert as_lead.send("PATCH", one, other).status_code == 422
    assert not LinkShareable.objects.get().live
    assert not Offer.objects.exists()


@needs_api
def test_what_waits_for_approval_is_left_to_the_approvers(
    as_editor, as_lead, as_approver, editor
):
    shareable = factories.draft_link_shareable()
    first = shareable.get_latest_revision()
    actions.submit(shareable, editor)
    one = snippets(LinkShareable, shareable.pk)
    for caller in (as_editor, as_lead):
        for method, address, data in [
            ("PATCH", one, {"title": "Swapped"}),
            ("POST", f"{one}actions/publish/", {}),
            ("POST", f"{one}actions/revert/", {"revision_id": first.pk}),
        ]:
            assert caller.send(method, address, data).status_code == 403, address
    assert LinkShareable.objects.get().workflow_in_progress
    assert not Offer.objects.exists()
    assert as_approver.send("POST", f"{one}actions/publish/").status_code == 200
    assert Offer.objects.current().get().title == shareable.title
    assert not LinkShareable.objects.get().workflow_in_progress


@needs_api
def test_what_somebody_locked_is_not_published_by_others(as_lead, approver):
    shareable = factories.draft_link_shareable()
    shareable.locked, shareable.locked_by = True, approver
    shareable.save()
    one = snippets(LinkShareable, shareable.pk)
    assert as_lead.send("POST", f"{one}actions/publish/").status_code == 403
    assert not Offer.objects.exists()


@needs_api
def test_an_older_version_comes_back_as_a_draft(as_editor):
    shareable = factories.published_link_shareable(title="Old")
    old = shareable.get_latest_revision()
    one = snippets(LinkShareable, shareable.pk)
    as_editor.send("PATCH", one, {"title": "New"})
    response = as_editor.send("POST", f"{one}actions/revert/", {"revision_id": old.pk})
    assert response.json()["title"] == "Old"
    assert_offers_equal_shareables()


@needs_api
def test_topics_are_read_and_written_by_editors_only(as_editor, nobody, topic):
    assert as_editor.get(snippets(Topic)).json()["items"][0]["name"] == "Grid"
    response = as_editor.send("POST", snippets(Topic), {"name": "Sun"})
    assert response.status_code == 201
    assert nobody.get(snippets(Topic)).status_code == 403


def modules_of(settings_module):
    """Return our modules that a site has loaded once it runs and is checked."""
    program = (
        "import sys, django\n"
        "from django.core.management import call_command\n"
        "django.setup()\n"
        "call_command('check')\n"
        "print(*[m for m in sys.modules if m.startswith('wagtail_advocacy')])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error::RuntimeWarning", "-c", program],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings_module},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no issues" in ran.stdout
    return ran.stdout.split()


def test_a_site_without_the_api_gets_nothing_of_it():
    modules = modules_of("tests.sites.corporate.settings")
    assert "wagtail_advocacy.shareables.models" in modules
    assert "wagtail_advocacy.shareables.api.offers" not in modules


@pytest.mark.skipif(compat.HAS_API_V3, reason="Wagtail has an API v3")
def test_before_wagtail_8_there_is_nothing_and_no_error(client):
    modules = modules_of("tests.settings")
    for module in ("offers", "writing"):
        assert f"wagtail_advocacy.shareables.api.{module}" not in modules
    for model in (PageShareable, LinkShareable, JobShareable, Topic):
        assert model.api_fields == []
    assert client.get(OFFERS).status_code == 404
