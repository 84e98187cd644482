"""One's own page: every choice in its place, each saved by itself."""

import datetime
import re
import zoneinfo

import pytest
from django.apps import apps
from django.urls import reverse
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.ambassadors import actions, profile
from wagtail_advocacy.ambassadors.models import Ambassador, Expertise, Profile
from wagtail_advocacy.shareables.models import FollowedTopic, Topic


pytestmark = pytest.mark.django_db

ME = "/advocacy/me/"


@pytest.fixture
def user(make_user, client):
    user = make_user("ada@example.com")
    client.force_login(user)
    return user


@pytest.fixture
def ambassador(user):
    return factories.ambassador(user)


@pytest.fixture
def vocabulary(root_page):
    """Two topics and two fields of expertise; the first of each in French as well."""
    french = Locale.objects.get(language_code="fr")
    found = {}
    for model in (Topic, Expertise):
        heat = model.objects.create(name="Heat pumps")
        heat.copy_for_translation(french).save()
        model.objects.filter(locale=french).update(name="Pompes à chaleur")
        found[model] = (heat, model.objects.create(name="Barns"))
    return found


def save(client, section, **data):
    return client.post(f"{ME}{section}/", data)


def saved():
    return Profile.objects.get()


def test_it_has_every_section_in_its_order(client, ambassador):
    page = client.get(ME).text
    places = [
        page.index(f'<section class="advocacy-profile" id="{key}"')
        for key in (
            "topics",
            "expertise",
            "networks",
            "rhythm",
            "pause",
            "consents",
            "data",
            "leave",
        )
    ]
    assert places == sorted(places)


def test_looking_at_it_writes_nothing(client, ambassador):
    client.get(ME)
    assert not Profile.objects.exists()


@pytest.mark.parametrize("had_left", [False, True])
def test_whoever_does_not_take_part_sees_what_is_kept_and_no_more(
    client, user, had_left
):
    if had_left:
        factories.ambassador(user)
        actions.leave(user, source="test")
    response = client.get(ME)
    assert response.status_code == 200
    assert "You are not taking part" in response.text
    assert "Download everything" in response.text
    assert 'id="consents"' not in response.text
    assert 'id="leave"' not in response.text


@pytest.mark.parametrize("section", ["topics", "pause", "rhythm", "networks"])
def test_nothing_is_saved_for_whoever_does_not_take_part(client, user, section):
    assert save(client, section, end="1").status_code == 403
    assert not Profile.objects.exists()


def test_a_section_that_there_is_not_is_not_there(client, ambassador):
    assert save(client, "nothing").status_code == 404


def test_having_left_in_another_tab_is_said(client, user, ambassador, monkeypatch):
    def leave_first(request, ambassador):
        actions.leave(user, source="test")
        actions.change_profile(user, weekly_rhythm=1)

    monkeypatch.setattr(profile.sections.get("rhythm"), "post", leave_first)
    response = save(client, "rhythm")
    assert response.status_code == 403
    assert "You are not taking part" in response.text


@pytest.mark.parametrize(
    ("section", "model"), [("topics", Topic), ("expertise", Expertise)]
)
class TestVocabularies:
    def stored(self, model):
        if model is Topic:
            return set(FollowedTopic.objects.values_list("topic", flat=True))
        return set(saved().expertise.values_list("pk", flat=True))

    def test_what_is_ticked_is_kept_and_shown(
        self, client, ambassador, vocabulary, section, model
    ):
        heat, barns = vocabulary[model]
        response = save(client, section, **{section: [str(heat.translation_key)]})
        assert response["Location"] == f"{ME}?saved={section}#{section}"
        page = client.get(response["Location"]).text
        assert f'value="{heat.translation_key}" checked' in page
        assert f'value="{barns.translation_key}">' in page
        assert page.count("Heat pumps") == 2
        assert page.count("Saved.") == 1
        save(client, section)
        assert self.stored(model) == set()

    def test_a_translation_is_the_same_choice(
        self, client, ambassador, vocabulary, section, model, settings
    ):
        heat, _barns = vocabulary[model]
        data = {section: [str(heat.translation_key)]}
        settings.LANGUAGE_CODE = "fr"
        save(client, section, **data)
        page = client.get(ME).text
        assert "Pompes à chaleur" in page
        assert "Heat pumps" not in page
        assert f'value="{heat.translation_key}" checked' in page
        settings.LANGUAGE_CODE = "en"
        assert f'value="{heat.translation_key}" checked' in client.get(ME).text
        save(client, section, **data)
        assert len(self.stored(model)) == 1

    def test_what_is_not_offered_is_refused_and_the_rest_stays_ticked(
        self, client, ambassador, vocabulary, section, model
    ):
        heat, _barns = vocabulary[model]
        ticked = [str(heat.translation_key), "7d9f0f4e-0000-4000-8000-000000000000"]
        response = save(client, section, **{section: ticked})
        assert response.status_code == 422
        assert "not offered any more" in response.text
        assert f'value="{heat.translation_key}" checked' in response.text

    def test_nothing_to_choose_from_is_said(self, client, ambassador, section, model):
        page = client.get(ME).text
        assert "There are no topics to follow yet." in page
        assert "not listed anything" in page


