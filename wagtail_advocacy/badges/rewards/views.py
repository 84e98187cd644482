"""What points can be spent on, and what became of what I asked for."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from wagtail_advocacy.ambassadors import consents
from wagtail_advocacy.ambassadors.rate_limits import TooManyAttempts, count_attempt
from wagtail_advocacy.ambassadors.views import EmployeeView
from wagtail_advocacy.sharing.refusals import Refused

from .. import points
from ..models import BadgesSettings, Redemption, Reward
from ..rate_limits import REDEEMING
from . import actions as rewarding
from . import catalogue
from .notices import BY_MAIL


# In the address and not in Django's messages, which a site need not have installed.
NOTICES = {
    "asked": _("Asked for. You find here what becomes of it."),
    "taken_back": _("Taken back. Your points are yours again."),
}


class RewardPresentation:
    """A reward as somebody finds it.

    :param reward: the original.
    :param words: what they read of it: the original, or a translation.
    :param balance: their points.
    :param is_asked_for: whether they wait for one already.
    """

    def __init__(
        self, reward: Reward, words: Reward, *, balance: int, is_asked_for: bool
    ) -> None:
        self.reward = reward
        self.words = words
        self.is_asked_for = is_asked_for
        self.missing = max(reward.cost - balance, 0)
        self.may_be_asked_for = bool(
            reward.stock and not is_asked_for and not self.missing
        )


class RewardsView(EmployeeView):
    """The catalogue, and one's own redemptions; not there unless a lead opened it."""

    template_name = "wagtail_advocacy/badges/rewards.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.is_authenticated and not catalogue.is_open():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.render_rewards()

    def resume_url(self):
        return reverse("wagtail_advocacy:badges:rewards")

    def render_rewards(self, *, status=200, refusal=None):
        if self.ambassador is None:
            return self.render(status=status, refusal=refusal)
        own = list(
            catalogue.redemptions()
            .filter(ambassador=self.ambassador)
            .select_related("reward")
        )
        rewards = list(catalogue.meant_for(self.request.user))
        # Also of what is on offer no more.
        words = catalogue.in_own_language(
            [*rewards, *(redemption.reward for redemption in own)]
        )
        balance = points.total_of(self.ambassador).balance
        return self.render(
            status=status,
            refusal=refusal,
            balance=balance,
            rewards=self.present(rewards, words, own, balance),
            waiting=[(one, words[one.reward_id]) for one in own if one.is_open],
            settled=[(one, words[one.reward_id]) for one in own if not one.is_open],
            disclosure=self.get_disclosure(rewards),
            question=self.get_question(own),
            notice=NOTICES.get(self.request.GET.get("notice", "")),
        )

    def present(
        self,
        rewards: list[Reward],
        words: dict[int, Reward],
        own: list[Redemption],
        balance: int,
    ) -> list[RewardPresentation]:
        waiting = {one.reward_id for one in own if one.is_open}
        return [
            RewardPresentation(
                reward,
                words[reward.pk],
                balance=balance,
                is_asked_for=reward.pk in waiting,
            )
            for reward in rewards
        ]

    def get_disclosure(self, rewards: list[Reward]) -> str:
        """Return what a rewarded post has to say; "": nothing here is worth money."""
        if not any(reward.is_cash_like for reward in rewards):
            return ""
        return BadgesSettings.read().reward_hashtags

    def get_question(self, own: list[Redemption]) -> consents.Question | None:
        """Ask whether a mail may tell them, once there is something to tell."""
        if not any(redemption.is_open for redemption in own):
            return None
        return consents.question(
            self.ambassador,
            BY_MAIL.key,
            source="rewards",
            next=reverse("wagtail_advocacy:badges:rewards"),
        )


class RedeemView(RewardsView):
    """ "I would like this." """

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            cost = int(request.POST.get("cost", ""))
        except ValueError:
            return self.render_rewards(status=422)
        try:
            count_attempt(request.user, REDEEMING)
            rewarding.redeem(request.user, pk, cost=cost)
        except TooManyAttempts as refusal:
            return self.render_rewards(status=429, refusal=refusal)
        except Refused as refusal:
            status = 403 if refusal.code == "not_joined" else 409
            return self.render_rewards(status=status, refusal=refusal)
        return _redirect("asked")


class TakeBackRedemptionView(RewardsView):
    """ "I do not want it any more." """

    http_method_names = ["post"]

    def post(self, request, pk):
        try:
            rewarding.take_back(request.user, pk)
        except Redemption.DoesNotExist:
            raise Http404 from None
        except Refused as refusal:
            return self.render_rewards(status=409, refusal=refusal)
        return _redirect("taken_back")


def _redirect(notice: str):
    address = reverse("wagtail_advocacy:badges:rewards")
    return redirect(f"{address}?{urlencode({'notice': notice})}")
