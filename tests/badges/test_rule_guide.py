"""The rule and the condition of the guide, word for word, on an intranet like it."""

import re
from pathlib import Path

import pytest

from tests import factories
from tests.badges import factories as make
from wagtail_advocacy.badges import awarding, points
from wagtail_advocacy.badges.conditions import conditions
from wagtail_advocacy.badges.models import Award
from wagtail_advocacy.badges.rules import point_rules


pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "write-a-rule.md"


def from_guide(name):
    """Return a class of the guide."""
    blocks = re.findall(r"   ```python\n(.*?)   ```", GUIDE.read_text("utf-8"), re.S)
    code = "\n".join(one for one in blocks if "# intranet/recognition.py" in one)
    code = re.sub(r"^   ", "", code, flags=re.M)
    namespace = {"__name__": "guide"}
    exec(code.replace("from .models", "from tests.testapp.models"), namespace)  # noqa: S102
    return namespace[name]


@pytest.fixture
def rule():
    yield point_rules.register(from_guide("ArticlesWritten")())
    point_rules.unregister("intranet_articles")


@pytest.fixture
def condition():
    yield conditions.register(from_guide("Articles")())
    conditions.unregister("intranet_articles")


@pytest.fixture
def ada(make_user):
    return factories.ambassador(make_user("ada@example.com"))


def test_the_rule_gives_points_and_takes_them_back(ada, article, rule, make_user):
    article("Of nobody")
    article("Of somebody else", owner=make_user("joe@example.com"))
    first = article("First", owner=ada.user)
    for title in ("Second", "Third"):
        article(title, owner=ada.user)
    points.settle(ada.pk)
    assert [row[2] for row in make.entries(ada, rule.key)] == [8, 8, 0]
    assert rule.names([str(first.pk)]) == {str(first.pk): "First"}
    first.unpublish()
    points.settle_all()
    assert points.total_of(ada).earned == 8


def test_the_condition_counts_for_a_badge(ada, article, condition):
    author = make.badge("Author", asks={condition.key: 2})
    article("First", owner=ada.user)
    awarding.evaluate_person(ada.pk)
    assert not Award.objects.exists()
    article("Second", owner=ada.user)
    awarding.evaluate_person(ada.pk)
    assert Award.objects.get().badge == author


def test_what_happens_is_looked_at_for_rules_of_the_site_too(
    ada, article, rule, django_capture_on_commit_callbacks
):
    article("First", owner=ada.user)
    factories.caps()
    offer = factories.offer_of(factories.published_page_shareable(article("Hay")))
    with django_capture_on_commit_callbacks(execute=True):
        factories.confirmed_share(ada.user, offer)
    assert [row[2] for row in make.entries(ada, rule.key)] == [8]
