"""What the uninstaller says before it does anything."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests import factories
from wagtail_advocacy.management.uninstall import Uninstall


pytestmark = pytest.mark.django_db


def counted():
    """Return how many rows every table has."""
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.managed
    }


@pytest.fixture
def used(article, make_user):
    call_command("advocacy_setup", stdout=io.StringIO())
    offer = factories.offer_of(factories.published_page_shareable(article()))
    factories.confirmed_share(make_user("ada@example.com"), offer)


@pytest.fixture
def without_own_types(monkeypatch):
    """As if the types that this intranet makes of ours were taken out first."""
    stays = Uninstall._stays
    monkeypatch.setattr(
        Uninstall,
        "_stays",
        lambda self, app_label: app_label != "testapp" and stays(self, app_label),
    )


def test_what_builds_on_us_has_to_go_first(used):
    with pytest.raises(CommandError, match="testapp.*needs.*Take that app"):
        call_command("advocacy_uninstall", "--dry-run")


def test_a_dry_run_lists_what_would_go_and_removes_nothing(used, without_own_types):
    before = counted()
    out = io.StringIO()
    call_command("advocacy_uninstall", "--dry-run", stdout=out)
    said = out.getvalue()
    for words in ("shareable pages", "offers", "shares", "consents", "revisions"):
        assert words in said.lower(), words
    assert "Nothing was removed" in said
    assert counted() == before


@pytest.mark.parametrize("room", ["sharing", "nonsense"])
def test_a_room_that_others_need_or_nobody_knows_is_refused(room):
    with pytest.raises(CommandError, match=room):
        call_command("advocacy_uninstall", room, "--dry-run")
