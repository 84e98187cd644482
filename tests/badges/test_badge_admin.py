import io
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale, Workflow
from wagtail.test.utils.form_data import nested_form_data

from tests import factories
from tests.badges import factories as make
from tests.badges.factories import badge, share
from wagtail_advocacy.ambassadors.setup_steps import LEADS
from wagtail_advocacy.badges import awarding
from wagtail_advocacy.badges.models import Award, Badge, BadgeCondition


pytestmark = pytest.mark.django_db

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    b'<circle r="4" onclick="alert(1)"/></svg>'
)


def url(name, *args):
    return reverse(Badge.snippet_viewset.get_url_name(name), args=args)


def text(response) -> str:
    return " ".join(unescape(response.content.decode()).split())


def picture(content=DRAWING, name="drawing.svg", content_type="image/svg+xml"):
    return SimpleUploadedFile(name, content, content_type)


def png(size=(200, 200), *, save=None, **options):
    file = io.BytesIO()
    Image.new("RGB", size, "#0a7").save(file, save or "PNG", **options)
    return picture(file.getvalue(), "badge.png", "image/png")


def data(*asked, publish=True, **fields):
    """What the form sends; ``asked`` are pairs of a condition and a number."""
    sent = {
        "name": "First answers",
        "description": "Answered those who commented.",
        "message": "",
        "how_to_earn": "Answer your readers.",
        "family": "",
        "level": "",
        "own_level": "",
        "match": "all",
        "audience": "",
        "period": "once",
        "valid_months": "",
        "starts_on": "",
        "ends_on": "",
        "conditions": [],
        **fields,
    }
    form = nested_form_data(sent)
    forms = len(asked)
    form.update(
        {
            "conditions-TOTAL_FORMS": str(forms),
            "conditions-INITIAL_FORMS": "0",
            "conditions-MIN_NUM_FORMS": "0",
            "conditions-MAX_NUM_FORMS": "1000",
        }
    )
    for place, (key, number) in enumerate(asked):
        form[f"conditions-{place}-condition"] = key
        form[f"conditions-{place}-at_least"] = str(number)
        form[f"conditions-{place}-ORDER"] = str(place + 1)
        form[f"conditions-{place}-id"] = ""
        form[f"conditions-{place}-DELETE"] = ""
    if publish:
        form["action-publish"] = "1"
    return form


@pytest.fixture
def lead(site_home, make_user):
    Workflow.objects.all().delete()
    call_command("advocacy_setup", stdout=io.StringIO())
    return make_user("lead@example.com", groups=[LEADS])


