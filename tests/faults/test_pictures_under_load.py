"""Many pictures at once, as a hub full of cards asks for them."""

import http.client
import threading

import pytest
from django.conf import settings
from django.test import Client

from tests import factories
from tests.faults.server import Server, database_url


pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 8
PICTURES = 40


class Colleague:
    """Somebody whose browser asks for every picture again and again, all at once.

    :param wrong: what came instead of a picture.
    """

    def __init__(self, make_user):
        self.user = make_user("ada@example.com")
        factories.ambassador(self.user)
        offers = [
            factories.offer_of(
                factories.published_link_shareable(
                    title=f"Barn {number}",
                    image=factories.image(f"Barn {number}", size=(1200 + number, 630)),
                    image_cleared=True,
                )
            )
            for number in range(4)
        ]
        self.pictures = {
            f"/advocacy/share/{offer.public_id}/picture/": bytes(offer.image.content)
            for offer in offers
        }
        client = Client()
        client.force_login(self.user)
        name = settings.SESSION_COOKIE_NAME
        self.cookie = f"{name}={client.cookies[name].value}"
        self.arrived = []
        self.wrong = []

    def look(self, port, times):
        threads = [
            threading.Thread(target=self._ask, args=[port, times])
            for _number in range(THREADS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _ask(self, port, times):
        for number in range(times):
            path = list(self.pictures)[number % len(self.pictures)]
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                client.request("GET", path, headers={"Cookie": self.cookie})
                answer = client.getresponse()
                content = answer.read()
            finally:
                client.close()
            if (answer.status, content) == (200, self.pictures[path]):
                self.arrived.append(path)
            else:
                self.wrong.append((path, answer.status, content[:100]))


@pytest.mark.usefixtures("site_home")
def test_every_picture_of_a_full_hub_arrives(make_user, tmp_path):
    ada = Colleague(make_user)
    with Server(database_url(tmp_path), tmp_path) as server:
        ada.look(server.port, PICTURES)
        assert ada.wrong == [], server.output()
    assert len(ada.arrived) == THREADS * PICTURES


@pytest.mark.usefixtures("site_home")
def test_the_server_that_browser_tests_drive_can_be_relied_on(make_user, live_server):
    # What it answered before the tests' settings let its threads share a connection
    # had nothing to do with our views: Wagtail's own failed alike.
    ada = Colleague(make_user)
    ada.look(live_server.thread.port, PICTURES // 2)
    assert ada.wrong == []
    assert len(ada.arrived) == THREADS * PICTURES // 2
