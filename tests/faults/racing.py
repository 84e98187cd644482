"""Threads that begin at the same moment, for tests about races."""

import threading

from django.db import connections


# Seconds in which all of them are ready to begin, and in which all are through.
READY = 60
THROUGH = 120


def at_once(*functions):
    """Run functions in threads of their own, as close together as can be.

    :raises Exception: what one of them raised; all, where several did.
    """
    barrier = threading.Barrier(len(functions), timeout=READY)
    raised = []

    def run(function):
        try:
            barrier.wait()
            function()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    # Whoever hangs does not keep the tests from ending.
    threads = [
        threading.Thread(target=run, args=[one], daemon=True) for one in functions
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=THROUGH)
    assert not any(thread.is_alive() for thread in threads)
    if raised:
        raise ExceptionGroup("of what ran at once", raised)
