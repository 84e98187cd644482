"""Many people who leave for networks at the same moment."""

import threading

from django.db import connection, connections
from django.test import Client


# Fewer than any server of databases lets in; the others wait, as for a worker. A site
# on SQLite has few workers.
CONNECTIONS = 8 if connection.vendor == "sqlite" else 50


def at_once(*requests):
    """Send all of them at the same moment; return what each was answered."""
    barrier = threading.Barrier(len(requests), timeout=60)
    turn = threading.Semaphore(CONNECTIONS)
    answers = [None] * len(requests)

    def run(place, request):
        barrier.wait()
        with turn:
            try:
                answers[place] = request().status_code
            except Exception as error:
                answers[place] = error
            finally:
                connections.close_all()

    threads = [
        threading.Thread(target=run, args=one, daemon=True)
        for one in enumerate(requests)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def leaving(user, offer, network="linkedin"):
    """Log somebody in, and return what sends their text."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    address = f"/advocacy/share/{offer.public_id}/"
    data = {"network": network, "text": f"Words of {user.email}."}
    return lambda: client.post(address, data)
