from django.core.mail.backends.base import BaseEmailBackend


class NobodyAnswers(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, messages):
        raise ConnectionRefusedError("The mail server is down.")
