"""Whoever is killed while mails go out, everybody gets theirs, and few get it twice."""

import contextlib
import os
import random
import signal
import threading
import time
from collections import Counter

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Count, Sum
from django.utils import timezone
from django_q.models import OrmQ

from tests import factories
from tests.faults.cluster import REDIS, Cluster
from tests.faults.server import database_url, free_port
from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.models import Ambassador, Delivery
from wagtail_advocacy.shareables.models import Offer
from wagtail_advocacy.sharing.models import Share, TrackedLink


pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="one database is enough for it"
    ),
]

RECIPIENTS = 1_000
KILLS = 20
WORKERS = 2
SECONDS = 600
# Nothing happened for so many seconds: whatever should have worked is dead.
STILL = 2.0


class Mailbox:
    """A mail server that takes everything and counts it."""

    def __init__(self):
        self.received = Counter()
        self.lock = threading.Lock()

    async def handle_DATA(self, server, session, envelope):
        head = envelope.content.partition(b"\r\n\r\n")[0].decode()
        [found] = [
            line.partition(":")[2].strip()
            for line in head.replace("\r\n ", " ").splitlines()
            if line.lower().startswith("message-id:")
        ]
        with self.lock:
            self.received[found] += 1
        return "250 OK"

    @property
    def total(self):
        with self.lock:
            return sum(self.received.values())


@pytest.fixture
def mailbox():
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    box.port = controller.port
    yield box
    controller.stop()


@pytest.fixture(params=["orm", "redis"])
def broker(request):
    if request.param == "redis":
        redis = pytest.importorskip("redis")
        with contextlib.closing(redis.Redis.from_url(REDIS)) as client:
            try:
                client.ping()
            except redis.RedisError as error:
                pytest.skip(f"no Redis: {error}")
    return request.param


def withdrawn_offer():
    """An offer that is withdrawn, and that 1,000 people have published."""
    offer = factories.offer_of(factories.published_link_shareable())
    Offer.objects.filter(pk=offer.pk).update(
        ended=True, end_reason=Offer.EndReason.WITHDRAWN, withdrawn_because="Wrong."
    )
    users = get_user_model().objects.bulk_create(
        get_user_model()(email=f"{number}@example.com") for number in range(RECIPIENTS)
    )
    now = timezone.now()
    ambassadors = Ambassador.objects.bulk_create(
        Ambassador(user=user, joined_at=now) for user in users
    )
    links = TrackedLink.objects.bulk_create(
        TrackedLink(offer=offer, network="linkedin") for _user in users
    )
    Share.objects.bulk_create(
        Share(
            ambassador=ambassador,
            offer=offer,
            network="linkedin",
            link=link,
            text="Hay.",
            state=Share.State.CONFIRMED,
            confirmed_at=now,
        )
        for ambassador, link in zip(ambassadors, links, strict=True)
    )
    return offer


