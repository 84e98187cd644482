"""What the uninstaller says before it does anything."""

import io

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from tests import factories


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


def test_a_dry_run_lists_what_would_go_and_removes_nothing(used):
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
