"""A site changes any block of any template of ours, and leaves the rest to us."""

import re
from pathlib import Path

import pytest
from django.template import engines

import wagtail_advocacy
from tests import factories
from wagtail_advocacy.sharing import actions


FOLDER = Path(wagtail_advocacy.__file__).parent / "templates"
NAMES = sorted(
    path.relative_to(FOLDER).as_posix()
    for path in FOLDER.rglob("*.html")
    # The last two are layouts for pieces of a screen, and have nothing of their own.
    if path.name not in {"fragment.html", "title.html"}
)
BLOCK = re.compile(r"{% block (\w+) %}")
# Wagtail's own, or a word that scripts and style sheets look for.
NOT_CONTENT = {"advocacy_title", "advocacy_screen", "extra_css", "extra_js", "mode"}


def source_of(name):
    return (FOLDER / name).read_text(encoding="utf-8")


SCREENS = [name for name in NAMES if "{% extends" in source_of(name)]


@pytest.mark.parametrize("name", SCREENS)
def test_every_screen_has_named_blocks_for_its_content(name):
    assert set(BLOCK.findall(source_of(name))) - NOT_CONTENT


@pytest.mark.parametrize("name", SCREENS)
def test_nothing_of_a_screen_stands_outside_its_blocks(name):
    # Django would drop it without a word.
    rest = re.sub(r"{#.*?#}|{% (?:extends|load) .*?%}", "", source_of(name))
    depth, outside = 0, ""
    for piece in re.split(r"({% (?:block \w+|endblock) %})", rest):
        if piece.startswith("{% block"):
            depth += 1
        elif piece.startswith("{% endblock"):
            depth -= 1
        elif depth == 0:
            outside += piece
    assert outside.strip() == ""


@pytest.fixture
def override(settings, tmp_path):
    """Put a template of the site's in front of ours: one block of it is another."""

    def write(name, block):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"{{% extends '{name}' %}}"
            f"{{% block {block} %}}<p>The site says this</p>{{% endblock %}}"
        )
        jinja2, django = settings.TEMPLATES
        settings.TEMPLATES = [jinja2, {**django, "DIRS": [str(tmp_path)]}]

    return write


@pytest.mark.parametrize(
    ("name", "block"),
    [
        (name, block)
        for name in NAMES
        for block in dict.fromkeys(BLOCK.findall(source_of(name)))
    ],
)
def test_a_template_that_changes_one_block_compiles(override, name, block):
    override(name, block)
    template = engines["django"].get_template(name)
    assert not Path(template.origin.name).is_relative_to(FOLDER)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "block", "address", "goes", "stays"),
    [
        (
            "ambassadors/leave.html",
            "advocacy_leave_facts",
            "/advocacy/leave/",
            "Reminders and questions stop",
            "Stop now",
        ),
        (
            "sharing/hub.html",
            "advocacy_offers",
            "/advocacy/",
            "Write about it",
            "Stop taking part",
        ),
        (
            "sharing/shares.html",
            "advocacy_shares",
            "/advocacy/shares/",
            "published ",
            "What I may share",
        ),
        (
            "sharing/compose.html",
            "advocacy_compose_hashtags",
            "/advocacy/share/{offer}/",
            "#hay",
            "Nothing is posted by this",
        ),
        (
            "sharing/share.html",
            "advocacy_leaving",
            "/advocacy/shares/{share}/",
            "Continue on my phone",
            "Did you publish it?",
        ),
        (
            "sharing/share_button.html",
            "advocacy_share_button",
            "{page}",
            ">Share in your own words</a>",
            "advocacy.css",
        ),
        (
            "base.html",
            "advocacy_header",
            "/advocacy/leave/",
            ">Sharing</a>",
            "Stop now",
        ),
        (
            "public/card.html",
            "card_picture",
            "/go/c/{offer}/",
            "advocacy-public__picture",
            "advocacy-public__kicker",
        ),
    ],
)
def test_one_block_changes_and_the_rest_stays(
    client, make_user, article, override, name, block, address, goes, stays
):
    page = article()
    offer = factories.offer_of(
        factories.published_page_shareable(page, hashtags="#hay")
    )
    user = make_user("ada@example.com")
    share = factories.open_share(user, offer, "linkedin")
    actions.confirm_share(user, factories.open_share(user, offer, "x").pk)
    client.force_login(user)
    address = address.format(offer=offer.public_id, share=share.pk, page=page.url)
    before = client.get(address).text
    assert goes in before
    assert stays in before
    override(f"wagtail_advocacy/{name}", block)
    after = client.get(address).text
    assert "<p>The site says this</p>" in after
    assert goes not in after
    assert stays in after
