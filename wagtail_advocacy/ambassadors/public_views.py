"""What people open from our mails, on a phone that is not in the intranet."""

from django.db import transaction

from wagtail_advocacy.public_pages import PublicView

from . import answers
from .answer_links import DISMISS, STOP, AnswerLink, LinkOver, read_link
from .notice_kinds import Choice, notice_kinds


class AnswerView(PublicView):
    """One answer to one notice: looking at it shows a button, and the button gives it.

    Mail programs and their scanners open links; none of them presses a button. The
    token is the authority, so no cookie is needed: a mail program that stops mails with
    one click has none (https://www.rfc-editor.org/rfc/rfc8058#section-3.2), and
    whatever it posts is a yes.
    """

    http_method_names = ["get", "head", "post"]
    referrer_policy = "no-referrer"

    @classmethod
    def as_view(cls, **initkwargs):
        # It must be written down before the person reads that it is.
        return transaction.non_atomic_requests(super().as_view(**initkwargs))

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request, token):
        return self.answer(token, is_given=False)

    def post(self, request, token):
        return self.answer(token, is_given=True)

    def answer(self, token: str, *, is_given: bool):
        try:
            link = read_link(token)
        except LinkOver as over:
            return self.render("answer_over.html", language=over.language, status=410)
        if link is None:
            return self.not_found()
        if is_given:
            answers.take(link)
        return self.render(
            "answer.html",
            language=link.language,
            is_given=is_given,
            choice=_choice_of(link),
            stops=link.choice == STOP,
            dismisses=link.choice == DISMISS,
        )


def _choice_of(link: AnswerLink) -> Choice | None:
    """Return what is answered, or ``None``: only the intranet has the words for it."""
    try:
        return notice_kinds.get(link.kind).choice(link.choice)
    except LookupError:
        return None
