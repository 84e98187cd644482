"""Everything is kept for as long as it is needed, and no day longer."""

import datetime

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from tests import factories
from wagtail_advocacy.ambassadors import actions, retention
from wagtail_advocacy.ambassadors.models import (
    Ambassador,
    Consent,
    DismissedInvitation,
    NetworkHandle,
    Profile,
)
from wagtail_advocacy.ambassadors.tasks import keep_no_longer
from wagtail_advocacy.jobs import schedules
from wagtail_advocacy.shareables.actions import follow_topics
from wagtail_advocacy.shareables.models import FollowedTopic, Topic
from wagtail_advocacy.sharing.actions import hand_off
from wagtail_advocacy.sharing.models import Handoff, Share, TrackedLink


pytestmark = pytest.mark.django_db


@pytest.fixture
def user(make_user, root_page):
    user = make_user("ada@example.com")
    factories.ambassador(user)
    actions.change_profile(user, weekly_rhythm=1)
    actions.name_handles(user, {"x": "ada"})
    follow_topics(user, [Topic.objects.create(name="Hay")])
    return user


@pytest.fixture
def offer(db):
    return factories.offer_of(factories.published_link_shareable())


@pytest.fixture
def days(settings):
    def set_days(**kinds):
        settings.WAGTAIL_ADVOCACY = {**settings.WAGTAIL_ADVOCACY, "RETENTION": kinds}

    return set_days


def ago(days):
    return timezone.now() - datetime.timedelta(days=days)


def left(user, days):
    actions.leave(user, source="test")
    Ambassador.objects.filter(user=user).update(left_at=ago(days))


def test_it_runs_every_day():
    schedule = schedules.get("retention")
    assert schedule.minutes == 24 * 60
    assert schedule.task == "wagtail_advocacy.ambassadors.tasks.keep_no_longer"


@pytest.mark.parametrize(
    ("days_since", "profile_is_kept", "person_is_kept"),
    [(89, True, True), (91, False, True), (364, False, True), (366, False, False)],
)
def test_whoever_left_is_forgotten_in_two_steps(
    user, offer, days_since, profile_is_kept, person_is_kept
):
    factories.confirmed_share(user, offer, text="Hay.")
    left(user, days_since)
    for _twice in range(2):
        keep_no_longer()
    assert Profile.objects.exists() is profile_is_kept
    assert NetworkHandle.objects.exists() is profile_is_kept
    assert FollowedTopic.objects.exists() is profile_is_kept
    assert Ambassador.objects.exists() is person_is_kept
    assert Consent.objects.exists() is person_is_kept
    assert Share.objects.filter(text="Hay.").exists() is person_is_kept
    # The total stays, and so does the answer "do not invite me".
    assert Share.objects.confirmed().count() == 1
    assert TrackedLink.objects.count() == 1
    assert DismissedInvitation.objects.filter(user=user).exists() is not person_is_kept


def test_whoever_takes_part_keeps_everything(user, offer):
    factories.open_share(user, offer)
    Ambassador.objects.update(joined_at=ago(5000))
    keep_no_longer()
    assert Profile.objects.exists()
    assert Share.objects.open().exists()


def test_whoever_came_back_keeps_everything(user):
    left(user, 400)
    factories.ambassador(user)
    keep_no_longer()
    assert Ambassador.objects.get().is_active


def test_a_deleted_account_is_forgotten_after_a_month(user, offer):
    factories.confirmed_share(user, offer, text="Hay.")
    user.delete()
    keep_no_longer()
    assert Share.objects.get().text == "Hay."
    Ambassador.objects.update(left_at=ago(31))
    keep_no_longer()
    assert not Ambassador.objects.exists()
    assert Share.objects.get().text == ""


