"""A notice as a mail: plain and HTML, with what mail programs want to know."""

from urllib.parse import urlsplit

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from wagtail_advocacy.addresses import NoPublicAddress, intranet_url
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.layout import render_own

from .answer_links import DISMISS, STOP, AnswerLink, answer_address
from .models import Delivery
from .notice_kinds import PARTS, notice_kinds, show
from .queries import language_of


def message_of(delivery: Delivery) -> EmailMultiAlternatives:
    """Return the mail of one notice of a known kind, in its reader's language."""
    kind = notice_kinds.get(delivery.kind)
    with translation.override(language_of(delivery.user)):
        shown = show(delivery)
        profile = intranet_url(reverse("wagtail_advocacy:ambassadors:me") + "#consents")
        address = intranet_url(shown.address) if shown.address else ""
        base = intranet_url("")
        stop = _answer(delivery, STOP, profile) if kind.purpose else ""
        refuse = _answer(delivery, DISMISS, f"{address}#no") if kind.invites else ""
        inside = intranet_url(
            reverse("wagtail_advocacy:ambassadors:answer_notice", args=[delivery.pk])
        )
        context = {
            "notice": shown,
            "address": address,
            "entries": [
                {**entry, "address": base + entry["address"]} for entry in shown.entries
            ],
            "choices": [
                (one.label, _answer(delivery, one.key, f"{inside}?choice={one.key}"))
                for one in kind.choices
            ],
            "stop": stop,
            "refuse": refuse,
            "profile": profile,
        }
        message = EmailMultiAlternatives(
            " ".join(shown.subject.split()),
            render_own(f"{PARTS}/mail.txt", context, None),
            to=[mailbox(delivery.user)],
            headers=_headers(delivery, stop or refuse),
        )
        message.attach_alternative(
            render_own(f"{PARTS}/mail.html", context, None), "text/html"
        )
    return message


def message_id(delivery: Delivery) -> str:
    """Return the same one each time: where a worker died between the mail server's yes
    and ours, mail programs can tell that it is the same mail."""
    own = salted_hmac(
        "wagtail_advocacy.ambassadors.notices", str(delivery.pk), algorithm="sha256"
    ).hexdigest()[:32]
    host = urlsplit(intranet_url("/")).hostname or "localhost"
    return f"<{own}@{host}>"


def _headers(delivery: Delivery, stop: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(delivery),
        # No "I am on holiday" in answer: https://www.rfc-editor.org/rfc/rfc3834
        "Auto-Submitted": "auto-generated",
    }
    if stop:
        headers["List-Unsubscribe"] = f"<{stop}>"
    # Only what needs no login can be done by a mail program, and only over HTTPS:
    # https://www.rfc-editor.org/rfc/rfc8058#section-3.1
    if stop.startswith("https://") and app_settings.PUBLIC_URL:
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _answer(delivery: Delivery, choice: str, inside: str) -> str:
    """Return the address of an answer that needs no login.

    :param inside: where it is answered on the intranet, for sites without
        ``PUBLIC_URL``.
    """
    language = language_of(delivery.user)
    try:
        return answer_address(AnswerLink(delivery.pk, delivery.kind, choice, language))
    except NoPublicAddress:
        return inside


def mailbox(user) -> str:
    """Return where somebody reads mail; "": nowhere that we know."""
    return getattr(user, user.get_email_field_name(), "") or ""
