"""Makes trainings and people who take them, through the doors people use."""

import json
import uuid

from wagtail.models import Locale

from wagtail_advocacy.learning.quizzes import MULTIPLE, SINGLE
from wagtail_advocacy.pages.models import TrainingPage


def block(kind, value, key=None):
    return {"type": kind, "value": value, "id": key or str(uuid.uuid4())}


def lesson(title, *body, key=None):
    """A lesson; without a body it has one sentence."""
    body = body or [("text", f"<p>What there is to say about {title}.</p>")]
    blocks = [block(kind, value) for kind, value in body]
    return block("lesson", {"title": title, "body": blocks}, key)


def question(text, *answers, kind=None, key=None):
    """A question; answers that begin with "+" are right."""
    right = [answer for answer in answers if answer.startswith("+")]
    return block(
        "question",
        {
            "text": text,
            "kind": kind or (MULTIPLE if len(right) > 1 else SINGLE),
            "answers": [
                block(
                    "item",
                    {
                        "text": answer.removeprefix("+"),
                        "is_correct": answer.startswith("+"),
                        "explanation": f"About {answer.removeprefix('+')}.",
                    },
                )
                for answer in answers
            ],
        },
        key,
    )


LESSONS = ("Freely", "Honestly", "Safely")


def stream(blocks):
    return json.dumps(list(blocks))


def training(parent, title="Why and how", *, model=TrainingPage, **fields):
    """Publish a training of three lessons and three questions below ``parent``."""
    page = draft_training(parent, title, model=model, **fields)
    page.get_latest_revision().publish()
    return model.objects.get(pk=page.pk)


def draft_training(parent, title="Why and how", *, model=TrainingPage, **fields):
    page = model(
        title=title,
        live=False,
        **{
            "lessons": stream(lesson(name) for name in LESSONS),
            "quiz": stream(
                [
                    question("Who posts?", "+You", "The tool"),
                    question("Who is told?", "Your manager", "+Nobody"),
                    question("What may go out?", "+Articles", "+Opinions", "Figures"),
                ]
            ),
            **fields,
        },
    )
    parent.add_child(instance=page)
    page.save_revision()
    return page


def translated(page, parent, title, language="fr"):
    """Publish a copy of ``page`` in another language below ``parent``."""
    locale = Locale.objects.get(language_code=language)
    copy = page.copy_for_translation(locale, copy_parents=True, alias=False)
    copy.title = title
    copy.save_revision().publish()
    return type(page).objects.get(pk=copy.pk)


def right_answers(page):
    """Return the form's fields with every answer right."""
    return {f"q-{one.key}": sorted(one.correct) for one in page.get_quiz().questions}


def wrong_answers(page, how_many=1):
    """Return the form's fields with the first ``how_many`` questions wrong."""
    fields = right_answers(page)
    for one in page.get_quiz().questions[:how_many]:
        fields[f"q-{one.key}"] = [sorted(one.answer_keys - one.correct)[0]]
    return fields


def chosen(fields):
    """Return the fields of a form as an action takes them."""
    return {name.removeprefix("q-"): answers for name, answers in fields.items()}
