"""What people are told about what they asked for."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import language_of

from ..models import Redemption
from . import catalogue


BY_MAIL = Purpose(
    "mail:reward",
    wording="2026-11",
    sentence=_("You may tell me by mail what becomes of a reward I asked for."),
    group="mail",
)


def _is_still_so(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    # Approved, and handed over or refused since: that is known, or said anew.
    told = catalogue.redemptions().filter(
        pk=context.get("redemption") or 0,
        ambassador=ambassador,
        state=context.get("state", ""),
    )
    return told.exists()


def _read_anew(user, context: dict[str, Any]) -> dict[str, Any]:
    # In the reader's language, and kept nowhere else.
    found = catalogue.redemptions().filter(
        pk=context.get("redemption") or 0, ambassador__user=user
    )
    redemption = found.select_related("reward").first()
    if redemption is None:
        return {}
    own = catalogue.in_own_language([redemption.reward])
    return {"asked": redemption, "reward": own[redemption.reward_id]}


REWARD = NoticeKind(
    "reward",
    label=_("What becomes of a reward you asked for"),
    template="wagtail_advocacy/badges/notices/reward.txt",
    purpose=BY_MAIL,
    still_holds=_is_still_so,
    details=_read_anew,
)


def tell(redemption: Redemption) -> None:
    """Tell somebody that what they asked for is approved, or refused.

    :param redemption: with its ambassador.
    """
    user = redemption.ambassador.user
    if user is None:
        return
    with translation.override(language_of(user)):
        address = reverse("wagtail_advocacy:badges:rewards")
    notices.send(
        user,
        REWARD.key,
        occasion=f"redemption:{redemption.pk}:{redemption.state}",
        context={"redemption": redemption.pk, "state": redemption.state},
        address=f"{address}#asked",
    )


def register() -> None:
    notice_kinds.register(REWARD)