class Send:
    """One notice to 1,000 people, while somebody kills whoever mails it.

    :param in_flight: deliveries that somebody had begun and not ended when they, or
        somebody beside them, were killed.
    """

    def __init__(self, cluster, mailbox, seed):
        self.cluster = cluster
        self.mailbox = mailbox
        self.random = random.Random(seed)  # noqa: S311
        # How many mails are out when each of them strikes.
        self.moments = sorted(self.random.randrange(RECIPIENTS) for _ in range(KILLS))
        self.in_flight = set()
        self.most_in_flight = 0
        self.kills = Counter()
        self.seen, self.seen_at, self.patience = None, time.monotonic(), STILL

    def run(self):
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline and not self.is_over():
            if self.moments and self.mailbox.total >= self.moments[0]:
                self.moments.pop(0)
                time.sleep(self.random.random() * 0.05)
                self.strike()
            elif self.is_still():
                self.begin_again()
            time.sleep(0.02)

    def is_over(self):
        return self.mailbox.total >= RECIPIENTS and not self.moments and self.is_told()

    def is_told(self):
        settled = Delivery.objects.exclude(state=Delivery.State.WAITING)
        return settled.count() == RECIPIENTS

    def is_still(self):
        """Whether everybody seems to be dead; on a busy machine it waits for longer."""
        if time.monotonic() - self.seen_at < 0.5:
            return False
        rows = Delivery.objects.aggregate(told=Count("pk"), tried=Sum("attempts"))
        seen = (self.mailbox.total, *rows.values())
        if seen != self.seen:
            self.seen, self.seen_at, self.patience = seen, time.monotonic(), STILL
        return time.monotonic() - self.seen_at > self.patience

    def strike(self):
        workers = self.cluster.workers()
        if workers and self.random.random() < 0.5:
            self.kill_worker(self.random.choice(workers))
        else:
            self.kill_cluster("cluster")
            self.cluster.start()

    def kill_worker(self, pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.kills["worker"] += 1
        self.remember(1)

    def kill_cluster(self, kind):
        self.cluster.kill()
        self.kills[kind] += 1
        self.remember(WORKERS)

    def remember(self, at_most):
        begun = Delivery.objects.waiting().filter(attempts__gt=0)
        found = set(begun.values_list("pk", flat=True)) - self.in_flight
        self.in_flight |= found
        self.most_in_flight += at_most

    def begin_again(self):
        """Do what a supervisor does when the heartbeat stops, and what time does.

        The clock is moved in the database: half an hour for the lease of a mail that
        nobody has ended, ``retry`` for what a broker handed to a cluster that is dead.
        Nobody works meanwhile, so nobody who lives loses what they have begun.
        """
        self.kill_cluster("still")
        now = timezone.now()
        Delivery.objects.waiting().filter(due_at__gt=now).update(due_at=now)
        OrmQ.objects.filter(lock__gt=now).update(lock=now)
        for task in (
            "wagtail_advocacy.sharing.tasks.tell_all_withdrawn",
            "wagtail_advocacy.ambassadors.tasks.sweep_notices",
        ):
            self.cluster.call("wagtail_advocacy.jobs.enqueue", task)
        self.cluster.start()
        self.patience *= 2
        self.seen_at = time.monotonic()


def test_kill_9_while_mails_go_out_loses_none_and_doubles_few(
    broker, mailbox, tmp_path
):
    offer = withdrawn_offer()
    seed = random.randrange(1_000_000)  # noqa: S311
    url = database_url(tmp_path)
    with Cluster(url, tmp_path, broker, SMTP_PORT=str(mailbox.port)) as cluster:
        cluster.start()
        began = time.monotonic()
        cluster.call(
            "wagtail_advocacy.jobs.enqueue",
            "wagtail_advocacy.sharing.tasks.tell_withdrawn",
            offer.pk,
        )
        send = Send(cluster, mailbox, seed)
        send.run()
        took = time.monotonic() - began
    doubled = {one: times for one, times in mailbox.received.items() if times > 1}
    more = sum(mailbox.received.values()) - len(mailbox.received)
    told = (
        f"{broker}, seed {seed}: {dict(send.kills)}, {took:.0f} s,"
        f" {len(mailbox.received)} mails, {more} of them twice"
    )
    print(told)  # noqa: T201 - to be read with -s, and where it fails
    assert not send.moments, told

    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert states == {Delivery.State.SENT: RECIPIENTS}, told
    assert len(mailbox.received) == RECIPIENTS, told
    ids = {message_id(delivery): delivery.pk for delivery in Delivery.objects.all()}
    assert set(mailbox.received) == set(ids), told
    # Only what somebody had begun when they were killed, and no more than that.
    assert {ids[one] for one in doubled} <= send.in_flight, told
    assert more <= send.most_in_flight, told


def message_id(delivery):
    return notices._headers(delivery, "")["Message-ID"]