@pytest.fixture
def as_lead(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def crowd(db):
    """Twenty people who take part."""
    return make.members(make.colleagues(20))


def test_a_lead_writes_and_publishes_a_badge(as_lead):
    assert "advocacy-badges" in text(as_lead.get(reverse("wagtailadmin_home")))
    asked = [("replied", 5), ("own_words", 3)]
    response = as_lead.post(url("add"), data(*asked), follow=True)
    assert response.status_code == 200
    made = Badge.objects.get()
    assert made.live
    rows = made.conditions.values_list("condition", "at_least")
    assert list(rows) == asked
    listed = text(as_lead.get(url("list")))
    assert "First answers" in listed
    assert "Once" in listed


def test_conditions_that_came_later_can_be_chosen(as_lead):
    response = text(as_lead.get(url("add")))
    assert "Posts whose comments one answered" in response
    assert "Thanks from colleagues" in response


def test_nobody_else_gets_in(client, make_user, site_home):
    client.force_login(make_user("writer@example.com", groups=["Editors"]))
    made = badge(asks={"shares": 2})
    for address in (url("add"), url("edit", made.pk), url("earners", made.pk)):
        assert client.get(address).status_code in {302, 403}
        assert client.post(address, data()).status_code in {302, 403, 405}


@pytest.mark.parametrize(
    ("asked", "fields", "sentence"),
    [
        ([("shares", 11)], {}, "10 is the most a badge can ask for here"),
        ([("replied", 0)], {}, "greater than or equal to 1"),
        ([("likes", 1)], {}, "likes is not one of the available choices"),
        ([("replied", 1), ("replied", 2)], {}, "stands there twice"),
        ([], {}, "A badge that asks for nothing is earned by nobody."),
        ([("replied", 1)], {"level": "own"}, "Say what the level is called"),
        (
            [("replied", 1)],
            {"starts_on": "2026-11-05", "ends_on": "2026-11-04"},
            "This day lies before the one on which it begins.",
        ),
        ([("replied", 1)], {"valid_months": "121"}, "less than or equal to 120"),
    ],
)
def test_what_cannot_be_is_said(as_lead, asked, fields, sentence):
    response = as_lead.post(url("add"), data(*asked, **fields))
    assert sentence in text(response)
    assert not Badge.objects.filter(live=True).exists()


def test_a_draft_may_wait_for_its_conditions(as_lead):
    as_lead.post(url("add"), data(publish=False, level="own"))
    made = Badge.objects.get()
    assert not made.live
    assert awarding.evaluate_all() == awarding.Outcome()


def test_a_level_of_our_own_has_our_name(as_lead):
    fields = {"level": "own", "own_level": "Platinum"}
    as_lead.post(url("add"), data(("replied", 1), **fields))
    assert Badge.objects.get().level_label == "Platinum"
    assert "Platinum" in text(as_lead.get(url("list")))


def test_a_condition_that_is_gone_is_shown_and_has_to_be_replaced(as_lead):
    made = badge(asks={"likes": 3})
    made.save_revision()
    assert "likes (not there any more)" in text(as_lead.get(url("edit", made.pk)))
    response = text(as_lead.post(url("edit", made.pk), data(("likes", 3))))
    assert "is not one of the available choices" in response or (
        "This is not counted any more." in response
    )


def test_a_picture_is_cleaned_and_kept_under_a_name_of_ours(as_lead):
    as_lead.post(url("add"), {**data(("replied", 1)), "image": picture()})
    made = Badge.objects.get()
    assert made.image.name.startswith("advocacy/badges/")
    assert made.image.name.endswith(".svg")
    assert made.image.read() == (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        b'<circle r="4" /></svg>'
    )


def test_a_draft_of_a_badge_that_is_live_keeps_its_new_picture(as_lead):
    as_lead.post(url("add"), {**data(("replied", 1)), "image": picture()})
    made = Badge.objects.get()
    before = made.image.name
    other = DRAWING.replace(b'r="4"', b'r="3"')
    for _time in range(2):
        as_lead.post(
            url("edit", made.pk),
            {**data(("replied", 1), publish=False), "image": picture(other)},
        )
    made.refresh_from_db()
    assert made.image.name == before
    draft = made.get_latest_revision_as_object()
    assert draft.image.name != before
    assert b'r="3"' in draft.image.read()
    assert len(made.image.storage.listdir("advocacy/badges")[1]) >= 2
    made.get_latest_revision().publish()
    made.refresh_from_db()
    assert made.image.name == draft.image.name


def test_a_page_under_the_name_of_a_picture_is_refused(as_lead):
    file = picture(b"<html><script>alert(1)</script></html>", "x.png", "image/png")
    response = as_lead.post(url("add"), {**data(("replied", 1)), "image": file})
    assert "This file is no SVG. Choose an SVG or a PNG." in text(response)
    assert not Badge.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: png((63, 63)), "Each side needs 64 to 4096."),
        (lambda: png((5000, 5000)), "Each side needs 64 to 4096."),
        (lambda: png((300, 200)), "The picture is not square"),
        (lambda: png(save="JPEG"), "This file is no SVG."),
        (lambda: picture(png().read()[:300]), "it is damaged"),
        (lambda: picture(b"\x89PNG\r\n\x1a\n" + b"\0" * 99), "it is damaged"),
        (lambda: picture(b"x" * (3 * 1024**2)), "larger than 2 MB"),
    ],
)
def test_a_picture_that_is_not_taken_is_refused_in_words(as_lead, file, sentence):
    response = as_lead.post(url("add"), {**data(("replied", 1)), "image": file()})
    assert sentence in text(response)


def test_a_png_is_drawn_anew_and_no_larger_than_it_is_shown(as_lead):
    hidden = Image.new("RGB", (1, 1)).info
    file = png((900, 800), **hidden)
    file = picture(file.read() + b"<script>alert(1)</script>", "badge.png")
    as_lead.post(url("add"), {**data(("replied", 1)), "image": file})
    content = Badge.objects.get().image.read()
    assert b"script" not in content
    assert Image.open(io.BytesIO(content)).size == (480, 427)


@pytest.fixture
def translation(site_home):
    """A badge in English that is for writers, and its French translation."""
    french, _created = Locale.objects.get_or_create(language_code="fr")
    original = badge(
        "First answers",
        asks={"replied": 5},
        period=Badge.Period.QUARTER,
        audience=factories.audience("Writers"),
    )
    copy = original.copy_for_translation(french)
    copy.save()
    return copy


def test_a_translation_leads_to_what_the_original_asks_for(as_lead, translation):
    response = text(as_lead.get(url("edit", translation.pk)))
    assert "This is a translation of “First answers”." in response
    assert "Posts whose comments one answered: at least 5" in response
    assert "for “Writers”" in response
    assert 'name="period"' not in response
    assert "conditions-TOTAL_FORMS" not in response
    assert 'name="how_to_earn"' in response


