import uuid
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.badges.factories import badge, share
from wagtail_advocacy.badges.awarding import evaluate_person
from wagtail_advocacy.badges.models import Award, Revocation


pytestmark = pytest.mark.django_db


def revoke(award, note="It was somebody else's post."):
    output = StringIO()
    call_command("advocacy_badge_revoke", str(award), note=note, stdout=output)
    return output.getvalue()


def test_whoever_runs_the_site_takes_one_back_for_good(ada_row):
    badge(asks={"shares": 1})
    share(ada_row)
    evaluate_person(ada_row.pk)
    award = Award.objects.get()
    assert "is taken back" in revoke(award.public_id)
    revocation = Revocation.objects.get()
    assert revocation.reason == Revocation.Reason.BY_HAND
    assert revocation.note == "It was somebody else's post."
    assert "was taken back before" in revoke(award.public_id, "Twice is once.")
    evaluate_person(ada_row.pk)
    assert Award.objects.get() == award


def test_what_cannot_be_taken_back_is_said(ada_row):
    with pytest.raises(CommandError, match="There is no award"):
        revoke(uuid.uuid4())
    with pytest.raises(CommandError, match="Say why"):
        revoke(uuid.uuid4(), " ")
