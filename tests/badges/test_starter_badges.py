from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from wagtail.models import Locale

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.badges import svg
from wagtail_advocacy.badges.awarding import evaluate_person
from wagtail_advocacy.badges.models import Award, Badge
from wagtail_advocacy.badges.queries import current, in_own_language, offered, originals
from wagtail_advocacy.badges.starter import STARTERS, picture_of, words_in


LANGUAGES = ("en", "fr")
SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = {
    f"{SVG}{name}"
    for name in [
        "svg",
        "g",
        "path",
        "circle",
        "rect",
        "ellipse",
        "polygon",
        "line",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "title",
        "desc",
    ]
}
# Text, style, script and references are not among them.
ATTRIBUTES = {
    "viewBox",
    "id",
    "d",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "x",
    "y",
    "width",
    "height",
    "points",
    "x1",
    "y1",
    "x2",
    "y2",
    "gradientUnits",
    "offset",
    "stop-color",
    "fill",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
}


def start(*arguments):
    output = StringIO()
    call_command("advocacy_starter_badges", *arguments, stdout=output)
    return output.getvalue()


def test_fourteen_drafts_in_each_language_of_the_site(root_page):
    said = start()
    assert "“Word given” is a draft now" in said
    assert "“Parole donnée” is a draft now" in said
    assert Badge.objects.count() == 28
    assert not Badge.objects.filter(live=True).exists()
    assert not offered().exists()
    assert {badge.locale.language_code for badge in originals()} == {"en"}


def test_published_they_can_be_earned_in_both_languages(root_page):
    assert "“Word given” is live now" in start("--publish")
    badges = list(offered())
    assert len(badges) == 14
    with translation.override("fr"):
        own = in_own_language(badges)
    assert {badge.locale.language_code for badge in own.values()} == {"fr"}
    for badge in badges:
        french = own[badge.pk]
        assert (french.level, french.period, french.hidden) == (
            badge.level,
            badge.period,
            badge.hidden,
        )
        assert french.image.read() == badge.image.read()


def test_a_second_run_changes_nothing(root_page):
    start("--locale", "en")
    badge = Badge.objects.get(name="Own voice")
    badge.name = "Our own name"
    badge.save()
    assert "“Our own name” is there already" in start("--locale", "en", "--publish")
    assert Badge.objects.count() == 14
    badge.refresh_from_db()
    assert (badge.name, badge.live) == ("Our own name", False)


def test_a_language_that_comes_later_translates_what_is_there(root_page):
    start("--locale", "fr")
    start("--locale", "en")
    assert {badge.locale.language_code for badge in originals()} == {"fr"}
    assert originals().count() == 14


def test_the_language_of_the_site_comes_first(root_page):
    start("--locale", "fr", "--locale", "en")
    assert {badge.locale.language_code for badge in originals()} == {"en"}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [("de", "not written in “de”"), ("xx", "no language “xx”, only: de, en, fr")],
)
def test_what_is_not_there_is_said(root_page, code, sentence):
    Locale.objects.create(language_code="de")
    with pytest.raises(CommandError, match=sentence):
        start("--locale", code)
    assert not Badge.objects.exists()


def test_one_is_hidden_one_runs_out_and_one_comes_each_quarter(root_page):
    start("--locale", "en")
    assert Badge.objects.get(hidden=True).name == "Good company"
    assert Badge.objects.get(valid_months=12).level_label == "This year"
    assert Badge.objects.get(period=Badge.Period.QUARTER).name == "A good quarter"
    answers = Badge.objects.filter(family="Conversations").order_by("pk")
    assert [
        (badge.level, badge.conditions.get().condition, badge.conditions.get().at_least)
        for badge in answers
    ] == [
        ("bronze", "replied", 1),
        ("silver", "replied", 5),
        ("gold", "replied", 20),
    ]


def test_the_training_of_each_year_brings_up_to_date_back(
    root_page, site_home, ada_row, clock
):
    """With a charter that was signed once, as charters are."""
    clock(2026, 6, 1, 12)
    start("--locale", "en", "--publish")
    factories.live_charter(site_home, factories.clause())
    factories.sign_charter(ada_row.user)
    up_to_date = Award.objects.filter(badge__name="Up to date")
    for year in (2026, 2027, 2028):
        now = clock(year, 6, 15, 12)
        evaluate_person(ada_row.pk)
        assert not current(up_to_date).exists()
        make.completion(ada_row, at=now)
        evaluate_person(ada_row.pk)
        assert current(up_to_date).count() == 1
    assert up_to_date.count() == 3


def test_none_of_them_asks_for_shares_or_points():
    asked = {key for starter in STARTERS for key, _number in starter.conditions}
    assert asked.isdisjoint({"shares", "points"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_badge_fits_its_fields(root_page, language):
    start("--locale", language)
    for badge in Badge.objects.all():
        badge.full_clean()
        assert badge.conditions.exists()


def test_pictures_are_cleaned_and_stored_once_for_both_languages(root_page):
    start()
    pictures = {badge.image.name: badge.image.read() for badge in Badge.objects.all()}
    assert len(pictures) == 14
    assert {svg.clean(picture) for picture in pictures.values()} == set(
        pictures.values()
    )


def test_both_languages_have_the_same_badges():
    english, french = (words_in(language) for language in LANGUAGES)
    keys = {starter.key for starter in STARTERS}
    assert set(english["badges"]) == set(french["badges"]) == keys
    families = {starter.family for starter in STARTERS}
    assert set(english["families"]) == set(french["families"]) == families
    for key in keys:
        assert set(english["badges"][key]) == set(french["badges"][key])
    # Badges of one name could not be told apart.
    for words in (english, french):
        assert len({badge["name"] for badge in words["badges"].values()}) == 14


@pytest.mark.parametrize("starter", STARTERS, ids=lambda starter: starter.key)
def test_pictures_are_drawn_with_shapes_alone(starter):
    source = picture_of(starter)
    assert len(source) < 4_096
    root = ElementTree.fromstring(source)  # noqa: S314 - our own file
    _, _, width, height = root.get("viewBox").split()
    assert width == height
    identifiers = {element.get("id") for element in root.iter()} - {None}
    # Several of them may stand on one page.
    assert all(identifier.startswith(starter.key) for identifier in identifiers)
    for element in root.iter():
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        assert not (element.text or "").strip()
        for value in element.attrib.values():
            if "url(" in value:
                assert value[len("url(#") : -1] in identifiers