class TestHandles:
    @pytest.mark.parametrize(
        ("network", "typed", "kept"),
        [
            ("linkedin", "ada-lovelace", "ada-lovelace"),
            ("linkedin", "https://www.linkedin.com/in/ada-lovelace/", "ada-lovelace"),
            ("linkedin", "linkedin.com/in/andr%C3%A9", "andré"),
            ("x", "@ada", "ada"),
            ("x", "https://x.com/ada", "ada"),
            ("bluesky", "@ada.bsky.social", "ada.bsky.social"),
            ("mastodon", "@ada@Mastodon.Social", "ada@mastodon.social"),
            ("mastodon", "https://mastodon.social/@ada", "ada@mastodon.social"),
        ],
    )
    def test_what_is_typed_or_pasted_becomes_the_name(
        self, client, ambassador, network, typed, kept
    ):
        assert save(client, "networks", **{network: typed}).status_code == 302
        assert dict(ambassador.handles.values_list("network", "handle")) == {
            network: kept
        }
        assert f'value="{kept}"' in client.get(ME).text

    @pytest.mark.parametrize(
        ("network", "typed"),
        [
            ("x", "much-too-long-a-name"),
            ("x", "https://evil.example/ada"),
            ("x", "ada lovelace"),
            ("bluesky", "ada"),
            ("mastodon", "ada"),
            ("mastodon", "ada@127.0.0.1"),
            ("telegram", "<b>ada</b>"),
        ],
    )
    def test_what_nobody_is_called_there_is_refused_and_kept_in_the_form(
        self, client, ambassador, network, typed
    ):
        response = save(client, "networks", **{network: typed, "reddit": "ada_l"})
        assert response.status_code == 422
        assert "This is no name on" in response.text
        assert 'value="ada_l"' in response.text
        assert "<b>ada" not in response.text
        assert not ambassador.handles.exists()

    def test_an_empty_field_forgets_the_name(self, client, ambassador):
        save(client, "networks", x="ada")
        save(client, "networks", x="", linkedin="ada-lovelace")
        assert [one.network for one in ambassador.handles.all()] == ["linkedin"]


