"""The block "to share this week", on the site's own pages and in its newsletters."""

import pytest
from django.db import connection
from django.template import engines
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.blocks import BoundBlock
from wagtail.models import Locale

from tests import factories
from wagtail_advocacy.outreach.blocks import ToShareBlock
from wagtail_advocacy.shareables.models import Topic

from .conftest import like


pytestmark = pytest.mark.django_db

BLOCK = ToShareBlock()
BLOCK.set_name("to_share")


def value(**fields):
    return BLOCK.normalize({"heading": "To share", "number": 3, **fields})


def html(context=None, **fields):
    return BLOCK.render(value(**fields), context)


def test_it_links_to_the_composer(offer, rf):
    made = offer("Hay & <straw>")
    shown = html({"request": rf.get("/")})
    assert "<h2" in shown
    assert "Hay &amp; &lt;straw&gt;" in shown
    assert f'href="/advocacy/share/{made.public_id}/"' in shown


def test_in_a_mail_its_addresses_are_absolute(offer):
    made = offer()
    address = f"https://intranet.example.com/advocacy/share/{made.public_id}/"
    assert f'href="{address}"' in html()
    assert f'href="{address}"' in html({"page": None})


def test_not_more_than_asked_for_the_newest_first(offer):
    for number in range(4):
        offer(f"Number {number}")
    shown = html(number=2)
    assert shown.index("Number 3") < shown.index("Number 2")
    assert "Number 1" not in shown


def test_nothing_meant_for_some_whoever_reads(offer, rf, make_user):
    eve = make_user("eve@example.com")
    offer("For Eve", audience=factories.audience(people=[eve]))
    request = rf.get("/")
    request.user = eve
    assert html({"request": request}).strip() == ""


def test_nothing_shows_nothing_or_what_the_site_says():
    assert html().strip() == ""
    shown = html(otherwise="Nothing this week; go and have a coffee.")
    assert "go and have a coffee" in shown
    assert "<ul" not in shown


def test_nothing_while_sharing_is_closed(offer):
    offer()
    factories.sharing_state(is_open=False)
    assert html().strip() == ""


def test_in_the_language_of_the_page_or_the_one_that_was_chosen(offer, site_home):
    offer("English")
    offer("Français", language="fr")
    home = site_home.copy_for_translation(Locale.objects.get(language_code="fr"))
    assert "Français" in html({"page": home})
    assert "English" not in html({"page": home})
    assert "English" in html({"page": home}, language="en")
    with translation.override("fr"):
        shown = html()
    assert "Français" in shown
    assert "Share it" not in shown


def test_about_a_topic_in_whatever_language(offer, root_page):
    hay = Topic.objects.create(name="Hay")
    french = hay.copy_for_translation(Locale.objects.get(language_code="fr"))
    french.save()
    offer("About hay", topics=[french])
    offer("About straw")
    shown = html(topic=hay)
    assert "About hay" in shown
    assert "About straw" not in shown


@pytest.mark.parametrize("number", [1, 8])
def test_however_much_there_is_it_costs_the_same(offer, settings, site_home, number):
    settings.WAGTAILADMIN_BASE_URL = ""
    made = offer()
    for place in range(number):
        like(made, f"Number {place}")
    chosen = value(number=10)
    with CaptureQueriesContext(connection) as captured:
        shown = BLOCK.render(chosen)
    # Whether sharing is open, the offers, and which host the intranet is.
    assert len(captured) == 3
    assert shown.count("http://testserver/advocacy/share/") == number + 1


@pytest.mark.parametrize("engine", ["django", "jinja2"])
def test_pages_in_both_template_languages_show_it(offer, rf, engine):
    offer("Hay")
    sources = {
        "django": "{% load wagtailcore_tags %}{% include_block block %}",
        "jinja2": "{% include_block block %}",
    }
    bound = BoundBlock(BLOCK, value())
    template = engines[engine].from_string(sources[engine])
    assert "Hay" in template.render({"block": bound}, rf.get("/"))


class Shorter(ToShareBlock):
    class Meta:
        template = "testapp/to_share.html"


class ShorterInJinja2(ToShareBlock):
    class Meta:
        template = "testapp/jinja_to_share.html"


@pytest.mark.parametrize("block_class", [Shorter, ShorterInJinja2])
def test_a_site_brings_a_template_of_its_own(offer, block_class):
    offer("Hay")
    block = block_class()
    assert block.render(block.normalize({"number": 1})).strip() == "<b>Hay</b>"


def test_editors_choose_in_its_form():
    form = BLOCK.child_blocks
    assert dict(form["language"].field.choices)["fr"] == "French"
    with pytest.raises(Exception, match="10"):
        form["number"].clean(99)
