"""Points become rewards: asked for, approved, handed over, or given back.

Locks are taken in one order: the person, the reward, their redemption. The ledger of
points is written under the first of them. So neither a stock nor a balance falls below
zero, and nobody waits for somebody who waits for them.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wagtail_advocacy.ambassadors.models import Ambassador
from wagtail_advocacy.contention import tried_again
from wagtail_advocacy.sharing.actions import locked_ambassador
from wagtail_advocacy.sharing.helping import TOO_LONG
from wagtail_advocacy.sharing.refusals import Refused

from .. import points
from ..models import MAX_NOTE, Redemption, Reward, may_hand_over
from . import catalogue
from . import notices as reward_notices


State = Redemption.State

NOT_OPEN = _("Points cannot be spent at the moment. Yours are kept.")
NOT_OFFERED = _("This is not on offer any more. Your points are untouched.")
NONE_LEFT = _("Somebody was quicker: none is left. Your points are untouched.")
SETTLED = _("This was refused or given up meanwhile, so nothing was changed.")
NOT_APPROVED = _("Approve it first, so that whoever asked can come and fetch it.")
HANDED_OVER = _("This is handed over already, so nothing was changed.")
OWN = _(
    "You asked for this yourself, so somebody else has to approve it and hand it over."
)


@tried_again(Redemption)
def redeem(user, reward_pk: int, *, cost: int) -> Redemption:
    """Spend points on a reward. One of a kind at a time, so clicking twice is once.

    :param reward_pk: of an original.
    :param cost: what the person read that it costs; nobody is charged anything else.
    :returns: what was asked for; the earlier one where that is still open.
    :raises Refused: rewards are switched off, not an ambassador (any more), not on
        offer to them (any more), another cost by now, none left, or too few points.
    """
    if not catalogue.is_open():
        raise Refused("not_open", NOT_OPEN)
    with transaction.atomic():
        ambassador = locked_ambassador(user)
        key = f"{ambassador.pk}:{reward_pk}"
        known = catalogue.redemptions().filter(open_key=key).first()
        if known is not None:
            return known
        reward = _locked_reward(reward_pk)
        _check(reward, user, cost)
        redemption = Redemption.objects.create(
            ambassador=ambassador, reward=reward, cost=cost, open_key=key
        )
        _spend(redemption)
        _change_stock(reward, -1)
    return redemption


@tried_again(Redemption)
def take_back(user, pk: int) -> Redemption:
    """Give up what somebody asked for, as long as they have not got it.

    Their points are theirs again. Twice is once. An approved one may be given up too,
    or else one that ends so would tell that whoever asked has left.

    :raises Redemption.DoesNotExist: there is none, or it is somebody else's.
    :raises Refused: it is refused or handed over.
    """
    with transaction.atomic():
        redemption = _locked(catalogue.redemptions().filter(ambassador__user=user), pk)
        if redemption.state == State.GIVEN_UP:
            return redemption
        if redemption.state == State.HANDED_OVER:
            raise Refused("handed_over", HANDED_OVER)
        _check_not_settled(redemption)
        _give_up(redemption)
    return redemption


@tried_again(Redemption)
def approve(user, pk: int) -> Redemption:
    """Say that somebody gets what they asked for. They are told; twice is once.

    :raises PermissionDenied: ``user`` may not hand over rewards.
    :raises Redemption.DoesNotExist: there is none.
    :raises Refused: it was refused or given up, or ``user`` asked for it.
    """
    _check_permission(user)
    with transaction.atomic():
        redemption = _locked(catalogue.redemptions(), pk)
        _check_not_own(redemption, user)
        _check_not_settled(redemption)
        if redemption.state == State.ASKED:
            _decide(redemption, user, State.APPROVED)
            reward_notices.tell(redemption)
    return redemption


@tried_again(Redemption)
def hand_over(user, pk: int) -> Redemption:
    """Say that somebody has what they asked for. Twice is once.

    :raises PermissionDenied: ``user`` may not hand over rewards.
    :raises Redemption.DoesNotExist: there is none.
    :raises Refused: it is not approved, was refused or given up, or ``user`` asked for
        it.
    """
    _check_permission(user)
    with transaction.atomic():
        redemption = _locked(catalogue.redemptions(), pk)
        _check_not_own(redemption, user)
        _check_not_settled(redemption)
        if redemption.state == State.ASKED:
            raise Refused("not_approved", NOT_APPROVED)
        if redemption.state == State.APPROVED:
            redemption.open_key = None
            _decide(redemption, user, State.HANDED_OVER)
    return redemption


@tried_again(Redemption)
def refuse(user, pk: int, note: str) -> Redemption:
    """Say no, and why: the points return, and so does the reward. Twice is once.

    :param note: for the person.
    :raises PermissionDenied: ``user`` may not hand over rewards.
    :raises ValidationError: the note is too long.
    :raises Redemption.DoesNotExist: there is none.
    :raises Refused: it was handed over or given up.
    """
    _check_permission(user)
    if len(note) > MAX_NOTE:
        raise ValidationError(TOO_LONG, params={"limit": MAX_NOTE}, code="too_long")
    with transaction.atomic():
        redemption = _locked(catalogue.redemptions(), pk)
        if redemption.state == State.REFUSED:
            return redemption
        if redemption.state == State.HANDED_OVER:
            raise Refused("handed_over", HANDED_OVER)
        _check_not_settled(redemption)
        redemption.note = note
        redemption.decided_by = user
        _return(redemption, State.REFUSED)
        reward_notices.tell(redemption)
    return redemption


def give_up_all(ambassador: Ambassador) -> None:
    """Give up whatever somebody who leaves has not got yet.

    Call it inside a transaction, with their row locked.
    """
    waiting = catalogue.redemptions().filter(
        ambassador=ambassador, state__in=Redemption.OPEN
    )
    # By the reward: two who leave at once want the same ones in the same order.
    for redemption in waiting.order_by("reward", "pk"):
        redemption.ambassador = ambassador
        _give_up(redemption)


def _locked(rows, pk: int) -> Redemption:
    # Locking a join would lock the other rows as well, and in the wrong order: so who
    # it is about is asked first, and nobody changes that.
    found = rows.values_list("ambassador", flat=True).get(pk=pk)
    people = Ambassador.objects.using(router.db_for_write(Ambassador))
    ambassador = people.select_for_update().filter(pk=found).first()
    redemption = catalogue.redemptions().select_for_update().get(pk=pk)
    # None: erased meanwhile, and then the line above has found nothing.
    if ambassador is not None:
        redemption.ambassador = ambassador
    return redemption


def _locked_reward(pk: int) -> Reward:
    reward = catalogue.written().select_for_update().filter(pk=pk).first()
    if reward is None or not catalogue.offered().filter(pk=pk).exists():
        raise Refused("not_offered", NOT_OFFERED)
    return reward


def _check(reward: Reward, user, cost: int) -> None:
    if not catalogue.is_meant_for(reward, user):
        raise Refused("not_offered", NOT_OFFERED)
    if reward.cost != cost:
        raise Refused("cost", _other_cost(reward, cost))
    if not reward.stock:
        raise Refused("none_left", NONE_LEFT)


def _spend(redemption: Redemption) -> None:
    try:
        points.spend(redemption.ambassador, redemption.source, redemption.cost)
    except points.NotEnough:
        balance = points.total_of(redemption.ambassador).balance
        sentence = _not_enough(balance, redemption.cost)
        raise Refused("not_enough", sentence) from None


def _other_cost(reward: Reward, cost: int) -> str:
    return ngettext(
        "It costs %(now)s point now, and not %(cost)s. Nothing was taken: ask again if"
        " you still want it.",
        "It costs %(now)s points now, and not %(cost)s. Nothing was taken: ask again if"
        " you still want it.",
        reward.cost,
    ) % {"now": reward.cost, "cost": cost}


def _not_enough(balance: int, cost: int) -> str:
    return ngettext(
        "You have %(balance)s point, and it costs %(cost)s. Nothing was taken.",
        "You have %(balance)s points, and it costs %(cost)s. Nothing was taken.",
        balance,
    ) % {"balance": balance, "cost": cost}


def _change_stock(reward: Reward, by: int) -> None:
    # Its translations show the same; whoever changes them has locked the original.
    same = catalogue.written().filter(translation_key=reward.translation_key)
    same.update(stock=F("stock") + by)


def _check_permission(user) -> None:
    if not may_hand_over(user):
        raise PermissionDenied


def _check_not_settled(redemption: Redemption) -> None:
    if redemption.state in (State.REFUSED, State.GIVEN_UP):
        raise Refused("settled", SETTLED)


def _check_not_own(redemption: Redemption, user) -> None:
    if redemption.ambassador.user == user:
        raise Refused("own", OWN)


def _give_up(redemption: Redemption) -> None:
    # It looks the same whether they took it back or left, approved or not.
    redemption.decided_by = None
    _return(redemption, State.GIVEN_UP)


def _decide(redemption: Redemption, user, state: State) -> None:
    redemption.decided_by = user
    _settle(redemption, state)


def _return(redemption: Redemption, state: State) -> None:
    """Let a redemption end: points and reward return to where they came from."""
    points.give_back(redemption.ambassador, redemption.source)
    reward = catalogue.written().select_for_update().get(pk=redemption.reward_id)
    _change_stock(reward, +1)
    redemption.open_key = None
    _settle(redemption, state)


def _settle(redemption: Redemption, state: State) -> None:
    redemption.state = state
    redemption.decided_at = timezone.now()
    redemption.save(
        update_fields=["state", "decided_at", "decided_by", "open_key", "note"]
    )
