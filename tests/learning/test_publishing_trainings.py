"""A training that nobody could pass is not published, and its draft is kept."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import (
    nested_form_data,
    rich_text,
    streamfield,
)

from tests import factories
from wagtail_advocacy.learning.models import training_models
from wagtail_advocacy.learning.training_blocks import body_blocks
from wagtail_advocacy.pages.models import TrainingPage

from . import training_factory as make


pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[2]
NO_LESSON = "A training has at least one lesson. Add it."
NO_QUESTION = "The quiz has at least one question with a correct answer. Add it."
NO_CORRECT = "No answer is marked as correct, so nobody could pass. Mark one."
SEVERAL = "Several answers are marked as correct. Mark one only"
TOO_FEW = "A question needs at least two answers to choose from."


def items(values):
    """Return what the form of a ``ListBlock`` posts."""
    data = {"count": str(len(values))}
    for place, value in enumerate(values):
        data[str(place)] = {
            "deleted": "",
            "order": str(place),
            "type": "item",
            "id": "",
            "value": value,
        }
    return data


def question(*answers, kind="single", text="Who posts?"):
    return {
        "text": text,
        "kind": kind,
        "answers": items(
            [
                {
                    "text": answer.removeprefix("+"),
                    "explanation": "Because.",
                    **({"is_correct": "on"} if answer.startswith("+") else {}),
                }
                for answer in answers
            ]
        ),
    }


def good_lesson():
    # Not while tests are collected: the editor looks for the hooks of every app.
    text = rich_text("<p>It is your choice.</p>")
    return {"title": "Freely", "body": streamfield([("text", text)])}


GOOD = question("+You", "The tool")


@pytest.fixture
def root(client):
    user = factories.superuser()
    client.force_login(user)
    return user


@pytest.fixture
def save(client, root, site_home):
    """Send the form of a new training; ``action`` is the button."""

    def send(action="", *, lessons=None, questions=(GOOD,), **fields):
        lessons = [good_lesson()] if lessons is None else lessons
        data = nested_form_data(
            {
                "title": "Why and how",
                "slug": "why-and-how",
                "introduction": "",
                "minutes": "5",
                "valid_months": "",
                "pass_mark": "80",
                "audience": "",
                "comment_notifications": "",
                "lessons": streamfield([("lesson", one) for one in lessons]),
                "quiz": streamfield([("question", one) for one in questions]),
                "comments": {
                    "TOTAL_FORMS": "0",
                    "INITIAL_FORMS": "0",
                    "MIN_NUM_FORMS": "0",
                    "MAX_NUM_FORMS": "1000",
                },
                **({action: "1"} if action else {}),
                **fields,
            }
        )
        return client.post(
            f"/admin/pages/add/wagtail_advocacy_pages/trainingpage/{site_home.pk}/",
            data,
        )

    return send


REFUSED = [
    ({"lessons": ()}, NO_LESSON),
    ({"questions": ()}, NO_QUESTION),
    ({"questions": (question("You", "The tool"),)}, NO_CORRECT),
    ({"questions": (question("You", "The tool", kind="multiple"),)}, NO_CORRECT),
    ({"questions": (question("+You", "+The tool"),)}, SEVERAL),
    ({"questions": (question("+You"),)}, TOO_FEW),
    ({"questions": (GOOD, question("You", "The tool"))}, NO_CORRECT),
]
SCHEDULED = {
    "go_live_at": (timezone.now() + datetime.timedelta(days=2)).strftime(
        "%Y-%m-%d %H:%M"
    )
}


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED)
def test_publishing_is_refused_with_a_sentence(save, wrong, sentence):
    response = save("action-publish", **wrong)
    assert response.status_code == 200
    assert sentence in response.text
    assert not TrainingPage.objects.exists()


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED)
def test_scheduling_is_refused_with_a_sentence(save, wrong, sentence):
    response = save("action-publish", **wrong, **SCHEDULED)
    assert sentence in response.text
    assert not TrainingPage.objects.exists()


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED)
def test_submitting_to_the_workflow_is_refused_with_a_sentence(
    save, site_home, wrong, sentence
):
    workflow = factories.workflow("Approvers")
    workflow.workflow_pages.create(page=site_home)
    response = save("action-submit", **wrong)
    assert sentence in response.text
    assert not TrainingPage.objects.exists()


@pytest.mark.parametrize(("wrong", "sentence"), REFUSED)
def test_a_draft_may_be_incomplete_and_is_kept(save, wrong, sentence):
    response = save(**wrong)
    assert response.status_code == 302, response.context["form"].errors
    page = TrainingPage.objects.get()
    assert not page.live
    assert page.get_latest_revision() is not None


@pytest.mark.parametrize("mark", ["0", "101", "-5", "x"])
@pytest.mark.parametrize("action", ["", "action-publish"])
def test_a_pass_mark_out_of_range_is_refused(save, mark, action):
    response = save(action, pass_mark=mark)
    assert response.status_code == 200
    assert "pass_mark" in response.context["form"].errors


def test_what_is_complete_is_published(save):
    assert save("action-publish").status_code == 302
    page = TrainingPage.objects.get()
    assert page.live
    assert [one.title for one in page.get_lessons()] == ["Freely"]
    assert page.get_quiz().questions[0].answers[0].is_correct


def test_a_live_one_stays_as_it_is_while_its_draft_is_incomplete(
    client, root, site_home, save
):
    save("action-publish")
    page = TrainingPage.objects.get()
    draft = page.get_latest_revision_as_object()
    draft.quiz = make.stream([make.question("Who posts?", "You", "The tool")])
    draft.save_revision(clean=False)
    assert TrainingPage.objects.get().get_quiz().questions[0].correct
    with pytest.raises(ValidationError, match="No answer is marked as correct"):
        page.get_latest_revision().publish()
    assert TrainingPage.objects.get().get_quiz().questions[0].correct


def test_what_publishes_without_a_form_is_refused_too(site_home):
    page = make.draft_training(site_home, lessons="[]")
    with pytest.raises(ValidationError, match="at least one lesson"):
        page.get_latest_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_bulk_publishing_says_it_and_publishes_nothing(client, root, site_home):
    good = make.draft_training(site_home, "Good")
    bad = make.draft_training(site_home, "Bad", quiz="[]")
    response = client.post(
        f"/admin/bulk/wagtailcore/page/publish/?id={good.pk}&id={bad.pk}&next=/admin/",
        follow=True,
    )
    assert "“Bad” cannot be published yet" in response.text
    assert NO_QUESTION in response.text
    assert not Page.objects.get(pk=bad.pk).live


def test_a_scheduled_training_goes_live(save, monkeypatch):
    save("action-publish", **SCHEDULED)
    assert not TrainingPage.objects.get().live
    later = timezone.now() + datetime.timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    call_command("publish_scheduled")
    assert TrainingPage.objects.get().live


def test_translating_keeps_the_ids_that_progress_hangs_on(site_home):
    page = make.training(site_home)
    french = make.translated(page, site_home, "Pourquoi et comment")
    assert french.locale == Locale.objects.get(language_code="fr")
    assert [one.key for one in french.get_lessons()] == [
        one.key for one in page.get_lessons()
    ]
    assert french.get_quiz() == page.get_quiz()


@pytest.mark.parametrize(
    ("mode", "said"),
    [("", "What there is to say about Freely."), ("quiz", "About The tool.")],
)
def test_the_editor_s_preview(client, root, site_home, mode, said):
    page = make.draft_training(site_home)
    html = client.get(f"/admin/pages/{page.pk}/view_draft/?mode={mode}").text
    response = page.make_preview_request(preview_mode=mode)
    assert said in response.content.decode()
    assert "Why and how" in html


def test_an_empty_draft_can_be_previewed(root, site_home):
    page = make.draft_training(site_home, lessons="[]", quiz="[]")
    for mode, said in (("", "no lesson yet"), ("quiz", "no question yet")):
        assert said in page.make_preview_request(preview_mode=mode).content.decode()


# There the index finds only what is committed.
@pytest.mark.searched
@pytest.mark.django_db(transaction=connection.vendor == "mysql")
def test_a_training_is_found_by_what_its_lessons_say(site_home):
    page = make.training(
        site_home,
        lessons=make.stream([make.lesson("Freely", ("text", "<p>Marmalade.</p>"))]),
    )
    assert [one.pk for one in TrainingPage.objects.search("marmalade")] == [page.pk]


def test_a_site_with_embeds_offers_videos_and_needs_no_other_migration():
    run = subprocess.run(
        [sys.executable, "-m", "tests.learning.embeds"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": "sqlite://:memory:",
            "DJANGO_SETTINGS_MODULE": "tests.learning.embeds_settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines() == ["offered", "shown"]


def test_a_site_without_embeds_offers_no_videos():
    assert "video" not in dict(body_blocks())


@pytest.mark.parametrize("model", training_models())
@pytest.mark.parametrize("name", ["lessons", "quiz"])
def test_migrations_are_the_same_whatever_the_blocks_are(model, name):
    _name, path, args, kwargs = model._meta.get_field(name).deconstruct()
    assert path == "wagtail.fields.StreamField"
    assert args == [[]]
    assert kwargs["block_lookup"] == {}