class TestRhythm:
    TYPED = {
        "languages": ["fr"],
        "weekly_rhythm": "2",
        "time_zone": "America/Montreal",
        "quiet_from": "19:00",
        "quiet_until": "08:30",
    }

    def test_it_is_kept_and_shown(self, client, ambassador):
        assert save(client, "rhythm", **self.TYPED).status_code == 302
        kept = saved()
        assert kept.languages == ["fr"]
        assert (kept.weekly_rhythm, kept.time_zone) == (2, "America/Montreal")
        assert kept.quiet_until == datetime.time(8, 30)
        page = client.get(ME).text
        for shown in (
            'value="fr" checked',
            'value="2" selected',
            'value="America/Montreal" selected',
            'value="19:00"',
            'value="08:30"',
        ):
            assert shown in page

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("time_zone", "Mars/Olympus"),
            ("weekly_rhythm", "40"),
            ("languages", ["xx"]),
            ("quiet_from", "late"),
            ("quiet_until", ""),
        ],
    )
    def test_refused_it_loses_nothing(self, client, ambassador, field, typed):
        response = save(client, "rhythm", **{**self.TYPED, field: typed})
        assert response.status_code == 422
        assert "What you typed is kept" in response.text
        others = {
            "weekly_rhythm": 'value="2" selected',
            "time_zone": 'value="America/Montreal" selected',
            "quiet_from": 'value="19:00"',
        }
        for name, shown in others.items():
            assert (shown in response.text) is (name != field)
        assert not Profile.objects.exists()

    @pytest.mark.parametrize(
        ("hours", "now", "until"),
        [
            (("19:00", "08:00"), "20:00", "08:00 next"),
            (("19:00", "08:00"), "07:59", "08:00"),
            (("19:00", "08:00"), "08:00", None),
            (("19:00", "08:00"), "18:59", None),
            (("12:00", "14:00"), "12:00", "14:00"),
            (("12:00", "14:00"), "14:00", None),
            (("12:00", "12:00"), "12:00", None),
            (None, "03:00", None),
        ],
    )
    def test_quiet_hours_are_those_of_the_persons_clock(self, hours, now, until):
        zone = zoneinfo.ZoneInfo("Asia/Tokyo")
        day = datetime.date(2026, 11, 20)

        def at(clock):
            clock, _blank, next_day = clock.partition(" ")
            that = day + datetime.timedelta(days=bool(next_day))
            time = datetime.time.fromisoformat(clock)
            return datetime.datetime.combine(that, time, tzinfo=zone)

        start, end = map(datetime.time.fromisoformat, hours) if hours else (None, None)
        someone = Profile(time_zone="Asia/Tokyo", quiet_from=start, quiet_until=end)
        moment = at(now).astimezone(datetime.UTC)
        assert someone.silent_until(moment) == (at(until) if until else None)

    @pytest.mark.nights
    @pytest.mark.parametrize(
        ("now", "until"),
        [
            ("2026-11-20T20:00", "2026-11-21T08:00"),
            ("2026-11-20T07:59", "2026-11-20T08:00"),
            ("2026-11-20T08:00", None),
            # The clock is set back, and forward, in these nights.
            ("2026-10-24T23:00", "2026-10-25T08:00"),
            ("2026-03-28T23:00", "2026-03-29T08:00"),
        ],
    )
    def test_whoever_set_none_sleeps_at_night(self, now, until):
        zone = zoneinfo.ZoneInfo("Europe/Paris")

        def at(clock):
            return datetime.datetime.fromisoformat(clock).replace(tzinfo=zone)

        someone = Profile(time_zone="Europe/Paris")
        assert someone.silent_until(at(now)) == (at(until) if until else None)
        # What they did themselves may come at once.
        assert someone.silent_until(at(now), through_pause=True) is None

    def test_a_time_zone_that_the_server_does_not_know_is_the_sites(self):
        assert str(Profile(time_zone="Mars/Olympus").zone) == "Europe/Paris"


class TestPause:
    def day(self, days):
        return datetime.date.today() + datetime.timedelta(days=days)

    def test_it_has_an_end_and_is_ended_in_one_click(self, client, ambassador):
        until = self.day(10)
        assert save(client, "pause", until=until.isoformat()).status_code == 302
        assert saved().paused_until == until
        assert "You hear nothing from us until" in client.get(ME).text
        save(client, "pause", end="1")
        assert saved().paused_until is None

    @pytest.mark.parametrize("days", [-1, 0, 500, None])
    def test_a_day_that_is_none_is_refused(self, client, ambassador, days):
        typed = "" if days is None else self.day(days).isoformat()
        response = save(client, "pause", until=typed)
        assert response.status_code == 422
        assert f'value="{typed}"' in response.text
        assert not Profile.objects.exists()

    def test_sharing_stays_free(self, client, user, ambassador):
        actions.pause(user, self.day(10))
        offer = factories.offer_of(factories.published_link_shareable())
        response = client.post(
            f"/advocacy/share/{offer.public_id}/", {"network": "x", "text": "Hay."}
        )
        assert response.status_code == 302

    def test_silence_ends_in_the_morning_after_the_quiet_hours(self):
        someone = Profile(
            time_zone="Europe/Paris",
            quiet_from=datetime.time(20),
            quiet_until=datetime.time(8),
            paused_until=datetime.date(2026, 12, 1),
        )
        zone = zoneinfo.ZoneInfo("Europe/Paris")
        now = datetime.datetime(2026, 11, 20, 12, tzinfo=zone)
        assert someone.is_paused(now)
        assert someone.silent_until(now) == datetime.datetime(
            2026, 12, 1, 8, tzinfo=zone
        )


