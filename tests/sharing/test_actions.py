"""The verbs of sharing, also where two tabs say them at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from tests import factories
from wagtail_advocacy.ambassadors import actions as ambassadors
from wagtail_advocacy.ambassadors.models import Ambassador, Consent
from wagtail_advocacy.sharing import actions
from wagtail_advocacy.sharing.models import Share, TrackedLink
from wagtail_advocacy.sharing.signals import share_confirmed


def at_once(*calls):
    """Run every call in a thread and connection of its own, all let go together."""
    gate = Barrier(len(calls))

    def run(call):
        try:
            gate.wait(timeout=10)
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, c) for c in calls]]


@pytest.fixture
def parallel(transactional_db):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite in memory has one connection: nothing runs at once")


@pytest.mark.django_db
class TestOpening:
    def test_text_and_hashtags_can_be_changed_until_it_is_out(self, employee, offer):
        first = actions.open_share(employee, offer, "x", text="One", hashtags=["#a"])
        second = actions.open_share(employee, offer, "x", text="Two", hashtags=[])
        assert first.pk == second.pk
        assert (second.full_text, second.link_id) == ("Two", first.link_id)

    def test_link_knows_neither_person_nor_text(self, employee, offer):
        share = factories.open_share(employee, offer, text="Secret words")
        stored = {
            str(getattr(share.link, field.attname))
            for field in TrackedLink._meta.concrete_fields
        }
        assert "Secret words" not in stored
        assert str(employee.pk) not in stored

    def test_unknown_network_is_refused(self, employee, offer):
        with pytest.raises(actions.Refused) as refusal:
            actions.open_share(employee, offer, "nonsense", text="A", hashtags=[])
        assert refusal.value.code == "network"
        assert not TrackedLink.objects.exists()

    def test_refusal_leaves_nothing_behind_in_a_request_that_is_one_transaction(
        self, client, employee, offer, settings
    ):
        # As where a site sets ATOMIC_REQUESTS.
        with transaction.atomic():
            with pytest.raises(actions.Refused):
                actions.open_share(employee, offer, "nope", text="A", hashtags=[])
            factories.open_share(employee, offer)
        assert Share.objects.count() == 1

    def test_leaving_keeps_the_posts_and_their_links(self, employee, offer):
        share = factories.confirmed_share(employee, offer)
        ambassadors.leave(employee, source="test")
        share.refresh_from_db()
        assert share.state == Share.State.CONFIRMED
        assert TrackedLink.objects.filter(pk=share.link_id).exists()

    def test_deleting_the_account_keeps_the_link_working(self, employee, offer):
        share = factories.confirmed_share(employee, offer)
        employee.delete()
        assert TrackedLink.objects.filter(pk=share.link_id).exists()


class TestAtTheSameMoment:
    def test_two_tabs_join_once(self, parallel, make_user):
        user = make_user("ada@example.com")

        def join():
            return ambassadors.join(user, source="tab").pk

        assert len(set(at_once(join, join, join))) == 1
        assert Ambassador.objects.count() == 1
        assert Consent.objects.count() == 1

    def test_two_tabs_open_one_share(self, parallel, employee, offer):
        def leave_for_network():
            return actions.open_share(
                employee, offer, "x", text="Words", hashtags=[]
            ).pk

        assert len(set(at_once(leave_for_network, leave_for_network))) == 1
        assert TrackedLink.objects.count() == 1

    def test_two_tabs_confirm_one_share(self, parallel, employee, offer):
        share = factories.open_share(employee, offer)
        heard = []

        def listen(sender, **kwargs):
            heard.append(kwargs["share"].pk)

        share_confirmed.connect(listen)
        try:
            at_once(*[lambda: actions.confirm_share(employee, share.pk)] * 3)
        finally:
            share_confirmed.disconnect(listen)
        assert heard == [share.pk]

    def test_yes_and_no_at_once_are_one_answer(self, parallel, employee, offer):
        share = factories.open_share(employee, offer)

        def answer(act):
            def run():
                try:
                    act(employee, share.pk)
                except actions.Refused:
                    return "refused"
                return "done"

            return run

        answers = at_once(answer(actions.confirm_share), answer(actions.drop_share))
        assert sorted(answers) == ["done", "refused"]

    def test_leaving_and_sharing_at_once_never_shares_afterwards(
        self, parallel, employee, offer
    ):
        def share():
            try:
                actions.open_share(employee, offer, "x", text="A", hashtags=[])
            except actions.Refused as refusal:
                return refusal.code
            return "opened"

        def leave():
            ambassadors.leave(employee, source="tab")
            return "left"

        opened, left = at_once(share, leave)
        assert left == "left"
        assert opened in {"opened", "not_joined"}
        with pytest.raises(actions.Refused):
            actions.open_share(employee, offer, "x", text="B", hashtags=[])
