"""A real mail server on this machine, and how Django is told of it."""

import email
import email.policy
import socket
from contextlib import contextmanager

import django
from aiosmtpd.controller import Controller


class Server:
    """A mail server that refuses the first so many mails."""

    def __init__(self, refusals):
        self.refusals = refusals
        self.tried = 0
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.tried += 1
        if self.tried <= self.refusals:
            return "451 Come back later"
        self.mails.append(
            email.message_from_bytes(envelope.content, policy=email.policy.default)
        )
        return "250 OK"


@contextmanager
def mail_server(settings, refusals=0):
    server = Server(refusals)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        use_smtp(settings, port)
        yield server
    finally:
        controller.stop()


def use_smtp(settings, port):
    backend = "django.core.mail.backends.smtp.EmailBackend"
    if django.VERSION >= (6, 1):
        options = {"host": "127.0.0.1", "port": port, "timeout": 5}
        settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
        return
    settings.EMAIL_BACKEND = backend
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 5
