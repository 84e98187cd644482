import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from tests.badges.factories import badge, share, take_down
from wagtail_advocacy.badges.models import Award, Revocation


pytestmark = pytest.mark.django_db


def run(**options):
    out = io.StringIO()
    call_command("advocacy_badges", stdout=out, **options)
    return out.getvalue()


def test_it_says_what_it_would_do_and_then_does_it_once(ada_row, bob_row):
    made = badge("First answers", asks={"shares": 1})
    for person in (ada_row, bob_row):
        last = share(person)
    said = run(dry_run=True)
    assert f"First answers ({made.pk}): 2 awarded, 0 revoked." in said
    assert "Nothing was written." in said
    assert not Award.objects.exists()
    assert "In all: 2 awarded, 0 revoked." in run()
    take_down(last)
    assert "In all: 0 awarded, 1 revoked." in run(dry_run=True)
    assert not Revocation.objects.exists()
    assert "In all: 0 awarded, 1 revoked." in run()
    assert run() == "In all: 0 awarded, 0 revoked.\n"


def test_one_badge_alone_or_a_translation_of_it(ada_row):
    made = badge(asks={"shares": 1})
    badge("Other", asks={"shares": 1})
    french, _created = Locale.objects.get_or_create(language_code="fr")
    copy = made.copy_for_translation(french)
    copy.save()
    share(ada_row)
    assert "In all: 1 awarded" in run(badge=copy.pk)
    assert Award.objects.get().badge == made


def test_a_badge_that_there_is_not():
    with pytest.raises(CommandError, match="There is no badge 12345."):
        run(badge=12345)
