"""A first wave: those who lead are invited before everybody else, and told how.

Who they are, the directory says. Whether one of them joined is asked by nothing here.
"""

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import notices
from .models import DirectoryPerson
from .notice_kinds import NoticeKind, notice_kinds


MANAGERS_FIRST = NoticeKind(
    "managers-first",
    label=_("Invitation of those who lead"),
    template="wagtail_advocacy/ambassadors/notices/managers_first.txt",
    invites=True,
)
# One occasion for all waves: whoever was invited is not invited again.
OCCASION = "first-wave"


def leaders() -> QuerySet:
    """Return the active accounts of executives, and of those who have people."""
    listed = DirectoryPerson.objects.filter(user=OuterRef("pk"), is_executive=True)
    team = DirectoryPerson.objects.filter(manager=OuterRef("pk"), user__is_active=True)
    users = get_user_model()._default_manager
    return users.filter(Q(Exists(listed)) | Q(Exists(team)), is_active=True)


def invite() -> None:
    """Invite everybody who leads, each once, however often this runs."""
    address = reverse("wagtail_advocacy:ambassadors:managers")
    for user in leaders().order_by("pk"):
        notices.send(user, MANAGERS_FIRST.key, occasion=OCCASION, address=address)


def register() -> None:
    notice_kinds.register(MANAGERS_FIRST)