class TestConsents:
    def test_each_is_a_switch_with_its_history(self, client, user):
        client.post("/advocacy/join/")
        actions.decide(user, "by_name", True, "consent-form")
        page = client.get(ME).text
        part = page[page.index('id="consents"') :]
        switch = part[part.index("advocacy-purpose-by_name") :]
        assert switch.index('aria-checked="true"') < switch.index("</form>")
        assert "when you were asked" in part
        assert "when you joined" in part
        assert "wording 2026-11" in part
        data = {"purpose": "by_name", "answer": "no", "source": "profile"}
        client.post("/advocacy/consent/", {**data, "next": f"{ME}#consents"})
        part = client.get(ME).text
        part = part[part.index("advocacy-purpose-by_name") :]
        assert part.index('aria-checked="false"') < part.index("</form>")

    def test_what_was_said_before_leaving_is_history_and_off(
        self, client, user, ambassador
    ):
        actions.decide(user, "by_name", True, "profile")
        actions.leave(user, source="leave-form")
        factories.ambassador(user)
        page = client.get(ME).text
        part = page[page.index("advocacy-purpose-by_name") :]
        assert 'aria-checked="false"' in part[: part.index("</form>")]
        assert "when you stopped taking part" in part


def test_networks_stand_there_once_they_are_chosen_or_switched_off(
    client, user, ambassador
):
    def toggles():
        page = client.get(ME).text
        part = page[page.index('id="networks"') : page.index('id="rhythm"')]
        return re.findall(r'value="network:(\w+)"', part), part

    assert toggles()[0] == []
    actions.decide(user, "network:x", True, "composer")
    actions.decide(user, "network:reddit", False, "profile")
    assert toggles()[0] == ["x", "reddit"]
    actions.leave(user, source="leave-form")
    factories.ambassador(user)
    found, part = toggles()
    assert found == []
    assert part.count("not chosen at present") == 2


def test_leaving_takes_one_click_here(client, ambassador):
    page = client.get(ME).text
    part = page[page.index('id="leave"') :]
    assert 'action="/advocacy/leave/"' in part
    client.post("/advocacy/leave/")
    assert not Ambassador.objects.active().exists()


def test_the_number_of_queries_does_not_grow(
    client, user, ambassador, vocabulary, django_assert_max_num_queries
):
    # The shelf of badges needs more than other sections.
    most = 22 if apps.is_installed("wagtail_advocacy.badges") else 18
    with django_assert_max_num_queries(most):
        client.get(ME)
    for number in range(20):
        Topic.objects.create(name=f"T{number}")
        Expertise.objects.create(name=f"E{number}")
        actions.decide(user, "by_name", number % 2 == 0, "profile")
    actions.name_handles(user, {"x": "ada", "linkedin": "ada-l"})
    with django_assert_max_num_queries(most):
        client.get(ME)


class TestAccountPage:
    ACCOUNT = "wagtailadmin_account"

    @pytest.fixture
    def root(self, client):
        root = factories.superuser()
        client.force_login(root)
        return root

    def form(self, **fields):
        return {
            "name_email-first_name": "Root",
            "name_email-last_name": "Rootson",
            "name_email-email": "root@example.com",
            "locale-preferred_language": "en",
            "locale-current_time_zone": "Europe/Paris",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            **fields,
        }

    def test_it_leads_to_the_profile(self, client, root):
        page = client.get(reverse(self.ACCOUNT)).text
        assert "Sharing outside" in page
        assert f'href="{ME}"' in page
        assert "advocacy-time_zone" not in page

    def test_the_rhythm_can_be_set_there(self, client, root):
        factories.ambassador(root)
        assert "advocacy-time_zone" in client.get(reverse(self.ACCOUNT)).text
        response = client.post(
            reverse(self.ACCOUNT),
            self.form(
                **{
                    "advocacy-weekly_rhythm": "3",
                    "advocacy-languages": ["fr"],
                    "advocacy-time_zone": "Asia/Tokyo",
                }
            ),
        )
        assert response.status_code == 302
        assert (saved().weekly_rhythm, saved().languages) == (3, ["fr"])

    def test_it_saves_the_rest_for_those_who_do_not_take_part(self, client, root):
        response = client.post(reverse(self.ACCOUNT), self.form())
        assert response.status_code == 302
        assert not Profile.objects.exists()
