"""The charter and the trainings, live in both languages, and who did what is asked."""

import datetime
import io
import json

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale

from example_site.intranet.models import HomePage
from wagtail_advocacy.ambassadors.actions import join
from wagtail_advocacy.ambassadors.models import Audience, Unit
from wagtail_advocacy.learning.actions.charters import sign
from wagtail_advocacy.learning.actions.trainings import hand_in
from wagtail_advocacy.learning.charter_queries import parts_for
from wagtail_advocacy.learning.models import CharterVersion
from wagtail_advocacy.learning.training_queries import required_trainings
from wagtail_advocacy.pages.models import CharterPage, TrainingPage


# Its clauses hold for the people of this company alone.
ENTITY_ABROAD = "Alderbrook Rénovation"
ADDENDUM = {
    "en": {
        "title": "Our charter in France",
        "introduction": "<p>What French law and our agreements add.</p>",
        "clauses": [
            {
                "title": "Outside working hours, nothing is expected",
                "text": "<p>Your right to disconnect holds here as everywhere. Whatever"
                " you post in the evening or on a Sunday, you post because you like"
                " to.</p>",
                "why": "Time off is only time off if nobody is waiting.",
                "do": ["Set your quiet hours on your profile."],
                "dont": ["Answer comments at night because you feel you should."],
            },
            {
                "title": "The works council looks on",
                "text": "<p>The works council (CSE) was consulted, and sees the figures"
                " that everybody sees: groups, never people. You can go to its members"
                " with any question.</p>",
                "why": "Trust needs somebody who is not the one who asks for it.",
                "do": ["Tell a member of the CSE if anybody presses you to share."],
                "dont": ["Keep it to yourself."],
            },
        ],
    },
    "fr": {
        "title": "Notre charte en France",
        "introduction": "<p>Ce que la loi et nos accords ajoutent.</p>",
        "clauses": [
            {
                "title": "Hors du temps de travail, on n'attend rien de vous",
                "text": "<p>Votre droit à la déconnexion vaut ici comme ailleurs. Ce"
                " que vous publiez le soir ou le dimanche, vous le publiez parce que"
                " cela vous plaît.</p>",
                "why": "Le repos n'en est un que si personne n'attend.",
                "do": ["Réglez vos heures de silence dans votre profil."],
                "dont": ["Répondre la nuit parce que vous vous y sentez tenu."],
            },
            {
                "title": "Le CSE garde un œil sur le programme",
                "text": "<p>Le CSE a été consulté et voit les chiffres que tout le"
                " monde voit : des groupes, jamais des personnes. Ses membres répondent"
                " à toutes vos questions.</p>",
                "why": "La confiance a besoin d'un tiers.",
                "do": [
                    "Parlez à un membre du CSE si quelqu'un vous pousse à partager."
                ],
                "dont": ["Garder cela pour vous."],
            },
        ],
    },
}
# Days since the charter came into force.
IN_FORCE = 30


def load():
    """Publish our starter texts as they are, and what the company abroad adds."""
    trainer = get_user_model().objects.get(username="trainer")
    for locale in Locale.objects.order_by("pk"):
        home = HomePage.objects.get(locale=locale)
        call_command(
            "advocacy_starter",
            locale=locale.language_code,
            parent=home.pk,
            stdout=io.StringIO(),
        )
        for model in (CharterPage, TrainingPage):
            for page in model.objects.filter(locale=locale):
                publish(page, trainer)
    add_addendum(trainer)
    put_in_force()
    make_audience()


def publish(page, user):
    # Authors may not publish: what the demo starts with counts as approved.
    page.save_revision(user=user, log_action=True).publish(
        user=user, skip_permission_checks=True
    )


def add_addendum(user):
    entity = Unit.objects.get(kind=Unit.Kind.ENTITY, name=ENTITY_ABROAD)
    source = None
    for charter in CharterPage.objects.filter(entity=None).order_by("locale"):
        words = ADDENDUM[charter.locale.language_code]
        page = CharterPage(
            title=words["title"],
            introduction=words["introduction"],
            clauses=json.dumps(
                [
                    {"type": "clause", "id": clause_id(number), "value": clause}
                    for number, clause in enumerate(words["clauses"])
                ]
            ),
            entity=entity,
            locale=charter.locale,
            live=False,
        )
        if source:
            page.translation_key = source.translation_key
        source = charter.add_child(instance=page)
        publish(page, user)


def clause_id(number):
    """The same in both languages, so that each clause finds its translation."""
    return f"8f2c1b7e-5a6d-4c1e-9b1f-0000000000{number:02}"


def put_in_force():
    """Say that it has been so for a while: the first posts are older than today."""
    day = timezone.localdate() - datetime.timedelta(days=IN_FORCE)
    CharterVersion.objects.update(effective_from=day, required_from=day)


def make_audience():
    audience = Audience.objects.create(name="On site and in maintenance")
    audience.departments.set(
        Unit.objects.filter(
            kind=Unit.Kind.DEPARTMENT, name__in=["Renovation sites", "Maintenance"]
        )
    )


def get_ready(user):
    """Let somebody join, sign and pass what is required, as far as they have not."""
    ambassador = join(user, source="join-form")
    parts = parts_for(user, ambassador, None)
    sign(user, [part.text.pk for part in parts])
    for training, is_passed in required_trainings(ambassador):
        if not is_passed:
            hand_in(user, training, 1, right_answers(training))


def right_answers(training):
    return {
        question.key: sorted(question.correct)
        for question in training.get_quiz().questions
    }
