"""What Alderbrook recognises: badges, thanks, goals, and rewards to spend points on."""

import datetime
import io

from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Locale

from wagtail_advocacy.badges import showing, tasks
from wagtail_advocacy.badges.models import (
    Award,
    BadgesSettings,
    Goal,
    PublicAward,
    Reward,
)
from wagtail_advocacy.badges.rewards import actions as rewarding
from wagtail_advocacy.badges.thanks import actions as thanking
from wagtail_advocacy.quarters import Quarter


# English and French: name, description, who hands it over; cost, stock, worth money
REWARDS = [
    (
        ("A book of your choice",
         "About our trades, or about nothing of the kind. We order it for you.",
         "Hannah Whitlock, communication, Bristol"),
        ("Un livre de votre choix",
         "Sur nos métiers, ou sur tout autre chose. Nous le commandons pour vous.",
         "Étienne Lacombe, communication, Lille"),
        40, 12, False,
    ),
    (
        ("Breakfast for your team",
         "From a real bakery, on a morning you choose. Maya knows which one.",
         "Reception of your site"),
        ("Le petit-déjeuner de votre équipe",
         "D’une vraie boulangerie, le matin que vous choisissez.",
         "L’accueil de votre site"),
        120, 6, False,
    ),
    (
        ("Half a day off",
         "On top of your leave, when your team can spare you.",
         "Sylvie Carpentier, people and training"),
        ("Une demi-journée de congé",
         "En plus de vos congés, quand votre équipe peut se passer de vous.",
         "Sylvie Carpentier, ressources humaines"),
        400, 10, True,
    ),
]  # fmt: skip


# name, what people do, per cent of those who take part
GOALS = [
    ("Half of us in our own words", "own_words", 50),
    ("Everybody at ease with the charter", "ready", 90),
]


# For the badge that employee1 shows: who says it, and what.
THANKS = [
    ("lewis-hartley",
     "You answered my question about defrosting on the train home, with a drawing."
     " I have used it twice since. Thank you, Tom."),
]  # fmt: skip


def load():
    """Load what is recognised; badges are earned by what the demo's people did."""
    call_command("advocacy_starter_badges", publish=True, stdout=io.StringIO())
    decide()
    for reward in REWARDS:
        offer(*reward)
    for goal in GOALS:
        aim_at(*goal)
    tasks.settle_everybody()
    show("employee1", "First answer", "Tom Ashdown")
    for username, words in THANKS:
        thank(username, "employee1", words)
    # What the thanks have earned.
    tasks.settle_everybody()
    ask_for("maya-bennett", "A book of your choice")


def show(username, badge, holder):
    """Let somebody show a badge of theirs to anybody."""
    user = person(username)
    award = Award.objects.get(ambassador__user=user, badge__name=badge)
    showing.show(user, award.pk, holder)


def thank(username, receiver, words):
    shown = PublicAward.objects.get(award__ambassador__user=person(receiver))
    thanking.thank_for_award(person(username), shown.public_id, words)


def ask_for(username, reward):
    """Let somebody spend points; whoever hands it over finds it in the admin."""
    wanted = Reward.objects.get(name=reward)
    rewarding.redeem(person(username), wanted.pk, cost=wanted.cost)


def person(username):
    return get_user_model().objects.get(username=username)


def decide():
    settings = BadgesSettings.load()
    settings.rewards = True
    settings.full_clean()
    settings.save()


def offer(english, french, cost, stock, is_cash_like):
    original = Reward(
        **named(english),
        cost=cost,
        stock=stock,
        is_cash_like=is_cash_like,
        locale=Locale.objects.get(language_code="en"),
    )
    original.full_clean()
    original.save()
    translation = original.copy_for_translation(Locale.objects.get(language_code="fr"))
    for field, words in named(french).items():
        setattr(translation, field, words)
    translation.full_clean()
    translation.save()


def named(words):
    return dict(zip(("name", "description", "handed_over_by"), words, strict=True))


def aim_at(name, metric, target):
    """Set a goal for everybody together, for this quarter."""
    quarter = Quarter.current()
    goal = Goal(
        name=name,
        metric=metric,
        target=target,
        starts_on=quarter.start,
        ends_on=quarter.end - datetime.timedelta(days=1),
    )
    goal.full_clean()
    goal.save()
