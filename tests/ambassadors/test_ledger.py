import pytest

from tests.factories import ambassador
from wagtail_advocacy.ambassadors.ledger import LedgerError
from wagtail_advocacy.ambassadors.models import Consent


pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(make_user):
    return ambassador(make_user("ada@example.com")).consents.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda: Consent.objects.update(granted=False),
        lambda: Consent.objects.all().update(granted=False),
        lambda: Consent.objects.all().delete(),
        lambda: Consent.objects.bulk_update(Consent.objects.all(), ["granted"]),
        lambda: Consent.objects.update_or_create(
            purpose="take_part", defaults={"granted": False}
        ),
    ],
)
def test_the_consent_ledger_is_never_changed_in_bulk(entry, change):
    with pytest.raises(LedgerError):
        change()
    assert Consent.objects.get().granted


def test_an_entry_is_written_once(entry):
    entry.granted = False
    with pytest.raises(LedgerError):
        entry.save()
    with pytest.raises(LedgerError):
        entry.delete()
    assert Consent.objects.get().granted


def test_erasing_the_person_erases_their_entries(entry):
    entry.ambassador.delete()
    assert not Consent.objects.exists()
