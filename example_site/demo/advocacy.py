"""Sets the advocacy programme going, through the same doors as people do."""

import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from wagtail_advocacy.ambassadors.actions import decide as consent
from wagtail_advocacy.ambassadors.actions import join, open_sharing
from wagtail_advocacy.ambassadors.group_figures import take_snapshot
from wagtail_advocacy.ambassadors.models import AmbassadorsSettings, Expertise
from wagtail_advocacy.ambassadors.queries import active_ambassador
from wagtail_advocacy.conf import app_settings
from wagtail_advocacy.outreach.digest import BY_MAIL, Fresh, tell
from wagtail_advocacy.outreach.models import OutreachSettings
from wagtail_advocacy.public.findings import Finding
from wagtail_advocacy.shareables.actions import record_trial, submit
from wagtail_advocacy.shareables.models import (
    LinkShareable,
    Offer,
    PageShareable,
    PublicAddressTrial,
    ShareablesSettings,
    Topic,
)
from wagtail_advocacy.shareables.projection import project
from wagtail_advocacy.shareables.source_changes import proposal
from wagtail_advocacy.sharing import pacing
from wagtail_advocacy.sharing.actions import confirm_share, keep_draft, open_share
from wagtail_advocacy.sharing.conversation import report
from wagtail_advocacy.sharing.helping import ask_before_posting, hand_over
from wagtail_advocacy.sharing.models import Share, SharingSettings, VisitCount

from . import learning, posts, recognition


TOPICS = [
    ("Energy", "Énergie"),
    ("Life at work", "Vie au travail"),
    ("Projects", "Projets"),
]
EXPERTISE = [
    ("Heat pumps", "Pompes à chaleur"),
    ("Insulation", "Isolation"),
    ("Apprenticeships", "Apprentissage"),
    ("Life on a building site", "La vie de chantier"),
]


def load():
    """Load the programme once; what is there already is kept."""
    if PageShareable.objects.exists():
        return
    with transaction.atomic():
        decide()
        try_public_address()
        learning.load()
        open_sharing(person("lead"))
        topics = make_vocabulary(Topic, TOPICS)
        make_vocabulary(Expertise, EXPERTISE)
        for shareable in posts.SHAREABLES:
            prepared = prepare(*shareable, topics=topics)
            approve(prepared)
            backdate(prepared)
        prepare(*posts.IN_MODERATION, topics=topics)
        approve(prepare_link(*posts.LINK))
        for username in posts.NEW_AMBASSADORS:
            join(person(username), source="join-form")
        for username in posts.READY_AMBASSADORS:
            learning.get_ready(person(username))
        for post in posts.POSTS:
            share(*post)
        for heard in posts.CONVERSATIONS:
            say_answered(*heard)
        ask_for_help()
        for username in posts.READERS_OF_DIGEST:
            send_first_digest(person(username))
        recognition.load()
    take_snapshot()


def decide():
    settings = ShareablesSettings.load()
    settings.organisation = "Alderbrook"
    settings.public_site = "https://www.alderbrook.example/"
    settings.legal_notice = "https://www.alderbrook.example/legal/"
    settings.privacy_notice = "https://www.alderbrook.example/privacy/"
    settings.save()
    programme = AmbassadorsSettings.load()
    programme.objective = (
        "People outside see us through our people, in their own words. We want those"
        " who like to talk about their work to be at ease with it, and nobody else to"
        " feel they should."
    )
    programme.privacy_contact = "privacy@alderbrook.example"
    programme.works_council = AmbassadorsSettings.WorksCouncil.CONSULTED
    programme.works_council_on = timezone.localdate() - datetime.timedelta(days=40)
    programme.processing_register = "Register of processing, no. 31"
    programme.full_clean()
    programme.save()
    sharing = SharingSettings.load()
    sharing.disclosure_hashtag = "#TeamAlderbrook"
    sharing.confidential_words = "Project Kingfisher\nMartin-pêcheur"
    sharing.jargon = "BIM\nDPGF\nnZEB\nRE2020\nstage gate"
    sharing.contact_name = "Margaux Delattre"
    sharing.contact_phone = "+44 117 496 0123"
    sharing.contact_email = "communication@alderbrook.example"
    sharing.help_mailbox = "communication@alderbrook.example"
    sharing.save()


