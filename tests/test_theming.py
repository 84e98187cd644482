"""What the documentation says about looks is what there is, and it weighs little."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

import wagtail_advocacy
from tests import factories


PACKAGE = Path(wagtail_advocacy.__file__).parent
ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "how-to" / "theme-it.md"
STATIC = PACKAGE / "static" / "wagtail_advocacy"
# Compressed bytes that one page of the intranet may load because of us.
MOST_BYTES = 12_000
# Where people write, what counts and coaches comes with it.
MOST_IN_COMPOSER = 14_000

PROPERTY = re.compile(r"--advocacy(?:-[a-z]+)+")


def guide():
    return GUIDE.read_text(encoding="utf-8")


def test_guide_names_every_custom_property_and_no_other():
    read = {
        name
        for sheet in (STATIC / "css").glob("*.css")
        # The admin's own screens look as Wagtail's do.
        if not sheet.name.startswith("admin")
        for name in PROPERTY.findall(sheet.read_text())
    }
    assert set(PROPERTY.findall(guide())) == read


def test_guide_tells_the_defaults_as_they_are():
    css = (STATIC / "css" / "advocacy.css").read_text()
    for name, light, dark in re.findall(
        r"^\| `(--advocacy[a-z-]+)` \| `(#\w+)` \| `(#\w+)`", guide(), re.M
    ):
        assert re.findall(rf"var\({name}, (#\w+)\)", css) == [light, dark]


@pytest.mark.parametrize(
    "folder", ["ambassadors", "badges", "learning", "public", "sharing"]
)
def test_guide_shows_every_screen_and_its_blocks(folder):
    templates = PACKAGE / "templates" / "wagtail_advocacy"
    words = guide()
    for path in (templates / folder).glob("*.html"):
        name = path.relative_to(templates).as_posix()
        source = path.read_text()
        # The admin's own screens look as Wagtail's do.
        if "{% extends" in source and '"wagtailadmin/' not in source:
            assert f"`{name}`" in words
    for name in re.findall(r"Template `([\w/]+\.html)`", words):
        blocks = set(re.findall(r"{% block (\w+) %}", (templates / name).read_text()))
        section = words[words.index(f"Template `{name}`") :].split("\n###")[0]
        assert blocks <= set(re.findall(r"`(\w+)`", section))


def compressed(addresses):
    files = [finders.find(address.removeprefix("/static/")) for address in addresses]
    assert all(files)
    return sum(len(gzip.compress(Path(file).read_bytes(), 6)) for file in files)


@pytest.mark.django_db
def test_an_employees_pages_load_little(client, make_user, article):
    page = article()
    offer = factories.offer_of(factories.published_page_shareable(page))
    user = make_user("ada@example.com")
    share = factories.open_share(user, offer)
    client.force_login(user)
    for address, most in (
        (page.url, MOST_BYTES),
        ("/advocacy/", MOST_BYTES),
        (f"/advocacy/share/{offer.public_id}/", MOST_IN_COMPOSER),
        (f"/advocacy/shares/{share.pk}/", MOST_BYTES),
    ):
        html = client.get(address).text
        loaded = set(
            re.findall(r'"(/static/wagtail_advocacy/[^"]+\.(?:js|css))"', html)
        )
        assert len(loaded) >= 2
        assert compressed(loaded) <= most
