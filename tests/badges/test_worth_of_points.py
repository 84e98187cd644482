"""A lead decides what each rule gives, and a mistake is told in a sentence."""

import pytest

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.badges.models import BadgesSettings
from wagtail_advocacy.badges.rules import point_rules
from wagtail_advocacy.badges.settings_form import MOST


pytestmark = pytest.mark.django_db

ADDRESS = "/admin/settings/wagtail_advocacy_badges/badgessettings/"


@pytest.fixture
def lead(client):
    client.force_login(factories.superuser())
    return client


@pytest.fixture
def form(lead):
    """Send the form with some fields changed: ``form(**{"amount-share": 3})``."""
    shown = lead.get(ADDRESS, follow=True)
    address = shown.request["PATH_INFO"]

    def send(**fields):
        sent = {"thanks_per_week": 3, "reward_hashtags": "#rewarded"}
        for rule in point_rules:
            sent[f"amount-{rule.key}"] = rule.amount
            sent[f"cap-{rule.key}"] = "" if rule.cap is None else rule.cap
        return lead.post(address, {**sent, **fields})

    send.shown = shown
    return send


def test_every_rule_has_a_line_with_what_it_gives_today(form):
    for rule in point_rules:
        assert str(rule.explanation) in form.shown.text
        assert f'name="amount-{rule.key}" value="{rule.amount}"' in form.shown.text


def test_every_field_is_there_once(form):
    # Of two that are sent the last counts, whatever was typed into the first.
    for field in form.shown.context["form"].fields:
        assert form.shown.text.count(f'name="{field}"') <= 1, field
    for rule in point_rules:
        assert form.shown.text.count(f'name="cap-{rule.key}"') == 1


def test_what_the_lead_decides_counts(form):
    response = form(**{"amount-share": "1", "cap-share": "", "cap-training": "40"})
    assert response.status_code == 302
    chosen = BadgesSettings.read().rules
    share = point_rules.get("share").worth(chosen)
    assert (share.amount, share.cap) == (1, None)
    assert point_rules.get("training").worth(chosen).cap == 40


def test_what_is_left_as_it_was_stays_as_it_was(form):
    assert form().status_code == 302
    chosen = BadgesSettings.read().rules
    for rule in point_rules:
        assert (rule.amount, rule.cap) == (
            rule.worth(chosen).amount,
            rule.worth(chosen).cap,
        )


def test_a_rule_that_is_not_there_today_keeps_what_was_decided(form):
    make.settings(rules={"anniversaries": {"amount": 5, "cap": None}})
    form(**{"amount-share": "1"})
    assert BadgesSettings.read().rules["anniversaries"] == {"amount": 5, "cap": None}


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"amount-share": "-1"}, f"Enter a whole number from 0 to {MOST}."),
        ({"amount-share": ""}, f"Enter a whole number from 0 to {MOST}."),
        ({"cap-share": str(MOST + 1)}, f"Enter a whole number from 0 to {MOST}."),
        ({"cap-share": "two"}, f"Enter a whole number from 0 to {MOST}."),
        (
            {"amount-share": "5", "cap-share": "4"},
            "4 in a week is less than 5 for one.",
        ),
    ],
)
def test_a_mistake_is_told_where_it_is_and_nothing_typed_is_lost(
    form, fields, sentence
):
    response = form(**{"amount-training": "33", **fields})
    assert response.status_code == 200
    assert sentence in response.text
    assert 'aria-invalid="true"' in response.text
    assert 'name="amount-training" value="33"' in response.text
    for name, value in fields.items():
        assert f'name="{name}" value="{value}"' in response.text
    assert BadgesSettings.read().rules == {}


def test_who_may_not_decide_does_not_get_there(client, make_user):
    client.force_login(make_user("editor@example.com", groups=["Editors"]))
    sent = {"amount-share": "50", "cap-share": ""}
    assert client.post(ADDRESS, sent).status_code == 302
    assert BadgesSettings.read().rules == {}