def try_public_address():
    """Leave what a lead's browser saw; while this runs, there is no server to ask."""
    record_trial(
        app_settings.PUBLIC_URL,
        [Finding(True, says).as_data() for says in ("ours", "no_leak")],
        tried_from=PublicAddressTrial.TriedFrom.BROWSER,
    )


def make_vocabulary(model, names):
    """Return what is made of pairs of names, English and French, by either name."""
    made = {}
    for english, french in names:
        original = model.objects.create(
            name=english, locale=Locale.objects.get(language_code="en")
        )
        translation = original.copy_for_translation(
            Locale.objects.get(language_code="fr")
        )
        translation.name = french
        translation.save()
        made |= {english: original, french: translation}
    return made


def person(username):
    users = get_user_model().objects
    return users.get(username=username)


def prepare(slug, nature, names, hashtags, action, questions, yes, no, *, topics):
    page = Page.objects.get(slug=slug).specific
    shareable = PageShareable(
        page=page,
        **proposal(page),
        language=page.locale.language_code,
        image_cleared=True,
        prompts=[("prompt", {"text": question}) for question in questions],
        nature=nature,
        hashtags=hashtags,
        call_to_action=action,
        may_say=yes,
        may_not_say=no,
    )
    shareable.topics = [topics[name] for name in names]
    shareable.full_clean()
    submit(shareable, person("editor"))
    return shareable


def prepare_link(title, summary, url, question):
    shareable = LinkShareable(
        title=title,
        summary=summary,
        url=url,
        language="en",
        prompts=[("prompt", {"text": question})],
    )
    shareable.full_clean()
    submit(shareable, person("editor"))
    return shareable


def approve(shareable):
    state = shareable.current_workflow_task_state
    state.task.specific.on_action(state, person("moderator"), "approve")


def backdate(shareable):
    """Say that it was offered the day after its page came out."""
    model = type(shareable)
    offered = shareable.page.first_published_at + datetime.timedelta(days=1)
    model.objects.filter(pk=shareable.pk).update(first_published_at=offered)
    project(model.objects.get(pk=shareable.pk))


def share(slug, username, network, text, days, readers):
    user = person(username)
    learning.get_ready(user)
    offer = Offer.objects.get(page__slug=slug)
    opened = open_share(user, offer, network, text=text, hashtags=["#TeamAlderbrook"])
    confirm_share(user, opened.pk)
    posted = timezone.now() - datetime.timedelta(days=days)
    # It takes no place of today: neither its author's nor the article's.
    pacing.release(Share.objects.get(pk=opened.pk))
    Share.objects.filter(pk=opened.pk).update(
        opened_at=posted, place_taken_at=posted, confirmed_at=posted
    )
    VisitCount.objects.bulk_create(
        VisitCount(
            link=opened.link,
            day=(posted + datetime.timedelta(days=day)).date(),
            visits=visits,
        )
        for day, visits in enumerate(readers)
    )


def say_answered(slug, username, comments, days):
    share = Share.objects.get(offer__page__slug=slug, ambassador__user=person(username))
    report(
        person(username),
        share.pk,
        {"comments": comments, "replied": 1},
        at=timezone.now() - datetime.timedelta(days=days),
    )


def ask_for_help():
    slug, username, network, text, note = posts.QUESTION
    offer = Offer.objects.get(page__slug=slug)
    keep_draft(person(username), offer, text=text, network=network)
    ask_before_posting(person(username), offer, text=text, network=network, note=note)
    slug, username, address, note = posts.COMMENT
    commented = Share.objects.get(
        offer__page__slug=slug, ambassador__user=person(username)
    )
    hand_over(person(username), commented.pk, address=address, note=note)


def send_first_digest(user):
    """Let somebody say yes to the digest, and send one without waiting for Monday.

    The worker mails it within minutes; it is in the folder of mails then.
    """
    consent(user, BY_MAIL.key, True, "profile")
    size = OutreachSettings.read().digest_size
    tell({active_ambassador(user): "first"}, Fresh.read(timezone.now()), size)
