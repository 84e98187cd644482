"""What this room tells people."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.db import router
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import notices
from wagtail_advocacy.ambassadors.consents import Purpose
from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.ambassadors.notice_kinds import NoticeKind, notice_kinds
from wagtail_advocacy.ambassadors.queries import active_ambassador, language_of
from wagtail_advocacy.sharing.models.help import name_of

from . import signals
from .conditions import Window
from .models import Award, Recognition
from .periods import DAY
from .points import site_day
from .queries import awards, current, in_own_language


if TYPE_CHECKING:
    from django.db.models import QuerySet


# Awards that are told of at once.
BATCH = 500

BY_MAIL = Purpose(
    "mail:badges",
    wording="2026-11",
    sentence=_("You may tell me by mail when I earn a badge or am thanked."),
    group="mail",
)


def _told_of(context: dict[str, Any]) -> "QuerySet[Award]":
    """Return the awards that a notice is about and that count, some or a day's."""
    if "day" not in context:
        return current(awards().filter(pk__in=context.get("awards", [])))
    day = datetime.date.fromisoformat(context["day"])
    return current(awards().filter(Window(day, day + DAY).moments("awarded_at")))


def _holds(ambassador: Ambassador, context: dict[str, Any]) -> bool:
    return _told_of(context).filter(ambassador=ambassador).exists()


def _details(user, context: dict[str, Any]) -> dict[str, Any]:
    own = list(_told_of(context).filter(ambassador__user=user).order_by("pk"))
    words = in_own_language(award.badge for award in own)
    badges = [words[award.badge_id] for award in own]
    if len(badges) != 1:
        return {"names": [badge.name for badge in badges], "number": len(badges)}
    [badge] = badges
    return {"name": badge.name, "message": badge.message or badge.description}


EARNED = NoticeKind(
    "badge",
    label=_("Badges you earned"),
    template="wagtail_advocacy/badges/notices/badge.txt",
    purpose=BY_MAIL,
    still_holds=_holds,
    details=_details,
    # So that a notice says which one for as long as it stands.
    kept=("awards", "day"),
)


def tell_earned(made: Iterable[Award], *, for_all: bool = False) -> None:
    """Tell people of new awards, each once; whoever has left is told nothing.

    What somebody gets at once is one notice.

    :param for_all: they were found when everybody was looked at, badge by badge: all
        that somebody got in that way on one day is one notice. Or the library of
        badges, in a programme that is older, would send each person a dozen.
    """
    pks = [award.pk for award in made]
    for start in range(0, len(pks), BATCH):
        _tell(pks[start : start + BATCH], for_all)


def _tell(pks: list[int], for_all: bool) -> None:
    people = Ambassador.objects.active()
    rows = awards().filter(pk__in=pks, ambassador__in=people).order_by("pk")
    by_person = defaultdict(list)
    for award in rows.select_related("ambassador__user__wagtail_userprofile"):
        by_person[award.ambassador.user].append(award)
    by_language = defaultdict(list)
    for user, own in by_person.items():
        by_language[language_of(user)].append((user, *_occasion(own, for_all)))
    for language, told in by_language.items():
        with translation.override(language):
            address = reverse("wagtail_advocacy:badges:shelf")
        notices.send_to_all(EARNED.key, told, address=address)


def _occasion(own: Sequence[Award], for_all: bool) -> tuple[str, dict[str, Any]]:
    """Return what awards of one person are told under, and how they are found again."""
    if not for_all:
        return f"award:{own[0].pk}", {"awards": [award.pk for award in own]}
    day = site_day(own[0].awarded_at).isoformat()
    return f"day:{day}", {"day": day}


def _thanks(context: dict[str, Any]):
    rows = Recognition.objects.using(router.db_for_write(Recognition))
    return rows.filter(pk=context.get("thanks") or 0).exclude(text="")


def _is_delivered(ambassador: Ambassador | None, context: dict[str, Any]) -> bool:
    return _thanks(context).filter(live=True).exists()


def _thanks_details(user, context: dict[str, Any]) -> dict[str, Any]:
    # Read anew each time: what is taken back is kept nowhere else.
    thanks = _thanks(context).select_related("giver").first()
    if thanks is None:
        return {}
    return {"giver": name_of(thanks.giver), "text": thanks.text}


def _is_refused(ambassador: Ambassador | None, context: dict[str, Any]) -> bool:
    return _thanks(context).exclude(refused_at=None).exists()


def _refused_details(user, context: dict[str, Any]) -> dict[str, Any]:
    thanks = _thanks(context).filter(giver=user).first()
    if thanks is None:
        return {}
    return {"receiver": thanks.said_to, "text": thanks.text}


THANKED = NoticeKind(
    "thanks",
    label=_("Thanks from colleagues"),
    template="wagtail_advocacy/badges/notices/thanks.txt",
    purpose=BY_MAIL,
    still_holds=_is_delivered,
    details=_thanks_details,
    kept=("thanks",),
)
# To whoever does not take part: no screen of theirs shows notices.
THANKED_BY_MAIL = NoticeKind(
    "thanks-by-mail",
    label=_("Thanks from colleagues, by mail"),
    template="wagtail_advocacy/badges/notices/thanks.txt",
    still_holds=_is_delivered,
    details=_thanks_details,
    is_mail_only=True,
    reaches_everybody=True,
)
REFUSED = NoticeKind(
    "thanks-refused",
    label=_("Thanks that were not passed on"),
    template="wagtail_advocacy/badges/notices/thanks_refused.txt",
    # The answer to something they did.
    purpose=None,
    still_holds=_is_refused,
    details=_refused_details,
    kept=("thanks",),
    reaches_everybody=True,
)


def tell_thanked(thanks: Recognition) -> None:
    """Tell somebody that a colleague thanked them, once.

    :param thanks: with its receiver.
    """
    takes_part = active_ambassador(thanks.receiver) is not None
    kind = THANKED if takes_part else THANKED_BY_MAIL
    _tell_about(thanks, thanks.receiver, kind)


def tell_refused(thanks: Recognition) -> None:
    """Tell somebody that their thanks were not passed on, once.

    :param thanks: with its giver.
    """
    if thanks.giver is not None:
        _tell_about(thanks, thanks.giver, REFUSED)


def _tell_about(thanks: Recognition, user, kind: NoticeKind) -> None:
    with translation.override(language_of(user)):
        address = reverse("wagtail_advocacy:badges:thanks")
    notices.send(
        user,
        kind.key,
        occasion=f"thanks:{thanks.pk}",
        context={"thanks": thanks.pk},
        address=address,
    )


def celebrate(sender, awards, for_all=False, **kwargs):
    tell_earned(awards, for_all=for_all)


def register() -> None:
    for kind in (EARNED, THANKED, THANKED_BY_MAIL, REFUSED):
        notice_kinds.register(kind)


def connect() -> None:
    signals.awarded.connect(
        celebrate, dispatch_uid="wagtail_advocacy.badges.notices.celebrate"
    )