def test_a_translation_is_saved_and_published_on_its_own(as_lead, translation):
    response = as_lead.post(
        url("edit", translation.pk),
        data(name="Premières réponses", audience="", period="month"),
    )
    assert response.status_code == 302, text(response)
    translation.refresh_from_db()
    assert translation.live
    assert translation.name == "Premières réponses"
    assert translation.period == Badge.Period.QUARTER


def test_a_badge_that_was_published_is_not_deleted(as_lead):
    made = badge("First answers", asks={"shares": 1})
    response = as_lead.post(url("delete", made.pk), follow=True)
    assert "Not deleted: “First answers”." in text(response)
    made.unpublish()
    Badge.objects.filter(pk=made.pk).update(first_published_at=timezone.now())
    many = reverse("wagtail_bulk_action", args=[*_bulk(), "delete"])
    response = as_lead.post(f"{many}?id={made.pk}", follow=True)
    assert "Unpublish it, or give it a last day" in text(response)
    assert Badge.objects.exists()


def test_a_badge_that_somebody_has_is_not_deleted_and_not_an_error(as_lead, ada_row):
    made = badge(asks={"shares": 1})
    share(ada_row)
    awarding.evaluate_all()
    Badge.objects.filter(pk=made.pk).update(live=False)
    response = as_lead.post(url("delete", made.pk), follow=True)
    assert "Not deleted" in text(response)
    assert Award.objects.count() == 1


def test_a_draft_can_be_deleted(as_lead):
    made = badge(asks={"shares": 2}, live=False)
    as_lead.post(url("delete", made.pk))
    assert not Badge.objects.exists()
    assert not BadgeCondition.objects.exists()


def _bulk():
    return Badge._meta.app_label, Badge._meta.model_name


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(4, "protected"), (5, "at least 5 people"), (9, "at least 5 people")],
)
def test_how_many_would_earn_it_is_under_the_group_rule(
    as_lead, crowd, number, sentence
):
    for person in crowd[:number]:
        share(person)
    made = badge(asks={"shares": 1})
    response = text(as_lead.get(url("earners", made.pk)))
    assert sentence in response
    assert "The database took" in response
    assert "How many would earn it?" in text(as_lead.get(url("edit", made.pk)))


def test_nearly_everybody_is_protected_as_well(as_lead, crowd):
    for person in crowd[:16]:
        share(person)
    made = badge(asks={"shares": 1})
    assert "protected" in text(as_lead.get(url("earners", made.pk)))


def test_an_audience_narrows_no_figure_down(as_lead, crowd):
    for person in crowd[:10]:
        share(person)
    nobody = factories.audience("Nobody")
    made = badge(asks={"shares": 1}, audience=nobody)
    response = text(as_lead.get(url("earners", made.pk)))
    assert "at least 10 people" in response
    assert "also outside its audience" in response


def test_the_draft_is_asked_and_not_what_is_live(as_lead, crowd):
    for person in crowd[:10]:
        share(person)
    made = badge(asks={"shares": 1})
    as_lead.post(url("edit", made.pk), data(("trainings", 1), publish=False))
    response = text(as_lead.get(url("earners", made.pk)))
    assert "protected" in response
    assert "Trainings completed: at least 1" in response
    assert [one.condition for one in made.conditions.all()] == ["shares"]


def test_a_badge_that_asks_for_nothing_is_for_nobody(as_lead):
    made = badge()
    assert "asks for nothing" in text(as_lead.get(url("earners", made.pk)))


def test_the_preview_shows_it_as_its_owner_sees_it(as_lead):
    message = "You answered five readers: thank you."
    made = badge(asks={"shares": 2}, message=message, level="gold")
    made.save_revision()
    response = as_lead.get(url("revisions_view", made.pk, made.latest_revision_id))
    assert response.status_code == 200
    assert message in text(response)
    assert "Gold" in text(response)


def test_history_usage_and_copy_are_there(as_lead):
    as_lead.post(url("add"), data(("replied", 1)))
    made = Badge.objects.get()
    for name in ("history", "usage", "copy", "unpublish"):
        assert as_lead.get(url(name, made.pk)).status_code == 200


def test_it_goes_live_when_it_was_told_to(as_lead, clock):
    clock(2026, 11, 5, 12)
    as_lead.post(url("add"), data(("replied", 1), go_live_at="2026-11-06 12:00"))
    made = Badge.objects.get()
    assert not made.live
    clock(2026, 11, 6, 12, 1)
    call_command("publish_scheduled", stdout=io.StringIO())
    made.refresh_from_db()
    assert made.live


def test_factories_make_what_the_form_makes(as_lead):
    made = badge(asks={"replied": 5})
    make.ask(made, replied=4)
    response = as_lead.get(url("edit", made.pk))
    assert response.status_code == 200