def test_a_text_goes_and_its_share_stays(user, offer):
    share = factories.confirmed_share(user, offer, text="Hay.")
    Share.objects.update(post_address="https://x.com/ada/status/1")
    keep_no_longer()
    Share.objects.update(confirmed_at=ago(3 * 365 + 1))
    keep_no_longer()
    share.refresh_from_db()
    assert (share.text, share.post_address) == ("", "")
    assert share.state == Share.State.CONFIRMED
    assert share.ambassador.user == user


def test_what_was_never_said_to_be_out_is_given_up(user, offer):
    share = factories.open_share(user, offer, text="Hay.")
    hand_off(user, share.pk)
    Share.objects.update(opened_at=ago(179))
    keep_no_longer()
    assert Share.objects.open().exists()
    Share.objects.update(opened_at=ago(181))
    keep_no_longer()
    share.refresh_from_db()
    assert (share.state, share.text, share.open_key) == ("dropped", "", None)
    assert not Handoff.objects.exists()


def test_a_site_sets_other_days_or_none(user, days):
    left(user, 400)
    days(left=None, profiles=None)
    keep_no_longer()
    assert Profile.objects.exists()
    days(left=10, profiles=5)
    keep_no_longer()
    assert not Ambassador.objects.exists()


def test_switched_off_accounts_leave_and_their_days_begin(user, make_user):
    actions.decide(user, "by_name", True, "test")
    working = make_user("grace@example.com")
    factories.ambassador(working)
    user.is_active = False
    user.save()
    keep_no_longer()
    keep_no_longer()
    gone = Ambassador.objects.get(user=user)
    assert gone.left_at is not None
    last = gone.consents.filter(purpose="by_name").last()
    assert (last.granted, last.source) == (False, "account-deactivated")
    assert Ambassador.objects.get(user=working).is_active


def test_an_account_that_is_back_within_the_day_lost_nothing(user):
    user.is_active = False
    user.save()
    user.is_active = True
    user.save()
    keep_no_longer()
    assert Ambassador.objects.get().is_active


def test_somebody_the_directory_does_not_know_leaves(user):
    actions.leave(user, source="directory")
    entry = Consent.objects.get(granted=False)
    assert entry.source == "directory"
    assert not Ambassador.objects.active().exists()


def test_one_kind_that_fails_does_not_keep_the_others(user, caplog):
    def fail(before):
        raise RuntimeError("broken")

    left(user, 400)
    rule = retention.RetentionRule("broken", "Broken", days=1, why="Test", apply=fail)
    known = list(retention.retention_rules)
    for one in known:
        retention.retention_rules.unregister(one.key)
    try:
        for one in (rule, *known):
            retention.retention_rules.register(one)
        with pytest.raises(RuntimeError, match="broken"):
            keep_no_longer()
    finally:
        retention.retention_rules.unregister("broken")
    assert not Ambassador.objects.exists()
    assert "Retention of broken failed" in caplog.text


def test_people_are_forgotten_in_batches(make_user, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        person = make_user(f"p{number}@example.com")
        factories.ambassador(person)
        left(person, 400)
    keep_no_longer()
    assert not Ambassador.objects.exists()


@pytest.mark.parametrize(
    ("configured", "fault"),
    [
        ({"left": 10, "profiles": None, "share_texts": 0}, ""),
        ({"lefft": 10}, "unknown kind 'lefft'"),
        ({"left": -1}, "whole number"),
        ({"left": "10"}, "whole number"),
        ({"left": True}, "whole number"),
        ([], "must be a dict"),
    ],
)
def test_days_that_are_misspelt_are_an_error(settings, configured, fault):
    settings.WAGTAIL_ADVOCACY = {
        **settings.WAGTAIL_ADVOCACY,
        "RETENTION": configured,
    }
    found = [one for one in run_checks() if one.id == "wagtail_advocacy.E016"]
    assert len(found) == bool(fault)
    if fault:
        assert fault in found[0].msg


def test_every_kind_says_why():
    for rule in retention.retention_rules:
        assert str(rule.label)
        assert str(rule.why)
        assert rule.days > 0
